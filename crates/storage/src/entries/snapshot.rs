//! The published entries of all pages, as one text that SQLite generates.

use super::document::{Rows, push_document};
use super::{ALIVE, same_epoch};
use crate::sql::Sql;
use crate::store::{Scope, Store, first};
use sqlx_libsql::Statement;
use weft_domain::query::Projection;
use weft_domain::shape::Shape;
use weft_domain::{Error, Result};

/// The published entries of all pages as members of a JSON object, `"/": [...], ...`, between a
/// prefix and a suffix. Pages are sorted by name, entries by their instance keys; pages without
/// published entries are left out. SQLite generates the whole text in one statement.
///
/// # Errors
/// `TooLarge` if the members have more than `max` bytes, `Outdated`.
pub async fn snapshot(
    store: &Store<'_>,
    scope: &Scope,
    shape: Shape,
    (beginning, end): (&str, &str),
    max: usize,
) -> Result<String> {
    let statement = compile(shape)
        .bind(scope.site)
        .bind(beginning)
        .bind(end)
        .bind(i64::try_from(max).unwrap_or(i64::MAX));
    let mut row = first(store.run(statement).await?).ok_or(Error::Outdated)?;
    same_epoch(&mut row, scope)?;
    row.optional_text()?.ok_or(Error::TooLarge { limit: max, of: "bytes of published content" })
}

/// Compiles the statement with the parameters `?1` the site's key, `?2` the prefix, `?3` the
/// suffix, `?4` the maximum number of bytes.
fn compile(shape: Shape) -> Statement {
    let rows = Rows { prefix: "e.", are_published: true, show_drafts: false };
    let mut sql = Sql::new(
        "SELECT s.auth_epoch, CASE WHEN octet_length(p.pages) > ?4 THEN NULL ELSE concat(?2, p.pages, ?3) END
           FROM sites AS s,
                (SELECT group_concat(concat(json_quote(g.page), ':[', g.docs, ']')) AS pages
                   FROM (SELECT d.page, group_concat(d.doc) AS docs FROM (SELECT e.page, ",
    );
    push_document(&mut sql, rows, shape, &Projection::default());
    sql.push(" AS doc FROM entries AS e INDEXED BY entries_by_place");
    sql.push(" WHERE e.site = ?1 AND e.page IS NOT NULL AND e.status = 'published'").push(ALIVE);
    sql.push(
        " ORDER BY e.page, e.instance) AS d GROUP BY d.page ORDER BY d.page) AS g) AS p WHERE s.pk = ?1",
    );
    sql.into_read()
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_executor::block_on;
    use sqlx_libsql::Db;
    use weft_domain::shape::Source;

    const SCOPE: Scope = Scope { site: 1, epoch: 1 };
    const SHAPE: Shape = &[("instanceKey", Source::Instance), ("fields", Source::Data)];

    /// 10,000 entries on 500 pages, unordered; every fourth is a draft, and all of page 7 are
    /// archived.
    const WORLD: &str = r#"
        INSERT INTO sites (id, name, created_at) VALUES ('018f3f70-1c2d-7abc-8def-000000000001', '', '');
        INSERT INTO collections (id, site, name, label, revision, created_at, updated_at, fields)
        VALUES ('018f3f70-1c2d-7abc-8def-000000000002', 1, 'inline', '', 1, '', '', '[]');
        WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 9999)
        INSERT INTO entries (id, site, collection, type, slug, status, revision, author, published_at, created_at, updated_at, version, actor, action, request, page, instance, data)
        SELECT printf('018f3f70-0000-7000-8000-%012x', i), 1, 1, 'inline', 's-' || i,
               CASE WHEN i % 500 = 7 THEN 'archived' WHEN i / 500 % 4 = 3 THEN 'draft' ELSE 'published' END,
               1, 'me', 'p', 'c', 'u', 'v' || i, 'me', 'create', 'r',
               '/page/' || (i % 500), printf('key-%02d', i / 500), json_object('content', i)
          FROM (SELECT i FROM n ORDER BY i * 7919 % 10007);"#;

    #[test]
    fn many_pages_are_one_text_in_order() {
        let db = Db::open_memory().unwrap();
        block_on(crate::migrate::migrate(&Store::new(&db))).unwrap();
        block_on(db.batch(Statement::script(WORLD))).unwrap();
        let db = db.counting_anew();
        let store = Store::new(&db);
        let text = block_on(snapshot(&store, &SCOPE, SHAPE, ("{", "}"), 1 << 20)).unwrap();
        assert_eq!(db.round_trips(), 1);
        let pages: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&text).unwrap();
        assert_eq!(pages.len(), 499, "a page without published entries is left out");
        assert!(pages.keys().is_sorted());
        for entries in pages.values() {
            let entries = entries.as_array().unwrap();
            assert_eq!(entries.len(), 15);
            assert!(entries.iter().map(|entry| entry["instanceKey"].as_str().unwrap()).is_sorted());
        }
        let refused = block_on(snapshot(&store, &SCOPE, SHAPE, ("{", "}"), 1000));
        assert!(matches!(refused, Err(Error::TooLarge { limit: 1000, .. })), "{refused:?}");
        let outdated = block_on(snapshot(&store, &Scope { epoch: 2, ..SCOPE }, SHAPE, ("{", "}"), 1000));
        assert!(matches!(outdated, Err(Error::Outdated)), "{outdated:?}");
        let statement = compile(SHAPE).bind(1).bind("").bind("").bind(1);
        let explain = Statement::assert_safe(format!("EXPLAIN QUERY PLAN {}", statement.sql()));
        let rows = block_on(db.run(explain.bind_all(statement.args().to_vec()))).unwrap().rows;
        let steps: Vec<String> = rows.into_iter().map(|mut row| row.take_text(3).unwrap()).collect();
        assert!(
            steps.iter().any(|step| step.contains("e USING INDEX entries_by_place (site=?")),
            "{steps:?}"
        );
    }
}
