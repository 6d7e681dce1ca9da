//! Errors in SnowCMS's format: `{"error":"Collection not found"}`. Invalid input is a 400 with the
//! first violation, as in the original. Causes of server errors are hidden.

use crate::reply::unlisted;
use http::StatusCode;
use weft_domain::json::{object, quote};
use weft_domain::{Conflict, Error, Kind};
pub use weft_http::refusal::{absent, refused};
use weft_http::{Fault, Reply, StatusMessage};

/// The errors of this API.
pub type Refusal = weft_http::Refusal<StatusMessage>;

/// Replaces a use case's message with the original's: `words` looks it up by the path and the code
/// of the first violation.
#[must_use]
pub fn replace_messages(error: Error, words: impl Fn(&str, &str) -> Option<&'static str>) -> Refusal {
    match &error {
        Error::Invalid(violations) => {
            let first = violations.first();
            first
                .and_then(|violation| words(&violation.path, violation.code))
                .map_or_else(|| error.into(), refused)
        }
        _ => error.into(),
    }
}

/// Renders an error.
#[must_use]
pub fn render(refusal: &Refusal) -> Reply {
    match refusal {
        Refusal::Fault(fault) => of_fault(fault),
        Refusal::Own(own) => plain(own.status, &own.message),
    }
}

fn of_fault(fault: &Fault) -> Reply {
    match fault {
        Fault::Domain(error) => domain(error),
        Fault::UnknownRoute => plain(StatusCode::NOT_FOUND, "Route not found"),
        Fault::MethodNotAllowed { .. } => plain(StatusCode::METHOD_NOT_ALLOWED, "Method not allowed"),
        Fault::Malformed(what) => plain(StatusCode::BAD_REQUEST, what),
    }
}

fn domain(error: &Error) -> Reply {
    match error {
        Error::NotFound(kind) => not_found(*kind),
        Error::Invalid(violations) => {
            let message = violations.first().map_or("Invalid data", |violation| violation.message.as_str());
            plain(StatusCode::BAD_REQUEST, message)
        }
        Error::Conflict(Conflict::Taken { field }) => plain(StatusCode::BAD_REQUEST, &taken(field)),
        Error::Conflict(Conflict::Referenced { by }) => {
            plain(StatusCode::BAD_REQUEST, &format!("It is still used by {by}"))
        }
        Error::Conflict(Conflict::Stale { current }) => plain(
            StatusCode::PRECONDITION_FAILED,
            &format!("It has changed meanwhile; it is at revision {current}"),
        ),
        Error::Unsupported(what) => plain(StatusCode::NOT_IMPLEMENTED, what),
        Error::Unauthenticated => plain(StatusCode::UNAUTHORIZED, "Unauthorized"),
        Error::Forbidden { .. } => plain(StatusCode::FORBIDDEN, "Forbidden"),
        Error::TooLarge { limit, of } => {
            plain(StatusCode::PAYLOAD_TOO_LARGE, &format!("At most {limit} {of}"))
        }
        Error::Limited { .. } => plain(StatusCode::TOO_MANY_REQUESTS, "Too many requests"),
        Error::Full(_) => plain(StatusCode::INSUFFICIENT_STORAGE, "There is no room left to store this"),
        Error::Unavailable(_) => plain(StatusCode::SERVICE_UNAVAILABLE, "Try again in a moment"),
        Error::Outdated | Error::Internal(_) => {
            plain(StatusCode::INTERNAL_SERVER_ERROR, "Internal server error")
        }
    }
}

/// A missing key is a 400 in the original.
fn not_found(kind: Kind) -> Reply {
    let text = match kind {
        Kind::Site => "Website not found",
        Kind::Account => "User not found",
        Kind::Credential => return plain(StatusCode::BAD_REQUEST, "API key does not exist"),
        Kind::Collection => "Collection not found",
        Kind::Field => "Collection Input not found",
        Kind::Autosave => "Draft not found",
        Kind::Entry | Kind::Version => "Collection Entry not found",
        // This API has none.
        Kind::Webhook | Kind::Delivery => "Not found",
    };
    plain(StatusCode::NOT_FOUND, text)
}

