//! Entries: found, listed, written.
//!
//! Every statement is bound to a site and to the epoch of its principal. A read returns the epoch
//! beside the answer; a write has it in its WHERE. Either way a principal that is outdated costs a
//! second look, never a wrong answer.

mod assign;
pub mod create;
pub(crate) mod document;
pub mod find;
pub mod history;
pub mod list;
pub mod many;
pub(crate) mod moments;
pub mod pages;
pub mod references;
pub mod slots;
pub mod snapshot;
pub mod stubs;
pub mod update;
pub(crate) mod values;
pub mod versions;

use crate::store::{Cells, Scope};
use weft_domain::{EntryId, Error, Result};

/// That the entry `e` is not of a deleted collection whose entries are still going (`removals`).
pub(crate) const ALIVE: &str = " AND e.collection NOT IN (SELECT collection FROM removals)";

/// What a write left behind.
#[derive(Debug, Clone)]
pub struct Saved {
    /// The entry.
    pub id: EntryId,
    /// Its revision now.
    pub revision: i64,
    /// It as JSON text, in the shape that was asked for.
    pub document: String,
}

/// Who writes, when, in which request.
#[derive(Debug, Clone)]
pub struct Writing<'a> {
    /// The site, and the epoch of the principal.
    pub scope: &'a Scope,
    /// The account.
    pub actor: &'a str,
    /// When.
    pub now: &'a str,
    /// The request.
    pub request: &'a str,
    /// The id of the version that the write makes.
    pub version: &'a str,
    /// What the API that writes calls this, if it has a name of its own for it.
    pub note: Option<&'static str>,
}

/// `RETURNING id, revision, document`.
pub(crate) fn saved(row: &mut Cells) -> Result<Saved> {
    Ok(Saved { id: row.parsed(|text| text.parse().ok())?, revision: row.integer()?, document: row.text()? })
}

/// The epoch that a read returned in its first column, compared.
pub(crate) fn same_epoch(row: &mut Cells, scope: &Scope) -> Result<()> {
    if row.integer()? == scope.epoch { Ok(()) } else { Err(Error::Outdated) }
}
