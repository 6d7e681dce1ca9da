//! The assignments and the conditions of a change to an entry: parts of one UPDATE.
//!
//! Every write except one removes the draft: afterwards visitors of a published entry see its new
//! state. The exception is an edit of the draft. Only the statement knows whether the entry is
//! published and so can have a draft; therefore each assignment depends on the status.

use super::moments::with_moments;
use super::references;
use super::update::{Change, Member};
use crate::sql::Sql;
use weft_domain::Result;
use weft_domain::entry::Status;
use weft_domain::event::Event;

/// Members of `data` set in one call; SQLite's functions take at most 127 arguments.
const MEMBERS_AT_ONCE: usize = 50;

/// The data as editors see it.
const EDITED: &str = "COALESCE(e.draft, e.data)";

/// Appends `, column = value, …`; `now` and `id` are the numbers of bound values.
pub(super) fn push_change(sql: &mut Sql, change: &Change<'_>, now: usize, id: usize) {
    if let Change::Edit { to_draft: true, .. } = change {
        return push_draft(sql, change, now);
    }
    sql.push(", updated_at = ").again(now).push(", ahead = 0, draft = NULL, drafted_at = NULL, action = ");
    sql.bind(change.event().as_str());
    push_revision(sql, if let Change::Edit { slug, .. } = change { *slug } else { None });
    match change {
        Change::Edit { status, published_at, data, promote, .. } => {
            push_status(sql, *status, *published_at, now);
            if *promote || !data.is_empty() {
                push_merge(sql.push(", data = "), if *promote { EDITED } else { "e.data" }, data);
            }
        }
        Change::Publish => {
            sql.push(", status = 'published', published_at = ").again(now).push(", data = ").push(EDITED);
        }
        Change::Unpublish => {
            sql.push(", status = 'draft', published_at = '', data = ").push(EDITED);
        }
        Change::Restore(version) => {
            sql.push(", data = (SELECT ").push(with_moments!("o.data", "e.collection"));
            sql.push(" FROM (SELECT v.data FROM versions AS v WHERE v.entry = e.pk AND v.id = ");
            sql.bind(version.to_string())
                .push(" UNION ALL SELECT COALESCE(n.draft, n.data) FROM entries AS n WHERE n.id = ")
                .again(id);
            sql.push(" LIMIT 1) AS o)");
        }
        Change::Replace { data, .. } => {
            sql.push(", data = ").bind(*data);
        }
        Change::Delete { .. } => {}
    }
}

/// An edit of the draft of a published entry, or of the entry itself.
fn push_draft(sql: &mut Sql, change: &Change<'_>, now: usize) {
    let Change::Edit { slug, status, published_at, data, .. } = change else { return };
    sql.push(", updated_at = iif(e.status = 'published', updated_at, ").again(now).push("), ");
    sql.push("drafted_at = iif(e.status = 'published', ").again(now).push(", NULL), ");
    sql.push("ahead = iif(e.status = 'published', ahead + 1, 0), action = iif(e.status = 'published', ");
    sql.bind(Event::Draft.as_str()).push(", ").bind(Event::Update.as_str()).push(")");
    push_revision(sql, *slug);
    push_status(sql, *status, *published_at, now);
    let bound = sql.bound();
    sql.push(", draft = iif(e.status = 'published', ").repeat_from(bound);
    push_merge(sql, EDITED, data);
    sql.push(", NULL)").repeat_no_more();
    if !data.is_empty() {
        sql.push(", data = iif(e.status = 'published', e.data, ").repeat_from(bound);
        push_merge(sql, EDITED, data);
        sql.push(")").repeat_no_more();
    }
}

/// The next revision, and the slug. A former slug of another entry continues that entry's last
/// revision.
fn push_revision(sql: &mut Sql, slug: Option<&str>) {
    let Some(slug) = slug else {
        sql.push(", revision = revision + 1");
        return;
    };
    let slug = sql.arg(slug);
    sql.push(", slug = ").again(slug).push(
        ", revision = 1 + max(revision, COALESCE((SELECT l.revision FROM last_revisions AS l WHERE l.collection = e.collection AND l.slug = ",
    );
    sql.again(slug).push("), 0))");
}

