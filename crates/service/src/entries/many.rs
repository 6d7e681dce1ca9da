//! Atomic changes to many entries: a new order, a bulk publication, an import.
//!
//! Each change has its own guard. If one of them fails, nothing changes, and the error names the
//! first failed change and the current revision of its entry.

use super::candidates::{Asked, members, targets};
use super::create::{legal, published_at, unpublished};
use super::update::{EntryChange, only_data};
use super::writing::{Saved, Texts};
use crate::contest::contest;
use crate::rights::{Publisher, Right, Writer};
use std::collections::BTreeSet;
use weft_domain::entry::{Guard, Status};
use weft_domain::schema::stored_json;
use weft_domain::shape::Shape;
use weft_domain::{Conflict, EntryId, Error, Kind, Permission, Result, VersionId};
use weft_storage::entries::many::{One, present, update_all};
use weft_storage::entries::references::Target;
use weft_storage::entries::update::{Change, Member, Present};

/// The maximum number of changes in one write.
pub const CHANGES_MAX: usize = 10_000;

/// A change of one of many entries.
#[derive(Debug)]
pub struct ManyChange<'a> {
    /// The entry; the entries must be distinct.
    pub id: EntryId,
    /// Its guard.
    pub guard: Guard,
    /// The change; `None` deletes the entry.
    pub change: Option<EntryChange<'a>>,
}

/// The reason why no change was made.
#[derive(Debug)]
pub struct Refused {
    /// The index of the first failed change; `None` if the reason is not one change or is unknown.
    pub at: Option<usize>,
    /// The error; `Conflict(Stale)` contains the current revision of the entry.
    pub error: Error,
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        Self { at: None, error }
    }
}

/// A change whose members are in canonical form, and the content types whose rules it obeys.
struct Prepared<'c> {
    change: &'c ManyChange<'c>,
    sent: Vec<(&'c str, String)>,
    published_at: Option<String>,
}

impl Prepared<'_> {
    fn asked(&self) -> Asked<'_> {
        let within = self.change.change.as_ref().and_then(|change| change.within);
        Asked { id: self.change.id, sent: &self.sent, within }
    }
}

impl Writer<'_> {
    /// Changes or deletes entries atomically. One round trip; one more if the site has many content
    /// types and those of the entries are not cached. A deletion requires the permission to delete,
    /// and a status the permission to publish.
    ///
    /// # Errors
    /// `Forbidden`; those of [`Writer::update`] and [`Writer::delete`], with the index of the
    /// failed change; `Invalid` if an entry is named twice; `TooLarge` for more than
    /// [`CHANGES_MAX`].
    pub async fn change_entries(
        &self,
        shape: Shape,
        changes: &[ManyChange<'_>],
    ) -> Result<Vec<Saved>, Refused> {
        let ids: Vec<(EntryId, Guard)> = changes.iter().map(|one| (one.id, one.guard)).collect();
        named_once(&ids)?;
        may_write_all(&self.right, &ids).await?;
        let at = |at: usize| move |error| Refused { at: Some(at), error };
        let mut prepared = Vec::with_capacity(changes.len());
        for (place, change) in changes.iter().enumerate() {
            prepared.push(self.prepare(change).map_err(at(place))?);
        }
        contest(async || {
            let asked: Vec<Asked<'_>> = prepared.iter().map(Prepared::asked).collect();
            let keeping = self.keeping_all(&asked).await?;
            let collections: Vec<Vec<(i64, i64)>> =
                keeping.iter().map(|kept| kept.iter().map(|kept| kept.collection).collect()).collect();
            let members: Vec<Vec<Member<'_>>> =
                prepared.iter().zip(&keeping).map(|(one, kept)| members(&one.sent, kept)).collect();
            let targets: Vec<Vec<Target<'_>>> = keeping.iter().map(|kept| targets(kept)).collect();
            let edits = prepared.iter().zip(members.iter().zip(collections.iter().zip(&targets)));
            let edits = edits.map(|(one, (data, (collections, targets)))| match &one.change.change {
                None => Change::Delete { within: None },
                Some(EntryChange { slug, status, to_draft, promote, .. }) => Change::Edit {
                    slug: *slug,
                    status: *status,
                    published_at: one.published_at.as_deref(),
                    data,
                    collections,
                    targets,
                    to_draft: *to_draft,
                    promote: *promote,
                },
            });
            if let Some(saved) = make(&self.right, shape, &ids, edits).await? {
                return Ok(Some(saved));
            }
            let present = in_the_way(&self.right, &ids).await?;
            for (place, (one, present)) in prepared.iter().zip(&present).enumerate() {
                self.explain_one(one, present).await.map_err(at(place))?;
            }
            Ok(None)
        })
        .await
    }

    /// Checks everything that does not depend on the entry: the permission for the change, the
    /// slug, the publication time, the JSON.
    fn prepare<'c>(&self, one: &'c ManyChange<'c>) -> Result<Prepared<'c>> {
        let principal = self.right.principal;
        let Some(change) = &one.change else {
            principal.may(Permission::Delete)?;
            return Ok(Prepared { change: one, sent: Vec::new(), published_at: None });
        };
        if change.status.is_some() || change.published_at.is_some() {
            principal.may(Permission::Publish)?;
        }
        change.slug.map(legal).transpose()?;
        let published_at = published_at(change.published_at, change.status, self.right.ctx.now)?;
        let sent = change.data.as_ref().map(stored_json).transpose().map_err(Error::Invalid)?;
        Ok(Prepared { change: one, sent: sent.unwrap_or_default(), published_at })
    }

    /// Finds the error of a change whose guard holds. `Ok` if there is none any more.
    async fn explain_one(&self, one: &Prepared<'_>, present: &Present) -> Result<()> {
        let Some(change) = &one.change.change else { return Ok(()) };
        if change.within.is_some_and(|name| name != present.collection) {
            return Err(Error::NotFound(Kind::Entry));
        }
        if change.to_draft && present.status == Status::Published {
            only_data(change.slug, change.status, one.published_at.as_deref())?;
        }
        if one.published_at.is_some() && change.status.is_none() && present.status == Status::Draft {
            return Err(unpublished());
        }
        if one.sent.is_empty() { Ok(()) } else { self.explain(one.change.id, present, &one.sent).await }
    }
}

