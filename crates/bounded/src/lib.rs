//! A memory with a limit, for what an instance remembers from request to request: when it is full,
//! what was used longest ago makes room (least recently used, LRU).
//!
//! An entry weighs one, so that the limit is a number of entries, or what the caller says, so that
//! it is a number of bytes. The limit holds after every call.
//!
//! Why not a crate: `lru` has no weights. `quick_cache` has them, but its policy is not LRU
//! (S3-FIFO). `clru` has both, but its limit is on the number of entries and their weights
//! together. All three hash their keys, many of which come from clients, so the hash function needs
//! a secret. `lru`'s default hasher derives it from addresses, which do not differ between
//! instances of a guest; a random one cannot be in a constant `static`. Two B-trees have no worst
//! case, and need neither randomness nor `unsafe`. They are slower: a hit among 256 keys of 32
//! bytes took 0.28 microseconds natively, against 0.03 to 0.05 for the three crates; a request
//! makes a few.
//!
//! [`Shared`] is the form for a `static`: locked for one access, never across an `await`.

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Remembers values by key, up to a limit.
#[derive(Debug)]
pub struct Bounded<K, V> {
    entries: BTreeMap<K, Entry<V>>,
    /// Keys by their last use, the oldest first.
    by_use: BTreeMap<u64, K>,
    /// Rises with every use.
    uses: u64,
    /// What the entries weigh together.
    weight: usize,
    limit: usize,
}

#[derive(Debug)]
struct Entry<V> {
    value: V,
    weight: usize,
    used: u64,
}

impl<K, V> Bounded<K, V> {
    /// An empty memory for entries that weigh at most `limit` together.
    #[must_use]
    pub const fn new(limit: usize) -> Self {
        Self { entries: BTreeMap::new(), by_use: BTreeMap::new(), uses: 0, weight: 0, limit }
    }

    /// How many entries it remembers.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether it remembers none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// What its entries weigh together.
    #[must_use]
    pub const fn weight(&self) -> usize {
        self.weight
    }

    /// What they may weigh.
    #[must_use]
    pub const fn limit(&self) -> usize {
        self.limit
    }
}

impl<K: Ord + Clone, V> Bounded<K, V> {
    /// The value of a key, which is now the one used last.
    pub fn get<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: Borrow<Q>,
    {
        let entry = self.entries.get_mut(key)?;
        if entry.used != self.uses
            && let Some(key) = self.by_use.remove(&entry.used)
        {
            self.uses += 1;
            entry.used = self.uses;
            self.by_use.insert(self.uses, key);
        }
        Some(&mut entry.value)
    }

    /// Remembers a value that weighs one; gives what the key had before.
    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        self.insert_weighing(key, value, 1)
    }

    /// Remembers a value of that weight; gives what the key had before. A value heavier than the
    /// limit is not remembered, and the key is forgotten.
    pub fn insert_weighing(&mut self, key: K, value: V, weight: usize) -> Option<V> {
        let replaced = self.remove(&key);
        if weight > self.limit {
            return replaced;
        }
        while self.weight > self.limit - weight && self.remove_oldest() {}
        self.uses += 1;
        self.weight += weight;
        self.by_use.insert(self.uses, key.clone());
        self.entries.insert(key, Entry { value, weight, used: self.uses });
        replaced
    }

    /// Forgets a key; gives its value.
    pub fn remove<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        let entry = self.entries.remove(key)?;
        self.by_use.remove(&entry.used);
        self.weight -= entry.weight;
        Some(entry.value)
    }

    /// Forgets all entries but those that `keep` accepts.
    pub fn retain(&mut self, mut keep: impl FnMut(&K, &V) -> bool) {
        let Self { entries, by_use, weight, .. } = self;
        entries.retain(|key, entry| {
            let stays = keep(key, &entry.value);
            if !stays {
                by_use.remove(&entry.used);
                *weight -= entry.weight;
            }
            stays
        });
    }

    /// Forgets the entry that was used longest ago; false when there is none.
    fn remove_oldest(&mut self) -> bool {
        let Some((_, key)) = self.by_use.pop_first() else { return false };
        if let Some(entry) = self.entries.remove(&key) {
            self.weight -= entry.weight;
        }
        true
    }
}

/// A [`Bounded`] behind a lock, for a `static`.
#[derive(Debug)]
pub struct Shared<K, V>(Mutex<Bounded<K, V>>);

impl<K, V> Shared<K, V> {
    /// An empty memory for entries that weigh at most `limit` together.
    #[must_use]
    pub const fn new(limit: usize) -> Self {
        Self(Mutex::new(Bounded::new(limit)))
    }

    /// The memory, for several accesses that belong together; not to be held across an `await`. A
    /// panic elsewhere cannot leave it half-changed in a way that matters: what is remembered can
    /// be looked up again.
    pub fn lock(&self) -> MutexGuard<'_, Bounded<K, V>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<K: Ord + Clone, V> Shared<K, V> {
    /// A copy of the value of a key, which is now the one used last.
    pub fn find<Q: Ord + ?Sized>(&self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
        V: Clone,
    {
        self.lock().get(key).cloned()
    }

    /// Remembers a value that weighs one; gives what the key had before.
    pub fn insert(&self, key: K, value: V) -> Option<V> {
        self.lock().insert(key, value)
    }

    /// Forgets a key; gives its value.
    pub fn remove<Q: Ord + ?Sized>(&self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        self.lock().remove(key)
    }
}

#[cfg(test)]
mod tests;
