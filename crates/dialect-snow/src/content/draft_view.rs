//! Drafts, domain → wire. Pure. An empty text counts as no value, as in entries.

use crate::input;
use crate::view::{seconds, text_or_null};
use weft_domain::json::{self, object, quote};
use weft_domain::{Collection, Error, Result};
use weft_service::Autosave;

/// A draft in a list, with its title.
pub(crate) fn summary(collection: &str, draft: &Autosave) -> String {
    with_member(collection, draft, "title", &value(draft.text.as_deref()))
}

/// A draft with a text for each present input of the collection.
///
/// # Errors
/// `Internal` when its data is not an object.
pub(crate) fn whole(collection: &Collection, draft: &Autosave) -> Result<String> {
    let data = json::members(draft.text.as_deref().unwrap_or_default());
    let data = data.map_err(|error| Error::Internal(format!("draft {}: {error}", draft.id)))?;
    let mut items = String::from("[");
    for field in &collection.schema.fields {
        if items.len() > 1 {
            items.push(',');
        }
        let text = data.iter().find(|(name, _)| *name == field.name).map(|(_, raw)| input::plain(raw.get()));
        items.push_str(&object([
            ("inputId", quote(&input::id_of(collection.id, field).to_string()).as_str()),
            ("data", &value(text.as_deref())),
        ]));
    }
    items.push(']');
    Ok(with_member(&collection.id.to_string(), draft, "data", &items))
}

fn value(text: Option<&str>) -> String {
    text_or_null(text.filter(|text| !text.is_empty()))
}

fn with_member(collection: &str, draft: &Autosave, name: &str, member: &str) -> String {
    let entry = draft.entry.map(|entry| entry.to_string());
    object([
        ("id", quote(&draft.id.to_string()).as_str()),
        ("collectionId", &quote(collection)),
        ("entryId", &text_or_null(entry.as_deref())),
        ("createdAt", &seconds(&draft.created_at).to_string()),
        ("updatedAt", &seconds(&draft.updated_at).to_string()),
        (name, member),
    ])
}
