//! Addresses that are allowed in `href` and `src`.
//!
//! A closed list of schemes, or none. Characters that a browser removes before it reads the scheme
//! (surrounding spaces, tabs and line breaks anywhere) are removed or rejected; an escaped colon is
//! rejected too, because another reader may decode the HTML twice.

/// Schemes of links: those that the original's editor keeps.
const LINK: [&str; 10] = ["http", "https", "ftp", "ftps", "mailto", "tel", "callto", "sms", "cid", "xmpp"];

/// Schemes of images and videos.
const MEDIA: [&str; 2] = ["http", "https"];

/// The address of a link, if it is allowed.
pub(super) fn link(text: &str) -> Option<&str> {
    address(text, &LINK)
}

/// The address of a video, if it is allowed.
pub(super) fn media(text: &str) -> Option<&str> {
    address(text, &MEDIA)
}

/// The address of an image, if it is allowed, including a `data:` image.
pub(super) fn image(text: &str) -> Option<&str> {
    inline_image(text.trim_matches(' ')).or_else(|| media(text))
}

/// A `data:` address of a raster image. Not of an SVG, which can contain scripts.
fn inline_image(text: &str) -> Option<&str> {
    const TYPES: [&str; 4] = ["image/png", "image/jpeg", "image/gif", "image/webp"];
    let (head, data) = text.split_once(',')?;
    let (scheme, described) = head.split_once(':')?;
    let (kind, parameters) = described.split_once(';').unwrap_or((described, ""));
    let is_plain = |text: &str, more: &[u8]| {
        text.bytes().all(|byte| byte.is_ascii_alphanumeric() || more.contains(&byte))
    };
    let is_image = scheme.eq_ignore_ascii_case("data")
        && TYPES.iter().any(|known| known.eq_ignore_ascii_case(kind))
        && is_plain(parameters, b"=;-_")
        && is_plain(data, b"+/=%-._~");
    is_image.then_some(text)
}

fn address<'a>(text: &'a str, schemes: &[&str]) -> Option<&'a str> {
    let text = text.trim_matches(' ');
    if text.is_empty() || text.chars().any(char::is_control) {
        return None;
    }
    // A colon after one of these belongs to a path, a query or a fragment.
    let head = text.split(['/', '?', '#']).next().unwrap_or_default();
    let allowed = match head.split_once(':') {
        Some((scheme, _)) => schemes.iter().any(|known| known.eq_ignore_ascii_case(scheme)),
        None => !head.contains(['&', '\\']),
    };
    allowed.then_some(text)
}

#[cfg(test)]
mod tests {
    use super::{image, link, media};

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
            assert_eq!(
                (link(good), media(good), image(good)),
                (Some(good), Some(good), Some(good)),
                "{good}"
            );
        }
        for only_link in [
            "mailto:a@b.example",
            "tel:+1",
            "MailTo:a@b.example?subject=c",
            "ftp://a.example/b",
            "FTPS://a.example/b",
            "sms:+1",
            "callto:a",
            "cid:a@b.example",
            "xmpp:a@b.example",
        ] {
            assert_eq!(
                (link(only_link), media(only_link), image(only_link)),
                (Some(only_link), None, None),
                "{only_link}"
            );
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
            assert_eq!((link(bad), media(bad), image(bad)), (None, None, None), "{bad:?}");
        }
    }

    #[test]
    fn an_image_may_stand_in_its_address() {
        for good in [
            "data:image/png;base64,iVBORw0KGgo=",
            "DATA:image/JPEG;base64,/9j/4A==",
            "data:image/gif;charset=utf-8;base64,R0lGOD",
            "data:image/webp,%52IFF",
        ] {
            assert_eq!((image(good), media(good), link(good)), (Some(good), None, None), "{good}");
        }
        for bad in [
            "data:,x",
            "data:image/png",
            "data:image/svg+xml,<svg/>",
            "data:image/svg+xml;base64,AAAA",
            "data:text/html;image/png,AAAA",
            "data:text/html,image/png,AAAA",
            "data:image/png;base64,AA<script>",
            "data:image/png;base64,AA\"onerror=a",
            "data:image/png;x=\"y\",AAAA",
            "data:image/png,a,b",
            "data:image/pngx;base64,AAAA",
            "data:image/png+xml;base64,AAAA",
            "data :image/png;base64,AAAA",
            "da\tta:image/png;base64,AAAA",
            "data:image/png;base64,AA\nAA",
            "javascript:data:image/png;base64,AAAA",
        ] {
            assert_eq!((image(bad), media(bad), link(bad)), (None, None, None), "{bad:?}");
        }
    }
}
