//! Entries of deleted collections go in bounded steps.
//!
//! A file has one writer. To delete 100,000 entries in one statement would hold up everybody's
//! writes for as long as that takes, and the deletion itself could meet the host's time limit. So
//! `collections::delete` makes the collection a *removal* (docs/decisions/012): nobody sees it any
//! more, its name is free, its tallies are zero, its audit row and event are written. Its entries
//! then go by the steps here, each of which deletes a bounded number of them as any deletion does:
//! with version, audit row and event, in the name of whoever deleted the collection.
//!
//! Invariants: steps may be taken by anybody, at any time, by several at once, and none of them is
//! needed for what readers see. What a crash leaves behind is taken up by the next deletion and by
//! instances as they start.

use crate::store::{Cells, Store, first};
use sqlx_libsql::{Outcome, Statement};
use weft_domain::{Error, Result};

/// The most entries, and the most autosaves, that a step deletes.
pub const STEP: u64 = 500;

// The numbers in the texts are `STEP`, as the test says.
const ENTRIES: &str = "
UPDATE entries
   SET revision = revision + 1, ahead = 0, draft = NULL, drafted_at = NULL, action = 'delete', note = NULL, version = id,
       actor = (SELECT actor FROM removals WHERE collection = entries.collection),
       request = (SELECT request FROM removals WHERE collection = entries.collection),
       updated_at = (SELECT at FROM removals WHERE collection = entries.collection)
 WHERE pk IN (SELECT e.pk FROM removals AS r CROSS JOIN entries AS e INDEXED BY entries_by_slug ON e.collection = r.collection LIMIT 500)";

const AUTOSAVES: &str = "
DELETE FROM autosaves
 WHERE pk IN (SELECT a.pk FROM removals AS r CROSS JOIN autosaves AS a ON a.collection = r.collection LIMIT 500)";

const REVISIONS: &str = "
DELETE FROM last_revisions
 WHERE (collection, slug) IN (SELECT l.collection, l.slug FROM removals AS r CROSS JOIN last_revisions AS l ON l.collection = r.collection LIMIT 500)";

const CHANGES: &str = "
DELETE FROM changes
 WHERE (collection, slug, ts) IN (SELECT h.collection, h.slug, h.ts FROM removals AS r CROSS JOIN changes AS h ON h.collection = r.collection LIMIT 500)";

/// Collections without anything left.
const COLLECTIONS: &str = "
DELETE FROM collections
 WHERE pk IN (SELECT collection FROM removals)
   AND NOT EXISTS (SELECT 1 FROM entries AS e WHERE e.collection = collections.pk)
   AND NOT EXISTS (SELECT 1 FROM autosaves AS a WHERE a.collection = collections.pk)
   AND NOT EXISTS (SELECT 1 FROM last_revisions AS l WHERE l.collection = collections.pk)
   AND NOT EXISTS (SELECT 1 FROM changes AS h WHERE h.collection = collections.pk)";

const REMOVALS: &str =
    "DELETE FROM removals WHERE NOT EXISTS (SELECT 1 FROM collections AS c WHERE c.pk = removals.collection)";

const LEFT: &str = "SELECT count(*) FROM removals";

/// One step; the last statement tells whether there is another.
pub(crate) fn step() -> [Statement; 7] {
    [ENTRIES, AUTOSAVES, REVISIONS, CHANGES, COLLECTIONS, REMOVALS, LEFT].map(Statement::new)
}

/// What the end of a batch says that ends with [`step`].
pub(crate) fn is_more(outcome: Vec<Outcome>) -> Result<bool> {
    let rows = outcome.into_iter().next_back().map(|last| last.rows).unwrap_or_default();
    let mut row: Cells = first(rows).ok_or_else(|| Error::Internal("a count without a row".to_owned()))?;
    Ok(row.integer()? > 0)
}

/// Takes up to so many steps. Gives whether there are more to take. Each is a statement of its own,
/// so that the writes of others come between.
///
/// # Errors
/// `Unavailable`, `Full`; the steps that were taken stay taken.
pub async fn go_on(store: &Store<'_>, steps: usize) -> Result<bool> {
    for _ in 0..steps {
        let gone = store.change(Statement::new(ENTRIES)).await?;
        if gone < STEP && !is_more(store.batch(step().to_vec()).await?)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Takes up to so many steps of what somebody left behind. One short read where nobody did.
///
/// # Errors
/// As for [`go_on`].
pub async fn resume(store: &Store<'_>, steps: usize) -> Result<()> {
    let any = "SELECT 1 FROM removals LIMIT 1";
    if store.quick(Statement::new(any)).await?.is_empty() {
        return Ok(());
    }
    go_on(store, steps).await.map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_bounded() {
        for text in [ENTRIES, AUTOSAVES, REVISIONS, CHANGES] {
            assert!(text.ends_with(&format!("LIMIT {STEP})")), "{text}");
        }
    }
}
