//! Entries read as files.

use super::{BODY, ENTRY, directory};
use crate::rights::{Reader, Right};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::borrow::Cow;
use weft_domain::entry::{Selector, Visibility};
use weft_domain::json::{self, Object};
use weft_domain::query::{Cursor, Page, Projection, Query};
use weft_domain::{EntryId, Error, Kind, Result};
use weft_markdown::{blob, file};
use weft_storage::entries::find::find;

/// The number of entries per read.
const AT_ONCE: u32 = 1000;

/// An entry as a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// The entry's slug.
    pub slug: String,
    /// Its path in the repository.
    pub path: String,
    /// Its git hash.
    pub sha: String,
    /// The front matter, a JSON object.
    pub frontmatter: String,
    /// The text after the front matter, as in the file.
    pub body: String,
}

/// An entry as the store returns it.
#[derive(Deserialize)]
pub(super) struct Entry<'a> {
    pub(super) id: EntryId,
    #[serde(borrow)]
    pub(super) slug: Cow<'a, str>,
    pub(super) revision: i64,
    #[serde(borrow)]
    pub(super) data: &'a RawValue,
}

impl Reader<'_> {
    /// Lists all files of a content type's directory, sorted by name.
    ///
    /// # Errors
    /// `NotFound` with the content type, `Outdated`, `Unavailable`.
    pub async fn files(&self, collection: &str) -> Result<Vec<File>> {
        self.right.collection(collection).await?.ok_or(Error::NotFound(Kind::Collection))?;
        let mut files = Vec::new();
        let mut after: Option<Cursor> = None;
        loop {
            let listing = self.list(ENTRY, &part(collection, after.take()), None).await?;
            let array = format!("[{}]", listing.documents.unwrap_or_default());
            let entries: Vec<Entry<'_>> = serde_json::from_str(&array).map_err(unreadable)?;
            for entry in entries.iter().filter(|entry| !entry.slug.contains('/')) {
                files.push(as_file(collection, entry)?);
            }
            match listing.next {
                Some(next) => after = Some(next),
                None => break,
            }
        }
        // The order of git's directories.
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(files)
    }

    /// Finds the file of a slug.
    ///
    /// # Errors
    /// `NotFound` with the content type or the entry, `Outdated`, `Unavailable`.
    pub async fn file(&self, collection: &str, slug: &str) -> Result<File> {
        let Some(document) = document(&self.right, collection, slug).await? else {
            let stored = self.right.collection(collection).await?;
            return Err(Error::NotFound(stored.map_or(Kind::Collection, |_| Kind::Entry)));
        };
        as_file(collection, &serde_json::from_str(&document).map_err(unreadable)?)
    }
}

fn part(collection: &str, after: Option<Cursor>) -> Query {
    Query {
        collection: Some(collection.to_owned()),
        statuses: Vec::new(),
        visibility: Visibility::Published,
        filter: None,
        sort: Vec::new(),
        page: Page::After(after),
        limit: AT_ONCE,
        count: false,
        projection: Projection::default(),
    }
}

/// Finds the published entry of a slug, as the store returns it.
pub(super) async fn document(right: &Right<'_>, collection: &str, slug: &str) -> Result<Option<String>> {
    let by = Selector::Slug { collection: collection.to_owned(), slug: slug.to_owned() };
    let visibility = Visibility::Published;
    match find(right.store, &right.scope, visibility, ENTRY, &by, &Projection::default(), None).await {
        Ok(found) => Ok(found.document),
        Err(Error::NotFound(Kind::Entry)) => Ok(None),
        Err(error) => Err(error),
    }
}

pub(super) fn as_file(collection: &str, entry: &Entry<'_>) -> Result<File> {
    let data = json::members(entry.data.get()).map_err(unreadable)?;
    let (members, body) = parts(&data);
    let rendered = file::render(members.iter().copied(), &body).map_err(unreadable)?;
    let is_told = |(_, value): &(&str, &str)| !matches!(*value, "null" | "\"\"");
    Ok(File {
        path: format!("{}/{}.md", directory(collection), entry.slug),
        slug: entry.slug.clone().into_owned(),
        sha: blob::sha(rendered.as_bytes()),
        frontmatter: json::object(members.into_iter().filter(is_told)),
        body: file::body_read_back(&body),
    })
}

/// The members of a file's front matter, and its text. A `body` that is not a text stays a member
/// of the front matter.
pub(super) fn parts<'d>(data: &'d Object<'_>) -> (Vec<(&'d str, &'d str)>, String) {
    let mut body = String::new();
    let mut members = Vec::with_capacity(data.len());
    for (name, value) in data {
        match serde_json::from_str::<String>(value.get()) {
            Ok(text) if name == BODY => body = text,
            _ => members.push((name.as_ref(), value.get())),
        }
    }
    (members, body)
}

pub(super) fn unreadable(error: serde_json::Error) -> Error {
    Error::Internal(format!("an entry's data: {error}"))
}
