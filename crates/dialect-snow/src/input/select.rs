//! `select`: one of the options. SnowCMS writes an option as `[value, label]`, a field as `{value,
//! label}` or as the value.
//!
//! A field's options may be numbers or booleans; they are shown as texts, and a text means the
//! first option that is shown as it.

use super::raw;
use super::value::ParseResult;
use weft_domain::field::Field;
use weft_domain::json::{self, Object};

/// The default settings.
pub(super) const DEFAULTS: &str = r#"{"options":[]}"#;

/// Checks the settings.
pub(super) fn check_settings(settings: &Object<'_>) -> Result<(), String> {
    let are_pairs = match raw::member(settings, "options") {
        None => true,
        Some(options) => raw::items(options)
            .is_some_and(|options| options.iter().all(|option| pair(option.get()).is_some())),
    };
    if are_pairs { Ok(()) } else { Err("Options must be pairs of a value and a label".to_owned()) }
}

/// Converts SnowCMS's options to a field's.
pub(super) fn to_field(options: &str) -> String {
    let option = |option: &serde_json::value::RawValue| {
        let (value, label) = pair(option.get())?;
        Some(json::object([("value", json::quote(&value).as_str()), ("label", json::quote(&label).as_str())]))
    };
    raw::array(raw::items(options).unwrap_or_default().into_iter().filter_map(option))
}

/// Converts a field's options to SnowCMS's.
pub(super) fn from_field(field: &Field) -> String {
    raw::array(options(field).map(|(value, label)| {
        let label = label.as_deref().unwrap_or(&value);
        raw::array([json::quote(&raw::plain(&value)), json::quote(&raw::plain(label))])
    }))
}

/// Parses a choice. Without options, any text is allowed.
pub(super) fn parse(field: &Field, text: &str) -> ParseResult {
    let mut options = options(field).peekable();
    if options.peek().is_none() {
        return Ok(json::quote(text));
    }
    let chosen = options.find(|(value, _)| raw::plain(value) == text);
    chosen.map(|(value, _)| value).ok_or_else(|| "Invalid option selected".to_owned())
}

/// The options as JSON texts: the values, and the labels where they have any.
fn options(field: &Field) -> impl Iterator<Item = (String, Option<String>)> {
    let option = |option: &serde_json::value::RawValue| {
        let Ok(members) = json::members(option.get()) else { return Some((option.get().to_owned(), None)) };
        let label = raw::member(&members, "label").map(ToOwned::to_owned);
        Some((raw::member(&members, "value")?.to_owned(), label))
    };
    let options = raw::setting(field, "options").and_then(raw::items).unwrap_or_default();
    options.into_iter().filter_map(option).collect::<Vec<_>>().into_iter()
}

fn pair(option: &str) -> Option<(String, String)> {
    let parts = raw::items(option)?;
    let [value, label] = parts.as_slice() else { return None };
    Some((raw::text(value.get())?.into_owned(), raw::text(label.get())?.into_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use weft_domain::field::FieldType;

    fn select(options: &str) -> Field {
        Field::new("x", FieldType::Select).with("config", &format!("{{\"options\":{options}}}")).unwrap()
    }

    #[test]
    fn options_are_translated_both_ways() {
        let snow = r#"[["a","A"],["b","\"B\""]]"#;
        let field = to_field(snow);
        assert_eq!(field, r#"[{"value":"a","label":"A"},{"value":"b","label":"\"B\""}]"#);
        assert_eq!(from_field(&select(&field)), snow);
        assert_eq!(
            from_field(&select(r#"["a",3,{"value":true},{"label":"x"},null]"#)),
            r#"[["a","a"],["3","3"],["true","true"],["null","null"]]"#
        );
        assert_eq!(to_field("7"), "[]");
    }

    #[test]
    fn only_options_are_chosen() {
        let field = select(r#"["a",{"value":3,"label":"Three"},"3",true]"#);
        for (text, value) in [("a", "\"a\""), ("3", "3"), ("true", "true")] {
            assert_eq!(parse(&field, text).unwrap(), value);
        }
        assert_eq!(parse(&field, "Three"), Err("Invalid option selected".to_owned()));
        assert_eq!(parse(&select("[]"), "x").unwrap(), "\"x\"");
    }
}
