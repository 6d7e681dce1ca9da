//! What an instance remembers of content types.
//!
//! They change rarely and every write needs them. A copy is used only together with its revision:
//! statements compare it with the store's and meet nothing when it has moved, whereupon the use
//! case looks again.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use weft_storage::collections::Stored;

/// The content types of a site, by name.
pub(crate) type Collections = Arc<[Arc<Stored>]>;

/// The most sites that an instance remembers.
const SITES_MAX: usize = 64;

/// The content types that an instance remembers, per site (its key). Fit for a `static`: never
/// locked across an `await`.
#[derive(Debug, Default)]
pub struct Schemas {
    sites: Mutex<BTreeMap<i64, Collections>>,
}

impl Schemas {
    /// Remembers nothing yet.
    #[must_use]
    pub const fn new() -> Self {
        Self { sites: Mutex::new(BTreeMap::new()) }
    }

    pub(crate) fn find(&self, site: i64) -> Option<Collections> {
        self.sites().get(&site).cloned()
    }

    pub(crate) fn remember(&self, site: i64, collections: &Collections) {
        let mut sites = self.sites();
        if sites.len() >= SITES_MAX && !sites.contains_key(&site) {
            sites.clear();
        }
        sites.insert(site, collections.clone());
    }

    pub(crate) fn forget(&self, site: i64) {
        self.sites().remove(&site);
    }

    fn sites(&self) -> MutexGuard<'_, BTreeMap<i64, Collections>> {
        self.sites.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
