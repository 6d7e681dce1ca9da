//! Commands about collections.

use super::Command;
use super::members::{Members, text};
use crate::grammar;
use crate::schema::{self, Described};
use std::borrow::Cow;

const NO_ID: &str = "Collection ID must be lowercase alphanumeric with hyphens/underscores";
const NO_SCHEMA: &str = "Schema must be a valid JSON Schema object with properties";

/// A collection to be made.
#[derive(Debug, PartialEq, Eq)]
pub struct NewCollection<'b> {
    /// Its id.
    pub id: String,
    /// What people call it.
    pub label: Cow<'b, str>,
    /// What it is for.
    pub description: Option<Cow<'b, str>>,
    /// A symbol.
    pub icon: Option<Cow<'b, str>>,
    /// Its fields, and what of its schema is no field.
    pub described: Described,
}

pub(super) fn create<'b>(members: &mut Members<'b>) -> Option<Command<'b>> {
    let id = id(members);
    let label = members.raw("label").and_then(text).filter(|label| !label.trim().is_empty());
    let label = members.required(label, "label", "Label is required");
    let description = optional_text(members, "description");
    let icon = optional_text(members, "icon");
    let creatable = flag(members, "creatable", true);
    let orderable = flag(members, "orderable", false);
    let sent = members.present("schema").filter(|raw| raw.starts_with('{'));
    let described = sent.and_then(|raw| {
        members.forbid_keys_of(raw);
        schema::read(raw, creatable, orderable)
    });
    if described.is_none() {
        members.blame("schema", NO_SCHEMA);
    }
    Some(Command::CreateCollection(NewCollection { id, label, description, icon, described: described? }))
}

pub(super) fn delete<'b>(members: &mut Members<'b>) -> Option<Command<'b>> {
    Some(Command::DeleteCollection { id: id(members) })
}

fn id(members: &mut Members<'_>) -> String {
    let id = members.raw("id").and_then(text).and_then(|text| grammar::collection(&text));
    members.required(id, "id", NO_ID)
}

fn optional_text<'b>(members: &mut Members<'b>, name: &str) -> Option<Cow<'b, str>> {
    let found = text(members.present(name)?);
    if found.is_none() {
        members.blame(name, &format!("{name} must be a string"));
    }
    found.filter(|text| !text.is_empty())
}

fn flag(members: &mut Members<'_>, name: &str, default: bool) -> bool {
    match members.present(name) {
        None => default,
        Some("true") => true,
        Some("false") => false,
        Some(_) => {
            members.blame(name, &format!("{name} must be boolean"));
            default
        }
    }
}
