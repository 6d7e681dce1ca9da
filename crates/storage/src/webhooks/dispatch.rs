//! Dispatch: events become deliveries.
//!
//! One atomic batch takes the next events in order, makes a delivery for each receiver and
//! announcement, and the calls (`calls`), removes the events that nobody waits for, and moves the
//! mark. Batches begin with the write lock, so two dispatches at once never take the same event.

use super::calls;
use crate::store::Store;
use sqlx_libsql::Statement;
use weft_domain::{Error, Result};

/// The most events of one batch. A site has at most a hundred receivers, and an event at most two
/// announcements.
pub const EVENTS_MAX: i64 = 200;

pub(super) const BEGIN: &str = "
UPDATE outbox
   SET upto = COALESCE((SELECT max(seq) FROM (SELECT v.seq FROM events AS v WHERE v.seq > outbox.dispatched ORDER BY v.seq LIMIT ?1)),
                       dispatched)";

/// What an event is called to receivers. An entry that is created published is announced twice.
macro_rules! announcements {
    () => {
        "CASE v.kind
         WHEN 'create' THEN iif(v.status = 'published', '[\"entry.create\",\"entry.publish\"]', '[\"entry.create\"]')
         WHEN 'update' THEN '[\"entry.update\"]'
         WHEN 'draft' THEN '[\"entry.update\"]'
         WHEN 'restore' THEN '[\"entry.update\"]'
         WHEN 'publish' THEN '[\"entry.publish\"]'
         WHEN 'unpublish' THEN '[\"entry.unpublish\"]'
         WHEN 'delete' THEN '[\"entry.delete\"]'
         ELSE '[]' END"
    };
}

/// What the webhooks of a site want of its events: one row per webhook and announcement.
macro_rules! of_webhooks {
    () => {
        concat!(
            "SELECT v.seq, w.pk AS receiver, n.key AS place, n.value AS name, v.entry, v.seq AS event, NULL AS body
               FROM outbox AS o
               CROSS JOIN events AS v ON v.seq > o.dispatched AND v.seq <= o.upto
               CROSS JOIN webhooks AS w ON w.site = v.site AND w.kind = 'webhook' AND w.is_enabled = 1 AND w.since < v.seq
               CROSS JOIN json_each(",
            announcements!(),
            ") AS n
              WHERE v.entry_pk IS NOT NULL
                AND n.value IN (SELECT value FROM json_each(w.events))
                AND (w.types = '[]' OR v.type IN (SELECT value FROM json_each(w.types)))"
        )
    };
}

/// SnowCMS's hook of a site: called without a body for entries and for changed fields, of the
/// content types that say so. Entries whose page was published have events of their own.
macro_rules! of_site_hooks {
    () => {
        "SELECT v.seq, w.pk, 0, 'site-hook', v.entry, NULL, ''
           FROM outbox AS o
           CROSS JOIN events AS v ON v.seq > o.dispatched AND v.seq <= o.upto
           CROSS JOIN webhooks AS w ON w.site = v.site AND w.kind = 'site-hook' AND w.is_enabled = 1 AND w.since < v.seq
          WHERE (v.kind = 'collection.update' OR (v.entry_pk IS NOT NULL AND v.kind <> 'draft'))
            AND EXISTS (SELECT 1 FROM collections AS c WHERE c.site = v.site AND c.name = v.type AND c.call_hook = 1)"
    };
}

/// The ids of one batch share the beginning of one UUID and end in a number, so they are in order.
/// Behind a delivery that waits, others to the same receiver and of the same entry are not due.
pub(super) const DELIVERIES: &str = concat!(
    "
INSERT INTO deliveries (id, webhook, event, name, entry, status, due_at, created_at, body)
SELECT ?1 || printf('%012x', row_number() OVER (ORDER BY m.seq, m.receiver, m.place)),
       m.receiver, m.event, m.name, m.entry, 'pending',
       CASE WHEN row_number() OVER (PARTITION BY m.receiver, m.entry ORDER BY m.seq, m.place) = 1
             AND NOT EXISTS (SELECT 1 FROM deliveries AS d WHERE d.webhook = m.receiver AND d.entry = m.entry AND d.status = 'pending')
            THEN ?2 END,
       ?2, m.body
  FROM (",
    of_webhooks!(),
    " UNION ALL ",
    of_site_hooks!(),
    ") AS m
 ORDER BY m.seq, m.receiver, m.place"
);

pub(super) const UNWANTED: &str = "
DELETE FROM events
 WHERE seq > (SELECT dispatched FROM outbox) AND seq <= (SELECT upto FROM outbox)
   AND NOT EXISTS (SELECT 1 FROM deliveries AS d WHERE d.event = events.seq)";

pub(super) const END: &str = "UPDATE outbox SET dispatched = upto";

/// Dispatches the next events. `id` is a new UUID; `window` is the seconds that further changes
/// delay a deploy hook by.
///
/// # Errors
/// When the store does not answer; nothing is dispatched then.
pub async fn dispatch(store: &Store<'_>, id: &str, now: &str, window: u32) -> Result<()> {
    // The last twelve of a UUID's 36 characters are a group of their own.
    let beginning = id.get(..24).ok_or_else(|| Error::Internal(format!("{id} is no UUID")))?;
    let [delay, add] = calls::statements(beginning, now, window);
    let statements = vec![
        Statement::new(BEGIN).bind(EVENTS_MAX),
        Statement::new(DELIVERIES).bind(beginning).bind(now),
        delay,
        add,
        Statement::new(UNWANTED),
        Statement::new(END),
    ];
    store.batch(statements).await.map(drop)
}
