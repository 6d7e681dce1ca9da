//! The names of content types and the slugs of entries that components get. Pure.

use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use weft_domain::Place;
use weft_domain::slug::slugify;

/// The content type of components that are single elements.
pub(super) const ELEMENTS: &str = "inline";
/// The prefix of their ids.
const ELEMENT: &str = "__inline_";
/// The maximum length of the part of a text that becomes a name or a slug.
const READABLE_MAX: usize = 40;

/// The name of the content type of a component. Similar ids have different names.
pub(super) fn name_of(component: &str) -> String {
    if component.starts_with(ELEMENT) {
        return ELEMENTS.to_owned();
    }
    let readable = readable(component);
    let end = if readable == component { String::new() } else { format!("-{}", digest(&[component])) };
    format!("{ELEMENTS}-{readable}{end}")
}

/// The slug of the entry at a place, which is the same for the same place.
pub(super) fn slug_of(place: &Place) -> String {
    format!("{}-{}", readable(place.instance()), digest(&[place.page(), place.instance()]))
}

fn readable(text: &str) -> String {
    let slug: String = slugify(text).chars().filter(char::is_ascii).take(READABLE_MAX).collect();
    if slug.is_empty() { "component".to_owned() } else { slug }
}

/// Twelve digits that distinguish texts.
fn digest(texts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for text in texts {
        hash.update(text.len().to_le_bytes());
        hash.update(text);
    }
    let mut digits = String::with_capacity(12);
    for byte in hash.finalize().iter().take(6) {
        // Writing to a String cannot fail.
        let _ = write!(digits, "{byte:02x}");
    }
    digits
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn elements_share_a_content_type_and_every_other_component_has_its_own() {
        assert_eq!((name_of("__inline_abc"), name_of("__inline_")), ("inline".into(), "inline".into()));
        assert_eq!(name_of("hero"), "inline-hero");
        let alike = ["Hero", "hero!", "h\u{e9}ro", "hero ", "\u{1f600}"].map(name_of);
        let distinct: BTreeSet<&String> = alike.iter().collect();
        assert!(distinct.len() == 5 && !distinct.contains(&"inline-hero".to_owned()), "{alike:?}");
        assert!(alike.iter().all(|name| name.len() <= 64 && name.is_ascii()));
        assert!(name_of(&"x".repeat(200)).len() <= 64);
    }

    #[test]
    fn slugs_differ_by_place() {
        let slug = |page: &str, instance: &str| slug_of(&Place::new(page, instance).unwrap());
        assert!(slug("/", "Hero Title").starts_with("hero-title-"));
        assert_eq!(slug("/", "a"), slug("/", "a"));
        let all = [slug("/", "a"), slug("/a", "a"), slug("/", "A"), slug("/a", "\u{1f600}"), slug("/", "b")];
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), 5, "{all:?}");
        assert!(all.iter().all(|slug| weft_domain::slug::is_slug(slug)));
    }
}