fn taken(field: &str) -> String {
    match field {
        "email" => "User with that email address already exists".to_owned(),
        "slug" | "data" => "An Entry with that slug already exists".to_owned(),
        other => format!("{other} is already taken"),
    }
}

fn plain(status: StatusCode, message: &str) -> Reply {
    unlisted(Reply::json(status, object([("error", quote(message).as_str())])))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(fault: impl Into<Refusal>) -> (u16, String) {
        let reply = render(&fault.into());
        (reply.status.as_u16(), String::from_utf8(reply.body.to_vec()).unwrap())
    }

    #[test]
    fn this_apis_own_refusals_say_what_they_say() {
        assert_eq!(told(refused("Name is required")), (400, r#"{"error":"Name is required"}"#.to_owned()));
        assert_eq!(told(absent("No")), (404, r#"{"error":"No"}"#.to_owned()));
        let words = |path: &str, code: &str| (path == "name" && code == "required").then_some("Name!");
        assert_eq!(
            told(replace_messages(Error::invalid("name", "required", "x"), words)).1,
            r#"{"error":"Name!"}"#
        );
        assert_eq!(
            told(replace_messages(Error::invalid("name", "length", "x"), words)).1,
            r#"{"error":"x"}"#
        );
        assert_eq!(told(replace_messages(Error::Unauthenticated, words)).0, 401);
    }

    #[test]
    fn every_fault_has_its_words() {
        for (fault, status, message) in [
            (Fault::UnknownRoute, 404, "Route not found"),
            (Fault::MethodNotAllowed { allow: "GET".into() }, 405, "Method not allowed"),
            (Fault::Malformed("the body is empty".into()), 400, "the body is empty"),
            (Error::Invalid(Vec::new()).into(), 400, "Invalid data"),
            (Error::NotFound(Kind::Site).into(), 404, "Website not found"),
            (Error::NotFound(Kind::Account).into(), 404, "User not found"),
            (Error::NotFound(Kind::Credential).into(), 400, "API key does not exist"),
            (Error::NotFound(Kind::Collection).into(), 404, "Collection not found"),
            (Error::NotFound(Kind::Autosave).into(), 404, "Draft not found"),
            (Error::NotFound(Kind::Entry).into(), 404, "Collection Entry not found"),
            (Error::taken("email").into(), 400, "User with that email address already exists"),
            (Error::taken("data").into(), 400, "An Entry with that slug already exists"),
            (Error::taken("name").into(), 400, "name is already taken"),
            (Error::Conflict(Conflict::Referenced { by: "x".into() }).into(), 400, "It is still used by x"),
            (
                Error::Conflict(Conflict::Stale { current: 3 }).into(),
                412,
                "It has changed meanwhile; it is at revision 3",
            ),
            (Error::Unsupported("this".into()).into(), 501, "this"),
            (Error::Unauthenticated.into(), 401, "Unauthorized"),
            (Error::Forbidden { needs: "secret" }.into(), 403, "Forbidden"),
            (Error::TooLarge { limit: 5, of: "bytes" }.into(), 413, "At most 5 bytes"),
            (Error::Limited { retry_after: 7 }.into(), 429, "Too many requests"),
            (Error::Full("secret".into()).into(), 507, "There is no room left to store this"),
            (Error::Unavailable("secret".into()).into(), 503, "Try again in a moment"),
            (Error::Outdated.into(), 500, "Internal server error"),
            (Error::Internal("secret".into()).into(), 500, "Internal server error"),
        ] {
            let fault: Fault = fault;
            assert_eq!(told(fault), (status, format!("{{\"error\":{}}}", quote(message))));
        }
    }
}
