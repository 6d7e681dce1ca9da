//! Errors in InlineCMS's envelope: `{"data":null,"error":{"code":"NOT_FOUND","message":"…"}}`.
//!
//! The original documents neither codes nor statuses; these are Weft's. `VALIDATION_ERROR` has
//! `details` with path, code and message. Causes of server errors are hidden.

use http::StatusCode;
use weft_domain::json::{object, quote};
use weft_domain::{Conflict, Error, Violation};
use weft_http::{Fault, Reply};

/// Renders a fault.
#[must_use]
pub fn render(fault: &Fault) -> Reply {
    match fault {
        Fault::Domain(error) => domain(error),
        Fault::UnknownRoute => plain(StatusCode::NOT_FOUND, "NOT_FOUND", "There is no such route"),
        Fault::MethodNotAllowed { allow } => plain(
            StatusCode::METHOD_NOT_ALLOWED,
            "METHOD_NOT_ALLOWED",
            &format!("The methods here are {allow}"),
        ),
        Fault::Malformed(what) => plain(StatusCode::BAD_REQUEST, "MALFORMED", what),
    }
}

fn domain(error: &Error) -> Reply {
    match error {
        Error::NotFound(_) => plain(StatusCode::NOT_FOUND, "NOT_FOUND", "There is no such thing"),
        Error::Invalid(violations) => invalid(violations),
        Error::Unsupported(what) => {
            plain(StatusCode::BAD_REQUEST, "UNSUPPORTED", &format!("Not supported: {what}"))
        }
        Error::Conflict(conflict) => plain(StatusCode::CONFLICT, "CONFLICT", &in_the_way(conflict)),
        Error::Unauthenticated => {
            plain(StatusCode::UNAUTHORIZED, "UNAUTHORIZED", "The credentials are missing or not valid")
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
            plain(StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL_ERROR", "Something went wrong here")
        }
    }
}

fn in_the_way(conflict: &Conflict) -> String {
    match conflict {
        Conflict::Taken { field } => format!("This {field} is already taken"),
        Conflict::Stale { current } => format!("It has changed meanwhile; it is at revision {current}"),
        Conflict::Referenced { by } => format!("It is still used by {by}"),
    }
}

fn plain(status: StatusCode, code: &str, message: &str) -> Reply {
    envelope(status, &[("code", &quote(code)), ("message", &quote(message))])
}

fn invalid(violations: &[Violation]) -> Reply {
    let details: Vec<String> = violations
        .iter()
        .map(|Violation { path, code, message }| {
            object([("path", quote(path).as_str()), ("code", &quote(code)), ("message", &quote(message))])
        })
        .collect();
    let details = format!("[{}]", details.join(","));
    envelope(
        StatusCode::BAD_REQUEST,
        &[
            ("code", "\"VALIDATION_ERROR\""),
            ("message", "\"The request is not valid\""),
            ("details", &details),
        ],
    )
}

fn envelope(status: StatusCode, members: &[(&str, &str)]) -> Reply {
    let error = object(members.iter().copied());
    Reply::json(status, object([("data", "null"), ("error", error.as_str())]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use weft_domain::Kind;

    fn text(reply: &Reply) -> &str {
        std::str::from_utf8(&reply.body).unwrap()
    }

    #[test]
    fn every_fault_has_a_status_a_code_and_a_message() {
        let domain = [
            (Error::NotFound(Kind::Account), "404 NOT_FOUND"),
            (Error::invalid("name", "required", "is \"required\""), "400 VALIDATION_ERROR"),
            (Error::taken("email"), "409 CONFLICT"),
            (Error::Conflict(Conflict::Stale { current: 7 }), "409 CONFLICT"),
            (Error::Conflict(Conflict::Referenced { by: "a page".into() }), "409 CONFLICT"),
            (Error::Unauthenticated, "401 UNAUTHORIZED"),
            (Error::Forbidden { needs: "an invitation" }, "403 FORBIDDEN"),
            (Error::TooLarge { limit: 10, of: "bytes" }, "413 PAYLOAD_TOO_LARGE"),
            (Error::Limited { retry_after: 42 }, "429 RATE_LIMITED"),
            (Error::Outdated, "500 INTERNAL_ERROR"),
            (Error::Unsupported("this".into()), "400 UNSUPPORTED"),
            (Error::Full("/secret/path".into()), "507 INSUFFICIENT_STORAGE"),
            (Error::Unavailable("libsql://secret".into()), "503 UNAVAILABLE"),
            (Error::Internal("SELECT secret".into()), "500 INTERNAL_ERROR"),
        ];
        let mut faults: Vec<_> =
            domain.into_iter().map(|(error, told)| (Fault::Domain(error), told)).collect();
        faults.push((Fault::UnknownRoute, "404 NOT_FOUND"));
        faults.push((Fault::MethodNotAllowed { allow: "GET, HEAD".into() }, "405 METHOD_NOT_ALLOWED"));
        faults.push((Fault::Malformed("the body is \"empty\"".into()), "400 MALFORMED"));
        for (fault, told) in faults {
            let reply = render(&fault);
            let body: serde_json::Value = serde_json::from_slice(&reply.body).unwrap();
            let code = body["error"]["code"].as_str().unwrap();
            assert_eq!(format!("{} {code}", reply.status.as_u16()), told);
            assert_eq!(body.get("data"), Some(&serde_json::Value::Null), "{told}");
            assert!(body["error"]["message"].is_string(), "{told}");
            assert_eq!(body["error"]["details"].is_array(), code == "VALIDATION_ERROR");
            assert!(!text(&reply).contains("secret"), "{fault:?}");
        }
    }

    #[test]
    fn the_shape_is_the_envelope() {
        let reply = render(&Fault::Domain(Error::taken("email")));
        assert_eq!(
            text(&reply),
            r#"{"data":null,"error":{"code":"CONFLICT","message":"This email is already taken"}}"#
        );
        let reply = render(&Fault::Domain(Error::invalid("name", "required", "is required")));
        assert_eq!(
            text(&reply),
            r#"{"data":null,"error":{"code":"VALIDATION_ERROR","message":"The request is not valid","details":[{"path":"name","code":"required","message":"is required"}]}}"#
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
