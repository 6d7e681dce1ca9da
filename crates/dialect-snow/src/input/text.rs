//! `text` and `textarea`: a string. Its limit is the field's own `maxLength`; 0 means none.

use super::raw;
use super::settings::check_count;
use super::value::ParseResult;
use weft_domain::field::Field;
use weft_domain::json::{self, Object};

/// The default settings.
pub(super) const DEFAULTS: &str = r#"{"maxLength":0}"#;

/// Checks the settings.
pub(super) fn check_settings(settings: &Object<'_>) -> Result<(), String> {
    check_count(settings, "maxLength", ["Max Length", "Max Length"])
}

/// Parses a text.
pub(super) fn parse(field: &Field, text: &str) -> ParseResult {
    if raw::bound(raw::setting(field, "maxLength")).is_some_and(|max| raw::is_longer(text, max)) {
        return Err("Text Input value is longer than allowed".to_owned());
    }
    Ok(json::quote(text))
}
