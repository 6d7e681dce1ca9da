//! The index of field values (`entry_values`): how a value is read from an entry's data, and how
//! its place is packed into one number.
//!
//! The view `indexed_values` (migrations/0002_content.sql) has both for stored entries, and the
//! triggers and the reindexing use it. This module has them for statements about other data or
//! other fields; a test compares the two.

use std::ops::Range;
use weft_domain::entry::Status;

/// The places of a collection: those of 256 fields.
const COLLECTION: i64 = 1024;
/// The places of a field: one per status, and a spare one.
const FIELD: i64 = 4;

/// The place of the values of drafts, for the collection of that key and the field of that number
/// in `collections.indexed`. [`after_drafts`] leads to those of the other statuses.
pub(crate) const fn place(collection: i64, field: i64) -> i64 {
    collection * COLLECTION + field * FIELD
}

/// All places of a collection.
pub(crate) const fn places(collection: i64) -> Range<i64> {
    place(collection, 0)..place(collection + 1, 0)
}

/// The distance from a place of drafts to that of another status.
pub(crate) const fn after_drafts(status: Status) -> &'static str {
    match status {
        Status::Draft => "",
        Status::Published => " + 1",
        Status::Archived => " + 2",
    }
}

/// The status of `v.place`.
pub(crate) const STATUS: &str =
    "CASE v.place & 3 WHEN 0 THEN 'draft' WHEN 1 THEN 'published' ELSE 'archived' END";

/// `v.place` without its status, for the collection of the key `c.pk` and the field `f`: the
/// expression of the unique index.
macro_rules! is_of_field {
    () => {
        "v.place >> 2 = c.pk * 256 + f.key"
    };
}

/// The value of the member that the SQL `$name` names in the JSON `$data`, as the index has it: a
/// boolean is its JSON text, which no number equals. NULL if it is missing or null.
macro_rules! member_value {
    ($data:literal, $name:literal) => {
        crate::entries::values::value_at!($data, "'$.\"' || (", $name, ") || '\"'")
    };
}

/// The same by a JSON path, which is put together of SQL.
macro_rules! value_at {
    ($data:literal, $($path:literal),+) => {
        concat!(
            "CASE json_type(", $data, ", ", $($path,)+ ") WHEN 'true' THEN 'true' WHEN 'false' THEN 'false' ELSE ",
            $data, " ->> (", $($path,)+ ") END"
        )
    };
}

pub(crate) use {is_of_field, member_value, value_at};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;
    use futures_executor::block_on;
    use sqlx_libsql::{Db, Statement};

    const MIGRATION: &str = include_str!("../../migrations/0002_content.sql");

    #[test]
    fn the_view_has_the_same_values() {
        assert!(MIGRATION.contains(member_value!("e.data", "f.value ->> 0")));
        assert_eq!(MIGRATION.matches("json_type(").count(), 1, "values are read in the view alone");
    }

    #[test]
    fn the_view_has_the_same_places() {
        let db = Db::open_memory().unwrap();
        block_on(crate::migrate::migrate(&Store::new(&db))).unwrap();
        let world = r#"
            INSERT INTO sites (id, name, created_at) VALUES ('s', 'S', '');
            INSERT INTO collections (id, site, name, label, indexed, revision, created_at, updated_at, fields)
            VALUES ('c', 1, 'post', '', '[["a",0],["b",0],["c",0]]', 1, '', '', '[]');"#;
        block_on(db.batch(Statement::script(world))).unwrap();
        for status in Status::ALL {
            let insert = "INSERT INTO entries (id, site, collection, type, slug, status, revision, author, published_at, created_at, updated_at, version, actor, action, request, data)
                          VALUES (?1, 1, 1, 'post', ?1, ?1, 1, 'me', 'p', '', '', 'v', 'me', 'create', 'r', '{\"a\":true,\"b\":\"x\"}')";
            block_on(db.run(Statement::new(insert).bind(status.as_str()))).unwrap();
        }
        let found = |select: String| {
            let rows = block_on(db.run(Statement::assert_safe(select))).unwrap().rows;
            rows.into_iter().map(|mut row| row.take_integer(0).unwrap()).collect::<Vec<i64>>()
        };
        for (field, status) in [(0, Status::Draft), (1, Status::Published), (2, Status::Archived)] {
            let place = format!("{}{}", place(1, field), after_drafts(status));
            let entry = format!("(SELECT pk FROM entries WHERE status = '{}')", status.as_str());
            let select = format!(
                "SELECT entry = {entry} AND {STATUS} = '{}' FROM entry_values AS v WHERE place = {place}",
                status.as_str()
            );
            assert_eq!(found(select), [1], "{field} {status:?}");
            let places = places(1);
            let select = format!(
                "SELECT count(*) FROM entry_values WHERE place >= {} AND place < {}",
                places.start, places.end
            );
            assert_eq!(found(select), [9]);
        }
        let of_field = concat!(
            "SELECT count(*) FROM entry_values AS v, collections AS c, json_each(c.indexed) AS f WHERE ",
            is_of_field!()
        );
        assert_eq!(found(of_field.to_owned()), [9]);
        let all = "SELECT count(*) FROM indexed_values AS i JOIN entry_values AS v USING (place, value, created_at, entry)";
        assert_eq!(found(all.to_owned()), [9]);
    }

    #[test]
    fn a_write_finds_its_old_values_by_the_whole_key() {
        let db = Db::open_memory().unwrap();
        block_on(crate::migrate::migrate(&Store::new(&db))).unwrap();
        let start = MIGRATION.find("  DELETE FROM entry_values").unwrap();
        let delete = MIGRATION[start..].split(';').next().unwrap();
        assert_eq!(MIGRATION.matches(delete).count(), MIGRATION.matches("DELETE FROM entry_values").count());
        let explain = format!("EXPLAIN QUERY PLAN {}", delete.replace("OLD.pk", "1"));
        let plan = block_on(db.run(Statement::assert_safe(explain))).unwrap();
        let steps: Vec<String> = plan.rows.into_iter().map(|mut row| row.take_text(3).unwrap()).collect();
        let by_key =
            "SEARCH entry_values USING PRIMARY KEY (place=? AND value=? AND created_at=? AND entry=?)";
        assert!(steps.iter().any(|step| step == by_key), "{steps:#?}");
        assert!(
            steps.iter().any(|step| step.starts_with("SEARCH e USING INTEGER PRIMARY KEY")),
            "{steps:#?}"
        );
    }
}
