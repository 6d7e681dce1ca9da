//! The common parts of every write to an entry: actor, time, version; and the handling of a write
//! that changed no row.

use crate::contest::contest;
use crate::rights::Right;
use weft_domain::entry::{Guard, tag};
use weft_domain::shape::Shape;
use weft_domain::{EntryId, Result, VersionId};
use weft_storage::entries::update::{Change, Present, update, why};
use weft_storage::entries::{self, Writing};

/// The result of a write.
#[derive(Debug, Clone)]
pub struct Saved {
    /// The entry.
    pub id: EntryId,
    /// The entry as JSON text, in the dialect's shape.
    pub document: String,
    /// Its current revision.
    pub revision: i64,
    /// Its strong validator, without quotes.
    pub etag: String,
}

impl From<entries::Saved> for Saved {
    fn from(saved: entries::Saved) -> Self {
        let etag = tag(&saved.id.to_string(), saved.revision);
        Self { id: saved.id, document: saved.document, revision: saved.revision, etag }
    }
}

/// The texts of a write.
pub(super) struct Texts {
    actor: String,
    now: String,
    version: String,
}

impl Texts {
    pub(super) fn of(right: &Right<'_>) -> Self {
        Self {
            actor: right.principal.account.to_string(),
            now: right.ctx.now.to_string(),
            version: VersionId::new(right.ctx.new_uuid()).to_string(),
        }
    }

    pub(super) fn writing<'s>(&'s self, right: &'s Right<'_>) -> Writing<'s> {
        Writing {
            scope: &right.scope,
            actor: &self.actor,
            now: &self.now,
            request: &right.ctx.request_id,
            version: &self.version,
            note: right.note,
        }
    }

    pub(super) fn actor(&self) -> &str {
        &self.actor
    }
}

/// The change was made, or it changed no row although the entry exists and the guard holds.
pub(crate) enum Outcome {
    Saved(Saved),
    Missed(Present),
}

/// Attempts a change once, if the principal may write the page of the entry.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Conflict`, `Outdated`, `Unavailable`.
pub(crate) async fn attempt(
    right: &Right<'_>,
    shape: Shape,
    id: EntryId,
    change: &Change<'_>,
    guard: Guard,
) -> Result<Outcome> {
    right.may_write(id).await?;
    let texts = Texts::of(right);
    match update(right.store, &texts.writing(right), shape, id, change, guard).await? {
        Some(saved) => Ok(Outcome::Saved(saved.into())),
        None => why(right.store, &right.scope, id, guard).await.map(Outcome::Missed),
    }
}

/// Makes a change that only its guard can refuse; repeats it after a conflict with another write.
///
/// # Errors
/// Those of [`attempt`].
pub(super) async fn update_with_retry(
    right: &Right<'_>,
    shape: Shape,
    id: EntryId,
    change: &Change<'_>,
    guard: Guard,
) -> Result<Saved> {
    contest(async || match attempt(right, shape, id, change, guard).await? {
        Outcome::Saved(saved) => Ok(Some(saved)),
        Outcome::Missed(_) => Ok(None),
    })
    .await
}
