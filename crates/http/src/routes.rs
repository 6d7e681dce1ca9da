//! Endpoint tables: map a method and a path to a row, and a row to its endpoint.
//!
//! A dialect declares its endpoints as one table ([`endpoints!`](crate::endpoints)); the table
//! drives routing, the authorisation tests and the API's OpenAPI description. Patterns are few and
//! short, so they are tried in order, and nothing is built at start-up.

use crate::fault::Fault;
use crate::path;
pub use http::Method;
use std::borrow::Cow;
use weft_domain::{Error, Kind, Permission, Role};

/// The identity that an endpoint requires.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// None; credentials are ignored: a sign-in, a health check.
    Nobody,
    /// Optional: a valid credential identifies the principal; an invalid one is ignored.
    Anybody,
    /// A principal of a site.
    Principal,
    /// Anybody, on a site ([`Credentials::at`](crate::Credentials)): a good credential says who it
    /// is, a bad one is none, and whoever has none is a visitor, who may read what is published.
    Visitor,
    /// A caller above the sites.
    Caller,
    /// Optional, above the sites: a valid credential identifies the caller; an invalid one is
    /// ignored.
    AnyCaller,
    /// A principal of the requested site; a caller of the installation if the site does not exist
    /// or the credential is not valid for it.
    PrincipalOrCaller,
}

/// The right that an endpoint requires.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Right {
    /// None beyond the identity.
    Any,
    /// This permission on the site.
    May(Permission),
    /// One permission of each list, on the site.
    Each(&'static [&'static [Permission]]),
    /// This role above the sites, or a higher one.
    Role(Role),
    /// This role and ownership of the requested account, or the role of an administrator of the
    /// installation.
    Own(Role),
    /// The same, with a credential that has all rights of its account.
    OwnWhole(Role),
}

/// One endpoint: method, path, required identity and right, and costs.
#[derive(Debug)]
pub struct Row<E> {
    /// The name of its variant; its id in tests and its `operationId`.
    pub id: &'static str,
    /// The name for people, also in the OpenAPI document.
    pub name: &'static str,
    /// The method; `GET` includes `HEAD`.
    pub method: Method,
    /// The path: literal segments, `:name` for one segment, `:name*` for all remaining ones.
    pub path: &'static str,
    /// The names of the captures, in order.
    pub captures: &'static [&'static str],
    /// The required identity.
    pub who: Who,
    /// The required right.
    pub right: Right,
    /// The most database round trips that it makes, without those of the identity component.
    pub round_trips: u32,
    /// Whether instances keep its replies (`kept`): for reads whose replies are expensive to build,
    /// and whose handler answers 304 if the request's `If-None-Match` is current.
    pub is_kept: bool,
    /// Builds the endpoint from the captures.
    pub parse: fn(&mut Captures<'_>) -> Result<E, Fault>,
    /// The number of slashes in the pattern, and the length of its literal prefix: they exclude
    /// most paths at once.
    pub slashes: usize,
    /// See `slashes`.
    pub literal: usize,
}

impl<E> Row<E> {
    /// The endpoint of a path that matches this row.
    ///
    /// # Errors
    /// `NotFound` if an id in the path is malformed.
    pub fn endpoint(&self, path: &str) -> Result<E, Fault> {
        let mut captures = capture(self.path, bare(path)).ok_or(Fault::UnknownRoute)?;
        (self.parse)(&mut captures)
    }

    /// The names of the captures, in order.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        let names = self.path.split('/').filter_map(|part| part.strip_prefix(':'));
        names.map(|name| name.trim_end_matches('*'))
    }

    fn fits(&self, path: &str, slashes: usize) -> bool {
        let starts_alike = self.path.as_bytes().get(..self.literal) == path.as_bytes().get(..self.literal);
        let is_long_enough = slashes == self.slashes || (slashes > self.slashes && self.path.ends_with('*'));
        starts_alike && is_long_enough && capture(self.path, path).is_some()
    }
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

/// The most captures of a pattern.
const NAMES_MAX: usize = 4;

/// The captures of a path, in order.
#[derive(Debug, Clone, Copy, Default)]
pub struct Captures<'p> {
    /// Still percent-encoded.
    segments: [&'p str; NAMES_MAX],
    found: usize,
    taken: usize,
}

