//! `youtube`: a video player, from YouTube's domain without cookies before playback.
//!
//! The document's address only identifies the video: the player's address is built here from the
//! checked id. The attributes of the frame are the original's, including the extension's empty
//! options.

use super::attributes::Attributes;
use super::tag::Tag;

/// The accepted hosts; `youtu.be` has the id as its path.
const HOSTS: [&str; 6] = [
    "youtube.com",
    "www.youtube.com",
    "m.youtube.com",
    "music.youtube.com",
    "youtube-nocookie.com",
    "www.youtube-nocookie.com",
];

/// The latest second to start at: a day.
const START_MAX: u32 = 86_400;

/// The largest width or height.
const SIZE_MAX: u32 = 10_000;

/// Writes the player; nothing when the address is not a video's.
pub(super) fn push(html: &mut String, attributes: &Attributes<'_>) {
    let source = attributes.text("src").unwrap_or_default();
    let Some(video) = Video::parse(&source) else { return };
    let width = attributes.whole("width", 1..=SIZE_MAX).unwrap_or(640);
    let height = attributes.whole("height", 1..=SIZE_MAX).unwrap_or(480);
    let start = attributes.whole("start", 0..=START_MAX).unwrap_or(0);
    let from = if start > 0 { Some(start) } else { video.start };
    let from = from.map(|second| format!("start={second}&")).unwrap_or_default();
    let frame = Tag::new("iframe")
        .with("loading", "lazy")
        .with("width", &width.to_string())
        .with("height", &height.to_string())
        .flag("allowfullscreen", true)
        .with("endTime", "0")
        .with("ivLoadPolicy", "0")
        .with("origin", "")
        .with("playlist", "")
        .with("rel", "1")
        .with("src", &format!("https://www.youtube-nocookie.com/embed/{}?{from}rel=1", video.id))
        .with("start", &start.to_string())
        .with("style", &format!("max-width: 100%;height: auto;aspect-ratio: {width} / {height}"));
    let around = Tag::new("div").with("data-youtube-video", "");
    around.open(html);
    frame.open(html);
    frame.close(html);
    around.close(html);
}

/// A video, and the start second in its address.
#[derive(Debug, PartialEq, Eq)]
struct Video<'a> {
    id: &'a str,
    start: Option<u32>,
}

impl<'a> Video<'a> {
    fn parse(address: &'a str) -> Option<Self> {
        let rest = ["https://", "http://", "//"].iter().find_map(|prefix| address.strip_prefix(prefix));
        let (host, rest) = rest.unwrap_or(address).split_once('/')?;
        let rest = rest.split('#').next().unwrap_or_default();
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        let parameter = |name: &str| {
            query
                .split('&')
                .find_map(|pair| pair.split_once('=').filter(|(key, _)| *key == name))
                .map(|(_, value)| value)
        };
        let id = if host.eq_ignore_ascii_case("youtu.be") {
            path
        } else if !HOSTS.iter().any(|known| known.eq_ignore_ascii_case(host)) {
            return None;
        } else if path == "watch" {
            parameter("v")?
        } else {
            ["embed/", "shorts/", "live/", "v/"].iter().find_map(|prefix| path.strip_prefix(prefix))?
        };
        let start = parameter("t").or_else(|| parameter("start"));
        let start = start.and_then(|second| second.trim_end_matches('s').parse().ok());
        is_id(id).then_some(Self { id, start: start.filter(|second| (1..=START_MAX).contains(second)) })
    }
}

fn is_id(text: &str) -> bool {
    text.len() == 11 && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}

#[cfg(test)]
mod tests {
    use super::Video;

    #[test]
    fn every_spelling_of_an_address_is_the_video() {
        for address in [
            "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
            "http://YouTube.com/watch?list=a&v=dQw4w9WgXcQ#b",
            "//m.youtube.com/watch?v=dQw4w9WgXcQ",
            "music.youtube.com/watch?v=dQw4w9WgXcQ",
            "https://youtu.be/dQw4w9WgXcQ?si=a",
            "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1",
            "https://www.youtube.com/shorts/dQw4w9WgXcQ",
            "https://www.youtube.com/live/dQw4w9WgXcQ",
            "https://www.youtube.com/v/dQw4w9WgXcQ",
        ] {
            assert_eq!(Video::parse(address), Some(Video { id: "dQw4w9WgXcQ", start: None }), "{address}");
        }
        for (query, start) in
            [("t=43s", Some(43)), ("start=7", Some(7)), ("t=-1", None), ("t=1m", None), ("t=99999999", None)]
        {
            let address = format!("https://youtu.be/dQw4w9WgXcQ?{query}");
            assert_eq!(Video::parse(&address).unwrap().start, start, "{query}");
        }
    }

    #[test]
    fn other_hosts_and_ids_are_none() {
        for bad in [
            "",
            "dQw4w9WgXcQ",
            "https://evil.example/watch?v=dQw4w9WgXcQ",
            "https://youtube.com.evil.example/watch?v=dQw4w9WgXcQ",
            "https://evil.example/https://youtube.com/watch?v=dQw4w9WgXcQ",
            "https://www.youtube.com@evil.example/watch?v=dQw4w9WgXcQ",
            "https://evilyoutube.com/watch?v=dQw4w9WgXcQ",
            "https://www.youtube.com:80/watch?v=dQw4w9WgXcQ",
            "javascript://youtube.com/watch?v=dQw4w9WgXcQ",
            "javascript:alert(1)//youtube.com/embed/dQw4w9WgXcQ",
            " https://youtu.be/dQw4w9WgXcQ",
            "https://www.youtube.com/watch?v=short",
            "https://www.youtube.com/watch?v=dQw4w9WgX\"Q",
            "https://www.youtube.com/watch",
            "https://www.youtube.com/embed/../redirect",
            "https://youtu.be/dQw4w9WgXcQ/a",
            "https://www.youtube.com/channel/dQw4w9WgXcQ",
        ] {
            assert_eq!(Video::parse(bad), None, "{bad}");
        }
    }
}
