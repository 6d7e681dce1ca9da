//! Answers, domain → wire. Pure.
//!
//! Documents arrive as finished JSON text in the shapes below, and are wrapped, never parsed. Lists
//! have Payload's envelope; Weft adds `nextCursor` to lists by cursor.

use std::fmt::Write as _;
use weft_domain::json::{object, quote};
use weft_domain::shape::{Shape, Source, VersionShape, VersionSource};
use weft_domain::{Collection, Error, Result, entry};
use weft_service::Key;

/// A document.
pub const DOCUMENT: Shape = &[
    ("id", Source::Id),
    ("type", Source::Type),
    ("slug", Source::Slug),
    ("status", Source::Status),
    ("authorId", Source::AuthorId),
    ("publishedAt", Source::PublishedAt),
    ("data", Source::Data),
    ("createdAt", Source::CreatedAt),
    ("updatedAt", Source::UpdatedAt),
];

/// A version of a document; `version` is its revision.
pub const VERSION: VersionShape = &[
    ("id", VersionSource::Id),
    ("documentId", VersionSource::EntryId),
    ("version", VersionSource::Number),
    ("data", VersionSource::Data),
    ("status", VersionSource::Status),
    ("createdAt", VersionSource::CreatedAt),
    ("createdBy", VersionSource::CreatedBy),
];

/// The position of a page in its list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageInfo {
    /// The number of documents in the list; `None` when not counted.
    pub total: Option<u64>,
    /// The most documents per page, from 1.
    pub limit: u32,
    /// The kind of paging.
    pub by: PagedBy,
}

/// The kind of paging.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PagedBy {
    /// By its number, from 1.
    Number {
        /// The page's number.
        page: u32,
        /// Whether there may be more; used only if the list was not counted.
        more: bool,
    },
    /// By a cursor.
    Cursor {
        /// Whether it is the first page.
        first: bool,
        /// The cursor of the next page, if there is one.
        next: Option<String>,
    },
}

impl PageInfo {
    /// A numbered page of a counted list.
    #[must_use]
    pub const fn counted(page: u32, limit: u32, total: u64) -> Self {
        Self { total: Some(total), limit, by: PagedBy::Number { page, more: false } }
    }

    /// The number of pages, at least one; `None` when not counted.
    #[must_use]
    pub fn pages(&self) -> Option<u64> {
        self.total.map(|total| total.div_ceil(u64::from(self.limit.max(1))).max(1))
    }

    /// Whether there is a page after this one.
    #[must_use]
    pub fn has_next(&self) -> bool {
        match &self.by {
            PagedBy::Number { page, more } => self.pages().map_or(*more, |pages| u64::from(*page) < pages),
            PagedBy::Cursor { next, .. } => next.is_some(),
        }
    }
}

/// A page of a list; `documents` are separated by commas.
#[must_use]
pub fn envelope(documents: &str, info: &PageInfo) -> String {
    let mut text = String::with_capacity(documents.len() + 256);
    text.push_str("{\"docs\":[");
    text.push_str(documents);
    text.push(']');
    paging(&mut text, info);
    text.push('}');
    text
}

/// The page's members beside `docs`, in Payload's order.
fn paging(text: &mut String, info: &PageInfo) {
    let has_next = info.has_next();
    let (page, has_prev) = match &info.by {
        PagedBy::Number { page, .. } => (Some(u64::from(*page)), *page > 1),
        PagedBy::Cursor { first, .. } => (None, !first),
    };
    number(text, "totalDocs", info.total);
    number(text, "limit", Some(u64::from(info.limit)));
    number(text, "totalPages", info.pages());
    number(text, "page", page);
    // Writing to a String cannot fail.
    let _ = write!(text, ",\"hasNextPage\":{has_next},\"hasPrevPage\":{has_prev}");
    number(text, "nextPage", page.filter(|_| has_next).map(|page| page + 1));
    number(text, "prevPage", page.filter(|_| has_prev).map(|page| page - 1));
    if let PagedBy::Cursor { next, .. } = &info.by {
        let _ = write!(text, ",\"nextCursor\":{}", text_or_null(next.as_deref()));
    }
}

