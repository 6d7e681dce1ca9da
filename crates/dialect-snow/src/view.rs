//! Answers, domain → wire. Pure.
//!
//! Ids are UUIDs, times are seconds since 1970. A list is a bare array without paging, an envelope
//! with paging.

use crate::input;
use crate::query::Paging;
use crate::roles;
use serde::Deserialize;
use serde_json::value::RawValue;
use weft_domain::json::{self, Object, object, quote};
use weft_domain::shape::{Shape, Source};
use weft_domain::{Caller, Collection, CollectionId, CredentialKind, Error, Result, SiteId, Timestamp};
use weft_service::{Account, AccountKey, Site};

/// The shape of an entry.
pub const ENTRY: Shape = &[
    ("id", Source::Id),
    ("revision", Source::Revision),
    ("createdAt", Source::CreatedAt),
    ("updatedAt", Source::UpdatedAt),
    ("data", Source::Data),
];

/// An entry as read, in [`ENTRY`]'s shape. Its values are rewritten as texts, so this dialect has
/// to parse it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Entry<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its revision.
    pub revision: i64,
    created_at: &'a str,
    updated_at: &'a str,
    #[serde(borrow)]
    data: &'a RawValue,
}

impl<'a> Entry<'a> {
    /// Its data.
    ///
    /// # Errors
    /// `Internal` when it is no object.
    pub fn data(&self) -> Result<Object<'a>> {
        json::members(self.data.get()).map_err(|error| Error::Internal(format!("entry {}: {error}", self.id)))
    }
}

/// Parses a list of entries.
///
/// # Errors
/// `Internal` when they are not in [`ENTRY`]'s shape.
pub fn read_entries(array: &str) -> Result<Vec<Entry<'_>>> {
    serde_json::from_str(array).map_err(|error| Error::Internal(format!("entries: {error}")))
}

/// `{"message":"…"}`, with the id of a new resource.
#[must_use]
pub fn message(text: &str, id: Option<&str>) -> String {
    match id {
        Some(id) => object([("message", quote(text).as_str()), ("id", &quote(id))]),
        None => object([("message", quote(text).as_str())]),
    }
}

/// A website.
#[must_use]
pub fn website(site: &Site) -> String {
    object([
        ("id", quote(&site.id.to_string()).as_str()),
        ("name", &quote(&site.name)),
        ("hook", &text_or_null(site.hook.as_deref())),
    ])
}

/// An account with its websites.
#[must_use]
pub fn account(account: &Account) -> String {
    object([
        ("id", quote(&account.id.to_string()).as_str()),
        ("email", &quote(&account.email)),
        ("role", &quote(roles::name(account.role))),
        ("active", if account.is_active { "true" } else { "false" }),
        ("websites", &ids(&account.sites)),
    ])
}

/// The caller. A key is shown with its own id and a reserved e-mail address.
#[must_use]
pub fn me(caller: &Caller) -> String {
    let (id, email) = match caller.kind {
        CredentialKind::ApiKey => (caller.credential.to_string(), "apikey@snowcms"),
        CredentialKind::Session => (caller.account.to_string(), caller.email.as_str()),
    };
    object([
        ("id", quote(&id).as_str()),
        ("email", &quote(email)),
        ("role", &quote(roles::name(caller.role))),
        ("active", "true"),
        ("websites", &ids(&caller.sites)),
    ])
}

/// A key with its websites.
#[must_use]
pub fn key(key: &AccountKey) -> String {
    object([
        ("id", quote(&key.id.to_string()).as_str()),
        ("userId", &quote(&key.account.to_string())),
        ("name", &quote(&key.name)),
        ("role", &quote(roles::name(key.role))),
        ("active", if key.is_active { "true" } else { "false" }),
        ("websites", &ids(&key.sites)),
    ])
}

/// A key's secret, shown only once.
#[must_use]
pub fn new_key(id: &str, secret: &str, message: &str) -> String {
    object([("id", quote(id).as_str()), ("key", &quote(secret)), ("message", &quote(message))])
}

fn ids(sites: &[SiteId]) -> String {
    let ids: Vec<String> = sites.iter().map(|id| quote(&id.to_string())).collect();
    format!("[{}]", ids.join(","))
}

/// A list; `items` are separated by commas. `total`: the number of all items, shown with a page
/// only.
#[must_use]
pub fn list(items: &str, page: Option<Paging>, total: u64) -> String {
    let Some(Paging { page, limit }) = page else { return format!("[{items}]") };
    let pages = total.div_ceil(u64::from(limit.max(1)));
    format!("{{\"data\":[{items}],\"page\":{page},\"pages\":{pages}}}")
}

