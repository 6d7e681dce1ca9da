//! The result of `execute`.

use crate::outcome::Outcome;

/// How many rows the statements changed. There is no last insert id: use `RETURNING`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LibsqlQueryResult {
    changes: u64,
}

impl LibsqlQueryResult {
    /// How many rows were inserted, updated or deleted.
    pub fn rows_affected(&self) -> u64 {
        self.changes
    }
}

impl From<&Outcome> for LibsqlQueryResult {
    fn from(outcome: &Outcome) -> Self {
        Self { changes: outcome.changes }
    }
}

impl Extend<LibsqlQueryResult> for LibsqlQueryResult {
    fn extend<T: IntoIterator<Item = LibsqlQueryResult>>(&mut self, results: T) {
        for result in results {
            self.changes = self.changes.saturating_add(result.changes);
        }
    }
}
