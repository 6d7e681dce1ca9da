//! Driver errors become domain errors: the first of the two times that an error changes clothes.

use crate::demands::unmet;
use weft_domain::{Error, Kind};

/// What a driver error means to a use case. A constraint's columns become the field that people know.
pub fn from_driver(error: sqlx_libsql::Error) -> Error {
    use sqlx_libsql::Error as Driver;
    match error {
        Driver::Unique { table, columns } => match (table.as_str(), columns.last().map(String::as_str)) {
            ("entries", Some("slug")) => Error::taken("slug"),
            ("collections", Some("name")) => Error::taken("name"),
            ("accounts", Some("email")) => Error::taken("email"),
            // An index over an expression has a name and no columns.
            ("", Some("entry_values_unique")) => Error::taken("data"),
            ("weft_migrations", _) => Error::taken("migration"),
            _ => Error::Internal(format!("UNIQUE constraint failed: {table} {columns:?}")),
        },
        Driver::Check { name } => {
            unmet(&name).unwrap_or_else(|| Error::Internal(format!("CHECK constraint failed: {name}")))
        }
        Driver::ForeignKey => Error::NotFound(Kind::Site),
        // Only what may pass by itself: dialects answer it with "try again".
        Driver::Busy | Driver::Unavailable(_) => Error::Unavailable(error.to_string()),
        Driver::Full => Error::Full(error.to_string()),
        Driver::TooBig(_) => Error::TooLarge { limit: weft_domain::entry::DATA_MAX, of: "bytes" },
        other => Error::Internal(other.to_string()),
    }
}
