//! Slugs: readable names for addresses, made from titles.
//!
//! Letters lose their accents (NFKD), and a few letters without a decomposition are transliterated.
//! Other scripts have no single Latin transliteration, and a table of them would add half a
//! megabyte to every instance: such a title makes no slug, and the use case takes another name.

use crate::entry::SLUG_MAX;
use icu_normalizer::DecomposingNormalizerBorrowed;

/// "Hello World" → `hello-world`; empty when no character has a Latin form.
#[must_use]
pub fn slugify(text: &str) -> String {
    let mut slug = String::new();
    let mut gap = false;
    for c in DecomposingNormalizerBorrowed::new_nfkd().normalize_iter(text.chars()) {
        let mut put = |letters: &str| {
            if gap && !slug.is_empty() {
                slug.push('-');
            }
            gap = false;
            slug.push_str(letters);
        };
        match c {
            'a'..='z' | '0'..='9' => put(c.encode_utf8(&mut [0; 4])),
            'A'..='Z' => put(c.to_ascii_lowercase().encode_utf8(&mut [0; 4])),
            '\u{300}'..='\u{36F}' | '\'' | '\u{2019}' => {}
            'ß' | 'ẞ' => put("ss"),
            'æ' | 'Æ' => put("ae"),
            'œ' | 'Œ' => put("oe"),
            'ø' | 'Ø' => put("o"),
            'ł' | 'Ł' => put("l"),
            'đ' | 'Đ' | 'ð' | 'Ð' => put("d"),
            'þ' | 'Þ' => put("th"),
            'ħ' | 'Ħ' => put("h"),
            'ı' => put("i"),
            'ŋ' | 'Ŋ' => put("ng"),
            _ => gap = true,
        }
        if slug.len() >= SLUG_MAX - 12 {
            break;
        }
    }
    slug
}

/// Whether a text is a valid slug: 1 to [`SLUG_MAX`] bytes of letters, digits, `-`, `_`, `.`, `~`
/// and `/` between parts; no `.` or `..` part.
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
        assert_eq!(slugify("Don't stop, Łódź; Ærø!"), "dont-stop-lodz-aero");
        assert_eq!(slugify("Привет"), "");
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
