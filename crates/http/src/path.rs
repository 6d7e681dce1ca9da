//! Decodes path segments.
//!
//! A path is split at its `/` before it is decoded, so that an escaped slash stays within its
//! segment.

use percent_encoding::percent_decode_str;
use std::borrow::Cow;

/// The decoded segment; `None` when an escape is malformed, or the text is not UTF-8 or contains
/// U+0000. Only an escaped segment is copied.
#[must_use]
pub fn decode(segment: &str) -> Option<Cow<'_, str>> {
    let mut rest = segment;
    while let Some((_, after)) = rest.split_once('%') {
        let digits = after.get(..2)?;
        if !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        rest = after;
    }
    let text = percent_decode_str(segment).decode_utf8().ok()?;
    (!text.contains('\0')).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_read() {
        for (sent, meant) in [
            ("", ""),
            ("post", "post"),
            ("%2F", "/"),
            ("a%20b+c", "a b+c"),
            ("%c3%A4", "ä"),
            ("%2525", "%25"),
        ] {
            assert_eq!(decode(sent).as_deref(), Some(meant), "{sent}");
        }
        assert!(matches!(decode("plain"), Some(Cow::Borrowed("plain"))));
    }

    #[test]
    fn what_is_not_text_is_refused() {
        for bad in ["%", "a%", "%2", "%zz", "%+1", "%%20", "%00", "a\0b", "%ff", "%c3", "%ä"] {
            assert_eq!(decode(bad), None, "{bad:?}");
        }
    }
}