fn number(text: &mut String, name: &str, value: Option<u64>) {
    let _ = match value {
        Some(value) => write!(text, ",\"{name}\":{value}"),
        None => write!(text, ",\"{name}\":null"),
    };
}

/// A page of content types. The list appears as `docs` and as `data`: R3's documentation shows
/// `docs`, its SDK reads `data`.
///
/// # Errors
/// `Internal` when a schema cannot be written.
pub fn types(collections: &[Collection], info: &PageInfo) -> Result<String> {
    let types = collections.iter().map(members).collect::<Result<Vec<_>>>()?.join(",");
    let mut text = envelope(&types, info);
    text.pop();
    text.push_str(",\"data\":[");
    text.push_str(&types);
    text.push_str("]}");
    Ok(text)
}

/// A content type: its members, and all of them again as `data`, for R3's SDK.
///
/// # Errors
/// As for [`types`].
pub fn single_type(collection: &Collection) -> Result<String> {
    let bare = members(collection)?;
    let mut text = String::with_capacity(2 * bare.len() + 16);
    text.push_str(bare.strip_suffix('}').unwrap_or(&bare));
    text.push_str(",\"data\":");
    text.push_str(&bare);
    text.push('}');
    Ok(text)
}

/// A content type's validator, of the form that `weft_http::validators` reads.
#[must_use]
pub fn type_tag(collection: &Collection) -> String {
    entry::tag(&collection.id.to_string(), collection.revision)
}

fn members(collection: &Collection) -> Result<String> {
    let fields = serde_json::to_string(&collection.schema)
        .map_err(|error| Error::Internal(format!("content type {}: {error}", collection.id)))?;
    Ok(object([
        ("id", quote(&collection.id.to_string()).as_str()),
        ("name", &quote(&collection.name)),
        ("label", &quote(&collection.label)),
        ("description", &text_or_null(collection.description.as_deref())),
        ("slugField", &text_or_null(collection.slug_field.as_deref())),
        ("titleField", &text_or_null(collection.title_field.as_deref())),
        ("icon", &text_or_null(collection.icon.as_deref())),
        ("fields", &fields),
        ("createdAt", &quote(&collection.created_at)),
        ("updatedAt", &quote(&collection.updated_at)),
    ]))
}

/// A page of keys.
#[must_use]
pub fn keys(keys: &[Key], info: &PageInfo) -> String {
    let keys: Vec<String> = keys.iter().map(|one| key(one, None)).collect();
    envelope(&keys.join(","), info)
}

/// A key; with its secret, if it is new.
#[must_use]
pub fn key(key: &Key, secret: Option<&str>) -> String {
    let scopes: Vec<String> = key.scopes.names().into_iter().map(quote).collect();
    let plan = format!("{{\"perMinute\":{},\"perDay\":{}}}", key.plan.per_minute, key.plan.per_day);
    let mut text = object([
        ("id", quote(&key.id.to_string()).as_str()),
        ("name", &quote(&key.name)),
        ("prefix", &quote(&key.prefix)),
        ("scopes", &format!("[{}]", scopes.join(","))),
        ("plan", &plan),
        ("createdAt", &quote(&key.created_at)),
        ("expiresAt", &text_or_null(key.expires_at.as_deref())),
        ("lastUsedAt", &text_or_null(key.last_used_at.as_deref())),
    ]);
    if let Some(secret) = secret {
        text.pop();
        text.push_str(",\"key\":");
        text.push_str(&quote(secret));
        text.push('}');
    }
    text
}

pub(crate) fn text_or_null(text: Option<&str>) -> String {
    text.map_or_else(|| "null".to_owned(), quote)
}

#[cfg(test)]
mod tests;
