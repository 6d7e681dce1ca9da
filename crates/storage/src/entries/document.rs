//! An entry as a dialect's JSON document, written by SQLite: constant text around columns, `data` as it is stored.
//!
//! No column that stands between quotes can hold a character that JSON would escape: ids, timestamps and statuses are ours, type names
//! and slugs have a closed alphabet (`domain::slug`, `domain::collection`).

use crate::sql::Sql;
use weft_domain::query::{FieldPath, Members, Projection};
use weft_domain::shape::{Shape, Source, VersionShape, VersionSource};

/// The member that no projection takes away.
const ALWAYS: &str = "id";

/// The rows of `entries` whose documents are written.
#[derive(Clone, Copy)]
pub(crate) struct Rows {
    /// What stands before their columns: `e.`, or nothing in RETURNING.
    pub(crate) prefix: &'static str,
    /// Whether they are all published, and nothing needs to be looked at to say so.
    pub(crate) are_published: bool,
}

impl Rows {
    /// Of any status.
    pub(crate) const fn any(prefix: &'static str) -> Self {
        Self { prefix, are_published: false }
    }
}

/// Appends the expression of the document of a row.
pub(crate) fn push_document(sql: &mut Sql, rows: Rows, shape: Shape, projection: &Projection) {
    let mut open = "concat('{";
    for (name, source) in shape {
        if *name != ALWAYS && !selects(&projection.document, name) {
            continue;
        }
        sql.push(open).push("\"").push(name).push("\":");
        open = push_source(sql, rows, *source, projection);
    }
    let is_empty = open == "concat('{";
    sql.push(if is_empty { "'{}'" } else { open.strip_suffix(',').unwrap_or(open) });
    sql.push(if is_empty { "" } else { "}')" });
}

fn selects(members: &Members, name: &str) -> bool {
    match members {
        Members::All => true,
        Members::Only(names) => names.iter().any(|n| n == name),
        Members::Except(names) => names.iter().all(|n| n != name),
    }
}

/// Appends the value of one member, as arguments of `concat`. A text literal is open before; what is returned opens the next one, and ends
/// with the comma between members.
fn push_source(sql: &mut Sql, rows: Rows, source: Source, projection: &Projection) -> &'static str {
    let row = rows.prefix;
    let column = match source {
        Source::Id => "id",
        Source::Type => "type",
        Source::Slug => "slug",
        Source::Status if rows.are_published => {
            sql.push("\"published\"");
            return ",";
        }
        Source::Status => "status",
        Source::AuthorId => "author",
        Source::CreatedAt => "created_at",
        Source::UpdatedAt => "updated_at",
        Source::Revision => {
            sql.push("', ").push(row).push("revision");
            return ", ',";
        }
        // Which is never empty then.
        Source::PublishedAt if rows.are_published => "published_at",
        Source::PublishedAt => {
            sql.push("', CASE ").push(row).push("published_at WHEN '' THEN 'null' ELSE '\"' || ").push(row);
            sql.push("published_at || '\"' END");
            return ", ',";
        }
        Source::Data => {
            push_data(sql.push("', "), row, &projection.data);
            return ", ',";
        }
    };
    sql.push("\"', ").push(row).push(column);
    ", '\","
}

fn push_data(sql: &mut Sql, row: &str, members: &Members) {
    match members {
        Members::All => sql.push(row).push("data"),
        Members::Only(names) => {
            let names = serde_json::to_string(names).unwrap_or_else(|_| "[]".to_owned());
            sql.push("(SELECT json_group_object(m.key, ")
                .push(row)
                .push("data -> m.fullkey) FROM json_each(")
                .push(row);
            sql.push("data) AS m WHERE m.key IN (SELECT value FROM json_each(").bind(names).push(")))")
        }
        Members::Except(names) => {
            sql.push("json_remove(").push(row).push("data");
            for path in names.iter().filter_map(|name| FieldPath::parse(name)) {
                sql.push(", ").bind(path.json_path());
            }
            sql.push(")")
        }
    };
}

/// Appends the expression of the document of the row `v` of a version.
pub(crate) fn push_version(sql: &mut Sql, shape: VersionShape) {
    let mut open = "concat('{";
    for (name, source) in shape {
        sql.push(open).push("\"").push(name).push("\":");
        let (column, next) = match source {
            VersionSource::Id => ("\"', v.id", ", '\","),
            VersionSource::EntryId => ("\"', v.entry_id", ", '\","),
            VersionSource::Status => ("\"', v.status", ", '\","),
            VersionSource::CreatedAt => ("\"', v.created_at", ", '\","),
            VersionSource::CreatedBy => ("\"', v.created_by", ", '\","),
            VersionSource::Number => ("', v.revision", ", ',"),
            VersionSource::Data => ("', v.data", ", ',"),
        };
        sql.push(column);
        open = next;
    }
    sql.push(open.strip_suffix(',').unwrap_or(open)).push("}')");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_one_call() {
        let mut sql = Sql::default();
        push_document(
            &mut sql,
            Rows::any("e."),
            &[("id", Source::Id), ("n", Source::Revision), ("data", Source::Data)],
            &Projection::default(),
        );
        assert_eq!(sql.text(), r#"concat('{"id":"', e.id, '","n":', e.revision, ',"data":', e.data, '}')"#);
        let mut sql = Sql::default();
        let published = Rows { prefix: "e.", are_published: true };
        let shape =
            &[("p", Source::PublishedAt), ("s", Source::Status), ("id", Source::Id), ("t", Source::Status)];
        push_document(&mut sql, published, shape, &Projection::default());
        assert_eq!(
            sql.text(),
            r#"concat('{"p":"', e.published_at, '","s":"published","id":"', e.id, '","t":"published"}')"#
        );
        let mut sql = Sql::default();
        push_document(&mut sql, Rows::any(""), &[], &Projection::default());
        assert_eq!(sql.text(), "'{}'");
    }
}
