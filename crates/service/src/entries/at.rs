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

use super::create::{NewEntry, checked, fits, legal};
use super::update::EntryChange;
use super::writing::{Saved, Texts, update_with_retry};
use super::{ManyChange, Refused};
use crate::collections::Known;
use crate::contest::contest;
use crate::rights::{Deleter, Developer, Reader, Writer};
use weft_domain::collection::Origin;
use weft_domain::entry::{Guard, Status, Visibility};
use weft_domain::json::{self, Object};
use weft_domain::{CollectionChange, Conflict, EntryId, Error, Kind, Permission, Result};
use weft_storage::collections::Stored;
use weft_storage::entries::create::{self, create_with_collection};
use weft_storage::entries::history;
use weft_storage::entries::slots::{self, Occupant};
use weft_storage::entries::update::Change;

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
}

impl Wish {
    /// The members that were sent.
    fn data(&self) -> &str {
        let (Self::Members(data) | Self::Whole(data)) = self;
        data
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

impl Writer<'_> {
    /// Writes an entry as `decide` returns, which gets the current state; a new entry is published.
    /// A missing content type is created without fields, which requires the permission to
    /// configure. After a conflict `decide` is called again. Two round trips.
    ///
    /// # Errors
    /// Those of `decide`; `Conflict(Stale)` if the revision is not the expected one; `Forbidden`,
    /// `Invalid`, `TooLarge`, `Outdated`, `Unavailable`.
    pub async fn write_at<E: From<Error>>(
        &self,
        at: At<'_>,
        expected: Expected,
        mut decide: impl FnMut(&Standing<'_>) -> Result<Wish, E>,
    ) -> Result<Saved, E> {
        let right = &self.right;
        contest(async || {
            let slot =
                slots::find(right.store, &right.scope, at.collection, at.slug, expected.snapshot).await?;
            let collection = match slot.has_collection {
                true => right.collection(at.collection).await?.map(Known),
                false => None,
            };
            let revisions = match &slot.entry {
                Some(entry) => [entry.revision; 2],
                None => [slot.last_revision.unwrap_or_default(), 0],
            };
            if let [current, _] = revisions
                && expected.revision.is_some_and(|expected| !revisions.contains(&expected))
            {
                return Err(Error::Conflict(Conflict::Stale { current }).into());
            }
            let stored = slot.entry.as_ref().map(|entry| json::members(&entry.data));
            let stored = stored.transpose().map_err(unreadable)?;
            let standing = Standing {
                collection: collection.as_ref(),
                stored: stored.as_ref(),
                snapshot: slot.snapshot.as_deref(),
            };
            let wish = decide(&standing)?;
            let written = match (&slot.entry, &stored) {
                (Some(entry), Some(stored)) => self.rewrite(at, entry, stored, wish).await,
                _ if collection.is_some() => self.make(at, &wish).await,
                _ => self.make_with_collection(at, &wish).await,
            };
            match written {
                // A concurrent write came first: read again.
                Err(Error::Conflict(Conflict::Stale { .. }) | Error::NotFound(_)) => Ok(None),
                Err(Error::Conflict(Conflict::Taken { field }))
                    if ["slug", "name"].contains(&field.as_str()) =>
                {
                    Ok(None)
                }
                other => Ok(Some(other?)),
            }
        })
        .await
    }

    async fn rewrite(&self, at: At<'_>, entry: &Occupant, stored: &Object<'_>, wish: Wish) -> Result<Saved> {
        let guard = Guard::Revision(entry.revision);
        let whole = match wish {
            Wish::Members(members) if !entry.is_draft => {
                let data = Some(json::members(&members).map_err(unreadable)?);
                let change = EntryChange { data, within: Some(at.collection), ..EntryChange::default() };
                return self.update(&[], entry.id, change, guard).await;
            }
            Wish::Members(members) => merged(stored, &json::members(&members).map_err(unreadable)?),
            Wish::Whole(whole) => whole,
        };
        self.replace(at.collection, entry.id, &whole, guard).await
    }

    /// Replaces the data of an entry.
    async fn replace(&self, collection: &str, id: EntryId, data: &str, guard: Guard) -> Result<Saved> {
        let sent = json::members(data).map_err(unreadable)?;
        contest(async || {
            let stored = self.right.collection(collection).await?.ok_or(Error::NotFound(Kind::Collection))?;
            self.try_replace(&[], (&stored, id), &checked(&stored, &sent)?, guard).await
        })
        .await
    }

    /// Creates the entry, published.
    async fn make(&self, at: At<'_>, wish: &Wish) -> Result<Saved> {
        let new = NewEntry {
            collection: at.collection,
            slug: Some(at.slug),
            status: Some(Status::Published),
            data: json::members(wish.data()).map_err(unreadable)?,
            created_at: None,
            published_at: None,
            place: None,
        };
        self.create(&[], new).await
    }

    /// Creates the content type with its first entry, published, in one batch.
    async fn make_with_collection(&self, at: At<'_>, wish: &Wish) -> Result<Saved> {
        let right = &self.right;
        right.principal.may(Permission::Publish)?;
        right.principal.may_write_page(None)?;
        right.principal.may(Permission::Config)?;
        let change = CollectionChange { origin: Some(Origin::Inferred), ..CollectionChange::default() };
        let developer = Developer { right: right.clone() };
        let known = right.collections().await?;
        let collection = developer.new_collection(at.collection, change).await?;
        let data = json::members(wish.data()).map_err(unreadable)?;
        let data = collection.schema.check_whole(&data).map_err(Error::Invalid)?;
        fits(data.len())?;
        let texts = Texts::of(right);
        let new = create::NewEntry {
            id: EntryId::new(right.ctx.new_uuid()),
            collection: 0,
            type_name: &collection.name,
            collection_revision: collection.revision,
            slug: legal(at.slug)?,
            status: Status::Published,
            author: texts.actor(),
            data: &data,
            created_at: None,
            published_at: None,
            targets: &[],
            place: None,
        };
        let writing = texts.writing(right);
        let (pk, saved) = developer
            .noted(async |note| {
                create_with_collection(right.store, &writing, &[], (&collection, &note), &new).await
            })
            .await?;
        right.remember_collection(&known, Stored { pk, collection });
        Ok(saved.into())
    }

    /// Sets a member of many entries of a content type atomically: each entry by its slug, with a
    /// value (JSON text) and the required revision. Two round trips.
    ///
    /// # Errors
    /// As for [`Writer::change_entries`]; `NotFound` with the position of the first slug without an
    /// entry.
    pub async fn set_member_at(
        &self,
        collection: &str,
        member: &str,
        items: &[(&str, String, Option<i64>)],
    ) -> Result<Vec<Saved>, Refused> {
        let right = &self.right;
        let slugs: Vec<&str> = items.iter().map(|(slug, ..)| *slug).collect();
        let found = slots::ids(right.store, &right.scope, collection, &slugs).await?;
        let stale = |found: &Option<(EntryId, i64)>, expected: Option<i64>| match found {
            None => Some(Error::NotFound(Kind::Entry)),
            Some((_, current)) if expected.is_some_and(|expected| expected != *current) => {
                Some(Error::Conflict(Conflict::Stale { current: *current }))
            }
            Some(_) => None,
        };
        for (at, (found, (.., expected))) in found.iter().zip(items).enumerate() {
            if let Some(error) = stale(found, *expected) {
                return Err(Refused { at: Some(at), error });
            }
        }
        let texts: Vec<String> =
            items.iter().map(|(_, value, _)| json::object([(member, value.as_str())])).collect();
        let mut changes = Vec::with_capacity(items.len());
        for (text, (found, (.., expected))) in texts.iter().zip(found.iter().zip(items)) {
            let data = Some(json::members(text).map_err(unreadable)?);
            let change = EntryChange { data, within: Some(collection), ..EntryChange::default() };
            let id = found.map(|(id, _)| id).ok_or(Error::NotFound(Kind::Entry))?;
            let guard = expected.map_or(Guard::Any, Guard::Revision);
            changes.push(ManyChange { id, guard, change: Some(change) });
        }
        self.change_entries(&[], &changes).await
    }
}

impl Deleter<'_> {
    /// Deletes the entry of a slug. Returns the revision of the deletion, which a new entry
    /// continues, also if no entry existed; 0 if the content type does not exist. Two round trips.
    ///
    /// # Errors
    /// `Forbidden`, `Conflict(Stale)` if the revision is not the expected one, `Outdated`,
    /// `Unavailable`.
    pub async fn delete_at(&self, at: At<'_>, expected: Option<i64>) -> Result<i64> {
        let right = &self.right;
        contest(async || {
            let slot = slots::find(right.store, &right.scope, at.collection, at.slug, None).await?;
            let Some(entry) = slot.entry else {
                right.principal.may_write_page(None)?;
                let current = slot.last_revision.unwrap_or_default();
                if expected.is_some_and(|expected| ![current, 0].contains(&expected)) {
                    return Err(Error::Conflict(Conflict::Stale { current }));
                }
                if !slot.has_collection {
                    return Ok(Some(0));
                }
                let skipped = slots::skip_revision(right.store, &right.scope, at.collection, at.slug).await?;
                if skipped.is_none() && right.collection(at.collection).await?.is_some() {
                    // A concurrent request created an entry, or the principal is outdated.
                    right.collections_anew().await?;
                    return Ok(None);
                }
                return Ok(Some(skipped.unwrap_or_default()));
            };
            if expected.is_some_and(|expected| expected != entry.revision) {
                return Err(Error::Conflict(Conflict::Stale { current: entry.revision }));
            }
            let (change, guard) = (Change::Delete { within: None }, Guard::Revision(entry.revision));
            match update_with_retry(right, &[], entry.id, &change, guard).await {
                Ok(saved) => Ok(Some(saved.revision)),
                Err(Error::NotFound(_) | Error::Conflict(Conflict::Stale { .. })) => Ok(None),
                Err(error) => Err(error),
            }
        })
        .await
    }
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

/// Replaces members of an object by those with the same names of another one.
fn merged(onto: &Object<'_>, members: &Object<'_>) -> String {
    let find = |name: &str| members.iter().find(|(known, _)| known == name);
    let kept =
        onto.iter().map(|(name, raw)| (name.as_ref(), find(name).map_or(raw.get(), |(_, raw)| raw.get())));
    let is_new = |name: &str| onto.iter().all(|(known, _)| known != name);
    let new = members.iter().filter(|(name, _)| is_new(name)).map(|(name, raw)| (name.as_ref(), raw.get()));
    json::object(kept.chain(new))
}

fn unreadable(error: serde_json::Error) -> Error {
    Error::Internal(format!("an entry's data: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_replace_those_with_the_same_names() {
        let (onto, members) = (r#"{"a":1,"b":{"c":2}}"#, r#"{"d":4,"b":3}"#);
        let merged = merged(&json::members(onto).unwrap(), &json::members(members).unwrap());
        assert_eq!(merged, r#"{"a":1,"b":3,"d":4}"#);
    }
}
