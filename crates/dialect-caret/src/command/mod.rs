//! What is sent to `mutate`: seven commands. Pure.
//!
//! All issues of a command come in one answer; only a list that is empty or none ends the search at
//! once. Messages and codes are the original's ([SRC contracts.ts]); for what it passes over in
//! silence there are messages in its manner. A forbidden key is told only when nothing else is
//! wrong, for its answer has no list of issues.

mod collections;
mod entries;
mod members;

pub use collections::NewCollection;
pub use entries::{Item, Section};

use crate::error::{Refusal, invalid_command};
use crate::path::FieldPath;
use members::Members;
use weft_domain::Violation;
use weft_domain::json;

/// The code of most issues.
pub(crate) const INVALID: &str = "invalid_type";
/// The types of commands.
pub const TYPES: [&str; 7] = [
    "save_field",
    "put_entry",
    "delete_entry",
    "reorder_entries",
    "update_page_layout",
    "create_collection",
    "delete_collection",
];

/// An entry, by its collection and its id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    /// The collection.
    pub collection: String,
    /// The id.
    pub id: String,
}

/// What is to be done.
#[derive(Debug, PartialEq, Eq)]
pub enum Command<'b> {
    /// One field of one entry.
    SaveField {
        /// The entry.
        at: Location,
        /// The field.
        path: FieldPath,
        /// Its value, as JSON text.
        value: &'b str,
        /// The revision that the entry must have.
        expected: Option<i64>,
    },
    /// An entry as a whole.
    PutEntry {
        /// The entry.
        at: Location,
        /// Its data, the JSON text of an object.
        data: &'b str,
        /// The revision that the entry must have.
        expected: Option<i64>,
        /// Whether there must be none yet.
        is_new: bool,
    },
    /// An entry goes.
    DeleteEntry {
        /// The entry.
        at: Location,
        /// The revision that the entry must have.
        expected: Option<i64>,
    },
    /// A new order.
    ReorderEntries {
        /// The collection.
        collection: String,
        /// The entries, each once.
        items: Vec<Item>,
    },
    /// The sections of a page.
    UpdatePageLayout {
        /// The entry.
        at: Location,
        /// The sections.
        sections: Vec<Section>,
        /// The revision that the entry must have.
        expected: Option<i64>,
    },
    /// A new collection.
    CreateCollection(NewCollection<'b>),
    /// A collection goes, with its entries.
    DeleteCollection {
        /// The collection.
        id: String,
    },
}

/// Reads a command.
///
/// # Errors
/// `Issues` with everything that is wrong, `Forbidden` for a key.
pub fn parse(text: &str) -> Result<Command<'_>, Refusal> {
    let Ok(object) = json::members(text) else {
        return Err(issue("", "Mutation payload must be an object"));
    };
    let mut members = Members::new(object);
    let kind = members.raw("type").and_then(members::text);
    let command = match kind.as_deref() {
        Some("save_field") => entries::save_field(&mut members),
        Some("put_entry") => entries::put_entry(&mut members),
        Some("delete_entry") => entries::delete_entry(&mut members),
        Some("reorder_entries") => entries::reorder_entries(&mut members),
        Some("update_page_layout") => entries::update_page_layout(&mut members),
        Some("create_collection") => collections::create(&mut members),
        Some("delete_collection") => collections::delete(&mut members),
        Some(other) => {
            let message = format!("Unsupported mutation type \"{other}\"");
            return Err(invalid_command(vec![Violation::new("type", "invalid_enum_value", message)]));
        }
        None => return Err(issue("type", "Missing mutation type")),
    };
    members.finish(command)
}

fn issue(path: &str, message: &str) -> Refusal {
    invalid_command(vec![Violation::new(path, INVALID, message)])
}

#[cfg(test)]
mod tests;
