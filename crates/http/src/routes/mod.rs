//! Endpoint tables: map a method and a path to a row, and a row to its endpoint.
//!
//! A dialect declares its endpoints as one table ([`endpoints!`](crate::endpoints)); the table
//! drives routing, the authorisation tests and the API's OpenAPI description.
//!
//! This file defines a row, and `table` the macro; `matching` finds the row of a request,
//! `captures` reads its path.

mod captures;
mod matching;
mod table;
#[cfg(test)]
mod tests;

pub use captures::{Capture, Captures};
pub use http::Method;
pub use matching::{PathMatch, best_match, literal, match_path, route, slashes};

use crate::fault::Fault;
use captures::capture;
use matching::bare;
use weft_domain::{Permission, Role};

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

/// A closed list of endpoints with its table; [`endpoints!`](crate::endpoints) declares both.
pub trait Endpoints: Sized + 'static {
    /// The rows. If two patterns match a path, the first wins; rows of one pattern are adjacent.
    const TABLE: &'static [Row<Self>];
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
