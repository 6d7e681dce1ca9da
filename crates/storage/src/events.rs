//! The outbox: what an event tells.
//!
//! An event names the entry and its revision; the state of that revision is in `entries` while it
//! is current, and in `versions` afterwards. Nothing is copied, so receivers do not make a write
//! more expensive. Events without receivers are deleted when they are dispatched
//! (`webhooks::dispatch`), the others with the last of their deliveries.

/// The data at the event of the given alias: of a deletion, the published data that the entry had;
/// of a draft's event, the draft's.
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
