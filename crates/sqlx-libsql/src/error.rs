//! What can go wrong, sorted by what a caller can do about it.
//!
//! Pipes report texts; `classify` turns them into these kinds.

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
