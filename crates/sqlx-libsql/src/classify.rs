//! Classifies error texts; no other file reads them.
//!
//! A host reports errors as text: SQLite's message alone (rusqlite, `spin:sqlite`), after `SQLite
//! error: ` (libSQL's server), after `error executing a request on the primary: ` (its replica), or
//! quoted inside a client's message (Spin's libsql provider). The classification therefore searches
//! for SQLite's messages inside the text and does not compare whole texts. To add a format, add a
//! line to the table in the tests.

use crate::error::Error;

/// Returns the kind of an error text.
pub(crate) fn classify(text: &str) -> Error {
    let after = |sentence: &str| text.split_once(sentence).map(|(_, rest)| rest);
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    if let Some(rest) = after("UNIQUE constraint failed: ") {
        unique(rest)
    } else if has(&["FOREIGN KEY constraint failed"]) {
        Error::ForeignKey
    } else if let Some(rest) = after("CHECK constraint failed: ") {
        Error::Check { name: until_quote(rest).into() }
    } else if let Some((table, column)) =
        after("NOT NULL constraint failed: ").and_then(|rest| identifiers(rest).split_once('.'))
    {
        Error::NotNull { table: table.into(), column: column.into() }
    } else if has(BUSY) {
        Error::Busy
    } else if has(FULL) {
        Error::Full
    } else if has(TOO_BIG) {
        Error::TooBig(bare(text).into())
    } else if has(UNUSABLE) {
        Error::Unusable(bare(text).into())
    } else if has(UNAVAILABLE) {
        Error::Unavailable(bare(text).into())
    } else {
        Error::Sql(bare(text).into())
    }
}

const BUSY: &[&str] = &[
    "database is locked",
    "database table is locked",
    "database schema is locked",
    "SQLITE_BUSY",
    "TRANSACTION_TIMEOUT",
];
const FULL: &[&str] = &["database or disk is full", "SQLITE_FULL"];
const TOO_BIG: &[&str] = &["string or blob too big", "query result exceeds limit", "Response is too large"];
/// Permanent errors.
const UNUSABLE: &[&str] = &[
    "disk I/O error",
    "database disk image is malformed",
    "malformed database schema",
    "file is not a database",
    "readonly database",
    "SQLITE_IOERR",
    "SQLITE_CORRUPT",
    "SQLITE_NOTADB",
    "SQLITE_READONLY",
];
/// Temporary errors.
const UNAVAILABLE: &[&str] = &[
    "unable to open database file",
    "SQLITE_CANTOPEN",
    "too many connections opened",
    "Timed out while opening database connection",
    "STREAM_EXPIRED",
];

/// `t.a, t.b` or `index 'name'`.
fn unique(rest: &str) -> Error {
    if let Some(index) = rest.strip_prefix("index '") {
        return Error::Unique { table: String::new(), columns: vec![until_quote(index).into()] };
    }
    let mut table = String::new();
    let mut columns = Vec::new();
    let mut rest = rest;
    loop {
        let name = identifiers(rest);
        let (of, column) = name.split_once('.').unwrap_or(("", name));
        table = if table.is_empty() { of.into() } else { table };
        columns.push(column.into());
        match rest.get(name.len()..).and_then(|more| more.strip_prefix(", ")) {
            Some(more) if more.starts_with(&format!("{table}.")) => rest = more,
            _ => return Error::Unique { table, columns },
        }
    }
}

/// Returns the identifiers, joined by dots, at the start of `text`.
fn identifiers(text: &str) -> &str {
    let end =
        text.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '$' | '.'))).unwrap_or(text.len());
    text.get(..end).unwrap_or(text)
}

/// Returns the text before a closing quote, which a surrounding message may have added.
fn until_quote(text: &str) -> &str {
    text.split(['"', '\'', '`', '\n']).next().unwrap_or(text).trim_end()
}

/// Removes the prefixes that servers add to a message.
fn bare(text: &str) -> &str {
    let mut text = text;
    for prefix in ["error executing a request on the primary: ", "SQLite error: "] {
        text = text.strip_prefix(prefix).unwrap_or(text);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unique_on(table: &str, columns: &[&str]) -> Error {
        Error::Unique {
            table: table.into(),
            columns: columns.iter().map(|column| (*column).into()).collect(),
        }
    }

    #[test]
    fn every_spelling_has_its_kind() {
        let quoted = r#"Hrana: `stream error: `Error { message: "SQLite error: UNIQUE constraint failed: t.id", code: "SQLITE_CONSTRAINT" }``"#;
        let table = [
            ("UNIQUE constraint failed: t.id", unique_on("t", &["id"])),
            ("SQLite error: UNIQUE constraint failed: t.id", unique_on("t", &["id"])),
            (
                "error executing a request on the primary: UNIQUE constraint failed: t.id",
                unique_on("t", &["id"]),
            ),
            (quoted, unique_on("t", &["id"])),
            ("UNIQUE constraint failed: entry.site_id, entry.slug", unique_on("entry", &["site_id", "slug"])),
            ("UNIQUE constraint failed: index 'entry_by_slug'", unique_on("", &["entry_by_slug"])),
            ("SQLite error: FOREIGN KEY constraint failed", Error::ForeignKey),
            ("CHECK constraint failed: entry_status", Error::Check { name: "entry_status".into() }),
            ("CHECK constraint failed: a > 0", Error::Check { name: "a > 0".into() }),
            ("NOT NULL constraint failed: t.a", Error::NotNull { table: "t".into(), column: "a".into() }),
            ("database is locked", Error::Busy),
            ("database table is locked: t", Error::Busy),
            ("database or disk is full", Error::Full),
            ("string or blob too big", Error::TooBig("string or blob too big".into())),
            ("SQLite error: disk I/O error", Error::Unusable("disk I/O error".into())),
            (
                "attempt to write a readonly database",
                Error::Unusable("attempt to write a readonly database".into()),
            ),
            ("database disk image is malformed", Error::Unusable("database disk image is malformed".into())),
            ("file is not a database", Error::Unusable("file is not a database".into())),
            ("unable to open database file", Error::Unavailable("unable to open database file".into())),
            ("too many connections opened", Error::Unavailable("too many connections opened".into())),
            ("STREAM_EXPIRED", Error::Unavailable("STREAM_EXPIRED".into())),
            ("SQLite error: no such table: x", Error::Sql("no such table: x".into())),
            ("", Error::Sql(String::new())),
        ];
        for (text, kind) in table {
            assert_eq!(classify(text), kind, "{text}");
        }
    }
}
