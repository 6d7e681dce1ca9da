//! All errors of the use cases, independent of storage and of HTTP.
//!
//! `storage` translates its errors into these; dialects translate these into a status, headers and
//! a body. `Internal`, `Full` and `Unavailable` carry the cause for the log and never for the
//! client. Only `Unavailable` and `Limited` tell clients to retry.

use std::fmt;

/// What the use cases return.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// The kind of thing that was not found or that conflicts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A site.
    Site,
    /// An account.
    Account,
    /// A session or an API key.
    Credential,
    /// A content type.
    Collection,
    /// A field of a content type.
    Field,
    /// An entry.
    Entry,
    /// A version of an entry.
    Version,
    /// An autosave: edits that may become an entry.
    Autosave,
    /// A webhook.
    Webhook,
    /// The delivery of an event.
    Delivery,
}

impl Kind {
    /// For messages: "content type".
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Site => "site",
            Self::Account => "account",
            Self::Credential => "credential",
            Self::Collection => "content type",
            Self::Field => "field",
            Self::Entry => "document",
            Self::Version => "version",
            Self::Autosave => "autosave",
            Self::Webhook => "webhook",
            Self::Delivery => "delivery",
        }
    }
}

/// One error in the client's input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// The path of the value: `data.title`, `filters[data.price]`, `limit`.
    pub path: String,
    /// The code, for programs: `required`, `type`, `min`, `max`, `pattern`, `option`, `unique`,
    /// `unknown`, …
    pub code: &'static str,
    /// The message, for people.
    pub message: String,
}

impl Violation {
    /// A violation.
    #[must_use]
    pub fn new(path: impl Into<String>, code: &'static str, message: impl Into<String>) -> Self {
        Self { path: path.into(), code, message: message.into() }
    }
}

/// Why a write conflicts with the stored state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Conflict {
    /// Another row has this value already.
    Taken {
        /// The field (`slug`, `name`, `email`, `data.sku`).
        field: String,
    },
    /// The row has changed since the client read it.
    Stale {
        /// The present revision.
        current: i64,
    },
    /// Something still refers to the row.
    Referenced {
        /// The kind of the referring row.
        by: String,
    },
}

/// All errors of the use cases.
#[derive(Debug)]
pub enum Error {
    /// No such thing exists, or the principal may not know of it.
    NotFound(Kind),
    /// The input is invalid; at least one violation.
    Invalid(Vec<Violation>),
    /// The input is valid but conflicts with the stored state.
    Conflict(Conflict),
    /// No credential, or an invalid one.
    Unauthenticated,
    /// The credential is valid but lacks a right.
    Forbidden {
        /// The missing right, for people: "the admin scope".
        needs: &'static str,
    },
    /// The input is larger than allowed.
    TooLarge {
        /// The largest allowed amount.
        limit: usize,
        /// The unit, for people: "bytes", "members".
        of: &'static str,
    },
    /// Too many requests.
    Limited {
        /// Seconds until the next request may succeed.
        retry_after: u64,
    },
    /// The site's credentials changed after the principal was verified: verify it again, then
    /// repeat. Never reaches a client.
    Outdated,
    /// Weft does not support this.
    Unsupported(String),
    /// The store is full, and a retry fails until an operator frees space; the text is for the log.
    Full(String),
    /// The store does not answer now, and a retry may succeed; the text is for the log.
    Unavailable(String),
    /// A defect, or an unusable store; the text is for the log.
    Internal(String),
}

impl Error {
    /// One violation.
    #[must_use]
    pub fn invalid(path: impl Into<String>, code: &'static str, message: impl Into<String>) -> Self {
        Self::Invalid(vec![Violation::new(path, code, message)])
    }

    /// Another row has this value.
    #[must_use]
    pub fn taken(field: impl Into<String>) -> Self {
        Self::Conflict(Conflict::Taken { field: field.into() })
    }

    /// Whether the server is at fault, so that the error belongs in the log.
    #[must_use]
    pub const fn is_ours(&self) -> bool {
        matches!(self, Self::Unavailable(_) | Self::Full(_) | Self::Internal(_) | Self::Outdated)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound(kind) => write!(f, "{} not found", kind.as_str()),
            Self::Invalid(violations) => {
                let mut first = true;
                for violation in violations {
                    write!(f, "{}{}: {}", if first { "" } else { "; " }, violation.path, violation.message)?;
                    first = false;
                }
                Ok(())
            }
            Self::Conflict(Conflict::Taken { field }) => write!(f, "{field} is already taken"),
            Self::Conflict(Conflict::Stale { current }) => {
                write!(f, "it has changed meanwhile; it is at revision {current}")
            }
            Self::Conflict(Conflict::Referenced { by }) => write!(f, "it is still used by {by}"),
            Self::Unauthenticated => f.write_str("the credential is missing or not valid"),
            Self::Forbidden { needs } => write!(f, "this needs {needs}"),
            Self::TooLarge { limit, of } => write!(f, "more than {limit} {of}"),
            Self::Limited { retry_after } => write!(f, "too many requests; try again in {retry_after} s"),
            Self::Outdated => f.write_str("the principal is outdated"),
            Self::Unsupported(what) => write!(f, "not supported: {what}"),
            Self::Full(cause) => write!(f, "the store has no room left: {cause}"),
            Self::Unavailable(cause) => write!(f, "the store does not answer: {cause}"),
            Self::Internal(cause) => write!(f, "internal: {cause}"),
        }
    }
}

impl std::error::Error for Error {}
