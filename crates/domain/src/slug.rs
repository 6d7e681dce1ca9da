//! Slugs: a readable name for an address, made from a title in any script.

use crate::entry::SLUG_MAX;

/// "Hello World" → `hello-world`; empty when nothing of the text can be written so.
#[must_use]
pub fn slugify(text: &str) -> String {
    let mut slug = String::new();
    let mut gap = false;
    for c in deunicode::deunicode(text).chars() {
        if c.is_ascii_alphanumeric() {
            if gap && !slug.is_empty() {
                slug.push('-');
            }
            gap = false;
            slug.push(c.to_ascii_lowercase());
        } else if c != '\'' {
            gap = true;
        }
        if slug.len() >= SLUG_MAX - 12 {
            break;
        }
    }
    slug
}

/// Whether a text may stand as a slug: 1 to [`SLUG_MAX`] of letters, digits, `-`, `_`, `.`, `~` and `/` between parts; no `.` or `..` part.
#[must_use]
pub fn is_slug(text: &str) -> bool {
    let legal = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'~' | b'/');
    (1..=SLUG_MAX).contains(&text.len())
        && text.bytes().all(legal)
        && text.split('/').all(|part| !part.is_empty() && part != "." && part != "..")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_become_slugs() {
        assert_eq!(slugify("Hello World"), "hello-world");
        assert_eq!(slugify("  Größe & Maß! "), "grosse-mass");
        assert_eq!(slugify("Don't stop"), "dont-stop");
        assert_eq!(slugify("???"), "");
        assert!(slugify(&"x".repeat(1000)).len() < SLUG_MAX);
    }

    #[test]
    fn slugs_are_plain() {
        for good in ["a", "blog/post-1", "a_b.c~d"] {
            assert!(is_slug(good), "{good}");
        }
        for bad in ["", "/a", "a//b", "..", "a/../b", "a b", "ä", "a\"b", "a?b", &"x".repeat(201)] {
            assert!(!is_slug(bad), "{bad}");
        }
    }
}
