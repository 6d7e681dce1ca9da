//! The errors, classified by what a caller can do about them.
//!
//! Pipes report texts; `classify` converts them into these kinds. For users of sqlx the error
//! implements `DatabaseError`, with `kind()`, `table()` and `constraint()`; `?` converts in both
//! directions.

use std::borrow::Cow;

use sqlx_core::error::{DatabaseError, ErrorKind};

/// An error of the database or of the connection to it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A row with the same values exists. For an index on an expression SQLite reports only the
    /// name of the index: then `table` is empty and `columns` holds that name.
    #[error("UNIQUE constraint failed: {table} ({})", columns.join(", "))]
    Unique {
        /// The table.
        table: String,
        /// The columns of the constraint, without the table's name.
        columns: Vec<String>,
    },
    /// A row references a missing row, or is still referenced. SQLite does not report which.
    #[error("FOREIGN KEY constraint failed")]
    ForeignKey,
    /// A CHECK constraint.
    #[error("CHECK constraint failed: {name}")]
    Check {
        /// The constraint's name, or its expression if it has none.
        name: String,
    },
    /// A column that may not be NULL.
    #[error("NOT NULL constraint failed: {table}.{column}")]
    NotNull {
        /// The table.
        table: String,
        /// The column.
        column: String,
    },
    /// Another connection held the lock for longer than the pipe waits (5 s). A retry may succeed.
    #[error("the database is busy")]
    Busy,
    /// The database has reached its size limit or the disk is full. A retry fails until space is
    /// freed.
    #[error("the database is full")]
    Full,
    /// A value or a result exceeds the host's size limit.
    #[error("too big: {0}")]
    TooBig(String),
    /// The database cannot be reached or opened. A retry may succeed.
    #[error("the database is unavailable: {0}")]
    Unavailable(String),
    /// The database cannot be used: it is damaged, read-only, not a database, or not granted. A
    /// retry fails.
    #[error("the database cannot be used: {0}")]
    Unusable(String),
    /// The driver refuses this statement.
    #[error("refused: {0}")]
    Refused(&'static str),
    /// The result has no row, but one was expected.
    #[error("no row")]
    NoRow,
    /// A cell does not have the expected type, or an argument cannot be stored.
    #[error("{0}")]
    Decode(String),
    /// Any other error of the database: syntax, unknown names, wrong number of arguments, `RAISE`
    /// in a trigger.
    #[error("{0}")]
    Sql(String),
}

impl Error {
    /// Whether the connection that reported the error must be closed.
    #[cfg(target_arch = "wasm32")]
    pub(crate) const fn ends_connection(&self) -> bool {
        matches!(self, Self::Unavailable(_) | Self::Unusable(_))
    }
}

impl DatabaseError for Error {
    fn message(&self) -> &str {
        match self {
            Error::Unique { .. } => "UNIQUE constraint failed",
            Error::ForeignKey => "FOREIGN KEY constraint failed",
            Error::Check { .. } => "CHECK constraint failed",
            Error::NotNull { .. } => "NOT NULL constraint failed",
            Error::Busy => "the database is busy",
            Error::Full => "the database is full",
            Error::NoRow => "no row",
            Error::Refused(message) => message,
            Error::TooBig(message)
            | Error::Unavailable(message)
            | Error::Unusable(message)
            | Error::Decode(message)
            | Error::Sql(message) => message,
        }
    }

    fn code(&self) -> Option<Cow<'_, str>> {
        None
    }

    fn table(&self) -> Option<&str> {
        match self {
            Error::Unique { table, .. } | Error::NotNull { table, .. } => {
                Some(table).filter(|table| !table.is_empty()).map(String::as_str)
            }
            _ => None,
        }
    }

    /// The name of a CHECK; the (first) column of UNIQUE and NOT NULL, as SQLite does not name
    /// those.
    fn constraint(&self) -> Option<&str> {
        match self {
            Error::Check { name } => Some(name),
            Error::Unique { columns, .. } => columns.first().map(String::as_str),
            Error::NotNull { column, .. } => Some(column),
            _ => None,
        }
    }

    fn kind(&self) -> ErrorKind {
        match self {
            Error::Unique { .. } => ErrorKind::UniqueViolation,
            Error::ForeignKey => ErrorKind::ForeignKeyViolation,
            Error::Check { .. } => ErrorKind::CheckViolation,
            Error::NotNull { .. } => ErrorKind::NotNullViolation,
            _ => ErrorKind::Other,
        }
    }

    fn as_error(&self) -> &(dyn std::error::Error + Send + Sync + 'static) {
        self
    }

    fn as_error_mut(&mut self) -> &mut (dyn std::error::Error + Send + Sync + 'static) {
        self
    }

    fn into_error(self: Box<Self>) -> Box<dyn std::error::Error + Send + Sync + 'static> {
        self
    }
}

/// Converts from sqlx's error, without loss for errors of this driver. The opposite direction is
/// sqlx's own `From<E: DatabaseError>`.
impl From<sqlx_core::Error> for Error {
    fn from(error: sqlx_core::Error) -> Self {
        match error {
            sqlx_core::Error::Database(inner) => match inner.try_downcast::<Error>() {
                Ok(own) => *own,
                Err(foreign) => Error::Sql(foreign.to_string()),
            },
            sqlx_core::Error::RowNotFound => Error::NoRow,
            sqlx_core::Error::Io(_) | sqlx_core::Error::PoolTimedOut | sqlx_core::Error::PoolClosed => {
                Error::Unavailable(error.to_string())
            }
            other => Error::Decode(other.to_string()),
        }
    }
}
