//! `alert`: a note for editors. It has settings and never a value; its field is never required.

use super::raw;
use weft_domain::json::Object;

/// The default settings.
pub(super) const DEFAULTS: &str = r#"{"color":"","title":"","content":""}"#;

/// Checks the settings.
pub(super) fn check_settings(settings: &Object<'_>) -> Result<(), String> {
    for (name, is_optional) in [("color", false), ("title", true), ("content", false)] {
        match raw::member(settings, name) {
            None | Some("\"\"" | "0" | "false") if !is_optional => return Err(format!("{name} is required")),
            None | Some("\"\"" | "0" | "false") => {}
            Some(value) if raw::text(value).is_none() => return Err(format!("{name} must be a string")),
            Some(_) => {}
        }
    }
    Ok(())
}
