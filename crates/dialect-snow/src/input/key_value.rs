//! `key-value`: a map of strings. On the wire a list of pairs, `[["k","v"],…]`, or an object, as in
//! older versions; in the store an object, which is also its rendered form. A repeated name keeps
//! its last value, as in the original's rendering.
//!
//! Values of other dialects that are not strings are kept.

use super::raw;
use super::settings::check_count;
use super::value::ParseResult;
use std::borrow::Cow;
use weft_domain::field::Field;
use weft_domain::json::{self, Object};

/// The default settings.
pub(super) const DEFAULTS: &str = r#"{"maxInputs":0,"maxKeyLength":0,"maxValueLength":0}"#;

/// Checks the settings.
pub(super) fn check_settings(settings: &Object<'_>) -> Result<(), String> {
    ["maxInputs", "maxKeyLength", "maxValueLength"]
        .into_iter()
        .try_for_each(|name| check_count(settings, name, [name, name]))
}

/// The pairs as a text. A value that is not an object is shown as stored.
pub(super) fn serialise(stored: &str) -> String {
    let Ok(members) = json::members(stored) else { return stored.to_owned() };
    let pairs = members.iter().map(|(key, value)| raw::array([json::quote(key).as_str(), value.get()]));
    raw::array(pairs)
}

/// Parses the text of pairs as an object.
pub(super) fn parse(field: &Field, text: &str) -> ParseResult {
    let pairs = raw::json(text).and_then(pairs).ok_or("Key Value Input must be an object")?;
    if pairs.is_empty() && field.required {
        return Err("Required Key Value Input does not have a value".to_owned());
    }
    let bound = |name| raw::bound(raw::own_setting(field, name));
    if bound("maxInputs").is_some_and(|max| pairs.len() > max) {
        return Err("Key Value Input has more inputs than allowed".to_owned());
    }
    if pairs.iter().any(|(key, value)| key.is_empty() || matches!(*value, "\"\"" | "null")) {
        return Err("Some inputs have an empty key or value".to_owned());
    }
    let is_longer = |name, text: &str| bound(name).is_some_and(|max| raw::is_longer(text, max));
    if pairs.iter().any(|(key, _)| is_longer("maxKeyLength", key)) {
        return Err("At least one key of Key Value Input is longer than allowed".to_owned());
    }
    if pairs.iter().any(|(_, value)| is_longer("maxValueLength", &raw::plain(value))) {
        return Err("At least one value of Key Value Input is longer than allowed".to_owned());
    }
    Ok(object(&pairs))
}

/// The rendered form of a stored value.
pub(super) fn render(stored: &str) -> String {
    pairs(stored).map_or_else(|| String::from("{}"), |pairs| object(&pairs))
}

/// The pairs of a list or an object; `None` for another type, or for more members than an object
/// may have.
fn pairs(raw: &str) -> Option<Vec<(Cow<'_, str>, &str)>> {
    if let Ok(members) = json::members(raw) {
        return Some(members.into_iter().map(|(key, value)| (key, value.get())).collect());
    }
    let items = raw::items(raw).filter(|items| items.len() <= json::MEMBERS_MAX)?;
    items.into_iter().map(|item| pair(item.get())).collect()
}

fn pair(item: &str) -> Option<(Cow<'_, str>, &str)> {
    let parts = raw::items(item)?;
    let [key, value] = parts.as_slice() else { return None };
    Some((raw::text(key.get())?, value.get()))
}

fn object(pairs: &[(Cow<'_, str>, &str)]) -> String {
    let mut members: Vec<(&str, &str)> = Vec::with_capacity(pairs.len());
    for (key, value) in pairs {
        match members.iter_mut().find(|(known, _)| known == key) {
            Some(slot) => slot.1 = value,
            None => members.push((key, value)),
        }
    }
    json::object(members)
}

#[cfg(test)]
mod tests {
    use super::*;
    use weft_domain::field::FieldType;

    fn field(settings: &str) -> Field {
        let field = Field::new("x", FieldType::Json).with("input", "\"key-value\"").unwrap();
        field.with("inputConfig", settings).unwrap()
    }

    #[test]
    fn pairs_become_an_object() {
        let field = field("{}");
        for (sent, stored) in [
            (r#"[["b","1"],["a","ü"]]"#, r#"{"b":"1","a":"ü"}"#),
            (r#" {"b":"1"} "#, r#"{"b":"1"}"#),
            (r#"[["a","1"],["b","2"],["a","3"]]"#, r#"{"a":"3","b":"2"}"#),
            (r#"[["a",7]]"#, r#"{"a":7}"#),
            ("[]", "{}"),
            ("{}", "{}"),
        ] {
            assert_eq!(parse(&field, sent).unwrap(), stored, "{sent}");
            assert_eq!(parse(&field, &serialise(stored)).unwrap(), stored);
            assert_eq!(render(stored), stored);
        }
        assert_eq!(serialise(r#"{"b":"1","a":7}"#), r#"[["b","1"],["a",7]]"#);
    }

    #[test]
    fn bounds_and_shapes_are_held() {
        let bounded = field(r#"{"maxInputs":2,"maxKeyLength":2,"maxValueLength":3}"#);
        for (sent, answer) in [
            ("x", "Key Value Input must be an object"),
            ("7", "Key Value Input must be an object"),
            ("null", "Key Value Input must be an object"),
            (r#"[["a"]]"#, "Key Value Input must be an object"),
            (r#"[[1,"a"]]"#, "Key Value Input must be an object"),
            (r#"[["a","1"],["b","1"],["c","1"]]"#, "Key Value Input has more inputs than allowed"),
            (r#"[["","1"]]"#, "Some inputs have an empty key or value"),
            (r#"[["a",""]]"#, "Some inputs have an empty key or value"),
            (r#"{"a":null}"#, "Some inputs have an empty key or value"),
            (r#"[["äöü","1"]]"#, "At least one key of Key Value Input is longer than allowed"),
            (r#"[["äö","1234"]]"#, "At least one value of Key Value Input is longer than allowed"),
        ] {
            assert_eq!(parse(&bounded, sent), Err(answer.to_owned()), "{sent}");
        }
        assert!(parse(&bounded, r#"[["äö","123"],["b","1"]]"#).is_ok());
        let required = bounded.with("required", "true").unwrap();
        for empty in ["[]", "{}"] {
            let answer = "Required Key Value Input does not have a value".to_owned();
            assert_eq!(parse(&required, empty), Err(answer));
        }
    }

    #[test]
    fn what_is_no_object_is_shown_and_renders_as_nothing() {
        for odd in ["7", "\"a\"", "[1]", "true"] {
            assert_eq!((serialise(odd).as_str(), render(odd).as_str()), (odd, "{}"));
        }
        assert_eq!(render(r#"[["a","b"]]"#), r#"{"a":"b"}"#);
    }
}
