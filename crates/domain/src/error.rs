//! Everything that can go wrong, once, in the words of the domain.
//!
//! Storage errors become these; dialects turn these into status, headers and bytes of their own.
//! `Internal`, `Full` and `Unavailable` carry the cause for the log and never for the client. Only
//! `Unavailable` and `Limited` tell clients to try again.

use std::fmt;

/// What the use cases return.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What kind of thing was not found, or was in the way.
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
    /// What an editor has typed and not made an entry of yet.
    Autosave,
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
        }
    }
}

/// One thing that is wrong with what was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// Where: `data.title`, `filters[data.price]`, `limit`.
    pub path: String,
    /// What, for programs: `required`, `type`, `min`, `max`, `pattern`, `option`, `unique`,
    /// `unknown`, …
    pub code: &'static str,
    /// What, for people.
    pub message: String,
}

impl Violation {
    /// A violation.
    #[must_use]
    pub fn new(path: impl Into<String>, code: &'static str, message: impl Into<String>) -> Self {
        Self { path: path.into(), code, message: message.into() }
    }
}

/// Why a write cannot stand beside what is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Conflict {
    /// Another one has this value already.
    Taken {
        /// The field (`slug`, `name`, `email`, `data.sku`).
        field: String,
    },
    /// The thing has changed since the caller read it.
    Stale {
        /// The revision it has now.
        current: i64,
    },
    /// Something still refers to it.
    Referenced {
        /// By what.
        by: String,
    },
}

/// Everything that can go wrong.
#[derive(Debug)]
pub enum Error {
    /// There is no such thing, or the caller may not know of it.
    NotFound(Kind),
    /// What was sent breaks rules; at least one violation.
    Invalid(Vec<Violation>),
    /// What was sent is fine but cannot stand beside what is there.
    Conflict(Conflict),
    /// No credential, or none that is good.
    Unauthenticated,
    /// The credential is good but not for this.
    Forbidden {
        /// What it lacks, for people: "the admin scope".
        needs: &'static str,
    },
    /// Larger than allowed.
    TooLarge {
        /// The most that is allowed.
        limit: usize,
        /// Of what, for people: "bytes", "members".
        of: &'static str,
    },
    /// Too many requests.
    Limited {
        /// Seconds until the next may succeed.
        retry_after: u64,
    },
    /// The principal was verified before the site's credentials changed: verify it again, then
    /// repeat. Never reaches a client.
    Outdated,
    /// Weft does not do this.
    Unsupported(String),
    /// The store has no room left, and trying again does not help until somebody makes room; the
    /// text is for the log.
    Full(String),
    /// The store does not answer now, and trying again may help; the text is for the log.
    Unavailable(String),
    /// A defect, or a store that cannot be used as it is; the text is for the log.
    Internal(String),
}

impl Error {
    /// One violation.
    #[must_use]
    pub fn invalid(path: impl Into<String>, code: &'static str, message: impl Into<String>) -> Self {
        Self::Invalid(vec![Violation::new(path, code, message)])
    }

    /// Somebody else has this value.
    #[must_use]
    pub fn taken(field: impl Into<String>) -> Self {
        Self::Conflict(Conflict::Taken { field: field.into() })
    }

    /// Whether the cause is ours, and thus belongs in the log.
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
