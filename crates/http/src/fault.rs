//! The faults of a request.

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
}
