//! Calls: what visitors see of a site has changed, so its builds and its CDN are called.
//!
//! A call says that something has changed, not what. So one call stands for all changes until it is
//! made: a change while a call waits delays that call (deploy hooks, by a window) and makes no
//! other one. A call that is being made may come too early for the change; then another one follows
//! it.

use sqlx_libsql::Statement;

/// By how many windows further changes delay a call at most.
const WINDOWS_MAX: i64 = 12;

/// The calls that the events of a dispatch ask for, one row per receiver and page, with the window
/// in seconds (`?3` for deploy hooks). Of the events that count, each has changed what visitors
/// see.
macro_rules! wanted {
    () => {
        "SELECT w.pk AS receiver, w.kind AS name, iif(w.kind = 'purge', v.page, '') AS entry, iif(w.kind = 'purge', 0, ?3) AS seconds,
                CASE w.kind
                WHEN 'purge' THEN json_object('projectId', t.id, 'path', v.page, 'action', 'purge')
                WHEN 'github' THEN json_object('event_type', 'inlinecms-publish')
                ELSE json_object('event', 'publish', 'projectId', t.id) END AS body
           FROM outbox AS o
           CROSS JOIN events AS v ON v.seq > o.dispatched AND v.seq <= o.upto
           CROSS JOIN sites AS t ON t.pk = v.site
           CROSS JOIN webhooks AS w ON w.is_enabled = 1 AND w.since < v.seq
            AND ((w.site = v.site AND (w.kind IN ('deploy', 'github') OR (w.kind = 'purge' AND v.page IS NOT NULL)))
                 OR (w.site IS NULL AND w.kind = 'purge' AND v.page IS NOT NULL
                     AND NOT EXISTS (SELECT 1 FROM webhooks AS p WHERE p.site = v.site AND p.kind = 'purge')))
          WHERE v.kind IN ('unpublish', 'page.publish') OR (v.entry_pk IS NOT NULL AND v.kind <> 'draft' AND v.status = 'published')
          GROUP BY 1, 3"
    };
}

/// Delays the calls that wait and are not being made. One that failed is tried anew.
pub(super) const DELAY: &str = concat!(
    "
UPDATE deliveries
   SET tries = 0,
       due_at = CASE WHEN attempts > 0 THEN m.due_at
                     ELSE min(m.due_at, strftime('%Y-%m-%dT%H:%M:%fZ', created_at, '+' || (m.seconds * ?1) || ' seconds')) END
  FROM (SELECT q.receiver, q.entry, q.seconds, strftime('%Y-%m-%dT%H:%M:%fZ', ?2, '+' || q.seconds || ' seconds') AS due_at
          FROM (",
    wanted!(),
    ") AS q JOIN webhooks AS w ON w.pk = q.receiver AND w.lease IS NULL) AS m
 WHERE deliveries.webhook = m.receiver AND deliveries.entry = m.entry AND deliveries.status = 'pending' AND deliveries.due_at IS NOT NULL"
);

/// Makes the calls that do not wait yet. Behind a call that is being made, another one is not due.
pub(super) const ADD: &str = concat!(
    "
INSERT INTO deliveries (id, webhook, name, entry, status, due_at, created_at, body)
SELECT ?1 || printf('1%011x', row_number() OVER (ORDER BY m.receiver, m.entry)), m.receiver, m.name, m.entry, 'pending',
       CASE WHEN NOT EXISTS (SELECT 1 FROM deliveries AS d WHERE d.webhook = m.receiver AND d.entry = m.entry AND d.status = 'pending')
            THEN strftime('%Y-%m-%dT%H:%M:%fZ', ?2, '+' || m.seconds || ' seconds') END,
       ?2, m.body
  FROM (",
    wanted!(),
    ") AS m
 WHERE NOT EXISTS (SELECT 1 FROM deliveries AS d JOIN webhooks AS w ON w.pk = d.webhook
                    WHERE d.webhook = m.receiver AND d.entry = m.entry AND d.status = 'pending' AND (d.due_at IS NULL OR w.lease IS NULL))"
);

/// The statements of a dispatch. `beginning` is that of the ids, `window` the seconds that further
/// changes delay a deploy hook by.
pub(super) fn statements(beginning: &str, now: &str, window: u32) -> [Statement; 2] {
    let window = i64::from(window);
    [
        Statement::new(DELAY).bind(WINDOWS_MAX).bind(now).bind(window),
        Statement::new(ADD).bind(beginning).bind(now).bind(window),
    ]
}
