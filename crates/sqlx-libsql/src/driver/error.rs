//! The errors of the driver for users of sqlx: a `DatabaseError`, with `kind()`, `table()` and
//! `constraint()`. `?` converts in both directions.

use std::borrow::Cow;

use sqlx_core::error::{DatabaseError, ErrorKind};

use crate::error::Error;

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
