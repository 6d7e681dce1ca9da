//! Reads a value's JSON text without building a tree: one level at a time, borrowed where possible.

use serde::Deserialize;
use serde_json::value::RawValue;
use std::borrow::Cow;

/// The form of a field's empty value; empty values count as missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum EmptyForm {
    /// `""`.
    Text,
    /// `[]`.
    List,
    /// No value is empty.
    Other,
}

impl EmptyForm {
    /// The form of an empty value; `None` if the value is not empty.
    pub(super) fn of_empty(raw: &str) -> Option<Self> {
        if raw == "\"\"" {
            return Some(Self::Text);
        }
        (raw.strip_prefix('[').map(trim) == Some("]")).then_some(Self::List)
    }
}

/// The text without JSON's white space around it.
pub(super) fn trim(raw: &str) -> &str {
    raw.trim_matches([' ', '\t', '\n', '\r'])
}

/// The string in the JSON text; `None` for another type.
pub(super) fn text(raw: &str) -> Option<Cow<'_, str>> {
    #[derive(Deserialize)]
    struct Text<'a>(#[serde(borrow)] Cow<'a, str>);
    serde_json::from_str::<Text<'_>>(raw).ok().map(|text| text.0)
}

/// Rewrites a JSON string; `None` when it is unchanged, is not a string, or has no canonical form.
pub(super) fn normalise_text(raw: &str, spelling: impl FnOnce(&str) -> Option<String>) -> Option<String> {
    let text = text(raw)?;
    spelling(&text).filter(|other| *other != text).map(|other| crate::json::quote(&other))
}

/// Rewrites the items of a JSON array; `None` when all are unchanged.
pub(super) fn normalise_items(raw: &str, spelling: impl Fn(&str) -> Option<String>) -> Option<String> {
    let items = items(raw)?;
    let normalised: Vec<Option<String>> = items.iter().map(|item| spelling(item.get())).collect();
    if normalised.iter().all(Option::is_none) {
        return None;
    }
    let items = items.iter().zip(&normalised).map(|(item, other)| other.as_deref().unwrap_or(item.get()));
    Some(format!("[{}]", items.collect::<Vec<_>>().join(",")))
}

/// The items of the array in the JSON text; `None` for another type.
pub(super) fn items(raw: &str) -> Option<Vec<&RawValue>> {
    serde_json::from_str(raw).ok()
}

/// A string, number or boolean in a form that compares as text; `None` for another type.
pub(super) fn scalar(raw: &str) -> Option<Cow<'_, str>> {
    match raw.bytes().next()? {
        b'"' if raw.contains('\\') => Some(Cow::Owned(crate::json::quote(&text(raw)?))),
        b'"' | b'-' | b'0'..=b'9' | b't' | b'f' => Some(Cow::Borrowed(raw)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_texts_are_borrowed() {
        assert!(matches!(text(r#""Größe""#), Some(Cow::Borrowed("Größe"))));
        assert!(matches!(text(r#""a\nb""#), Some(Cow::Owned(t)) if t == "a\nb"));
        for other in ["", "1", "null", "[]", "\"", r#""a"b""#, r#""\ud800""#] {
            assert_eq!(text(other), None, "{other}");
        }
    }

    #[test]
    fn empty_values_are_known() {
        assert_eq!(EmptyForm::of_empty("\"\""), Some(EmptyForm::Text));
        assert_eq!(EmptyForm::of_empty("[ \n]"), Some(EmptyForm::List));
        for other in ["", "0", "null", "{}", "[[]]", "\" \"", "["] {
            assert_eq!(EmptyForm::of_empty(other), None, "{other}");
        }
    }

    #[test]
    fn scalars_have_one_spelling() {
        assert_eq!(scalar(r#""\u0061""#), scalar(r#""a""#));
        assert_ne!(scalar("1"), scalar(r#""1""#));
        for other in ["[1]", "{}", "null", ""] {
            assert_eq!(scalar(other), None, "{other}");
        }
    }
}
