//! The content types that a change to an entry is checked against.
//!
//! A request names the entry, not its content type. On a site with few content types the change is
//! checked against all of them, and the statement succeeds only if the entry belongs to one whose
//! rules the change obeys: one round trip. On other sites the content type of the entry is found
//! first. It never changes, so the instance caches it, and the next change to the entry is one
//! round trip again. So the cost of a change does not depend on the number of content types.

use super::references::{self, references};
use super::update::Sent;
use crate::rights::Writer;
use crate::schemas::Collections;
use weft_domain::field::Reference;
use weft_domain::{EntryId, Error, Kind, Result};
use weft_storage::collections::Stored;
use weft_storage::entries::many::collections_of;
use weft_storage::entries::references::Target;
use weft_storage::entries::update::Member;

/// The maximum number of content types that a change is checked against.
const CANDIDATES_MAX: usize = 16;

/// The parts of a change that depend on the content type.
#[derive(Clone, Copy)]
pub(super) struct Asked<'s> {
    /// The entry.
    pub(super) id: EntryId,
    /// The members of its data to set.
    pub(super) sent: &'s Sent<'s>,
    /// The name of the required content type of the entry.
    pub(super) within: Option<&'s str>,
}

/// A content type whose rules a change obeys.
pub(super) struct Kept {
    /// Its key and its revision.
    pub(super) collection: (i64, i64),
    /// The canonical form of each value in it, if it differs from the sent value.
    values: Vec<Option<String>>,
    /// The entries that the values refer to there.
    references: Vec<Reference>,
}

/// The stored values of each member, by content type.
pub(super) fn members<'a>(sent: &'a Sent<'_>, keeping: &'a [Kept]) -> Vec<Member<'a>> {
    let member = |(at, (name, value)): (usize, &'a (&'a str, String))| {
        let mut within: Vec<(&str, Vec<i64>)> = Vec::new();
        for kept in keeping {
            let Some(Some(other)) = kept.values.get(at) else { continue };
            match within.iter_mut().find(|(known, _)| known == other) {
                Some((_, collections)) => collections.push(kept.collection.0),
                None => within.push((other, vec![kept.collection.0])),
            }
        }
        Member { name, value, within }
    };
    sent.iter().enumerate().map(member).collect()
}

/// What must be there for the change, by the content type that its entry turns out to be of.
pub(super) fn targets(keeping: &[Kept]) -> Vec<Target<'_>> {
    keeping.iter().flat_map(|kept| references::targets(kept.collection.0, &kept.references)).collect()
}

impl Writer<'_> {
    /// The possible content types of the entry whose rules the change obeys.
    ///
    /// # Errors
    /// `NotFound` with the entry, `TooLarge` (references), `Outdated`, `Unavailable`.
    pub(super) async fn keeping(&self, change: Asked<'_>) -> Result<Vec<Kept>> {
        if change.sent.is_empty() && change.within.is_none() {
            return Ok(Vec::new());
        }
        let all = self.right.collections().await?;
        let of = match is_open(change, &all) {
            true => {
                let found = self.collections_of(&[change.id]).await?;
                Some(found.into_iter().next().flatten().ok_or(Error::NotFound(Kind::Entry))?)
            }
            false => None,
        };
        kept(change, &all, of)
    }

    /// As [`keeping`] for many changes, with one lookup of all entries whose content type is not
    /// cached.
    ///
    /// # Errors
    /// `TooLarge` (references), `Outdated`, `Unavailable`.
    pub(super) async fn keeping_all(&self, changes: &[Asked<'_>]) -> Result<Vec<Vec<Kept>>> {
        if changes.iter().all(|change| change.sent.is_empty() && change.within.is_none()) {
            return Ok(changes.iter().map(|_| Vec::new()).collect());
        }
        let all = self.right.collections().await?;
        let open = changes.iter().filter(|change| is_open(**change, &all));
        let open: Vec<EntryId> = open.map(|change| change.id).collect();
        let mut found = self.collections_of(&open).await?.into_iter();
        let keeping = changes.iter().map(|change| match is_open(*change, &all) {
            // A missing entry makes the statement fail, which reports it.
            true => found.next().flatten().map_or_else(|| Ok(Vec::new()), |of| kept(*change, &all, Some(of))),
            false => kept(*change, &all, None),
        });
        keeping.collect()
    }

    /// The keys of the content types of the entries: from the cache, and from one statement for the
    /// others.
    async fn collections_of(&self, entries: &[EntryId]) -> Result<Vec<Option<i64>>> {
        let right = &self.right;
        let mut known = right.schemas.collections_of(entries);
        let unknown = entries.iter().zip(&known).filter(|(_, known)| known.is_none());
        let unknown: Vec<EntryId> = unknown.map(|(entry, _)| *entry).collect();
        if unknown.is_empty() {
            return Ok(known);
        }
        let found = collections_of(right.store, &right.scope, &unknown).await?;
        let gaps = known.iter_mut().filter(|known| known.is_none());
        for (gap, (entry, found)) in gaps.zip(unknown.into_iter().zip(found)) {
            *gap = found;
            if let Some(collection) = found {
                right.schemas.remember_entry(entry, collection);
            }
        }
        Ok(known)
    }
}

