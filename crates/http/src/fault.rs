//! The faults of a request.

use http::HeaderName;
use http::header::{ALLOW, RETRY_AFTER};
use weft_domain::Error;

/// All faults of a request, from the pipeline or a use case.
#[derive(Debug)]
pub enum Fault {
    /// An error of a use case.
    Domain(Error),
    /// No endpoint has this path.
    UnknownRoute,
    /// The path exists, but not with this method.
    MethodNotAllowed {
        /// The allowed methods, for `Allow`: `GET, POST`.
        allow: String,
    },
    /// The body is not valid JSON text (not UTF-8, too deep, …); the message is for people.
    Malformed(String),
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Self::Domain(error)
    }
}

impl Fault {
    /// The use case's error, if it is one.
    #[must_use]
    pub const fn domain(&self) -> Option<&Error> {
        match self {
            Self::Domain(error) => Some(error),
            _ => None,
        }
    }

    /// The header that tells the client what to do next, in every dialect: when to try again, or
    /// which methods there are.
    #[must_use]
    pub fn header(&self) -> Option<(HeaderName, String)> {
        match self {
            Self::Domain(Error::Limited { retry_after }) => Some((RETRY_AFTER, retry_after.to_string())),
            Self::Domain(Error::Unavailable(_)) => Some((RETRY_AFTER, "1".to_owned())),
            Self::MethodNotAllowed { allow } => Some((ALLOW, allow.clone())),
            _ => None,
        }
    }
}
