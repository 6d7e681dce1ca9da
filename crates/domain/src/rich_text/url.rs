//! Addresses that may stand in `href` and `src`.
//!
//! A closed list of schemes, or none. What a browser takes out of an address before it reads the scheme (spaces around it, tabs and line
//! breaks anywhere) is taken out here or refuses it; and what looks like an escaped colon refuses it too, for the HTML may be read by
//! others who decode once too often.

/// Schemes of links.
const LINK: [&str; 4] = ["http", "https", "mailto", "tel"];

/// Schemes of images and videos.
const MEDIA: [&str; 2] = ["http", "https"];

/// The address of a link, if it is a harmless one.
pub(super) fn link(text: &str) -> Option<&str> {
    address(text, &LINK)
}

/// The address of an image or a video, if it is a harmless one.
pub(super) fn media(text: &str) -> Option<&str> {
    address(text, &MEDIA)
}

fn address<'a>(text: &'a str, schemes: &[&str]) -> Option<&'a str> {
    let text = text.trim_matches(' ');
    if text.is_empty() || text.chars().any(char::is_control) {
        return None;
    }
    // A colon behind these belongs to a path, a query or a fragment.
    let head = text.split(['/', '?', '#']).next().unwrap_or_default();
    let allowed = match head.split_once(':') {
        Some((scheme, _)) => schemes.iter().any(|known| known.eq_ignore_ascii_case(scheme)),
        None => !head.contains(['&', '\\']),
    };
    allowed.then_some(text)
}

#[cfg(test)]
mod tests {
    use super::{link, media};

    #[test]
    fn schemes_are_a_closed_list() {
        for good in [
            "https://a.example/b?c=d:e#f",
            "HTTP://a.example",
            "//a.example/b",
            "/a:b",
            "a/b.png",
            "a b.png",
            "./a",
            "?a=b:c",
            "#a:b",
            "a#b:c",
            "größe.png",
        ] {
            assert_eq!((link(good), media(good)), (Some(good), Some(good)), "{good}");
        }
        for only_link in ["mailto:a@b.example", "tel:+1", "MailTo:a@b.example?subject=c"] {
            assert_eq!((link(only_link), media(only_link)), (Some(only_link), None), "{only_link}");
        }
        assert_eq!(link("  https://a.example "), Some("https://a.example"));
    }

    #[test]
    fn nothing_that_runs_is_an_address() {
        for bad in [
            "",
            " ",
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            " javascript:alert(1)",
            "\u{1}javascript:alert(1)",
            "java\tscript:alert(1)",
            "java\nscript:alert(1)",
            "java\rscript:alert(1)",
            "java\0script:alert(1)",
            "javascript\t:alert(1)",
            "javascript :alert(1)",
            "\u{a0}javascript:alert(1)",
            "\u{feff}javascript:alert(1)",
            "\u{200b}javascript:alert(1)",
            "java\u{ad}script:alert(1)",
            "javascript://a.example/%0aalert(1)",
            "&#106;avascript:alert(1)",
            "&#x6a;avascript:alert(1)",
            "javascript&colon;alert(1)",
            "javascript&#58;alert(1)",
            "java&Tab;script&colon;alert(1)",
            "%6aavascript:alert(1)",
            "\\javascript:alert(1)",
            "jav\u{131}script:alert(1)",
            "vbscript:msgbox(1)",
            "data:text/html,<script>alert(1)</script>",
            "data:image/svg+xml;base64,AAAA",
            "blob:https://a.example/b",
            "file:///etc/passwd",
            "view-source:https://a.example",
            "feed:javascript:alert(1)",
            "https\u{85}:x",
            ":javascript",
            "1:2",
        ] {
            assert_eq!((link(bad), media(bad)), (None, None), "{bad:?}");
        }
    }
}
