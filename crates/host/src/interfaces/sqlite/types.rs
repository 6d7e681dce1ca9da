//! The interface's own types, as the guest sees them.

use rusqlite::ToSql;
use rusqlite::types::{ToSqlOutput, ValueRef};
use wasmtime::component::{ComponentType, Lift, Lower};

/// Why a call failed.
#[derive(Debug, Clone, ComponentType, Lift, Lower)]
#[component(variant)]
pub(crate) enum Error {
    /// No database has that label.
    #[component(name = "no-such-database")]
    NoSuchDatabase,
    /// The component may not open it.
    #[component(name = "access-denied")]
    AccessDenied,
    /// The handle is stale.
    #[component(name = "invalid-connection")]
    InvalidConnection,
    /// No room is left.
    #[component(name = "database-full")]
    DatabaseFull,
    /// SQLite's error message.
    #[component(name = "io")]
    Io(String),
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DiskFull) => Self::DatabaseFull,
            _ => Self::Io(error.to_string()),
        }
    }
}

/// One value, in or out.
#[derive(Debug, Clone, ComponentType, Lift, Lower)]
#[component(variant)]
pub(crate) enum Value {
    /// INTEGER
    #[component(name = "integer")]
    Integer(i64),
    /// REAL
    #[component(name = "real")]
    Real(f64),
    /// TEXT
    #[component(name = "text")]
    Text(String),
    /// BLOB
    #[component(name = "blob")]
    Blob(Vec<u8>),
    /// NULL
    #[component(name = "null")]
    Null,
}

impl Value {
    /// A copy of a value of SQLite.
    pub(super) fn read(value: ValueRef<'_>) -> Result<Self, Error> {
        Ok(match value {
            ValueRef::Null => Self::Null,
            ValueRef::Integer(integer) => Self::Integer(integer),
            ValueRef::Real(real) => Self::Real(real),
            ValueRef::Text(text) => match std::str::from_utf8(text) {
                Ok(text) => Self::Text(text.to_owned()),
                Err(error) => return Err(Error::Io(format!("a text value is not UTF-8: {error}"))),
            },
            ValueRef::Blob(blob) => Self::Blob(blob.to_vec()),
        })
    }

    /// The approximate size of the value in memory.
    pub(super) fn size(&self) -> usize {
        match self {
            Self::Text(text) => size_of::<Self>() + text.len(),
            Self::Blob(blob) => size_of::<Self>() + blob.len(),
            Self::Integer(_) | Self::Real(_) | Self::Null => size_of::<Self>(),
        }
    }
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Integer(integer) => ValueRef::Integer(*integer),
            Self::Real(real) => ValueRef::Real(*real),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Blob(blob) => ValueRef::Blob(blob),
            Self::Null => ValueRef::Null,
        }))
    }
}

/// One row.
#[derive(Debug, Clone, ComponentType, Lift, Lower)]
#[component(record)]
pub(crate) struct Row {
    /// One value per column.
    #[component(name = "values")]
    pub(super) values: Vec<Value>,
}

/// The whole result of a statement.
#[derive(Debug, Clone, ComponentType, Lift, Lower)]
#[component(record)]
pub(crate) struct QueryResult {
    /// Names.
    #[component(name = "columns")]
    pub(super) columns: Vec<String>,
    /// Rows.
    #[component(name = "rows")]
    pub(super) rows: Vec<Row>,
}
