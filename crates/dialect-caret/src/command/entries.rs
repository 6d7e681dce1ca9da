//! Commands about entries.

use super::members::{Members, text, whole};
use super::{Command, Location};
use crate::grammar;
use crate::path::{FieldPath, Refused};
use serde_json::value::RawValue;
use std::collections::BTreeSet;
use weft_domain::json::{self, quote};
use weft_service::CHANGES_MAX;

/// Where the sections of a page are when no collection is named.
const PAGES: &str = "pages";

/// One entry of a new order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The entry's id.
    pub id: String,
    /// Its place.
    pub order: i64,
    /// The revision that it must have.
    pub expected: Option<i64>,
}

/// A section of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Its id.
    pub id: String,
    /// What it is.
    pub key: String,
    /// Whether it is shown.
    pub is_enabled: bool,
    /// The space around it, where one is named.
    pub spacing: Option<String>,
}

impl Section {
    /// It as JSON.
    #[must_use]
    pub fn json(&self) -> String {
        let [id, key] = [&self.id, &self.key].map(|text| quote(text));
        let spacing = self.spacing.as_deref().map(quote);
        let enabled = if self.is_enabled { "true" } else { "false" };
        let members = [("id", id.as_str()), ("key", key.as_str()), ("enabled", enabled)];
        json::object(members.into_iter().chain(spacing.as_deref().map(|spacing| ("spacing_y", spacing))))
    }
}

fn location(members: &mut Members<'_>) -> Location {
    Location { collection: members.collection("collection"), id: members.id("id") }
}

pub(super) fn save_field<'b>(members: &mut Members<'b>) -> Option<Command<'b>> {
    let at = location(members);
    let path = match members.raw("field").and_then(text).map(|text| FieldPath::parse(&text)) {
        Some(Ok(path)) => Some(path),
        Some(Err(Refused::Forbidden(key))) => {
            members.forbid(key);
            None
        }
        Some(Err(Refused::Malformed)) | None => {
            members.blame("field", "Invalid field path");
            None
        }
    };
    let value = members.raw("value");
    match value {
        Some(value) => members.forbid_keys_of(value),
        None => members.blame("value", "Value must be a string"),
    }
    let expected = members.expected();
    Some(Command::SaveField { at, path: path?, value: value?, expected })
}

/// The seed's table says `value` for the data, its examples and every client say `data`.
pub(super) fn put_entry<'b>(members: &mut Members<'b>) -> Option<Command<'b>> {
    let at = location(members);
    let sent = members.present("data").or_else(|| members.present("value"));
    let data = sent.filter(|raw| raw.starts_with('{'));
    match data {
        Some(data) if json::members(data).is_ok() => members.forbid_keys_of(data),
        Some(_) => members.blame("data", &format!("data must have at most {} members", json::MEMBERS_MAX)),
        None => members.blame("data", "data must be an object"),
    }
    let expected = members.expected();
    let is_new = members.present("createOnly") == Some("true");
    Some(Command::PutEntry { at, data: data?, expected, is_new })
}

pub(super) fn delete_entry<'b>(members: &mut Members<'b>) -> Option<Command<'b>> {
    Some(Command::DeleteEntry { at: location(members), expected: members.expected() })
}

pub(super) fn reorder_entries<'b>(members: &mut Members<'b>) -> Option<Command<'b>> {
    let collection = members.collection("collection");
    let sent = list(members, "items", "Items must be a non-empty array")?;
    if sent.len() > CHANGES_MAX {
        members.blame("items", &format!("Items must be at most {CHANGES_MAX}"));
        return None;
    }
    let mut items = Vec::with_capacity(sent.len());
    let mut known = BTreeSet::new();
    for (at, raw) in sent.into_iter().enumerate() {
        let path = |name: &str| format!("items.{at}.{name}");
        let Ok(object) = json::members(raw.get()) else {
            members.blame(format!("items.{at}"), "Item must be an object");
            continue;
        };
        let find = |name: &str| object.iter().find(|(known, _)| known == name).map(|(_, raw)| raw.get());
        let id = find("id").and_then(text).and_then(|id| grammar::id(&id));
        let id = members.required(id, &path("id"), "Invalid id");
        let order = find("order").and_then(whole);
        let order = members.required(order, &path("order"), "order must be a non-negative integer");
        let expected = find("expectedRevision").map(whole);
        if expected == Some(None) {
            members.blame(path("expectedRevision"), "expectedRevision must be a non-negative integer");
        }
        if !id.is_empty() && !known.insert(id.clone()) {
            members.blame_as(path("id"), "duplicate", "Entry ids must be unique");
        }
        items.push(Item { id, order, expected: expected.flatten() });
    }
    Some(Command::ReorderEntries { collection, items })
}

pub(super) fn update_page_layout<'b>(members: &mut Members<'b>) -> Option<Command<'b>> {
    let collection = match members.present("collection") {
        Some(_) => members.collection("collection"),
        None => PAGES.to_owned(),
    };
    let id = members.id("id");
    let expected = members.expected();
    let sent = list(members, "sections", "Sections must be a non-empty array")?;
    let mut sections = Vec::with_capacity(sent.len());
    for (at, raw) in sent.into_iter().enumerate() {
        sections.extend(section(members, at, raw));
    }
    Some(Command::UpdatePageLayout { at: Location { collection, id }, sections, expected })
}

fn section(members: &mut Members<'_>, at: usize, raw: &RawValue) -> Option<Section> {
    let path = |name: &str| format!("sections.{at}.{name}");
    let Ok(object) = json::members(raw.get()) else {
        members.blame(format!("sections.{at}"), "Section must be an object");
        return None;
    };
    let find = |name: &str| object.iter().find(|(known, _)| known == name).map(|(_, raw)| raw.get());
    let word = |name: &str| {
        find(name).and_then(text).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
    };
    let id = members.required(word("id"), &path("id"), "Invalid section id");
    let key = members.required(word("key"), &path("key"), "Invalid section key");
    let is_enabled = match find("enabled") {
        None | Some("true") => true,
        Some("false") => false,
        Some(_) => {
            members.blame(path("enabled"), "enabled must be boolean");
            false
        }
    };
    let spacing = find("spacing_y").map(text);
    if spacing == Some(None) {
        members.blame(path("spacing_y"), "spacing_y must be a string");
    }
    Some(Section { id, key, is_enabled, spacing: spacing.flatten().map(|text| text.into_owned()) })
}

/// The items of a list that must have some.
fn list<'b>(members: &mut Members<'b>, name: &str, message: &str) -> Option<Vec<&'b RawValue>> {
    let items = members.raw(name).and_then(|raw| serde_json::from_str::<Vec<&RawValue>>(raw).ok());
    let items = items.filter(|items| !items.is_empty());
    if items.is_none() {
        members.blame(name, message);
    }
    items
}