/// A stored timestamp (RFC 3339) in seconds since 1970; 0 for an invalid one.
#[must_use]
pub fn seconds(stored: &str) -> i64 {
    Timestamp::parse(stored).map_or(0, |at| at.millis().div_euclid(1000))
}

/// A collection of a website.
#[must_use]
pub fn collection(collection: &Collection, website: &str) -> String {
    let input = |name: &Option<String>| name.as_deref().and_then(|name| input_id(collection, name));
    object([
        ("id", quote(&collection.id.to_string()).as_str()),
        ("websiteId", &quote(website)),
        ("name", &quote(&collection.label)),
        ("callHook", if collection.call_hook { "true" } else { "false" }),
        ("title", &text_or_null(input(&collection.title_field).as_deref())),
        ("slug", &text_or_null(input(&collection.slug_field).as_deref())),
        ("backdatingEnabled", if collection.backdating { "true" } else { "false" }),
    ])
}

/// An input, with its position.
#[must_use]
pub fn input(input: &input::Input, collection: CollectionId, order: usize) -> String {
    object([
        ("id", quote(&input.id.to_string()).as_str()),
        ("collectionId", &quote(&collection.to_string())),
        ("name", &quote(&input.name)),
        ("description", &text_or_null(input.description.as_deref())),
        ("fieldName", &quote(&input.field_name)),
        ("input", &quote(input.kind.id())),
        ("inputConfig", &input.settings),
        ("required", if input.required { "true" } else { "false" }),
        ("order", &order.to_string()),
    ])
}

/// The title input.
#[must_use]
pub fn title(collection: &Collection) -> String {
    let input = collection.title_field.as_deref().and_then(|name| input_id(collection, name));
    object([
        ("collectionId", quote(&collection.id.to_string()).as_str()),
        ("inputId", &text_or_null(input.as_deref())),
    ])
}

fn input_id(collection: &Collection, field: &str) -> Option<String> {
    let field = collection.schema.field(field)?;
    Some(input::id_of(collection.id, field).to_string())
}

/// The name of the field with that input id.
#[must_use]
pub fn field_of<'c>(collection: &'c Collection, input: &str) -> Option<&'c str> {
    let at = input::position(collection.id, &collection.schema, input)?;
    collection.schema.fields.get(at).map(|field| field.name.as_str())
}

/// An entry in a list.
///
/// # Errors
/// `Internal` when its data is no object.
pub fn entry(collection: &Collection, entry: &Entry<'_>) -> Result<String> {
    let data = entry.data()?;
    Ok(with_members(collection, entry, &data, &[]))
}

/// An entry with the text of each input.
#[must_use]
pub fn whole_entry(collection: &Collection, entry: &Entry<'_>, data: &Object<'_>) -> String {
    let texts = input::serialise_entry(&collection.schema, data);
    let mut items = String::from("[");
    for (field, text) in texts {
        if items.len() > 1 {
            items.push(',');
        }
        items.push_str(&object([
            ("inputId", quote(&input::id_of(collection.id, field).to_string()).as_str()),
            ("entryId", &quote(entry.id)),
            ("data", &text_or_null(text.as_deref())),
        ]));
    }
    items.push(']');
    with_members(collection, entry, data, &[("data", &items)])
}

/// An entry with `rendered`, an object.
#[must_use]
pub fn rendered_entry(
    collection: &Collection,
    entry: &Entry<'_>,
    data: &Object<'_>,
    rendered: &str,
) -> String {
    with_members(collection, entry, data, &[("data", rendered)])
}

fn with_members(
    collection: &Collection,
    entry: &Entry<'_>,
    data: &Object<'_>,
    more: &[(&str, &str)],
) -> String {
    let text = |field: &Option<String>| {
        let field = collection.schema.field(field.as_deref()?)?;
        let (_, raw) = data.iter().find(|(name, _)| *name == field.name)?;
        input::serialise(field, raw.get())
    };
    let (id, of) = (quote(entry.id), quote(&collection.id.to_string()));
    let (created, updated) = (seconds(entry.created_at).to_string(), seconds(entry.updated_at).to_string());
    let title = text_or_null(text(&collection.title_field).as_deref());
    let slug = text_or_null(text(&collection.slug_field).as_deref());
    let mut members: Vec<(&str, &str)> = vec![
        ("id", &id),
        ("collectionId", &of),
        ("createdAt", &created),
        ("updatedAt", &updated),
        ("title", &title),
        ("slug", &slug),
    ];
    members.extend_from_slice(more);
    object(members)
}

pub(crate) fn text_or_null(text: Option<&str>) -> String {
    text.map_or_else(|| "null".to_owned(), quote)
}
