//! Converts a file into a document: a slug and data with `title`, `body` and the keys of the front
//! matter.

use std::fs;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use serde_json::{Map, Value};
use weft_domain::Timestamp;
use weft_domain::entry::DATA_MAX;
use weft_markdown::name;

use super::front_matter::{self, Parts};
use super::publication::{self, PublicationState};
use super::scan::Source;
use super::summary::Problem;
use super::{field_name, slug};

/// The field that holds the title.
pub(super) const TITLE: &str = "title";
/// The field that holds the text.
pub(super) const BODY: &str = "body";

/// A document to import.
#[derive(Debug, PartialEq)]
pub(super) struct Document {
    /// The slug.
    pub(super) slug: String,
    /// The fields: title, body, then the keys of the front matter in their order in the file.
    pub(super) data: Map<String, Value>,
    /// Whether the document is a draft, and its publication time.
    pub(super) publication: PublicationState,
}

/// Reads a file; `now` is the current time.
pub(super) fn load(source: &Source, now: Timestamp) -> Result<Document, Problem> {
    let unreadable = |error: std::io::Error| Problem::failed(format!("cannot be read: {error}"));
    let size = fs::metadata(&source.path).map_err(unreadable)?.len();
    if size > DATA_MAX as u64 {
        return Err(Problem::refused(format!("has {size} bytes; a document has at most {DATA_MAX}")));
    }
    let bytes = fs::read(&source.path).map_err(unreadable)?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        Problem::refused(format!("is not UTF-8, from byte {at} on"))
    })?;
    let mut document = read(&source.name, &text, now)?;
    if source.is_draft {
        document.publication.draft.get_or_insert_with(|| "it is in a folder of drafts".to_owned());
    }
    Ok(document)
}

/// Converts the text of the file `file` into a document.
fn read(file: &str, text: &str, now: Timestamp) -> Result<Document, Problem> {
    let Parts { mut matter, body } = front_matter::split(text).map_err(Problem::refused)?;
    if name::is_mdx(file) && exports_metadata(body) {
        return Err(Problem::refused("exports its metadata, which only JavaScript can read"));
    }
    let publication = publication::of(file, &matter, now);
    let wish = taken(&mut matter, "slug")?;
    let slug = wish.and_then(|wish| slug::of_wish(&wish)).unwrap_or_else(|| slug::of_name(file));
    let title =
        taken(&mut matter, TITLE)?.or_else(|| heading(body)).unwrap_or_else(|| name::stem(file).to_owned());
    let mut data = Map::new();
    data.insert(TITLE.to_owned(), Value::String(title));
    data.insert(BODY.to_owned(), Value::String(body.to_owned()));
    insert(&mut data, matter)?;
    if data.values().any(holds_nul) {
        return Err(Problem::failed("holds U+0000"));
    }
    Ok(Document { slug, data, publication })
}

/// Removes a text from the front matter; returns `None` if it is missing or empty.
fn taken(matter: &mut Map<String, Value>, key: &str) -> Result<Option<String>, Problem> {
    let text = match matter.shift_remove(key) {
        None | Some(Value::Null) => return Ok(None),
        Some(Value::String(text)) => text.trim().to_owned(),
        Some(value @ (Value::Number(_) | Value::Bool(_))) => value.to_string(),
        Some(_) => return Err(Problem::refused(format!("its `{key}` is not a text"))),
    };
    Ok(Some(text).filter(|text| !text.is_empty()))
}

/// Adds the keys of the front matter under valid field names.
fn insert(data: &mut Map<String, Value>, matter: Map<String, Value>) -> Result<(), Problem> {
    let mut taken: Vec<(String, String)> = Vec::with_capacity(matter.len());
    for (key, value) in matter {
        let Some(name) = field_name::of_key(&key) else {
            return Err(Problem::refused(format!(
                "the key `{key}` has no letters or digits for a field name"
            )));
        };
        if let Some((earlier, _)) = taken.iter().find(|(_, known)| *known == name) {
            return Err(Problem::refused(format!(
                "the keys `{earlier}` and `{key}` are both the field `{name}`"
            )));
        }
        if data.contains_key(&name) {
            return Err(Problem::refused(format!(
                "the key `{key}` is in the way of the document's own {name}"
            )));
        }
        data.insert(name.clone(), value);
        taken.push((key, name));
    }
    Ok(())
}

/// The text of the first heading that is not empty.
fn heading(body: &str) -> Option<String> {
    let mut text: Option<String> = None;
    for event in Parser::new(body) {
        match (event, &mut text) {
            (Event::Start(Tag::Heading { .. }), _) => text = Some(String::new()),
            (Event::Text(part) | Event::Code(part), Some(text)) => text.push_str(&part),
            (Event::SoftBreak | Event::HardBreak, Some(text)) => text.push(' '),
            (Event::End(TagEnd::Heading(_)), Some(found)) if !found.trim().is_empty() => {
                return Some(found.trim().to_owned());
            }
            (Event::End(TagEnd::Heading(_)), _) => text = None,
            _ => {}
        }
    }
    None
}

/// An MDX file may export its metadata in JavaScript, including a draft flag.
fn exports_metadata(body: &str) -> bool {
    let declares = |line: &str| {
        let name = line.strip_prefix("export const ").and_then(|rest| rest.split([' ', ':', '=']).next());
        name.is_some_and(|name| matches!(name, "meta" | "metadata" | "frontmatter" | "frontMatter"))
    };
    body.lines().any(declares)
}

fn holds_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(items) => items.iter().any(holds_nul),
        Value::Object(members) => members.iter().any(|(name, value)| name.contains('\0') || holds_nul(value)),
        _ => false,
    }
}

#[cfg(test)]
mod tests;
