//! Reads JSON text one level at a time, without building a tree.

use serde_json::value::RawValue;
use std::borrow::Cow;
use weft_domain::field::Field;
use weft_domain::json::{self, Object};

/// The string in the JSON text; `None` for another type.
pub(super) fn text(raw: &str) -> Option<Cow<'_, str>> {
    #[derive(serde::Deserialize)]
    struct Text<'a>(#[serde(borrow)] Cow<'a, str>);
    serde_json::from_str::<Text<'_>>(raw).ok().map(|text| text.0)
}

/// The string itself, or the JSON text of another type.
pub(crate) fn plain(raw: &str) -> Cow<'_, str> {
    text(raw).unwrap_or(Cow::Borrowed(raw))
}

/// The items of the array in the JSON text; `None` for another type.
pub(super) fn items(raw: &str) -> Option<Vec<&RawValue>> {
    serde_json::from_str(raw).ok()
}

/// The number in the JSON text; `None` for another type.
pub(super) fn number(raw: &str) -> Option<f64> {
    serde_json::from_str(raw).ok()
}

/// Whether the JSON text is `null`.
pub(super) fn is_null(raw: &str) -> bool {
    raw.trim() == "null"
}

/// The text as storable JSON: well-formed, and readable by the store.
pub(super) fn json(text: &str) -> Option<&str> {
    json::guard(text.as_bytes()).ok()?;
    serde_json::from_str::<&RawValue>(text).ok().map(RawValue::get)
}

/// The items as an array.
pub(super) fn array<T: AsRef<str>>(items: impl IntoIterator<Item = T>) -> String {
    let mut text = String::from("[");
    for item in items {
        if text.len() > 1 {
            text.push(',');
        }
        text.push_str(item.as_ref());
    }
    text.push(']');
    text
}

/// The member of that name; `null` counts as absent.
pub(super) fn member<'a>(object: &Object<'a>, name: &str) -> Option<&'a str> {
    object.iter().find(|(known, _)| known == name).map(|(_, raw)| raw.get()).filter(|raw| *raw != "null")
}

/// The members of an object in the definition; empty for another type.
pub(super) fn object<'f>(field: &'f Field, name: &str) -> Object<'f> {
    field.member(name).and_then(|raw| json::members(raw).ok()).unwrap_or_default()
}

/// A setting of the field, from `config` or from the definition itself.
pub(super) fn setting<'f>(field: &'f Field, name: &str) -> Option<&'f str> {
    member(&object(field, "config"), name).or_else(|| field.member(name).filter(|raw| *raw != "null"))
}

/// A setting of SnowCMS alone.
pub(super) fn own_setting<'f>(field: &'f Field, name: &str) -> Option<&'f str> {
    member(&object(field, "inputConfig"), name)
}

/// Parses a bound: a whole number from 1; `None` for anything else.
pub(super) fn bound(raw: Option<&str>) -> Option<usize> {
    let number = number(raw?)?.floor();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "checked to be small and positive"
    )]
    (1.0..=1e9).contains(&number).then_some(number as usize)
}

/// Whether a text has more characters than that.
pub(super) fn is_longer(text: &str, max: usize) -> bool {
    text.len() > max && text.chars().nth(max).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_storable_json_is_json() {
        assert_eq!(json(" {\"a\": 1}\n"), Some("{\"a\": 1}"));
        for bad in ["", "a", "{", "[1,]", "1 2", "\"\\ud800\"", "\"\\u0000\"", "1e999", &"[".repeat(70)] {
            assert_eq!(json(bad), None, "{bad}");
        }
    }

    #[test]
    fn bounds_are_positive() {
        for (raw, wanted) in [
            ("3", Some(3)),
            ("3.9", Some(3)),
            ("0", None),
            ("0.5", None),
            ("-1", None),
            ("1e12", None),
            ("\"3\"", None),
            ("{}", None),
        ] {
            assert_eq!(bound(Some(raw)), wanted, "{raw}");
        }
    }

    #[test]
    fn lengths_count_characters() {
        assert!(!is_longer("äöü", 3));
        assert!(is_longer("äöüß", 3));
        assert!(!is_longer("", 1));
    }
}
