//! Writes the entry of a slug, whether it exists or not.

use super::{At, Expected, Standing, Wish, unreadable};
use crate::collections::Known;
use crate::contest::contest;
use crate::entries::create::{NewEntry, checked, fits, legal};
use crate::entries::references::Targets;
use crate::entries::update::EntryChange;
use crate::entries::writing::{Saved, Texts};
use crate::rights::{Developer, Writer};
use std::sync::Arc;
use weft_domain::collection::Origin;
use weft_domain::entry::{Guard, Status};
use weft_domain::json::{self, Object};
use weft_domain::{CollectionChange, Conflict, EntryId, Error, Kind, Permission, Result};
use weft_storage::collections::{By, Stored};
use weft_storage::entries::create::{self, create_with_collection};
use weft_storage::entries::slots::{self, Occupant};

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
            let (wish, snapshot) = (decide(&standing)?, slot.snapshot.as_deref());
            let written = match (&slot.entry, &stored) {
                (Some(entry), Some(stored)) => self.rewrite(at, entry, stored, &wish, snapshot).await,
                _ if collection.is_some() => self.make(at, wish.data(snapshot)).await,
                _ => self.make_with_collection(at, wish.data(snapshot).0).await,
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

    async fn rewrite(
        &self,
        at: At<'_>,
        entry: &Occupant,
        stored: &Object<'_>,
        wish: &Wish,
        snapshot: Option<&str>,
    ) -> Result<Saved> {
        let guard = Guard::Revision(entry.revision);
        let (data, must) = wish.data(snapshot);
        let data = json::members(data).map_err(unreadable)?;
        if !matches!(wish, Wish::Members(_)) {
            return self.replace(at.collection, entry.id, &data, guard, must).await;
        }
        if entry.is_draft {
            let whole = merged(stored, &data);
            let whole = json::members(&whole).map_err(unreadable)?;
            return self.replace(at.collection, entry.id, &whole, guard, must).await;
        }
        let change = EntryChange { data: Some(data), within: Some(at.collection), ..EntryChange::default() };
        self.update(&[], entry.id, change, guard).await
    }

    /// Replaces the data of an entry.
    async fn replace(
        &self,
        collection: &str,
        id: EntryId,
        sent: &Object<'_>,
        guard: Guard,
        must: Targets,
    ) -> Result<Saved> {
        contest(async || {
            let stored = self.right.collection(collection).await?.ok_or(Error::NotFound(Kind::Collection))?;
            let data = checked(&stored, sent)?;
            self.try_replace_with(&[], (&stored, id), &data, guard, must).await
        })
        .await
    }

    /// Creates the entry, published.
    async fn make(&self, at: At<'_>, (data, must): (&str, Targets)) -> Result<Saved> {
        let new = NewEntry {
            collection: at.collection,
            slug: Some(at.slug),
            status: Some(Status::Published),
            data: json::members(data).map_err(unreadable)?,
            created_at: None,
            published_at: None,
            place: None,
        };
        self.create_with(&[], new, must).await
    }

    /// Creates the content type with its first entry, published, in one batch.
    async fn make_with_collection(&self, at: At<'_>, data: &str) -> Result<Saved> {
        let right = &self.right;
        right.principal.may(Permission::Publish)?;
        let developer = Developer::of(right.clone())?;
        let change = CollectionChange { origin: Some(Origin::Inferred), ..CollectionChange::default() };
        let known = right.collections().await?;
        let collection = developer.new_collection(at.collection, change).await?;
        let data = json::members(data).map_err(unreadable)?;
        let data = collection.schema.check_whole(&data).map_err(Error::Invalid)?;
        fits(data.len())?;
        let texts = Texts::of(right);
        let new = create::NewEntry {
            id: EntryId::new(right.ctx.new_uuid()),
            // The statement finds the new collection by its name.
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
        let stored = Arc::new(Stored { pk, collection });
        right.schemas.remember(right.scope.site, &known);
        right.schemas.remember_one(right.scope.site, By::Name(at.collection), Some(&stored));
        Ok(saved.into())
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
