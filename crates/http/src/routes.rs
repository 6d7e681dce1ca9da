//! Tables of endpoints: how a method and a path become a row.
//!
//! A dialect states its endpoints as one static table; the table drives routing, the guard tests and the reference page. Patterns are
//! few and short, so they are tried one after the other: nothing is built at start-up.

use crate::dialect::Fault;
use http::Method;

/// One endpoint: how it is asked and what it may cost.
#[derive(Debug)]
pub struct Row<E> {
    /// What it is to the code.
    pub endpoint: E,
    /// What it is to people and to the OpenAPI document.
    pub name: &'static str,
    /// The method; `GET` stands for `HEAD` too.
    pub method: Method,
    /// The path: literal segments, `:name` for one segment, `:name*` for all that are left. At most three names.
    pub path: &'static str,
    /// Whether it answers callers without a credential.
    pub open: bool,
    /// The most round trips to the database that it makes, identity apart.
    pub round_trips: u32,
    /// How many slashes the pattern has, and how much of it stands before its first name: most paths are out at once.
    slashes: usize,
    literal: usize,
}

impl<E> Row<E> {
    /// An endpoint for callers with a credential.
    pub const fn closed(
        endpoint: E,
        name: &'static str,
        method: Method,
        path: &'static str,
        round_trips: u32,
    ) -> Self {
        let (slashes, literal) = (slashes(path.as_bytes()), literal(path.as_bytes()));
        Self { endpoint, name, method, path, open: false, round_trips, slashes, literal }
    }

    /// An endpoint for everybody.
    pub const fn open(
        endpoint: E,
        name: &'static str,
        method: Method,
        path: &'static str,
        round_trips: u32,
    ) -> Self {
        let (slashes, literal) = (slashes(path.as_bytes()), literal(path.as_bytes()));
        Self { endpoint, name, method, path, open: true, round_trips, slashes, literal }
    }

    /// What a path of this row has for its pattern's names.
    #[must_use]
    pub fn captures<'p>(&self, path: &'p str) -> Captures<'p> {
        capture(self.path, bare(path)).unwrap_or_default()
    }

    fn fits(&self, path: &str, slashes: usize) -> bool {
        let starts_alike = self.path.as_bytes().get(..self.literal) == path.as_bytes().get(..self.literal);
        let is_long_enough = slashes == self.slashes || (slashes > self.slashes && self.path.ends_with('*'));
        starts_alike && is_long_enough && capture(self.path, path).is_some()
    }
}

const fn literal(text: &[u8]) -> usize {
    let mut rest = text;
    while let [byte, after @ ..] = rest {
        if *byte == b':' {
            break;
        }
        rest = after;
    }
    text.len() - rest.len()
}

const fn slashes(mut text: &[u8]) -> usize {
    let mut count = 0;
    while let [byte, rest @ ..] = text {
        if *byte == b'/' {
            count += 1;
        }
        text = rest;
    }
    count
}

/// What a path has where its pattern has names, still percent-encoded; empty where the pattern has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Captures<'p> {
    /// The first name's.
    pub first: &'p str,
    /// The second name's.
    pub second: &'p str,
    /// The third name's.
    pub third: &'p str,
}

/// The row that a method and a path ask for. A slash at the end does not count. Of two patterns that fit, the first counts.
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

fn bare(path: &str) -> &str {
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

/// What the path has for the pattern's names, if it fits.
fn capture<'p>(pattern: &str, path: &'p str) -> Option<Captures<'p>> {
    let mut captures = Captures::default();
    let (mut pattern, mut path) = (Some(pattern), Some(path));
    while let Some(parts) = pattern {
        let (part, later) = cut(parts);
        let (segment, rest) = if part.ends_with('*') { (path?, None) } else { cut(path?) };
        (pattern, path) = (later, rest);
        if !part.starts_with(':') {
            if part != segment {
                return None;
            }
        } else if segment.is_empty() {
            return None;
        } else if captures.first.is_empty() {
            captures.first = segment;
        } else if captures.second.is_empty() {
            captures.second = segment;
        } else {
            captures.third = segment;
        }
    }
    path.is_none().then_some(captures)
}

/// The text before the first slash, and what comes after it, if there is one.
fn cut(text: &str) -> (&str, Option<&str>) {
    match text.bytes().position(|byte| byte == b'/') {
        Some(at) => (text.get(..at).unwrap_or_default(), text.get(at + 1..)),
        None => (text, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    static ROWS: [Row<u8>; 5] = [
        Row::closed(1, "list", Method::GET, "/a", 1),
        Row::closed(2, "create", Method::POST, "/a", 1),
        Row::open(3, "find by name", Method::GET, "/a/by-name/:kind/:name*", 1),
        Row::closed(4, "find", Method::GET, "/a/:id", 1),
        Row::closed(5, "restore", Method::POST, "/a/:id/restore/:version", 1),
    ];

    fn ask<'p>(method: &Method, path: &'p str) -> Result<(u8, &'p str, &'p str), String> {
        match route(&ROWS, method, path) {
            Ok(row) => Ok((row.endpoint, row.captures(path).first, row.captures(path).second)),
            Err(Fault::MethodNotAllowed { allow }) => Err(allow),
            Err(_) => Err("unknown".to_owned()),
        }
    }

    #[test]
    fn paths_find_their_rows() {
        for (method, path, found) in [
            (Method::GET, "/a", (1, "", "")),
            (Method::HEAD, "/a", (1, "", "")),
            (Method::POST, "/a/", (2, "", "")),
            (Method::GET, "/a/b%2Fc", (4, "b%2Fc", "")),
            (Method::GET, "/a/by-name", (4, "by-name", "")),
            (Method::GET, "/a/by-name/x/y/z", (3, "x", "y/z")),
            (Method::POST, "/a/1/restore/2", (5, "1", "2")),
        ] {
            assert_eq!(ask(&method, path), Ok(found), "{method} {path}");
        }
    }

    #[test]
    fn a_wrong_method_is_told_the_right_ones() {
        assert_eq!(ask(&Method::PUT, "/a"), Err("GET, HEAD, POST".to_owned()));
        assert_eq!(ask(&Method::OPTIONS, "/a/1/restore/2"), Err("POST".to_owned()));
    }

    #[test]
    fn other_paths_are_unknown() {
        for path in [
            "",
            "/",
            "a",
            "//a",
            "/b",
            "/a//",
            "/a/1/2",
            "/a/by-name//x",
            "/a/1/restore",
            "/a//restore/2",
            "/%61",
        ] {
            assert_eq!(ask(&Method::GET, path), Err("unknown".to_owned()), "{path}");
        }
    }
}
