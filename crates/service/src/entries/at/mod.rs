//! Entries by the name of their content type and their slug: write an existing or missing entry,
//! reorder, delete, list the history.
//!
//! For APIs whose clients have no other id. A write reads the state of the slug, the caller
//! decides, and the write is guarded by that state. So a client can set a field of a missing entry,
//! and of several writes with the same expected revision one succeeds. If no entry exists, a client
//! may expect the revision 0 or the last revision of the deleted entry, because a client that read
//! that nothing exists cannot know that number.
//!
//! Editors see the draft of an entry that has one; a change publishes the whole draft.
//!
//! This file has the states and the history; `write`, `set_member` and `delete` have one operation
//! each.

mod delete;
mod set_member;
mod write;

use crate::collections::Known;
use crate::entries::references::Targets;
use crate::rights::Reader;
use weft_domain::entry::Visibility;
use weft_domain::json::Object;
use weft_domain::{Error, Permission, Result};
use weft_storage::entries::history;
use weft_storage::entries::slots;

/// An entry, by its content type's name and its slug.
#[derive(Debug, Clone, Copy)]
pub struct At<'a> {
    /// The content type.
    pub collection: &'a str,
    /// The slug.
    pub slug: &'a str,
}

/// The current state of the slug of a write.
pub struct Standing<'s> {
    /// The content type; if `None`, the write creates one.
    pub collection: Option<&'s Known>,
    /// The data of the entry, if it exists.
    pub stored: Option<&'s Object<'s>>,
    /// The data of the requested snapshot, if it exists.
    pub snapshot: Option<&'s str>,
}

/// The new state of the slug.
#[derive(Debug)]
pub enum Wish {
    /// A JSON object whose members replace those with the same names; other members stay.
    Members(String),
    /// The whole data: a JSON object.
    Whole(String),
    /// The data of the snapshot, or of an empty entry without one. Targets of its references may
    /// have been deleted.
    Snapshot,
}

impl Wish {
    /// The members that it names, and whether the targets of their references must exist.
    fn data<'w>(&'w self, snapshot: Option<&'w str>) -> (&'w str, Targets) {
        match self {
            Self::Members(data) | Self::Whole(data) => (data, Targets::MustExist),
            Self::Snapshot => (snapshot.unwrap_or("{}"), Targets::MayBeDeleted),
        }
    }
}

/// The expectations of a write.
#[derive(Debug, Clone, Copy, Default)]
pub struct Expected {
    /// The expected revision.
    pub revision: Option<i64>,
    /// The time of a snapshot to look up.
    pub snapshot: Option<i64>,
}

impl Reader<'_> {
    /// The history of the entries of a slug, newest first: JSON objects with the members `ts`,
    /// `action` and `data` (the data before the change), separated by commas. Creations are
    /// included only if their action is `making`.
    ///
    /// # Errors
    /// `NotFound` with the content type, `Forbidden` without the permission to read drafts,
    /// `Outdated`, `Unavailable`.
    pub async fn history_at(&self, at: At<'_>, making: &str, limit: u32) -> Result<String> {
        let right = &self.right;
        right.principal.may(Permission::Drafts)?;
        history::list(right.store, &right.scope, at.collection, at.slug, making, limit).await
    }

    /// The data of the visible entries, by content type and slug: a JSON object with the members
    /// `<content type>::<slug>`.
    ///
    /// # Errors
    /// `Outdated`, `Unavailable`.
    pub async fn data_of(&self, keys: &[(String, String)]) -> Result<String> {
        let with_drafts = self.visibility == Visibility::All;
        slots::data_of(self.right.store, &self.right.scope, keys, with_drafts).await
    }
}

fn unreadable(error: serde_json::Error) -> Error {
    Error::Internal(format!("an entry's data: {error}"))
}
