//! Which row a method and a path find, and which of several tables a path belongs to.
//!
//! Patterns are few and short, so they are tried one after the other: nothing is built at start-up.

use super::Row;
use crate::fault::Fault;
use http::Method;

/// The row that a method and a path ask for. A slash at the end does not count. Of two patterns
/// that fit, the first counts.
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

/// How well a table fits a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fit {
    /// Whether it has a row for the path.
    has_row: bool,
    /// How much of the path the literal beginning of a row has.
    common: usize,
}

/// How well a table fits a path.
#[must_use]
pub fn fit<E>(rows: &[Row<E>], path: &str) -> Fit {
    let path = bare(path);
    let slashes = slashes(path.as_bytes());
    if rows.iter().any(|row| row.fits(path, slashes)) {
        return Fit { has_row: true, common: 0 };
    }
    let common = |row: &Row<E>| {
        let literal = row.path.bytes().take(row.literal);
        literal.zip(path.bytes()).take_while(|(known, sent)| known == sent).count()
    };
    Fit { has_row: false, common: rows.iter().map(common).max().unwrap_or_default() }
}

/// The place of the table that a path belongs to: the first that has a row for it, else the first
/// of those that have most of its beginning.
#[must_use]
pub fn closest(fits: &[Fit]) -> usize {
    if let Some(place) = fits.iter().position(|fit| fit.has_row) {
        return place;
    }
    let most = fits.iter().map(|fit| fit.common).max().unwrap_or_default();
    fits.iter().position(|fit| fit.common == most).unwrap_or_default()
}

/// A slash at the end does not count.
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

/// How much of a pattern stands before its first name.
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

/// How many slashes a pattern has.
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
