//! Images and videos.
//!
//! A rejected address is left out. An image without one still has its alternative text; a video
//! without one is dropped.

use super::attributes::Attributes;
use super::tag::Tag;
use super::url;

/// The largest width or height.
const SIZE_MAX: u32 = 10_000;

/// `<img loading="lazy" src="…" alt="…" title="…">`.
pub(super) fn image(attributes: &Attributes<'_>) -> Tag {
    Tag::new("img")
        .with("loading", "lazy")
        .with_some("src", attributes.text("src").as_deref().and_then(url::image))
        .with_some("alt", attributes.text("alt").as_deref())
        .with_some("title", attributes.text("title").as_deref())
}

/// `<video src="…" controls height="…">`; unset and zero attributes are omitted.
pub(super) fn video(attributes: &Attributes<'_>) -> Option<Tag> {
    let source = attributes.text("src")?;
    let size = |name| attributes.whole(name, 1..=SIZE_MAX).map(|size| size.to_string());
    let tag = Tag::new("video")
        .with("src", url::media(&source)?)
        .flag("autoplay", attributes.is_true("autoplay"))
        .flag("controls", attributes.is_true("controls"))
        .flag("loop", attributes.is_true("loop"))
        .with_some("height", size("height").as_deref())
        .with_some("width", size("width").as_deref());
    Some(tag)
}
