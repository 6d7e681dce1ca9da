//! The cache of content types of an instance.
//!
//! Content types change rarely, and every write needs them. A cached content type is used only
//! together with its revision: statements compare the revision with the stored one and change no
//! row if it differs; then the use case reads the content type again. The content type of an entry
//! never changes.

use std::sync::Arc;
use weft_bounded::Shared;
use weft_domain::EntryId;
use weft_storage::collections::{By, Stored};

/// The content types of a site, by name.
pub(crate) type Collections = Arc<[Arc<Stored>]>;

/// The maximum number of sites whose content types are cached.
const SITES_MAX: usize = 64;
/// The maximum number of entries whose content type is cached, about 100 bytes each.
const ENTRIES_MAX: usize = 8192;

/// The cached content types of an instance. Suitable for a `static`: never locked across an
/// `await`.
#[derive(Debug)]
pub struct Schemas {
    /// By the site's key.
    sites: Shared<i64, Collections>,
    /// The keys of the collections of entries.
    entries: Shared<EntryId, i64>,
}

impl Default for Schemas {
    fn default() -> Self {
        Self::new()
    }
}

impl Schemas {
    /// Creates an empty cache.
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

    /// The cached keys of the collections of these entries.
    pub(crate) fn collections_of(&self, entries: &[EntryId]) -> Vec<Option<i64>> {
        let mut memory = self.entries.lock();
        entries.iter().map(|entry| memory.get(entry).copied()).collect()
    }

    /// Caches the key of the collection of an entry.
    pub(crate) fn remember_entry(&self, entry: EntryId, collection: i64) {
        self.entries.insert(entry, collection);
    }
}
