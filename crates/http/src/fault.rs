//! What can go wrong between a request and its use case.

use weft_domain::Error;

/// What can go wrong between a request and its use case, and in it.
#[derive(Debug)]
pub enum Fault {
    /// A use case refused or failed.
    Domain(Error),
    /// No endpoint has this path.
    UnknownRoute,
    /// The path is an endpoint's, the method is not.
    MethodNotAllowed {
        /// The methods it has, for `Allow`: `GET, POST`.
        allow: String,
    },
    /// The body is not JSON text (or not UTF-8, too deep, …); the text says what, for people.
    Malformed(String),
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Self::Domain(error)
    }
}

impl Fault {
    /// The use case's error, if it was one.
    #[must_use]
    pub const fn domain(&self) -> Option<&Error> {
        match self {
            Self::Domain(error) => Some(error),
            _ => None,
        }
    }
}
