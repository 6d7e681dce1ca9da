//! The operand of a condition or an order, as SQL: a base column, an indexed value, or a member of
//! the JSON.

use super::source::Source;
use crate::collections::Stored;
use crate::entries::values::{STATUS, value_at};
use crate::sql::Sql;
use weft_domain::query::{Column, Comparison};

/// The value of a member of `e.data`; `?` stands for its path.
const MEMBER: &str = value_at!("e.data", "?");

/// A column as SQL.
#[derive(Debug, Clone, Copy)]
pub(super) enum Operand {
    /// A column that is never null; `published_at` is '' instead.
    Base(&'static str),
    /// `v.value`, which is -1e999 instead of null.
    Indexed {
        /// Whether the conditions bound the value on both sides.
        is_bounded: bool,
    },
    /// A member of `e.data`; the number is that of the bound path.
    Json(usize),
}

impl Operand {
    /// The operand of a column, for the scanned index.
    pub(super) fn of(sql: &mut Sql, column: &Column, source: &Source) -> Self {
        match column {
            Column::Id => Self::Base("e.id"),
            Column::Type => Self::Base("e.type"),
            Column::Slug => Self::Base("e.slug"),
            Column::Status => Self::Base(if source.is_values() { STATUS } else { "e.status" }),
            Column::AuthorId => Self::Base("e.author"),
            Column::PublishedAt => Self::Base("e.published_at"),
            Column::CreatedAt => Self::Base(if source.is_values() { "v.created_at" } else { "e.created_at" }),
            Column::UpdatedAt => Self::Base("e.updated_at"),
            Column::Data(path) if source.walks(path) => Self::Indexed { is_bounded: source.is_bounded() },
            Column::Data(path) => Self::Json(sql.arg(path.json_path())),
        }
    }

    /// Appends the value; null for a member that is missing or null.
    pub(super) fn push(self, sql: &mut Sql) {
        match self {
            Self::Base(column) => sql.push(column),
            Self::Indexed { .. } => sql.push("v.value"),
            Self::Json(path) => {
                for (at, part) in MEMBER.split('?').enumerate() {
                    if at > 0 {
                        sql.again(path);
                    }
                    sql.push(part);
                }
                sql
            }
        };
    }

    /// Appends the value for an order: never null.
    pub(super) fn push_sortable(self, sql: &mut Sql) {
        if let Self::Json(_) = self {
            sql.push("COALESCE(");
            self.push(sql);
            sql.push(", -1e999)");
        } else {
            self.push(sql);
        }
    }

    /// Whether '' means null.
    pub(super) fn is_null_when_empty(self) -> bool {
        matches!(self, Self::Base("e.published_at"))
    }

    /// Appends the condition that the value is null.
    pub(super) fn push_is_null(self, sql: &mut Sql) {
        match self {
            Self::Base("e.published_at") => sql.push("e.published_at = ''"),
            Self::Base(_) => sql.push("0"),
            Self::Indexed { .. } => sql.push("v.value = -1e999"),
            Self::Json(_) => {
                self.push(sql);
                sql.push(" IS NULL")
            }
        };
    }
}

/// Whether every row of `entry_values` has the column: then the scan need not read `entries`.
pub(super) fn is_beside_values(column: &Column, source: &Source) -> bool {
    match column {
        Column::Status | Column::CreatedAt => true,
        Column::Data(path) => source.walks(path),
        _ => false,
    }
}

/// The comparison of a column (`domain::query`).
pub(super) fn comparison(column: &Column, collection: Option<&Stored>) -> Comparison {
    let Column::Data(path) = column else { return Comparison::Text };
    let field = path.field().and_then(|name| collection?.collection.schema.field(name));
    field.map_or(Comparison::Any, |field| field.field_type().comparison())
}
