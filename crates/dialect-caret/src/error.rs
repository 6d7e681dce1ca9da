//! Refusals in CaretCMS's words: `{"error":"Revision conflict","currentRevision":9}`. Statuses and
//! messages are the original's where it has them (docs/dialects/caret.md). The causes of what is
//! our fault are never shown.

use http::StatusCode;
use http::header::{CONTENT_TYPE, RETRY_AFTER};
use weft_domain::json::{object, quote};
use weft_domain::{Conflict, Error, Kind, Violation};
use weft_http::{Fault, Reply, StatusMessage};

/// The errors of this API.
pub type Refusal = weft_http::Refusal<CaretError>;

/// The errors of this API only.
#[derive(Debug)]
pub enum CaretError {
    /// A message.
    Message(StatusMessage),
    /// The same, with what to do about it.
    Advice {
        /// The status.
        status: StatusCode,
        /// What is said.
        error: &'static str,
        /// What to do.
        detail: &'static str,
    },
    /// What is wrong with what was sent, all of it.
    Issues {
        /// What is said.
        error: &'static str,
        /// What is wrong.
        issues: Vec<Violation>,
    },
    /// An entry of several is not as it must be.
    ConflictOf {
        /// The entry's id.
        id: String,
        /// The revision that it has; none if there is no such entry.
        current: Option<i64>,
    },
    /// Too many failed logins.
    TooManyLogins {
        /// Seconds until the next may succeed.
        retry_after: u64,
    },
}

/// An error with the original's message.
#[must_use]
pub fn message(status: StatusCode, error: impl Into<String>) -> Refusal {
    Refusal::Own(CaretError::Message(StatusMessage::new(status, error)))
}

/// A 400 with the original's message.
#[must_use]
pub fn refused(error: impl Into<String>) -> Refusal {
    message(StatusCode::BAD_REQUEST, error)
}

/// A malformed command.
#[must_use]
pub const fn invalid_command(issues: Vec<Violation>) -> Refusal {
    Refusal::Own(CaretError::Issues { error: "Invalid mutation command", issues })
}

/// A key that reaches into prototypes.
#[must_use]
pub fn forbidden_key(key: &str) -> Refusal {
    refused(format!("Forbidden key in path: {key}"))
}

/// The refusal as a reply.
#[must_use]
pub fn render(refusal: &Refusal) -> Reply {
    match refusal {
        Refusal::Own(own) => of_own(own),
        Refusal::Fault(Fault::Domain(error)) => domain(error),
        Refusal::Fault(Fault::UnknownRoute) => plain(StatusCode::NOT_FOUND, "Not found"),
        Refusal::Fault(Fault::MethodNotAllowed { allow }) => {
            let methods: Vec<String> =
                allow.split(", ").filter(|method| *method != "HEAD").map(quote).collect();
            let methods = format!("[{}]", methods.join(","));
            told(
                StatusCode::METHOD_NOT_ALLOWED,
                &[("error", "\"Method not allowed\""), ("allowedMethods", &methods)],
            )
        }
        Refusal::Fault(Fault::Malformed(what)) => {
            told(StatusCode::BAD_REQUEST, &[("error", "\"Invalid JSON\""), ("detail", &quote(what))])
        }
    }
}

fn of_own(own: &CaretError) -> Reply {
    match own {
        CaretError::Message(own) => plain(own.status, &own.message),
        CaretError::Advice { status, error, detail } => {
            told(*status, &[("error", &quote(error)), ("detail", &quote(detail))])
        }
        CaretError::Issues { error, issues } => listed(error, issues),
        CaretError::ConflictOf { id, current: Some(current) } => told(
            StatusCode::CONFLICT,
            &[
                ("error", "\"Revision conflict\""),
                ("conflictId", &quote(id)),
                ("currentRevision", &current.to_string()),
            ],
        ),
        CaretError::ConflictOf { id, current: None } => {
            told(StatusCode::NOT_FOUND, &[("error", "\"Entry not found\""), ("conflictId", &quote(id))])
        }
        CaretError::TooManyLogins { retry_after } => {
            let words = "Too many login attempts. Please wait and try again.";
            plain(StatusCode::TOO_MANY_REQUESTS, words).with(RETRY_AFTER, retry_after.to_string())
        }
    }
}

