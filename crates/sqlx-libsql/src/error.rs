//! The errors, classified by what a caller can do about them.
//!
//! Pipes report texts; `classify` converts them into these kinds.

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
