//! The outbox: events, with the state at the event.
//!
//! An event names the entry and its revision; The state of that revision is in `entries` while it
//! is current, and in `versions` afterwards. Nothing is copied, so receivers do not make a write
//! more expensive.

use crate::store::{Store, first};
use sqlx_libsql::Statement;
use weft_domain::event::Event;
use weft_domain::{Error, Result};

/// An event with its payload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payload {
    /// The kind of the event.
    pub event: Event,
    /// The time of the event.
    pub at: String,
    /// The site's id.
    pub site: String,
    /// The content type's name.
    pub collection: String,
    /// The entry's id.
    pub id: String,
    /// Its slug at the event.
    pub slug: String,
    /// Its status at the event; for a deleted entry, its last status.
    pub status: String,
    /// Its revision at the event.
    pub revision: i64,
    /// Its data at the event; for a deleted entry its last data, and for the event of a draft the
    /// data of the draft.
    pub data: String,
}

/// Finds an event by its number, with its payload. `None` if the event does not exist or belongs to
/// a content type.
///
/// # Errors
/// `Internal` if the state at the event is missing, or if the database fails.
pub async fn payload(store: &Store<'_>, seq: i64) -> Result<Option<Payload>> {
    let select = "
        SELECT v.kind, v.at, s.id, v.type, v.entry, v.slug, v.status, v.revision,
               CASE v.kind
               WHEN 'delete' THEN (SELECT o.data FROM versions AS o
                                    WHERE o.entry = v.entry_pk AND o.revision < v.revision AND o.action <> 'draft'
                                    ORDER BY o.revision DESC LIMIT 1)
               ELSE COALESCE((SELECT iif(v.kind = 'draft', e.draft, e.data) FROM entries AS e
                               WHERE e.pk = v.entry_pk AND e.revision = v.revision),
                             (SELECT o.data FROM versions AS o WHERE o.entry = v.entry_pk AND o.revision = v.revision))
               END
          FROM events AS v JOIN sites AS s ON s.pk = v.site
         WHERE v.seq = ?1 AND v.entry_pk IS NOT NULL";
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

/// Deletes events without receivers: of the `limit` oldest, those before that time. Returns the
/// number; fewer than `limit` means that no older events are left.
///
/// # Errors
/// If the database fails.
pub async fn prune(store: &Store<'_>, before: &str, limit: u32) -> Result<u64> {
    let delete = "DELETE FROM events WHERE seq IN (SELECT seq FROM events ORDER BY seq LIMIT ?2) AND at < ?1";
    store.change(Statement::new(delete).bind(before).bind(i64::from(limit))).await
}