impl Publisher<'_> {
    /// Publishes entries atomically, each with its draft if it has one. One round trip.
    ///
    /// # Errors
    /// Those of [`Publisher::publish`], as for [`Writer::change_entries`].
    pub async fn publish_entries(
        &self,
        shape: Shape,
        entries: &[(EntryId, Guard)],
    ) -> Result<Vec<Saved>, Refused> {
        named_once(entries)?;
        may_write_all(&self.right, entries).await?;
        contest(async || {
            let changes = entries.iter().map(|_| Change::Publish);
            match make(&self.right, shape, entries, changes).await? {
                Some(saved) => Ok(Some(saved)),
                None => in_the_way(&self.right, entries).await.map(|_| None),
            }
        })
        .await
    }
}

/// The guards refer to the state before all changes, so two changes of one entry would contradict
/// each other.
fn named_once(entries: &[(EntryId, Guard)]) -> Result<(), Refused> {
    if entries.len() > CHANGES_MAX {
        return Err(Error::TooLarge { limit: CHANGES_MAX, of: "changes" }.into());
    }
    let mut known = BTreeSet::new();
    match entries.iter().position(|(id, _)| !known.insert(*id)) {
        None => Ok(()),
        Some(at) => {
            Err(Refused { at: Some(at), error: Error::invalid("id", "unique", "is given more than once") })
        }
    }
}

/// Checks that the principal may write the pages of all entries.
async fn may_write_all(right: &Right<'_>, entries: &[(EntryId, Guard)]) -> Result<(), Refused> {
    let ids: Vec<EntryId> = entries.iter().map(|(id, _)| *id).collect();
    right.may_write_all(&ids).await.map_err(|(at, error)| Refused { at, error })
}

/// Attempts the changes once. `None` if one of them failed.
async fn make<'c>(
    right: &Right<'_>,
    shape: Shape,
    entries: &[(EntryId, Guard)],
    changes: impl Iterator<Item = Change<'c>>,
) -> Result<Option<Vec<Saved>>> {
    let texts = Texts::of(right);
    let version = || VersionId::new(right.ctx.new_uuid()).to_string();
    let one = |((id, guard), change): (&(EntryId, Guard), _)| One {
        id: *id,
        change,
        guard: *guard,
        version: version(),
    };
    let changes: Vec<One<'_>> = entries.iter().zip(changes).map(one).collect();
    if changes.is_empty() {
        return Ok(Some(Vec::new()));
    }
    let saved = update_all(right.store, &texts.writing(right), shape, &changes).await?;
    Ok(saved.map(|saved| saved.into_iter().map(Saved::from).collect()))
}

/// The current state of the entries, if all exist and satisfy their guards.
///
/// # Errors
/// `NotFound` or `Conflict(Stale)` with the index of the first that does not; `Outdated`.
async fn in_the_way(right: &Right<'_>, entries: &[(EntryId, Guard)]) -> Result<Vec<Present>, Refused> {
    let ids: Vec<EntryId> = entries.iter().map(|(id, _)| *id).collect();
    let found = present(right.store, &right.scope, &ids).await?;
    let check = |(at, (found, (_, guard))): (usize, (Option<Present>, &(EntryId, Guard)))| {
        let refused = |error| Refused { at: Some(at), error };
        let present = found.ok_or_else(|| refused(Error::NotFound(Kind::Entry)))?;
        match present.keeps(*guard) {
            true => Ok(present),
            false => Err(refused(Error::Conflict(Conflict::Stale { current: present.revision }))),
        }
    };
    found.into_iter().zip(entries).enumerate().map(check).collect()
}
