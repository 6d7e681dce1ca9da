//! Finds the row of a method and a path, and the table of a path.
//!
//! Patterns are few and short, so they are tried one after the other: nothing is built at start-up.

use super::Row;
use crate::fault::Fault;
use http::Method;

/// The row of a method and a path. A trailing slash is ignored. If two patterns match, the first
/// wins.
///
/// # Errors
/// `UnknownRoute`; `MethodNotAllowed` when only the method is wrong.
pub fn route<'t, E>(rows: &'t [Row<E>], method: &Method, path: &str) -> Result<&'t Row<E>, Fault> {
    let path = bare(path);
    let slashes = slashes(path.as_bytes());
    let fitting = rows.iter().find(|row| row.fits(path, slashes)).ok_or(Fault::UnknownRoute)?;
    let method = if method == Method::HEAD { &Method::GET } else { method };
    rows.iter()
        .find(|row| row.path == fitting.path && row.method == *method)
        .ok_or_else(|| Fault::MethodNotAllowed { allow: allowed(rows, fitting.path) })
}

/// How well a table matches a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PathMatch {
    /// Whether it has a row for the path.
    has_row: bool,
    /// The length of the longest common prefix of the path and a row's literal prefix.
    common: usize,
}

/// How well a table matches a path.
#[must_use]
pub fn match_path<E>(rows: &[Row<E>], path: &str) -> PathMatch {
    let path = bare(path);
    let slashes = slashes(path.as_bytes());
    if rows.iter().any(|row| row.fits(path, slashes)) {
        return PathMatch { has_row: true, common: 0 };
    }
    let common = |row: &Row<E>| {
        let literal = row.path.bytes().take(row.literal);
        let alike = literal.zip(path.bytes()).take_while(|(known, sent)| known == sent).count();
        // Whole segments: `/api/tokenise` is nothing of `/api/tokens`.
        path.get(..alike).and_then(|alike| alike.rfind('/')).map_or(0, |slash| slash + 1)
    };
    PathMatch { has_row: false, common: rows.iter().map(common).max().unwrap_or_default() }
}

/// The index of the table for a path: the first with a matching row, else the first with the
/// longest common prefix.
#[must_use]
pub fn best_match(matches: &[PathMatch]) -> usize {
    if let Some(place) = matches.iter().position(|fit| fit.has_row) {
        return place;
    }
    let most = matches.iter().map(|fit| fit.common).max().unwrap_or_default();
    matches.iter().position(|fit| fit.common == most).unwrap_or_default()
}

/// The path without a trailing slash.
pub(super) fn bare(path: &str) -> &str {
    path.strip_suffix('/').unwrap_or(path)
}

fn allowed<E>(rows: &[Row<E>], pattern: &str) -> String {
    let mut methods: Vec<&str> = Vec::new();
    for row in rows.iter().filter(|row| row.path == pattern) {
        methods.push(row.method.as_str());
        if row.method == Method::GET {
            methods.push("HEAD");
        }
    }
    methods.join(", ")
}

/// The length of a pattern's literal prefix.
#[must_use]
pub const fn literal(text: &[u8]) -> usize {
    let mut rest = text;
    while let [byte, after @ ..] = rest {
        if *byte == b':' {
            break;
        }
        rest = after;
    }
    text.len() - rest.len()
}

/// The number of slashes in a pattern.
#[must_use]
pub const fn slashes(mut text: &[u8]) -> usize {
    let mut count = 0;
    while let [byte, rest @ ..] = text {
        if *byte == b'/' {
            count += 1;
        }
        text = rest;
    }
    count
}
