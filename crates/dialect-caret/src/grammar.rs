//! What names look like: collections, entries, keys of objects.
//!
//! A name is trimmed and taken in lower case, so that `Blog` means `blog` ([SRC contracts.ts] of
//! the original). Weft's own limits are told in the same words: 64 bytes for a collection, those of
//! a slug for an entry.

use weft_domain::entry::SLUG_MAX;

/// The longest name of a collection, in bytes.
const COLLECTION_MAX: usize = 64;

/// The name of a collection: a letter, then letters, digits, `-` and `_`.
#[must_use]
pub fn collection(text: &str) -> Option<String> {
    name(text, COLLECTION_MAX).filter(|name| name.starts_with(|first: char| first.is_ascii_lowercase()))
}

/// The id of an entry: a letter or a digit, then letters, digits, `-` and `_`.
#[must_use]
pub fn id(text: &str) -> Option<String> {
    name(text, SLUG_MAX).filter(|name| name.starts_with(|first: char| first.is_ascii_alphanumeric()))
}

fn name(text: &str, longest: usize) -> Option<String> {
    let text = text.trim();
    let is_legal = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    ((1..=longest).contains(&text.len()) && text.bytes().all(is_legal)).then(|| text.to_ascii_lowercase())
}

/// Whether a key would reach into a JavaScript object's prototype.
#[must_use]
pub fn is_forbidden(key: &str) -> bool {
    matches!(key, "__proto__" | "prototype" | "constructor")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_trimmed_and_in_lower_case() {
        for (text, of_collection, of_entry) in [
            ("blog", Some("blog"), Some("blog")),
            (" Blog\n", Some("blog"), Some("blog")),
            ("a-1_b", Some("a-1_b"), Some("a-1_b")),
            ("2024", None, Some("2024")),
            ("-a", None, None),
            ("_a", None, None),
            ("", None, None),
            (" ", None, None),
            ("a b", None, None),
            ("a/b", None, None),
            ("a.b", None, None),
            ("ä", None, None),
            ("__proto__", None, None),
            ("constructor", Some("constructor"), Some("constructor")),
        ] {
            assert_eq!(collection(text).as_deref(), of_collection, "{text}");
            assert_eq!(id(text).as_deref(), of_entry, "{text}");
        }
        assert!(collection(&"a".repeat(64)).is_some() && collection(&"a".repeat(65)).is_none());
        assert!(id(&"a".repeat(200)).is_some() && id(&"a".repeat(201)).is_none());
    }
}
