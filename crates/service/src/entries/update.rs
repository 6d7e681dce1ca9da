//! A change to an entry: some members of its data, its slug, its status.
//!
//! The change is checked against the possible content types of the entry (`candidates`), and the
//! statement succeeds only if the entry belongs to one whose rules the change obeys. Only a refused
//! change needs further reads to find its errors.
//!
//! A change to a published entry is visible at once and removes its draft, unless it is a change to
//! the draft.

use super::candidates::{Asked, members, targets};
use super::create::{legal, published_at, shared, unpublished};
use super::references::references;
use super::writing::{Outcome, Saved, attempt};
use crate::contest::contest;
use crate::rights::Writer;
use weft_domain::entry::{Guard, Selector, Status, Visibility};
use weft_domain::json::{self, Object};
use weft_domain::query::Projection;
use weft_domain::schema::stored_json;
use weft_domain::shape::Shape;
use weft_domain::{Conflict, EntryId, Error, Kind, Permission, Result, Timestamp, Violation};
use weft_storage::entries::find::find;
use weft_storage::entries::update::{Change, Present, present};
use weft_storage::entries::versions::data_of;

/// A change to an entry.
#[derive(Debug, Default)]
pub struct EntryChange<'a> {
    /// A new slug.
    pub slug: Option<&'a str>,
    /// A new status.
    pub status: Option<Status>,
    /// A new publication time, for an entry that is not a draft after the change.
    pub published_at: Option<Timestamp>,
    /// Members of the data, which replace those with the same names; other members stay.
    pub data: Option<Object<'a>>,
    /// The name of the required content type; `None` permits any.
    pub within: Option<&'a str>,
    /// Whether to change the draft of a published entry, which visitors do not see; then only
    /// `data` may change. No effect on other entries.
    pub to_draft: bool,
    /// Whether to change the draft of an entry and publish it, together with a status. Without
    /// `data`, an entry with that status and no draft stays unchanged.
    pub promote: bool,
}

/// The sent members, in canonical form.
pub(super) type Sent<'a> = [(&'a str, String)];

/// Checks that a change to the draft of a published entry has no slug and no status.
pub(super) fn only_data(
    slug: Option<&str>,
    status: Option<Status>,
    published_at: Option<&str>,
) -> Result<()> {
    let sent =
        [("slug", slug.is_some()), ("status", status.is_some()), ("publishedAt", published_at.is_some())];
    let blame =
        |(path, _)| Violation::new(path, "immutable", "a draft of a published document has only data");
    let wrong: Vec<Violation> = sent.into_iter().filter(|(_, is_sent)| *is_sent).map(blame).collect();
    if wrong.is_empty() { Ok(()) } else { Err(Error::Invalid(wrong)) }
}

