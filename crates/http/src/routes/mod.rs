//! Tables of endpoints: how a method and a path become a row, and a row's endpoint.
//!
//! A dialect states its endpoints as one table ([`endpoints!`](crate::endpoints)); the table drives
//! routing, the tests of authorisation and the API's OpenAPI description.
//!
//! Here a row and what it says; in `table` how a table of rows is written, in `matching` which row
//! a request finds, in `captures` what its path captures.

mod captures;
mod matching;
mod table;
#[cfg(test)]
mod tests;

pub use captures::{Capture, Captures};
pub use http::Method;
pub use matching::{Fit, closest, fit, literal, route, slashes};

use crate::fault::Fault;
use captures::capture;
use matching::bare;
use weft_domain::{Permission, Role};

/// Who may ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Anybody, and nobody looks who it is: a sign-in, a health check.
    Nobody,
    /// Anybody; a good credential says who it is, a bad one is none.
    Anybody,
    /// A principal of a site.
    Principal,
    /// A caller above the sites.
    Caller,
    /// Anybody; a good credential above the sites says who it is, a bad one is none.
    AnyCaller,
}

/// What whoever asks must be allowed to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Right {
    /// Nothing but be who they are.
    Any,
    /// What the permission says, on the site.
    May(Permission),
    /// To have this role above the sites, or a higher one.
    Role(Role),
    /// To own the account that is asked about and have this role, or to administer the
    /// installation.
    Own(Role),
}

/// One endpoint: how it is asked, by whom, and what it may cost.
#[derive(Debug)]
pub struct Row<E> {
    /// The name of its variant: what it is to tests, and its `operationId`.
    pub id: &'static str,
    /// What it is to people and to the OpenAPI document.
    pub name: &'static str,
    /// The method; `GET` stands for `HEAD` too.
    pub method: Method,
    /// The path: literal segments, `:name` for one segment, `:name*` for all that are left.
    pub path: &'static str,
    /// The names of what the variant takes from the path, in order.
    pub captures: &'static [&'static str],
    /// Who may ask.
    pub who: Who,
    /// What they must be allowed to do.
    pub right: Right,
    /// The most round trips to the database that it makes, identity apart.
    pub round_trips: u32,
    /// Whether instances keep its replies (`kept`): those to reads that are expensive to make, and
    /// that the handler spares where the request's `If-None-Match` is current.
    pub is_kept: bool,
    /// Makes the endpoint of what the path has for the names.
    pub parse: fn(&mut Captures<'_>) -> Result<E, Fault>,
    /// How many slashes the pattern has, and how much of it stands before its first name: most
    /// paths are out at once.
    pub slashes: usize,
    /// See `slashes`.
    pub literal: usize,
}

impl<E> Row<E> {
    /// The endpoint that a path of this row asks for.
    ///
    /// # Errors
    /// `NotFound` where an id in the path is none.
    pub fn endpoint(&self, path: &str) -> Result<E, Fault> {
        let mut captures = capture(self.path, bare(path)).ok_or(Fault::UnknownRoute)?;
        (self.parse)(&mut captures)
    }

    /// The names in the path, in order.
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
