//! Names of columns: a closed list, and `data.<field>` of a closed alphabet. No other text of a
//! request becomes a name.

use weft_domain::query::{Column, FieldPath, Literal};
use weft_domain::{Error, Result};

/// The columns that have names of their own.
const COLUMNS: [(&str, Column); 8] = [
    ("id", Column::Id),
    ("type", Column::Type),
    ("slug", Column::Slug),
    ("status", Column::Status),
    ("authorId", Column::AuthorId),
    ("publishedAt", Column::PublishedAt),
    ("createdAt", Column::CreatedAt),
    ("updatedAt", Column::UpdatedAt),
];

/// Parses a column's name; `path` is the path of a violation.
pub(super) fn parse(name: &str, path: &str) -> Result<Column> {
    if let Some(field) = name.strip_prefix("data.") {
        return FieldPath::parse(field).map(Column::Data).ok_or_else(|| {
            Error::invalid(
                path,
                "path",
                "after data. come 1 to 4 names of letters, digits, _ and -, with dots between them",
            )
        });
    }
    let known = COLUMNS.iter().find(|(known, _)| *known == name).map(|(_, column)| column.clone());
    known.ok_or_else(|| {
        Error::invalid(
            path,
            "unknown",
            "must be id, type, slug, status, authorId, publishedAt, createdAt, updatedAt or data.<field>",
        )
    })
}

/// Parses a column's literal; `path` is the path of a violation. The use case knows the types of
/// fields.
pub(super) fn literal(column: &Column, text: &str, path: &str) -> Result<Literal> {
    column.literal(text).map_err(|wanted| Error::invalid(path, "type", wanted))
}
