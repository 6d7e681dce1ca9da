//! Writes files: creates an entry or replaces its data, if the client has read the current file.

use super::read::{Entry, as_file, document, parts, unreadable};
use super::{BODY, ENTRY, File};
use crate::contest::contest;
use crate::entries::{NewEntry, Outcome, attempt, check_whole};
use crate::rights::{Deleter, Right, Writer};
use weft_domain::entry::{Guard, Status};
use weft_domain::json::{self, Object};
use weft_domain::{Conflict, EntryId, Error, Kind, Permission, Result};
use weft_markdown::{FILE_MAX, file};
use weft_storage::collections::Stored;
use weft_storage::entries::update::Change;

/// A file to write.
#[derive(Debug)]
pub struct NewFile<'a> {
    /// The front matter.
    pub frontmatter: Object<'a>,
    /// The text.
    pub body: &'a str,
    /// The hash of the file to replace; `None` for a new file.
    pub sha: Option<&'a str>,
}

impl NewFile<'_> {
    /// The data of the entry of this file.
    fn data(&self) -> Result<String> {
        if self.frontmatter.iter().any(|(name, _)| name == BODY) {
            return Err(Error::invalid(BODY, "reserved", "the front matter cannot have a member `body`"));
        }
        let is_told = |value: &str| !matches!(value, "null" | "\"\"");
        let told = self.frontmatter.iter().filter(|(_, value)| is_told(value.get()));
        let body = json::quote(file::without_leading_space(self.body));
        let members = told.map(|(name, value)| (name.as_ref(), value.get()));
        Ok(json::object(members.chain([(BODY, body.as_str())])))
    }
}

/// The current file, and the entry that it is rendered from.
struct Present {
    id: EntryId,
    revision: i64,
    file: File,
}

async fn present(right: &Right<'_>, collection: &str, slug: &str) -> Result<Option<Present>> {
    let Some(document) = document(right, collection, slug).await? else { return Ok(None) };
    let entry: Entry<'_> = serde_json::from_str(&document).map_err(unreadable)?;
    let file = as_file(collection, &entry)?;
    Ok(Some(Present { id: entry.id, revision: entry.revision, file }))
}

fn stale(current: i64) -> Error {
    Error::Conflict(Conflict::Stale { current })
}

impl Writer<'_> {
    /// Checks that the content type exists.
    ///
    /// # Errors
    /// `NotFound`, `Outdated`, `Unavailable`.
    pub async fn check_collection(&self, name: &str) -> Result<()> {
        self.right.collection(name).await?.map(drop).ok_or(Error::NotFound(Kind::Collection))
    }

    /// Writes a file and publishes it. An unchanged file is not written.
    ///
    /// # Errors
    /// `Forbidden`; `NotFound` with the content type; `Invalid` with what breaks its rules;
    /// `Conflict(Stale)` if the hash is not that of the current file, if a hash was sent but no
    /// file exists, and if an unpublished entry has the slug; `TooLarge`, `Outdated`,
    /// `Unavailable`.
    pub async fn put_file(&self, collection: &str, slug: &str, new: NewFile<'_>) -> Result<File> {
        let right = &self.right;
        right.principal.may(Permission::Publish)?;
        let data = new.data()?;
        let object = json::members(&data).map_err(unreadable)?;
        let (members, body) = parts(&object);
        if file::render(members, &body).map_err(unreadable)?.len() > FILE_MAX {
            return Err(Error::TooLarge { limit: FILE_MAX, of: "bytes" });
        }
        contest(async || {
            let stored = right.collection(collection).await?.ok_or(Error::NotFound(Kind::Collection))?;
            match (present(right, collection, slug).await?, new.sha) {
                (None, None) => self.create_file(collection, slug, object.clone()).await.map(Some),
                (Some(present), Some(sha)) if present.file.sha == sha => {
                    self.replace_file(&stored, present, &object).await
                }
                (present, _) => Err(stale(present.map_or(0, |present| present.revision))),
            }
        })
        .await
    }

    async fn create_file(&self, collection: &str, slug: &str, data: Object<'_>) -> Result<File> {
        let new = NewEntry {
            collection,
            slug: Some(slug),
            status: Some(Status::Published),
            data,
            created_at: None,
            published_at: None,
            place: None,
        };
        match self.create(ENTRY, new).await {
            Ok(saved) => as_file(collection, &serde_json::from_str(&saved.document).map_err(unreadable)?),
            // A concurrent request created it, or it is a draft.
            Err(Error::Conflict(Conflict::Taken { field })) if field == "slug" => Err(stale(0)),
            Err(error) => Err(error),
        }
    }

    /// `None` after a conflict with another write.
    async fn replace_file(&self, stored: &Stored, old: Present, data: &Object<'_>) -> Result<Option<File>> {
        let name = stored.collection.name.as_str();
        let data = check_whole(stored, data)?;
        let entry = format!(
            "{{\"id\":\"{}\",\"slug\":{},\"revision\":{},\"data\":{data}}}",
            old.id,
            json::quote(&old.file.slug),
            old.revision
        );
        let file = as_file(name, &serde_json::from_str(&entry).map_err(unreadable)?)?;
        if file.sha == old.file.sha {
            return Ok(Some(file));
        }
        match self.try_replace(ENTRY, (stored, old.id), &data, Guard::Live(old.revision)).await {
            Ok(Some(saved)) => {
                as_file(name, &serde_json::from_str(&saved.document).map_err(unreadable)?).map(Some)
            }
            Ok(None) | Err(Error::Conflict(Conflict::Stale { .. }) | Error::NotFound(Kind::Entry)) => {
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }
}

impl Deleter<'_> {
    /// Deletes a file, if it has this hash.
    ///
    /// # Errors
    /// `NotFound` with the content type or the entry; `Conflict(Stale)`, `Outdated`, `Unavailable`.
    pub async fn delete_file(&self, collection: &str, slug: &str, sha: &str) -> Result<()> {
        let right = &self.right;
        contest(async || {
            right.collection(collection).await?.ok_or(Error::NotFound(Kind::Collection))?;
            let old = present(right, collection, slug).await?.ok_or(Error::NotFound(Kind::Entry))?;
            if old.file.sha != sha {
                return Err(stale(old.revision));
            }
            let change = Change::Delete { within: Some(collection) };
            match attempt(right, &[], old.id, &change, Guard::Live(old.revision)).await {
                Ok(Outcome::Saved(_)) => Ok(Some(())),
                Ok(Outcome::Missed(_)) | Err(Error::Conflict(Conflict::Stale { .. })) => Ok(None),
                Err(error) => Err(error),
            }
        })
        .await
    }
}
