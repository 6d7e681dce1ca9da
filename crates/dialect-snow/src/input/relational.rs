//! `relational`: an entry of another collection, by its id. SnowCMS refers to the collection by id,
//! a field by name (`to`).

use super::raw;
use super::settings::StoreCheck;
use super::value::ParseResult;
use weft_domain::EntryId;
use weft_domain::json::{self, Object};

/// The default settings.
pub(super) const DEFAULTS: &str = r#"{"collectionId":""}"#;

/// The answer to a missing entry.
pub const MISSING: &str = "Relational Input referenced non-existent entry";

/// Checks the settings.
pub(super) fn check_settings(settings: &Object<'_>) -> Result<Vec<StoreCheck>, String> {
    match raw::member(settings, "collectionId") {
        None | Some("\"\"" | "0" | "false") => Err("Collection ID is required".to_owned()),
        Some(id) => {
            let id = raw::text(id).ok_or("Collection ID must be a string")?;
            Ok(vec![StoreCheck::Collection(id.into_owned())])
        }
    }
}

/// Parses the id of an entry.
pub(super) fn parse(text: &str) -> ParseResult {
    match text.parse::<EntryId>() {
        Ok(id) => Ok(json::quote(&id.to_string())),
        Err(_) => Err(MISSING.to_owned()),
    }
}

/// The entry of a stored relation.
pub(super) fn entry(stored: &str) -> Option<EntryId> {
    raw::text(stored)?.parse().ok()
}
