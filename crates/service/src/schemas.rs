//! What an instance remembers of content types.
//!
//! They change rarely and every write needs them. A copy is used only together with its revision:
//! statements compare it with the store's and meet nothing when it has moved, whereupon the use
//! case looks again. Of which content type an entry is, never changes.

use std::sync::Arc;
use weft_bounded::Shared;
use weft_domain::EntryId;
use weft_storage::collections::{By, Stored};

/// The content types of a site, by name.
pub(crate) type Collections = Arc<[Arc<Stored>]>;

/// The most sites whose content types an instance remembers.
const SITES_MAX: usize = 64;
/// The most entries whose content type an instance remembers: some 100 bytes each.
const ENTRIES_MAX: usize = 8192;

/// The content types that an instance remembers. Fit for a `static`: never locked across an
/// `await`.
#[derive(Debug)]
pub struct Schemas {
    /// By the site's key.
    sites: Shared<i64, Collections>,
    /// The keys of the entries' collections.
    entries: Shared<EntryId, i64>,
}

impl Default for Schemas {
    fn default() -> Self {
        Self::new()
    }
}

impl Schemas {
    /// Remembers nothing yet.
    #[must_use]
    pub const fn new() -> Self {
        Self { sites: Shared::new(SITES_MAX), entries: Shared::new(ENTRIES_MAX) }
    }

    pub(crate) fn find(&self, site: i64) -> Option<Collections> {
        self.sites.find(&site)
    }

    pub(crate) fn remember(&self, site: i64, collections: &Collections) {
        self.sites.insert(site, collections.clone());
    }

    /// Puts a content type as it is now in the place of the remembered one; `None`: it does not
    /// exist. Does nothing where the site's are not remembered.
    pub(crate) fn remember_one(&self, site: i64, by: By<'_>, now: Option<&Arc<Stored>>) {
        let Some(known) = self.find(site) else { return };
        let is_it = |known: &&Arc<Stored>| match by {
            By::Name(name) => known.collection.name == name,
            By::Id(id) => known.collection.id == id,
        };
        let old = known.iter().find(is_it);
        let version = |stored: &Arc<Stored>| (stored.pk, stored.collection.revision);
        if old.map(version) == now.map(version) {
            return;
        }
        let mut all: Vec<_> = known.iter().filter(|known| !is_it(known)).cloned().collect();
        if let Some(now) = now {
            let at = all.partition_point(|known| known.collection.name < now.collection.name);
            all.insert(at, now.clone());
        }
        self.remember(site, &all.into());
    }

    pub(crate) fn forget(&self, site: i64) {
        self.sites.remove(&site);
    }

    /// The keys of the collections that the entries are of, as far as they are remembered.
    pub(crate) fn collections_of(&self, entries: &[EntryId]) -> Vec<Option<i64>> {
        let mut memory = self.entries.lock();
        entries.iter().map(|entry| memory.get(entry).copied()).collect()
    }

    /// Remembers the key of the collection that the entry is of.
    pub(crate) fn remember_entry(&self, entry: EntryId, collection: i64) {
        self.entries.insert(entry, collection);
    }
}
