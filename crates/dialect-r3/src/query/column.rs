//! Names of columns: a closed list, and `data.<field>` of a closed alphabet. No other text of a request becomes one.

use weft_domain::query::{Column, FieldPath, Literal};
use weft_domain::{Error, Result, Timestamp};

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

/// The column of that name; `path` is what to blame.
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

/// What a column is compared with. Moments are stored in one spelling, so another spelling of a moment, a plain day included (its
/// midnight, UTC), is rewritten to it; what reads as no moment stays a text.
pub(super) fn literal(column: &Column, text: &str) -> Literal {
    let is_moment = matches!(column, Column::PublishedAt | Column::CreatedAt | Column::UpdatedAt);
    let moment = if !is_moment {
        None
    } else if text.len() == 10 {
        Timestamp::parse(&format!("{text}T00:00:00Z"))
    } else {
        Timestamp::parse(text)
    };
    moment.map_or_else(|| Literal::new(text), |moment| Literal::new(moment.to_string()))
}
