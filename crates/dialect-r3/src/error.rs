//! Errors in R3's format: `{"error":{"code":"NOT_FOUND","message":"Resource not found"}}`.
//!
//! R3 has five codes. Weft adds codes for errors that R3 does not define, and `details` with path,
//! code and message to `VALIDATION_ERROR`. A taken value is a violation too, because R3 has no
//! conflict. Causes of server errors are hidden.

use http::StatusCode;
use weft_domain::json::{object, quote};
use weft_domain::{Conflict, Error, Violation};
use weft_http::{Fault, Reply};

/// Renders a fault.
#[must_use]
pub fn render(fault: &Fault) -> Reply {
    match fault {
        Fault::Domain(error) => domain(error),
        Fault::UnknownRoute => not_found(),
        Fault::MethodNotAllowed { allow } => plain(
            StatusCode::METHOD_NOT_ALLOWED,
            "METHOD_NOT_ALLOWED",
            &format!("The methods here are {allow}"),
        ),
        Fault::Malformed(what) => invalid(&[Violation::new("", "json", what.as_str())]),
    }
}

fn domain(error: &Error) -> Reply {
    match error {
        Error::NotFound(_) => not_found(),
        Error::Invalid(violations) => invalid(violations),
        Error::Conflict(Conflict::Taken { field }) => {
            invalid(&[Violation::new(field.as_str(), "unique", "is already taken")])
        }
        Error::Conflict(Conflict::Referenced { by }) => {
            invalid(&[Violation::new("", "referenced", format!("is still used by {by}"))])
        }
        Error::Conflict(Conflict::Stale { current }) => plain(
            StatusCode::PRECONDITION_FAILED,
            "PRECONDITION_FAILED",
            &format!("It has changed meanwhile; it is at revision {current}"),
        ),
        Error::Unsupported(what) => {
            invalid(&[Violation::new("", "unsupported", format!("not supported: {what}"))])
        }
        Error::Unauthenticated => {
            plain(StatusCode::UNAUTHORIZED, "UNAUTHORIZED", "Invalid or missing API key")
        }
        Error::Forbidden { needs } => {
            plain(StatusCode::FORBIDDEN, "FORBIDDEN", &format!("This needs {needs}"))
        }
        Error::TooLarge { limit, of } => {
            plain(StatusCode::PAYLOAD_TOO_LARGE, "PAYLOAD_TOO_LARGE", &format!("At most {limit} {of}"))
        }
        Error::Limited { .. } => plain(StatusCode::TOO_MANY_REQUESTS, "RATE_LIMITED", "Too many requests"),
        Error::Full(_) => plain(
            StatusCode::INSUFFICIENT_STORAGE,
            "INSUFFICIENT_STORAGE",
            "There is no room left to store this",
        ),
        Error::Unavailable(_) => {
            plain(StatusCode::SERVICE_UNAVAILABLE, "UNAVAILABLE", "Try again in a moment")
        }
        Error::Outdated | Error::Internal(_) => {
            plain(StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL_ERROR", "Server error")
        }
    }
}

/// One message for every path and resource, so that a hidden resource looks like a missing one.
fn not_found() -> Reply {
    plain(StatusCode::NOT_FOUND, "NOT_FOUND", "Resource not found")
}

fn plain(status: StatusCode, code: &str, message: &str) -> Reply {
    body(status, &[("code", &quote(code)), ("message", &quote(message))])
}

fn invalid(violations: &[Violation]) -> Reply {
    let mut details = String::from("[");
    for violation in violations {
        if details.len() > 1 {
            details.push(',');
        }
        details.push_str(&object([
            ("path", quote(&violation.path).as_str()),
            ("code", &quote(violation.code)),
            ("message", &quote(&violation.message)),
        ]));
    }
    details.push(']');
    body(
        StatusCode::UNPROCESSABLE_ENTITY,
        &[
            ("code", "\"VALIDATION_ERROR\""),
            ("message", "\"Invalid request body or query parameters\""),
            ("details", &details),
        ],
    )
}

fn body(status: StatusCode, members: &[(&str, &str)]) -> Reply {
    let error = object(members.iter().copied());
    Reply::json(status, object([("error", error.as_str())]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use weft_domain::Kind;

    const PAGE: &str = include_str!("../../../docs/dialects/r3.md");

    fn every() -> Vec<Fault> {
        let domain = [
            Error::NotFound(Kind::Entry),
            Error::invalid("limit", "number", "must be a \"number\""),
            Error::taken("slug"),
            Error::Conflict(Conflict::Stale { current: 7 }),
            Error::Conflict(Conflict::Referenced { by: "a page".into() }),
            Error::Unauthenticated,
            Error::Forbidden { needs: "the admin scope" },
            Error::TooLarge { limit: 10, of: "bytes" },
            Error::Limited { retry_after: 42 },
            Error::Outdated,
            Error::Unsupported("this".into()),
            Error::Full("/secret/path".into()),
            Error::Unavailable("libsql://secret".into()),
            Error::Internal("SELECT secret".into()),
        ];
        let mut faults: Vec<Fault> = domain.into_iter().map(Fault::Domain).collect();
        faults.push(Fault::UnknownRoute);
        faults.push(Fault::MethodNotAllowed { allow: "GET, HEAD".into() });
        faults.push(Fault::Malformed("the body is empty".into()));
        faults
    }

    fn text(reply: &Reply) -> &str {
        std::str::from_utf8(&reply.body).unwrap()
    }

    #[test]
    fn every_fault_has_a_code_that_the_page_names() {
        let mut told = Vec::new();
        for fault in every() {
            let reply = render(&fault);
            let body: serde_json::Value = serde_json::from_slice(&reply.body).unwrap();
            let code = body["error"]["code"].as_str().unwrap();
            let row = format!("| {code} | {} |", reply.status.as_u16());
            assert!(PAGE.contains(&row), "docs/dialects/r3.md has no row {row}");
            assert!(body["error"]["message"].is_string());
            assert_eq!(body["error"]["details"].is_array(), code == "VALIDATION_ERROR");
            assert!(!text(&reply).contains("secret"), "{fault:?}");
            told.push(format!("{} {code}", reply.status.as_u16()));
        }
        assert_eq!(
            told.join(", "),
            "404 NOT_FOUND, 422 VALIDATION_ERROR, 422 VALIDATION_ERROR, 412 PRECONDITION_FAILED, 422 VALIDATION_ERROR, \
             401 UNAUTHORIZED, 403 FORBIDDEN, 413 PAYLOAD_TOO_LARGE, 429 RATE_LIMITED, 500 INTERNAL_ERROR, \
             422 VALIDATION_ERROR, 507 INSUFFICIENT_STORAGE, 503 UNAVAILABLE, 500 INTERNAL_ERROR, 404 NOT_FOUND, 405 METHOD_NOT_ALLOWED, \
             422 VALIDATION_ERROR"
        );
    }

    #[test]
    fn the_shape_is_r3s() {
        let reply = render(&Fault::UnknownRoute);
        assert_eq!(text(&reply), r#"{"error":{"code":"NOT_FOUND","message":"Resource not found"}}"#);
        let reply = render(&Fault::Domain(Error::taken("data.sku")));
        assert_eq!(
            text(&reply),
            r#"{"error":{"code":"VALIDATION_ERROR","message":"Invalid request body or query parameters","details":[{"path":"data.sku","code":"unique","message":"is already taken"}]}}"#
        );
    }

    #[test]
    fn only_temporary_errors_suggest_a_retry() {
        for error in [Error::Full(String::new()), Error::Internal(String::new()), Error::taken("slug")] {
            let reply = render(&Fault::Domain(error));
            assert!(!text(&reply).to_lowercase().contains("again"), "{}", text(&reply));
        }
    }
}
