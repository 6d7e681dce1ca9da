//! Marks of a text: bold, links, and others.
//!
//! Marks nest in the order of [`Kind`], whatever their order in the document: the original's schema
//! sorts them by priority and then by the registration of extensions. A repeated mark counts once.

use super::attributes::Attributes;
use super::color::is_color;
use super::tag::Tag;
use super::url;
use serde_json::value::RawValue;
use std::borrow::Cow;

/// A mark, outer ones first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Link,
    Bold,
    Code,
    Italic,
    Strike,
    Underline,
    Superscript,
    Subscript,
    Highlight,
}

impl Kind {
    fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "link" => Self::Link,
            "bold" => Self::Bold,
            "code" => Self::Code,
            "italic" => Self::Italic,
            "strike" => Self::Strike,
            "underline" => Self::Underline,
            "superscript" => Self::Superscript,
            "subscript" => Self::Subscript,
            "highlight" => Self::Highlight,
            _ => return None,
        })
    }

    fn tag(self, attributes: &Attributes<'_>) -> Tag {
        match self {
            Self::Link => link(attributes),
            Self::Bold => Tag::new("strong"),
            Self::Code => Tag::new("code"),
            Self::Italic => Tag::new("em"),
            Self::Strike => Tag::new("s"),
            Self::Underline => Tag::new("u"),
            Self::Superscript => Tag::new("sup"),
            Self::Subscript => Tag::new("sub"),
            Self::Highlight => highlight(attributes),
        }
    }
}

/// The elements around a node, outer ones first.
pub(super) fn tags(marks: Option<&RawValue>) -> Vec<Tag> {
    let marks: Option<Vec<&RawValue>> = marks.and_then(|marks| serde_json::from_str(marks.get()).ok());
    let mut marks: Vec<(Kind, Tag)> = marks.unwrap_or_default().into_iter().filter_map(mark).collect();
    marks.sort_by_key(|(kind, _)| *kind);
    marks.dedup_by_key(|(kind, _)| *kind);
    marks.into_iter().map(|(_, tag)| tag).collect()
}

fn mark(raw: &RawValue) -> Option<(Kind, Tag)> {
    let mark = Attributes::read(Some(raw));
    let kind = Kind::parse(&mark.text("type")?)?;
    let attributes = mark.object("attrs");
    Some((kind, kind.tag(&attributes)))
}

/// `<a target="_blank" rel="noopener noreferrer nofollow" href="…">`. A rejected address becomes
/// `href=""`, as in the original.
fn link(attributes: &Attributes<'_>) -> Tag {
    let target = match attributes.has("target") {
        true => attributes.word("target", &["_blank", "_self", "_parent", "_top"]),
        false => Some("_blank"),
    };
    let rel = match attributes.has("rel") {
        true => words(attributes.text("rel"), |word| RELATIONS.contains(&word)),
        false => Some(String::from("noopener noreferrer nofollow")),
    };
    let is_plain = |word: &str| word.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    let class = words(attributes.text("class"), is_plain);
    let href = attributes.text("href");
    Tag::new("a")
        .with_some("target", target)
        .with_some("rel", rel.as_deref())
        .with_some("class", class.as_deref())
        .with_some("href", href.as_deref().map(|href| url::link(href).unwrap_or_default()))
}

/// The allowed link relations. Not `opener`, which gives the target access to the page.
const RELATIONS: [&str; 10] =
    ["noopener", "noreferrer", "nofollow", "sponsored", "ugc", "external", "author", "license", "me", "tag"];

/// The allowed words of a text.
fn words(text: Option<Cow<'_, str>>, is_fine: impl Fn(&str) -> bool) -> Option<String> {
    let text = text?;
    let words: Vec<&str> = text.split_ascii_whitespace().filter(|word| is_fine(word)).collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// `<mark data-color="#ff0" style="background-color: #ff0; color: inherit">`; without a colour, no
/// attributes.
fn highlight(attributes: &Attributes<'_>) -> Tag {
    match attributes.text("color").filter(|color| is_color(color)) {
        Some(color) => Tag::new("mark")
            .with("data-color", &color)
            .with("style", &format!("background-color: {color}; color: inherit")),
        None => Tag::new("mark"),
    }
}