impl Captures<'_> {
    /// The next capture. Invalid text (a malformed escape, not UTF-8, U+0000) becomes U+FFFD, which
    /// no name and no slug contains.
    ///
    /// # Errors
    /// `NotFound` for a malformed id.
    pub fn take<T: Capture>(&mut self) -> Result<T, Fault> {
        let segment = self.segments.get(self.taken).copied().unwrap_or_default();
        self.taken += 1;
        T::capture(path::decode(segment).unwrap_or(Cow::Borrowed("\u{fffd}")))
    }
}

/// A type that a path can capture.
pub trait Capture: Sized {
    /// Parses the decoded text.
    ///
    /// # Errors
    /// `NotFound` when the text cannot name anything.
    fn capture(text: Cow<'_, str>) -> Result<Self, Fault>;
}

impl Capture for String {
    fn capture(text: Cow<'_, str>) -> Result<Self, Fault> {
        Ok(text.into_owned())
    }
}

macro_rules! ids {
    ($($id:ty: $kind:ident),+ $(,)?) => {$(
        impl Capture for $id {
            /// A malformed id never matches.
            fn capture(text: Cow<'_, str>) -> Result<Self, Fault> {
                text.parse().map_err(|_| Error::NotFound(Kind::$kind).into())
            }
        }
    )+};
}

ids! {
    weft_domain::AccountId: Account,
    weft_domain::CollectionId: Collection,
    weft_domain::CredentialId: Credential,
    weft_domain::DeliveryId: Delivery,
    weft_domain::DraftId: Draft,
    weft_domain::EntryId: Entry,
    weft_domain::SiteId: Site,
    weft_domain::VersionId: Version,
    weft_domain::WebhookId: Webhook,
}

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

/// The captures of a path, if it matches the pattern.
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
        } else if let Some(place) = captures.segments.get_mut(captures.found) {
            *place = segment;
            captures.found += 1;
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

/// Declares a dialect's endpoints: an enum, and its table as the constant `TABLE`.
///
/// A row is `Variant { name: Type } => METHOD path, "name for people", who, right, round trips;`.
/// The names are those of the path, in order; the captures are decoded and parsed as their types
/// ([`Capture`](crate::routes::Capture)). `kept` at the end makes instances keep the replies.
#[macro_export]
macro_rules! endpoints {
    (
        $(#[$meta:meta])* $vis:vis enum $Endpoint:ident;
        $(
            $(#[$doc:meta])*
            $Variant:ident $({ $($capture:ident: $type:ty),+ })? => $method:ident $path:expr,
            $name:literal, $who:ident, $right:expr, $trips:literal $($kept:ident)?;
        )+
    ) => {
        $(#[$meta])*
        $vis enum $Endpoint {
            $(
                $(#[$doc])*
                $Variant $({ $(
                    #[doc = concat!("`:", stringify!($capture), "` of the path.")]
                    $capture: $type,
                )+ })?,
            )+
        }

        impl $Endpoint {
            /// The rows: method, path, required identity and right.
            $vis const TABLE: &'static [$crate::routes::Row<Self>] = &[
                $($crate::endpoints!(
                    @row $Variant ($($($capture: $type),+)?) $method $path, $name, $who, $right, $trips, $($kept)?
                ),)+
            ];
        }
    };
    (@row $Variant:ident ($($capture:ident: $type:ty),*) $method:ident $path:expr, $name:literal, $who:ident, $right:expr, $trips:literal, $($kept:ident)?) => {
        $crate::routes::Row {
            id: stringify!($Variant),
            name: $name,
            method: $crate::routes::Method::$method,
            path: $path,
            captures: &[$(stringify!($capture)),*],
            who: $crate::routes::Who::$who,
            right: $right,
            round_trips: $trips,
            is_kept: $crate::endpoints!(@kept $($kept)?),
            parse: |_captures| Ok(Self::$Variant { $($capture: _captures.take::<$type>()?),* }),
            slashes: $crate::routes::slashes($path.as_bytes()),
            literal: $crate::routes::literal($path.as_bytes()),
        }
    };
    (@kept kept) => { true };
    (@kept) => { false };
}

#[cfg(test)]
mod tests {
    use super::*;
    use weft_domain::EntryId;

    endpoints! {
        /// What the tests ask.
        #[derive(Debug, Clone, PartialEq, Eq)]
        enum Endpoint;
        /// All.
        List => GET "/a", "list", Principal, Right::May(Permission::Read), 1 kept;
        /// A new one.
        Create => POST "/a", "create", Principal, Right::May(Permission::Write), 1;
        /// By name.
        FindByName { kind: String, name: String } => GET "/a/by-name/:kind/:name*", "find by name", Nobody, Right::Any, 1;
        /// By text.
        Find { id: String } => GET "/a/:id", "find", Principal, Right::May(Permission::Read), 1;
        /// By id.
        Restore { id: String, version: EntryId } => POST "/a/:id/restore/:version", "restore", Principal, Right::May(Permission::Write), 2;
    }

    const ID: &str = "018f3f70-1c2d-7abc-8def-0123456789ab";

    fn ask(method: &Method, path: &str) -> Result<Endpoint, String> {
        let found = route(Endpoint::TABLE, method, path).and_then(|row| row.endpoint(path));
        found.map_err(|fault| match fault {
            Fault::MethodNotAllowed { allow } => allow,
            Fault::Domain(error) => error.to_string(),
            _ => "unknown".to_owned(),
        })
    }

    fn text(text: &str) -> String {
        text.to_owned()
    }

    #[test]
    fn paths_find_their_endpoints() {
        let version = ID.parse().unwrap();
        for (method, path, found) in [
            (Method::GET, "/a", Endpoint::List),
            (Method::HEAD, "/a", Endpoint::List),
            (Method::POST, "/a/", Endpoint::Create),
            (Method::GET, "/a/b%2Fc", Endpoint::Find { id: text("b/c") }),
            (Method::GET, "/a/by-name", Endpoint::Find { id: text("by-name") }),
            (Method::GET, "/a/%ff", Endpoint::Find { id: text("\u{fffd}") }),
            (Method::GET, "/a/%00", Endpoint::Find { id: text("\u{fffd}") }),
            (Method::GET, "/a/by-name/x/y/z", Endpoint::FindByName { kind: text("x"), name: text("y/z") }),
            (Method::POST, &format!("/a/1/restore/{ID}"), Endpoint::Restore { id: text("1"), version }),
        ] {
            assert_eq!(ask(&method, path), Ok(found), "{method} {path}");
        }
    }

    #[test]
    fn rows_say_what_the_table_says() {
        let told: Vec<_> =
            Endpoint::TABLE.iter().map(|row| (row.id, row.captures, row.is_kept, row.who)).collect();
        assert_eq!(told[0], ("List", &[][..], true, Who::Principal));
        assert_eq!(told[2], ("FindByName", &["kind", "name"][..], false, Who::Nobody));
    }

    #[test]
    fn a_wrong_method_gets_the_right_ones() {
        assert_eq!(ask(&Method::PUT, "/a"), Err("GET, HEAD, POST".to_owned()));
        assert_eq!(ask(&Method::OPTIONS, "/a/1/restore/2"), Err("POST".to_owned()));
    }

    #[test]
    fn a_path_belongs_to_the_closest_table() {
        endpoints! {
            /// Another table.
            #[allow(dead_code, reason = "only its table is looked at")]
            enum Other;
            /// Below.
            Below { id: String } => GET "/a/:id/below", "below", Nobody, Right::Any, 1;
            /// Elsewhere.
            Elsewhere => GET "/elsewhere/long", "elsewhere", Nobody, Right::Any, 1;
        }
        for (path, place) in [
            ("/a", 0),
            ("/a/x", 0),
            ("/a/x/below", 1),
            ("/a/x/other", 0),
            ("/elsewhere/lo", 1),
            ("/", 0),
            ("", 0),
        ] {
            let matches = [match_path(Endpoint::TABLE, path), match_path(Other::TABLE, path)];
            assert_eq!(best_match(&matches), place, "{path}");
        }
    }

    #[test]
    fn a_malformed_id_is_not_found() {
        assert_eq!(ask(&Method::POST, "/a/1/restore/2"), Err("document not found".to_owned()));
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
