//! Converts keys of the front matter into field names: 1 to 64 letters, digits, `_` and `-`.

use weft_domain::field::is_field_name;

const LONGEST: usize = 64;

/// Converts a key into a field name: "meta description" → `meta_description`; returns `None` if the
/// key has no letter or digit.
pub(super) fn of_key(key: &str) -> Option<String> {
    if is_field_name(key) {
        return Some(key.to_owned());
    }
    let mut name = String::new();
    let mut gap = false;
    for c in deunicode::deunicode(key).chars() {
        if c.is_ascii_alphanumeric() || c == '-' {
            if gap && !name.is_empty() {
                name.push('_');
            }
            gap = false;
            name.push(c);
        } else {
            gap = true;
        }
    }
    name.truncate(LONGEST);
    name.contains(|c: char| c.is_ascii_alphanumeric()).then_some(name)
}

/// Makes a label from a field name: `meta_description` → "Meta description".
pub(super) fn label(name: &str) -> String {
    let words = name.split(['_', '-']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    let mut letters = words.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_become_names() {
        for (key, name) in [
            ("title", Some("title")),
            ("meta-description", Some("meta-description")),
            ("_build", Some("_build")),
            ("meta description", Some("meta_description")),
            ("og:image", Some("og_image")),
            (" Größe (cm) ", Some("Grosse_cm")),
            ("a.b.c", Some("a_b_c")),
            ("", None),
            ("??", None),
        ] {
            assert_eq!(of_key(key).as_deref(), name, "{key}");
        }
        assert_eq!(of_key(&"x y".repeat(50)).map(|name| name.len()), Some(64));
    }

    #[test]
    fn labels_are_for_people() {
        for (name, text) in [("title", "Title"), ("meta_description", "Meta description"), ("__", "__")] {
            assert_eq!(label(name), text);
        }
    }
}
