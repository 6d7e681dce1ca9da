//! `relational`: an entry of another collection, by its id. SnowCMS names the collection by its id,
//! a field by its name (`to`).

use super::raw;
use super::settings::Question;
use super::value::Said;
use weft_domain::EntryId;
use weft_domain::json::{self, Object};

/// The settings where nothing is said.
pub(super) const DEFAULTS: &str = r#"{"collectionId":""}"#;

/// The answer to an entry that is not there.
pub const MISSING: &str = "Relational Input referenced non-existent entry";

/// Checks the settings.
pub(super) fn check_settings(settings: &Object<'_>) -> Result<Vec<Question>, String> {
    match raw::member(settings, "collectionId") {
        None | Some("\"\"" | "0" | "false") => Err("Collection ID is required".to_owned()),
        Some(id) => {
            let id = raw::text(id).ok_or("Collection ID must be a string")?;
            Ok(vec![Question::Collection(id.into_owned())])
        }
    }
}

/// The relation that a text names.
pub(super) fn parse(text: &str) -> Said {
    match text.parse::<EntryId>() {
        Ok(id) => Ok(json::quote(&id.to_string())),
        Err(_) => Err(MISSING.to_owned()),
    }
}

/// The entry that a stored relation refers to.
pub(super) fn entry(stored: &str) -> Option<EntryId> {
    raw::text(stored)?.parse().ok()
}