/// Whether the content type of the entry must be found before the change is checked.
fn is_open(change: Asked<'_>, all: &Collections) -> bool {
    !change.sent.is_empty() && change.within.is_none() && all.len() > CANDIDATES_MAX
}

/// The content types whose rules the change obeys: of all, or only the one with the key `of`.
fn kept(change: Asked<'_>, all: &Collections, of: Option<i64>) -> Result<Vec<Kept>> {
    if change.sent.is_empty() && change.within.is_none() {
        return Ok(Vec::new());
    }
    let may_be = |stored: &&std::sync::Arc<Stored>| {
        of.is_none_or(|of| of == stored.pk) && change.within.is_none_or(|name| name == stored.collection.name)
    };
    let keeping = all.iter().filter(may_be).filter_map(|stored| {
        let values = stored.collection.schema.check_partial(change.sent).ok()?;
        let references = references(stored, change.sent.iter().map(|(name, raw)| (*name, raw.as_str())));
        let collection = (stored.pk, stored.collection.revision);
        Some(references.map(|references| Kept { collection, values, references }))
    });
    keeping.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use weft_domain::{Collection, CollectionId};

    const ID: &str = "018f3f70-1c2d-7abc-8def-0123456789ab";

    fn site(count: i64) -> Collections {
        let collection = |pk: i64| Collection {
            id: ID.parse::<CollectionId>().unwrap(),
            name: format!("type-{pk}"),
            label: String::new(),
            description: None,
            slug_field: None,
            title_field: None,
            icon: None,
            call_hook: false,
            backdating: false,
            unique_slug: false,
            origin: weft_domain::collection::Origin::Registered,
            details: None,
            schema: serde_json::from_str(r#"[{"name":"at","type":"datetime"}]"#).unwrap(),
            revision: 1,
            created_at: String::new(),
            updated_at: String::new(),
        };
        (1..=count).map(|pk| Arc::new(Stored { pk, collection: collection(pk) })).collect()
    }

    #[test]
    fn the_number_of_bound_values_does_not_depend_on_the_number_of_content_types() {
        let sent = [("at", r#""2026-08-22T01:00:00+09:00""#.to_owned())];
        let change = Asked { id: ID.parse().unwrap(), sent: &sent, within: None };
        let few = site(16);
        assert!(!is_open(change, &few));
        assert_eq!(kept(change, &few, None).unwrap().len(), 16);
        let many = site(500);
        assert!(is_open(change, &many));
        let keeping = kept(change, &many, Some(500)).unwrap();
        assert_eq!(keeping.iter().map(|kept| kept.collection).collect::<Vec<_>>(), [(500, 1)]);
        assert_eq!(members(&sent, &keeping)[0].within, [(r#""2026-08-21T16:00:00.000Z""#, vec![500])]);
        for bounded in [Asked { within: Some("type-7"), ..change }, Asked { sent: &[], ..change }] {
            assert!(!is_open(bounded, &many));
            assert!(kept(bounded, &many, None).unwrap().len() <= 1);
        }
    }
}
