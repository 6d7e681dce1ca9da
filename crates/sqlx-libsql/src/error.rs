//! What can go wrong, sorted by what a caller can do about it.
//!
//! Pipes report texts; `classify` turns them into these kinds. For users of sqlx the same error is
//! a `DatabaseError`, with `kind()`, `table()` and `constraint()`; `?` converts in both directions.

use std::borrow::Cow;

use sqlx_core::error::{DatabaseError, ErrorKind};

/// An error of the database or on the way to it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A row with the same values exists. For an index on an expression SQLite tells only its name:
    /// then `table` is empty and `columns` holds the index's name.
    #[error("UNIQUE constraint failed: {table} ({})", columns.join(", "))]
    Unique {
        /// The table.
        table: String,
        /// The columns of the constraint, without the table's name.
        columns: Vec<String>,
    },
    /// A row refers to one that does not exist, or is still referred to. SQLite does not tell
    /// which.
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
    /// Another connection holds the lock, for longer than the pipe waits (5 s). Trying again may
    /// help.
    #[error("the database is busy")]
    Busy,
    /// The database may not grow any more. Trying again does not help until somebody makes room.
    #[error("the database is full")]
    Full,
    /// A value or a result is larger than the host carries.
    #[error("too big: {0}")]
    TooBig(String),
    /// The database cannot be reached or opened now. Trying again may help.
    #[error("the database is unavailable: {0}")]
    Unavailable(String),
    /// The database cannot be read, written or trusted: damaged, read-only, no database, not
    /// granted. Trying again does not help.
    #[error("the database cannot be used: {0}")]
    Unusable(String),
    /// The driver does not send this statement.
    #[error("refused: {0}")]
    Refused(&'static str),
    /// No row, where one was asked for.
    #[error("no row")]
    NoRow,
    /// A cell is not what the caller takes it for, or an argument cannot be stored.
    #[error("{0}")]
    Decode(String),
    /// Anything else that the database says: syntax, unknown names, wrong number of arguments,
    /// `RAISE` in a trigger.
    #[error("{0}")]
    Sql(String),
}

impl Error {
    /// Whether the connection that reported it is no good any more.
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

/// Back from sqlx, without loss for what came from this driver. The other way is sqlx's own
/// `From<E: DatabaseError>`.
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
