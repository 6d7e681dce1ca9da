//! Converts stored texts to datetimes in canonical form: when the type of a field becomes `date` or
//! `datetime`, and when an old version is restored.
//!
//! All other writes already have datetimes in canonical form (`domain::field::date_time`). Here
//! SQLite converts them, for the top-level fields of the content type; values in groups and arrays
//! stay unchanged until they are written again.

use crate::collections::Note;
use sqlx_libsql::Statement;
use weft_domain::field::{Field, FieldType};
use weft_domain::schema::Schema;

/// The data with its datetime members in canonical form: an expression of the data and the
/// collection's key, both SQL.
macro_rules! with_moments {
    ($data:literal, $collection:literal) => {
        concat!(
            "json_patch(", $data, ", (
               SELECT json_group_object(n.name, n.normal)
                 FROM (SELECT u.name, u.value, iif(u.type = 'date' AND u.utc LIKE '%T00:00:00.000Z', substr(u.utc, 1, 10), u.utc) AS normal
                         FROM (SELECT t.name, t.type, t.value,
                                      strftime('%Y-%m-%dT%H:%M:%fZ',
                                               iif(t.value GLOB '*.[0-9][0-9][0-9][0-9]*',
                                                   substr(t.value, 1, 23) || iif(t.value GLOB '*Z', 'Z', substr(t.value, -6)), t.value)) AS utc
                                 FROM (SELECT f.value ->> 'name' AS name, f.value ->> 'type' AS type,
                                              upper(", $data, " ->> ('$.\"' || (f.value ->> 'name') || '\"')) AS value
                                         FROM collections AS k, json_each(k.fields) AS f
                                        WHERE k.pk = ", $collection, " AND f.value ->> 'type' IN ('datetime', 'date')) AS t
                                WHERE t.value GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]*'
                                  AND (t.value GLOB '*Z' OR t.value GLOB '*[+-][0-9][0-9]:[0-9][0-9]')) AS u
                        WHERE u.utc IS NOT NULL) AS n
                WHERE n.normal <> n.value))"
        )
    };
}

pub(crate) use with_moments;

/// Whether a field becomes a datetime that had another type.
pub(crate) fn has_new_moments(old: &Schema, new: &Schema) -> bool {
    let is_new =
        |field: &&Field| old.field(&field.name).is_some_and(|old| old.field_type() != field.field_type());
    let is_moment = |field: &Field| matches!(field.field_type(), FieldType::DateTime | FieldType::Date);
    new.fields.iter().filter(is_new).any(is_moment)
}

/// Converts the datetimes in the entries of a collection to canonical form, if the collection is at
/// `revision`.
pub(crate) fn respell_moments(collection: i64, revision: i64, note: &Note<'_>) -> Statement {
    let update = concat!(
        "UPDATE entries
            SET data = ",
        with_moments!("data", "entries.collection"),
        ", draft = ",
        with_moments!("draft", "entries.collection"),
        ", drafted_at = iif(draft IS NULL, NULL, ?5), ahead = 0, revision = revision + 1, action = 'update', note = NULL, actor = ?3, request = ?4, updated_at = ?5,
                version = substr(?6, 1, 24) || substr(id, 25)
          WHERE collection = ?1 AND (",
        with_moments!("data", "entries.collection"),
        " <> json(data) OR ",
        with_moments!("draft", "entries.collection"),
        " <> json(draft))
            AND EXISTS (SELECT 1 FROM collections WHERE pk = ?1 AND revision = ?2)"
    );
    Statement::new(update)
        .bind(collection)
        .bind(revision)
        .bind(note.actor)
        .bind(note.request)
        .bind(note.at)
        .bind(note.version)
}

#[cfg(test)]
mod tests {
    use futures_executor::block_on;
    use sqlx_libsql::{Db, Statement};
    use weft_domain::field::Field;

    #[test]
    fn sqlite_writes_the_canonical_form_of_the_domain() {
        let db = Db::open_memory().unwrap();
        let world = r#"CREATE TABLE collections (pk INTEGER, fields TEXT);
            INSERT INTO collections VALUES (7, '[{"name":"x","type":"datetime"},{"name":"d","type":"date"},{"name":"t","type":"text"}]');"#;
        block_on(db.batch(Statement::script(world))).unwrap();
        let [x, d] = ["datetime", "date"].map(|kind| {
            serde_json::from_str::<Field>(&format!(r#"{{"name":"x","type":"{kind}"}}"#)).unwrap()
        });
        for value in [
            r#""2026-08-22T01:00:00+09:00""#,
            r#""2026-08-22t00:00:00z""#,
            r#""2026-08-22T01:00:00.9Z""#,
            r#""2026-08-22T01:00:00.1239999-09:30""#,
            r#""2026-08-21T16:00:00.000Z""#,
            r#""1969-12-31T23:59:59.9999Z""#,
            r#""2026-08-22""#,
            r#""soon""#,
            "\"\"",
            "null",
            "1.10",
        ] {
            let stored = |field: &Field| field.normalise(value).unwrap_or_else(|| value.to_owned());
            let (x, d) = match value {
                // The domain converts only valid datetimes.
                r#""2026-08-22""# => (value.to_owned(), value.to_owned()),
                _ => (stored(&x), stored(&d)),
            };
            let data = format!(r#"{{"n":1.10,"x":{value},"d":{value},"t":{value}}}"#);
            let statement =
                Statement::assert_read(concat!("SELECT ", with_moments!("?1", "?2"))).bind(data).bind(7_i64);
            let text = block_on(db.run(statement)).unwrap().rows.remove(0).take_text(0).unwrap();
            assert_eq!(text, format!(r#"{{"n":1.10,"x":{x},"d":{d},"t":{value}}}"#));
        }
    }
}