impl Writer<'_> {
    /// Changes an entry. Any status also requires the permission to publish. What the data refers
    /// to must be there.
    ///
    /// # Errors
    /// `Forbidden`, `Invalid`, also for a slug or a status in the draft of a published entry,
    /// `NotFound`, `Conflict(Stale)` if the guard fails, `Conflict(Taken)` with the field `slug`,
    /// `TooLarge` (bytes or members after the change), `Outdated`, `Unavailable`.
    pub async fn update(
        &self,
        shape: Shape,
        id: EntryId,
        change: EntryChange<'_>,
        guard: Guard,
    ) -> Result<Saved> {
        if change.status.is_some() || change.published_at.is_some() {
            self.right.principal.may(Permission::Publish)?;
        }
        let slug = change.slug.map(legal).transpose()?;
        let published_at = published_at(change.published_at, change.status, self.right.ctx.now)?;
        let data = change.data.unwrap_or_default();
        let sent = stored_json(&data).map_err(Error::Invalid)?;
        contest(async || {
            let keeping = self.keeping(Asked { id, sent: &sent, within: change.within }).await?;
            let collections: Vec<(i64, i64)> = keeping.iter().map(|kept| kept.collection).collect();
            let members = members(&sent, &keeping);
            let targets = targets(&keeping);
            let (status, to_draft, promote) = (change.status, change.to_draft, change.promote);
            let edit = Change::Edit {
                slug,
                status,
                published_at: published_at.as_deref(),
                data: &members,
                collections: &collections,
                targets: &targets,
                to_draft,
                promote,
            };
            match attempt(&self.right, shape, id, &edit, guard).await {
                Ok(Outcome::Saved(saved)) => Ok(Some(saved)),
                Ok(Outcome::Missed(present))
                    if change.within.is_some_and(|name| name != present.collection) =>
                {
                    Err(Error::NotFound(Kind::Entry))
                }
                Ok(Outcome::Missed(present))
                    if promote && sent.is_empty() && slug.is_none() && status == Some(present.status) =>
                {
                    self.as_it_is(shape, id).await.map(Some)
                }
                Ok(Outcome::Missed(present)) if to_draft && present.status == Status::Published => {
                    only_data(slug, status, published_at.as_deref())?;
                    self.explain(id, &present, &sent).await.map(|()| None)
                }
                Ok(Outcome::Missed(present))
                    if published_at.is_some()
                        && change.status.is_none()
                        && present.status == Status::Draft =>
                {
                    Err(unpublished())
                }
                Ok(Outcome::Missed(present)) => self.explain(id, &present, &sent).await.map(|()| None),
                Err(Error::Conflict(Conflict::Taken { field })) if field == "data" => {
                    self.shared(id, &sent).await?;
                    if promote {
                        self.draft_is_unique(id).await?;
                    }
                    Ok(None)
                }
                Err(other) => Err(other),
            }
        })
        .await
    }

    /// Returns a violation for each field of the draft whose unique value another entry has. `Ok`
    /// if there is none any more.
    async fn draft_is_unique(&self, id: EntryId) -> Result<()> {
        let (store, scope) = (self.right.store, &self.right.scope);
        match data_of(store, scope, id, None).await? {
            Some((collection, data)) => shared(store, collection, id, &data).await,
            None => Err(Error::NotFound(Kind::Entry)),
        }
    }

    /// Returns the entry unchanged, for a change without effect.
    async fn as_it_is(&self, shape: Shape, id: EntryId) -> Result<Saved> {
        let (by, all) = (Selector::Id(id), Projection::default());
        let right = &self.right;
        let found = find(right.store, &right.scope, Visibility::All, shape, &by, &all, None).await?;
        let revision = found.etag.rsplit('-').next().and_then(|revision| revision.parse().ok());
        Ok(Saved {
            id,
            document: found.document.unwrap_or_default(),
            revision: revision.unwrap_or_default(),
            etag: found.etag,
        })
    }

    /// What is wrong with a change to the entry that is there. `Ok`: nothing by now; the content
    /// type had changed, or what it refers to has come.
    pub(super) async fn explain(&self, id: EntryId, present: &Present, sent: &Sent<'_>) -> Result<()> {
        let all = self.right.collections_anew().await?;
        match all.iter().find(|stored| stored.collection.name == present.collection) {
            Some(stored) => {
                stored.collection.schema.check_partial(sent).map_err(Error::Invalid)?;
                let members = sent.iter().map(|(name, raw)| (*name, raw.as_str()));
                self.right.check_references(stored.pk, Some(id), &references(stored, members)?).await
            }
            None => Ok(()),
        }
    }

    /// Returns a violation for each field whose unique value another entry has. `Ok` if there is
    /// none any more.
    async fn shared(&self, id: EntryId, sent: &Sent<'_>) -> Result<()> {
        let present = present(self.right.store, &self.right.scope, id).await?;
        let Some(stored) = self.right.collection(&present.collection).await? else { return Ok(()) };
        let values = stored.collection.schema.check_partial(sent).map_err(Error::Invalid)?;
        let members = sent.iter().zip(&values);
        let data =
            json::object(members.map(|((name, value), here)| (*name, here.as_deref().unwrap_or(value))));
        shared(self.right.store, stored.pk, id, &data).await
    }
}
