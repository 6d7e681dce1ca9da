//! Translates driver errors to domain errors, the first of the two translations of an error.

use crate::demands::unmet;
use weft_domain::entry::DATA_MAX;
use weft_domain::{Error, Kind};

/// Translates a driver error. The columns of a constraint become the name of the field.
pub fn from_driver(error: sqlx_libsql::Error) -> Error {
    use sqlx_libsql::Error as Driver;
    match error {
        Driver::Unique { table, columns } => match (table.as_str(), columns.last().map(String::as_str)) {
            ("entries", Some("slug")) => Error::taken("slug"),
            ("entries", Some("instance")) => Error::taken("place"),
            ("collections", Some("name")) => Error::taken("name"),
            ("accounts", Some("email")) => Error::taken("email"),
            ("site_domains", Some("domain")) => Error::taken("domains"),
            // An index on an expression has a name and no columns.
            ("", Some("entry_values_unique")) => Error::taken("data"),
            ("weft_migrations", _) => Error::taken("migration"),
            _ => Error::Internal(format!("UNIQUE constraint failed: {table} {columns:?}")),
        },
        Driver::Check { name } if name == "entries_data" || name == "entries_draft" => {
            Error::TooLarge { limit: DATA_MAX, of: "bytes" }
        }
        Driver::Check { name } => {
            unmet(&name).unwrap_or_else(|| Error::Internal(format!("CHECK constraint failed: {name}")))
        }
        Driver::ForeignKey => Error::NotFound(Kind::Site),
        // Only temporary errors, because dialects respond with "try again".
        Driver::Busy | Driver::Unavailable(_) => Error::Unavailable(error.to_string()),
        Driver::Full => Error::Full(error.to_string()),
        Driver::TooBig(_) => Error::TooLarge { limit: DATA_MAX, of: "bytes" },
        other => Error::Internal(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use weft_domain::json::MEMBERS_MAX;

    #[test]
    fn the_limits_of_the_tables_are_those_of_the_domain() {
        let content = include_str!("../migrations/0002_content.sql");
        for column in ["data", "draft"] {
            assert!(content.contains(&format!("CHECK (octet_length({column}) <= {DATA_MAX})")), "{column}");
        }
        for (column, triggers) in [("data", 2), ("draft", 1)] {
            let members = format!("(SELECT count(*) FROM json_each(NEW.{column})) > {MEMBERS_MAX};");
            assert_eq!(content.matches(&members).count(), triggers, "{column}");
        }
    }

    #[test]
    fn only_temporary_errors_are_unavailable() {
        use sqlx_libsql::Error as Driver;
        let is_unavailable = |error| matches!(from_driver(error), Error::Unavailable(_));
        assert!(is_unavailable(Driver::Busy) && is_unavailable(Driver::Unavailable(String::new())));
        for lasting in
            [Driver::Full, Driver::Unusable(String::new()), Driver::Sql(String::new()), Driver::ForeignKey]
        {
            assert!(!is_unavailable(lasting.clone()), "{lasting:?}");
        }
        assert!(matches!(from_driver(Driver::Full), Error::Full(_)));
        assert!(matches!(from_driver(Driver::Unusable(String::new())), Error::Internal(_)));
        for name in ["entries_data", "entries_draft"] {
            let data = from_driver(Driver::Check { name: name.into() });
            assert!(matches!(data, Error::TooLarge { limit: DATA_MAX, of: "bytes" }), "{name}");
        }
        let members = from_driver(Driver::Check { name: "demands_members".into() });
        assert!(matches!(members, Error::TooLarge { limit: MEMBERS_MAX, of: "members" }));
    }
}
