//! An entry as a dialect's JSON document, which SQLite generates: constant text around columns, and
//! `data` as it is stored.
//!
//! The columns between quotes contain no character that JSON must escape: Weft generates ids,
//! timestamps and statuses, and type names and slugs have a restricted alphabet (`domain::slug`,
//! `domain::collection`). Pages and instance keys are escaped.

use crate::sql::Sql;
use weft_domain::query::{FieldPath, MemberSelection, Projection};
use weft_domain::shape::{Shape, Source, VersionShape, VersionSource};

/// The member that every projection includes.
const ALWAYS: &str = "id";

/// The rows of `entries` whose documents are generated.
#[derive(Clone, Copy)]
pub(crate) struct Rows {
    /// The prefix of their columns: `e.`, or empty in RETURNING.
    pub(crate) prefix: &'static str,
    /// Whether the statement selects only published rows.
    pub(crate) are_published: bool,
    /// Whether the draft is shown instead of the published data.
    pub(crate) show_drafts: bool,
}

impl Rows {
    /// Rows of any status, with drafts.
    pub(crate) const fn any(prefix: &'static str) -> Self {
        Self { prefix, are_published: false, show_drafts: true }
    }

    /// Appends the shown data.
    fn push_data(self, sql: &mut Sql) {
        if self.show_drafts {
            sql.push("COALESCE(").push(self.prefix).push("draft, ").push(self.prefix).push("data)");
        } else {
            sql.push(self.prefix).push("data");
        }
    }

    /// Appends the revision of the shown data.
    pub(crate) fn push_revision(self, sql: &mut Sql) {
        sql.push(self.prefix).push("revision");
        if !self.show_drafts {
            sql.push(" - ").push(self.prefix).push("ahead");
        }
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

fn selects(members: &MemberSelection, name: &str) -> bool {
    match members {
        MemberSelection::All => true,
        MemberSelection::Only(names) => names.iter().any(|n| n == name),
        MemberSelection::Except(names) => names.iter().all(|n| n != name),
    }
}

/// Appends the value of one member, as arguments of `concat`. Before the call, a text literal is
/// open; the returned text opens the next one and ends with the comma between members.
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
            rows.push_revision(sql.push("', "));
            return ", ',";
        }
        // The column is not empty for published rows.
        Source::PublishedAt if rows.are_published => "published_at",
        Source::PublishedAt => {
            sql.push("', CASE ").push(row).push("published_at WHEN '' THEN 'null' ELSE '\"' || ").push(row);
            sql.push("published_at || '\"' END");
            return ", ',";
        }
        Source::Data => {
            push_data(sql.push("', "), rows, &projection.data);
            return ", ',";
        }
        Source::Page | Source::Instance | Source::Component => {
            sql.push("', json_quote(").push(row).push(match source {
                Source::Page => "page)",
                Source::Instance => "instance)",
                _ => "component)",
            });
            return ", ',";
        }
        Source::HasDraft => {
            sql.push("', iif(").push(row).push("draft IS NULL, 'false', 'true')");
            return ", ',";
        }
    };
    sql.push("\"', ").push(row).push(column);
    ", '\","
}

fn push_data(sql: &mut Sql, rows: Rows, members: &MemberSelection) {
    match members {
        MemberSelection::All => rows.push_data(sql),
        MemberSelection::Only(names) => {
            let names = serde_json::to_string(names).unwrap_or_else(|_| "[]".to_owned());
            rows.push_data(sql.push("(SELECT json_group_object(m.key, "));
            rows.push_data(sql.push(" -> m.fullkey) FROM json_each("));
            sql.push(") AS m WHERE m.key IN (SELECT value FROM json_each(").bind(names).push(")))");
        }
        MemberSelection::Except(names) => {
            rows.push_data(sql.push("json_remove("));
            for path in names.iter().filter_map(|name| FieldPath::parse(name)) {
                sql.push(", ").bind(path.json_path());
            }
            sql.push(")");
        }
    }
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
    fn a_document_is_one_call_of_concat() {
        let mut sql = Sql::default();
        const VISITORS: &str =
            r#"concat('{"id":"', e.id, '","n":', e.revision - e.ahead, ',"data":', e.data, '}')"#;
        let shape = &[("id", Source::Id), ("n", Source::Revision), ("data", Source::Data)];
        let visitors = Rows { show_drafts: false, ..Rows::any("e.") };
        push_document(&mut sql, visitors, shape, &Projection::default());
        assert_eq!(sql.text(), VISITORS);
        let mut sql = Sql::default();
        push_document(&mut sql, Rows::any("e."), shape, &Projection::default());
        assert_eq!(
            sql.text(),
            r#"concat('{"id":"', e.id, '","n":', e.revision, ',"data":', COALESCE(e.draft, e.data), '}')"#
        );
        let mut sql = Sql::default();
        let published = Rows { prefix: "e.", are_published: true, show_drafts: false };
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