fn domain(error: &Error) -> Reply {
    match error {
        Error::NotFound(kind) => plain(StatusCode::NOT_FOUND, absent(*kind)),
        Error::Invalid(violations) => listed("Entry does not match collection schema", violations),
        Error::Unsupported(what) => plain(StatusCode::BAD_REQUEST, &format!("Not supported: {what}")),
        Error::Conflict(Conflict::Stale { current }) => told(
            StatusCode::CONFLICT,
            &[("error", "\"Revision conflict\""), ("currentRevision", &current.to_string())],
        ),
        Error::Conflict(Conflict::Taken { field }) => {
            plain(StatusCode::CONFLICT, &format!("{field} is already taken"))
        }
        Error::Conflict(Conflict::Referenced { by }) => {
            plain(StatusCode::CONFLICT, &format!("Still used by {by}"))
        }
        Error::Unauthenticated => plain(StatusCode::UNAUTHORIZED, "Unauthorized"),
        Error::Forbidden { needs } => {
            let detail = quote(&format!("This needs {needs}"));
            told(StatusCode::FORBIDDEN, &[("error", "\"Permission denied\""), ("detail", &detail)])
        }
        Error::TooLarge { limit, of } => {
            let detail = quote(&format!("At most {limit} {of}"));
            told(StatusCode::PAYLOAD_TOO_LARGE, &[("error", "\"Payload too large\""), ("detail", &detail)])
        }
        Error::Limited { .. } => plain(StatusCode::TOO_MANY_REQUESTS, "Too many requests"),
        Error::Full(_) => plain(StatusCode::INSUFFICIENT_STORAGE, "There is no room left to store this"),
        Error::Unavailable(_) => plain(StatusCode::SERVICE_UNAVAILABLE, "Try again in a moment"),
        Error::Outdated | Error::Internal(_) => {
            plain(StatusCode::INTERNAL_SERVER_ERROR, "Something went wrong here")
        }
    }
}

const fn absent(kind: Kind) -> &'static str {
    match kind {
        Kind::Site => "Site not found",
        Kind::Collection => "Collection not found",
        _ => "Entry not found",
    }
}

fn plain(status: StatusCode, error: &str) -> Reply {
    told(status, &[("error", &quote(error))])
}

/// Paths are those inside of the entry's data.
fn listed(error: &str, issues: &[Violation]) -> Reply {
    let issue = |Violation { path, code, message }: &Violation| {
        let path = quote(path.strip_prefix("data.").unwrap_or(path));
        object([("path", path.as_str()), ("code", &quote(code)), ("message", &quote(message))])
    };
    let issues = format!("[{}]", issues.iter().map(issue).collect::<Vec<_>>().join(","));
    told(StatusCode::BAD_REQUEST, &[("error", &quote(error)), ("issues", &issues)])
}

fn told(status: StatusCode, members: &[(&str, &str)]) -> Reply {
    let mut reply = Reply::json(status, object(members.iter().copied()));
    reply.headers.insert(CONTENT_TYPE, crate::reply::JSON);
    reply
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(refusal: &Refusal) -> String {
        let reply = render(refusal);
        assert_eq!(reply.headers[CONTENT_TYPE], "application/json; charset=utf-8");
        format!("{} {}", reply.status.as_u16(), std::str::from_utf8(&reply.body).unwrap())
    }

    #[test]
    fn refusals_have_the_originals_words() {
        let stale = Error::Conflict(Conflict::Stale { current: 9 });
        let issue = Violation::new("data.title", "required", "is required");
        let allow = "GET, HEAD, POST".to_owned();
        for (refusal, told) in [
            (Error::Unauthenticated.into(), r#"401 {"error":"Unauthorized"}"#),
            (stale.into(), r#"409 {"error":"Revision conflict","currentRevision":9}"#),
            (
                Refusal::Own(CaretError::ConflictOf { id: "x".into(), current: Some(4) }),
                r#"409 {"error":"Revision conflict","conflictId":"x","currentRevision":4}"#,
            ),
            (
                Refusal::Own(CaretError::ConflictOf { id: "x".into(), current: None }),
                r#"404 {"error":"Entry not found","conflictId":"x"}"#,
            ),
            (
                Error::Invalid(vec![issue]).into(),
                r#"400 {"error":"Entry does not match collection schema","issues":[{"path":"title","code":"required","message":"is required"}]}"#,
            ),
            (
                Fault::MethodNotAllowed { allow }.into(),
                r#"405 {"error":"Method not allowed","allowedMethods":["GET","POST"]}"#,
            ),
            (Fault::Malformed("why".into()).into(), r#"400 {"error":"Invalid JSON","detail":"why"}"#),
            (
                Error::TooLarge { limit: 1, of: "bytes" }.into(),
                r#"413 {"error":"Payload too large","detail":"At most 1 bytes"}"#,
            ),
            (
                Error::Forbidden { needs: "x" }.into(),
                r#"403 {"error":"Permission denied","detail":"This needs x"}"#,
            ),
            (forbidden_key("__proto__"), r#"400 {"error":"Forbidden key in path: __proto__"}"#),
        ] {
            assert_eq!(text(&refusal), told);
        }
    }

    #[test]
    fn what_is_our_fault_is_not_shown_and_only_what_may_pass_is_to_be_tried_again() {
        for (error, may_pass) in [
            (Error::Internal("secret".into()), false),
            (Error::Full("secret".into()), false),
            (Error::Unavailable("secret".into()), true),
        ] {
            let reply = render(&error.into());
            assert!(!text_of(&reply).contains("secret"));
            assert_eq!(text_of(&reply).contains("again"), may_pass);
        }
        let limited = render(&Refusal::Own(CaretError::TooManyLogins { retry_after: 42 }));
        assert_eq!(limited.headers[RETRY_AFTER], "42");
    }

    fn text_of(reply: &Reply) -> &str {
        std::str::from_utf8(&reply.body).unwrap()
    }
}