/// A status that the client sets, and the publication time. Unless the client sets the time, a
/// newly published entry gets the current time, and a draft gets none, as after `Unpublish`.
fn push_status(sql: &mut Sql, status: Option<Status>, published_at: Option<&str>, now: usize) {
    if let Some(status) = status {
        sql.push(", status = ").bind(status.as_str());
    }
    match (status, published_at) {
        (_, Some(published_at)) => sql.push(", published_at = ").bind(published_at),
        (Some(Status::Published), None) => {
            sql.push(", published_at = iif(e.status = 'published', published_at, ").again(now).push(")")
        }
        (Some(Status::Draft), None) => sql.push(", published_at = ''"),
        (Some(Status::Archived) | None, None) => sql,
    };
}

/// `json_set(data, path, json(value), …)`: members keep their order, new ones come last.
fn push_merge(sql: &mut Sql, onto: &str, data: &[Member<'_>]) {
    let calls = data.chunks(MEMBERS_AT_ONCE);
    for _ in calls.clone() {
        sql.push("json_set(");
    }
    sql.push(onto);
    for call in calls {
        for Member { name, value, within } in call {
            sql.push(", ").bind(format!("$.\"{name}\"")).push(", json(");
            sql.push(if within.is_empty() { "" } else { "CASE" });
            for (other, collections) in within {
                sql.push(" WHEN e.collection IN (-1");
                for collection in collections {
                    sql.push(", ").bind(*collection);
                }
                sql.push(") THEN ").bind(*other);
            }
            sql.push(if within.is_empty() { "" } else { " ELSE " }).bind(*value);
            sql.push(if within.is_empty() { ")" } else { " END)" });
        }
        sql.push(")");
    }
}

/// Appends ` AND …`: the conditions of the change besides its guard.
pub(super) fn push_condition(sql: &mut Sql, change: &Change<'_>, id: usize) -> Result<()> {
    match change {
        Change::Delete { within: Some(name) } => {
            sql.push(" AND type = ").bind(*name);
        }
        Change::Replace { collection: (collection, revision), targets, .. } => {
            sql.push(" AND EXISTS (SELECT 1 FROM collections AS c WHERE c.pk = e.collection AND c.pk = ");
            sql.bind(*collection).push(" AND c.revision = ").bind(*revision).push(")");
            if !targets.is_empty() {
                references::push_targets(sql, &references::rows(targets)?);
            }
        }
        Change::Edit { data, collections, slug, status, published_at, targets, to_draft, promote } => {
            // A draft counts as changed data.
            let is_whole = *to_draft && (slug.is_some() || status.is_some() || published_at.is_some());
            sql.push(if is_whole { " AND e.status <> 'published'" } else { "" });
            if status.is_none() && published_at.is_some() {
                sql.push(" AND e.status <> 'draft'");
            }
            if let (true, true, None, Some(status)) = (*promote, data.is_empty(), slug, status) {
                sql.push(" AND (e.draft IS NOT NULL OR e.status <> ").bind(status.as_str()).push(")");
            }
            if data.is_empty() && collections.is_empty() {
                return Ok(());
            }
            sql.push(" AND EXISTS (SELECT 1 FROM collections AS c WHERE c.pk = e.collection AND (c.pk, c.revision) IN (VALUES (-1, -1)");
            for (collection, revision) in *collections {
                sql.push(", (").bind(*collection).push(", ").bind(*revision).push(")");
            }
            sql.push("))");
            if !targets.is_empty() {
                references::push_targets(sql, &references::rows(targets)?);
            }
        }
        Change::Restore(version) => {
            sql.push(" AND (version = ").bind(version.to_string());
            sql.push(" OR EXISTS (SELECT 1 FROM versions AS v WHERE v.entry = e.pk AND v.id = ")
                .bind(version.to_string());
            sql.push(" AND v.entry_id = ").again(id).push("))");
        }
        _ => {}
    }
    Ok(())
}
