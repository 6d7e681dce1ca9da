//! The outbox: what happened, told with the state at the event.
//!
//! An event names the entry and its revision; the state of that revision stands in `entries` while
//! it is the present one, and in `versions` afterwards. Nothing is copied, and a write pays for no
//! receiver. Events that nobody subscribed to go as they are dispatched (`webhooks::dispatch`), the
//! others with the last of their deliveries.

use crate::store::{Store, first};
use sqlx_libsql::Statement;
use weft_domain::event::Event;
use weft_domain::{Error, Result};

/// The data at the event of the given alias: of a deletion, the data that the entry had; of a
/// draft's event, the draft's.
macro_rules! data {
    ($v:literal) => {
        concat!(
            "CASE ",
            $v,
            ".kind WHEN 'delete' THEN (SELECT o.data FROM versions AS o
                                        WHERE o.entry = ",
            $v,
            ".entry_pk AND o.revision < ",
            $v,
            ".revision AND o.action <> 'draft'
                                        ORDER BY o.revision DESC LIMIT 1)
             ELSE COALESCE((SELECT iif(",
            $v,
            ".kind = 'draft', e.draft, e.data) FROM entries AS e
                             WHERE e.pk = ",
            $v,
            ".entry_pk AND e.revision = ",
            $v,
            ".revision),
                           (SELECT o.data FROM versions AS o WHERE o.entry = ",
            $v,
            ".entry_pk AND o.revision = ",
            $v,
            ".revision)) END"
        )
    };
}
pub(crate) use data;

/// An event, and what a receiver is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payload {
    /// What happened.
    pub event: Event,
    /// When.
    pub at: String,
    /// The site's id.
    pub site: String,
    /// The content type's name.
    pub collection: String,
    /// The entry's id.
    pub id: String,
    /// Its slug at the event.
    pub slug: String,
    /// Its status at the event; of a deleted entry, the one that it had.
    pub status: String,
    /// Its revision at the event.
    pub revision: i64,
    /// Its data at the event; of a deleted entry, the data that it had, and of a draft's event, the
    /// draft's.
    pub data: String,
}

/// An event by its number, as it is told. `None`: there is no such event, or it is a content
/// type's.
///
/// # Errors
/// `Internal` when the state at the event is not kept; when the store does not answer.
pub async fn payload(store: &Store<'_>, seq: i64) -> Result<Option<Payload>> {
    let select = concat!(
        "SELECT v.kind, v.at, s.id, v.type, v.entry, v.slug, v.status, v.revision, ",
        data!("v"),
        " FROM events AS v JOIN sites AS s ON s.pk = v.site
         WHERE v.seq = ?1 AND v.entry_pk IS NOT NULL"
    );
    let Some(mut row) = first(store.quick(Statement::new(select).bind(seq)).await?) else { return Ok(None) };
    Ok(Some(Payload {
        event: row.parsed(Event::parse)?,
        at: row.text()?,
        site: row.text()?,
        collection: row.text()?,
        id: row.text()?,
        slug: row.text()?,
        status: row.text()?,
        revision: row.integer()?,
        data: row
            .optional_text()?
            .ok_or_else(|| Error::Internal(format!("event {seq} has lost its state")))?,
    }))
}
