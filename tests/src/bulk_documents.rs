//! Inserts many documents directly into the database, because ten thousand requests would take
//! longer than the test.

use crate::weft::Weft;

/// Published documents of a content type of the first site, numbered from 1: `{"title":
/// "t<number>", "n": <number>, "text": …}` with a slug of `<type>-<number>`. Triggers maintain the
/// derived rows, as for every document.
const FILL: &str = "
INSERT INTO entries (id, site, collection, type, slug, status, revision, author, published_at, created_at, updated_at, version, actor, action, request, data)
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?2)
SELECT printf('018f3f70-%04x-7000-8000-%012x', c.pk, n.i), c.site, c.pk, c.name, c.name || '-' || n.i, 'published', 1,
       c.id, '2026-03-25T10:00:00.000Z', '2026-03-25T10:00:00.000Z', '2026-03-25T10:00:00.000Z',
       printf('018f3f71-%04x-7000-8000-%012x', c.pk, n.i), c.id, 'create', 'filling',
       json_object('title', 't' || n.i, 'n', n.i, 'text', printf('%.*c', ?3, 'x'))
  FROM collections AS c CROSS JOIN n
 WHERE c.name = ?1";

impl Weft {
    /// Inserts `count` documents of a content type (by its name in queries), each with `bytes`
    /// bytes of text.
    pub fn fill(&self, type_name: &str, count: u32, bytes: u32) {
        let made = self.database().execute(FILL, (type_name, count, bytes)).unwrap();
        assert_eq!(made, count as usize, "documents of {type_name}");
    }

    /// The id of one of [`Self::fill`]'s documents.
    pub fn filled(&self, type_name: &str, number: u32) -> String {
        let select = "SELECT id FROM entries WHERE slug = ?1 || '-' || ?2 AND type = ?1";
        self.database().query_row(select, (type_name, number), |row| row.get(0)).unwrap()
    }

    /// The name of the only collection in the database.
    pub fn only_name(&self) -> String {
        self.database().query_row("SELECT name FROM collections", [], |row| row.get(0)).unwrap()
    }

    /// Runs a query that returns one number.
    pub fn count(&self, sql: &str) -> i64 {
        self.database().query_row(sql, [], |row| row.get(0)).unwrap()
    }
}
