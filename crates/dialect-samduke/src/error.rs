//! Errors in samduke-cms's format: `{"error":"Collection not found"}`. Causes of server errors are
//! hidden.

use http::StatusCode;
use weft_domain::json::{object, quote};
use weft_domain::{Conflict, Error, Kind, Violation};
pub(crate) use weft_http::refusal::{absent, refused};
use weft_http::{Fault, Reply, StatusMessage};

/// The errors of this API.
pub type Refusal = weft_http::Refusal<StatusMessage>;

/// A 403 with the original's message.
pub(crate) fn forbidden(message: impl Into<String>) -> Refusal {
    StatusMessage::new(StatusCode::FORBIDDEN, message).into()
}

/// A 401 with the original's message.
pub(crate) fn unauthorized(message: &str) -> Refusal {
    StatusMessage::new(StatusCode::UNAUTHORIZED, message).into()
}

/// Renders an error.
#[must_use]
pub fn render(refusal: &Refusal) -> Reply {
    match refusal {
        Refusal::Own(own) => plain(own.status, &own.message),
        Refusal::Fault(Fault::Domain(error)) => of_domain(error),
        Refusal::Fault(Fault::UnknownRoute) => plain(StatusCode::NOT_FOUND, "Not found"),
        Refusal::Fault(Fault::MethodNotAllowed { .. }) => {
            plain(StatusCode::METHOD_NOT_ALLOWED, "Method not allowed")
        }
        Refusal::Fault(Fault::Malformed(what)) => plain(StatusCode::BAD_REQUEST, what),
    }
}

fn of_domain(error: &Error) -> Reply {
    match error {
        Error::NotFound(kind) => plain(StatusCode::NOT_FOUND, not_found(*kind)),
        Error::Invalid(violations) => {
            let message = violations.first().map_or_else(|| "Invalid data".to_owned(), violation);
            plain(StatusCode::BAD_REQUEST, &message)
        }
        Error::Conflict(Conflict::Stale { .. }) => {
            plain(StatusCode::CONFLICT, "Conflict: file was modified outside CMS. Refresh and try again.")
        }
        Error::Conflict(Conflict::Taken { field }) => {
            plain(StatusCode::CONFLICT, &format!("Conflict: {field} is already taken"))
        }
        Error::Conflict(Conflict::Referenced { by }) => {
            plain(StatusCode::CONFLICT, &format!("Conflict: it is still used by {by}"))
        }
        Error::Unsupported(what) => plain(StatusCode::BAD_REQUEST, what),
        Error::Unauthenticated => plain(StatusCode::UNAUTHORIZED, "Unauthorized"),
        Error::Forbidden { needs } => {
            plain(StatusCode::FORBIDDEN, &format!("Insufficient permissions. Required: {needs}"))
        }
        Error::TooLarge { .. } => plain(StatusCode::PAYLOAD_TOO_LARGE, "Request body too large"),
        Error::Limited { .. } => plain(StatusCode::TOO_MANY_REQUESTS, "Too many requests"),
        Error::Full(_) => plain(StatusCode::INSUFFICIENT_STORAGE, "There is no room left to store this"),
        Error::Unavailable(_) => plain(StatusCode::SERVICE_UNAVAILABLE, "Try again in a moment"),
        Error::Outdated | Error::Internal(_) => {
            plain(StatusCode::INTERNAL_SERVER_ERROR, "Internal server error")
        }
    }
}

const fn not_found(kind: Kind) -> &'static str {
    match kind {
        // A missing site has no configuration.
        Kind::Site => "Failed to fetch config",
        Kind::Credential => "Token not found",
        Kind::Collection => "Collection not found",
        Kind::Entry | Kind::Version | Kind::Autosave => "Item not found",
        Kind::Account | Kind::Field | Kind::Webhook | Kind::Delivery => "Not found",
    }
}

/// The message of a violation, with its path in this API's body.
fn violation(violation: &Violation) -> String {
    let path = match violation.path.strip_prefix("data.") {
        Some(name) if name == "body" || name.starts_with("body.") => name.to_owned(),
        Some(name) => format!("frontmatter.{name}"),
        None => violation.path.clone(),
    };
    format!("{path}: {}", violation.message)
}

fn plain(status: StatusCode, message: &str) -> Reply {
    Reply::json(status, object([("error", quote(message).as_str())]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(refusal: impl Into<Refusal>) -> (u16, String) {
        let reply = render(&refusal.into());
        (reply.status.as_u16(), String::from_utf8(reply.body.to_vec()).unwrap())
    }

    #[test]
    fn every_refusal_has_its_words() {
        for (fault, status, message) in [
            (Fault::UnknownRoute, 404, "Not found"),
            (Fault::MethodNotAllowed { allow: "GET".into() }, 405, "Method not allowed"),
            (Fault::Malformed("the body is empty".into()), 400, "the body is empty"),
            (Error::Invalid(Vec::new()).into(), 400, "Invalid data"),
            (
                Error::invalid("data.title", "type", "must be a text").into(),
                400,
                "frontmatter.title: must be a text",
            ),
            (Error::invalid("data.body", "type", "must be a text").into(), 400, "body: must be a text"),
            (Error::invalid("slug", "format", "is odd").into(), 400, "slug: is odd"),
            (Error::NotFound(Kind::Site).into(), 404, "Failed to fetch config"),
            (Error::NotFound(Kind::Collection).into(), 404, "Collection not found"),
            (Error::NotFound(Kind::Entry).into(), 404, "Item not found"),
            (Error::NotFound(Kind::Credential).into(), 404, "Token not found"),
            (
                Error::Conflict(Conflict::Stale { current: 3 }).into(),
                409,
                "Conflict: file was modified outside CMS. Refresh and try again.",
            ),
            (Error::taken("slug").into(), 409, "Conflict: slug is already taken"),
            (Error::Unauthenticated.into(), 401, "Unauthorized"),
            (
                Error::Forbidden { needs: "the role editor" }.into(),
                403,
                "Insufficient permissions. Required: the role editor",
            ),
            (Error::TooLarge { limit: 5, of: "bytes" }.into(), 413, "Request body too large"),
            (Error::Limited { retry_after: 7 }.into(), 429, "Too many requests"),
            (Error::Full("secret".into()).into(), 507, "There is no room left to store this"),
            (Error::Unavailable("secret".into()).into(), 503, "Try again in a moment"),
            (Error::Outdated.into(), 500, "Internal server error"),
            (Error::Internal("secret".into()).into(), 500, "Internal server error"),
        ] {
            let fault: Fault = fault;
            assert_eq!(told(fault), (status, format!("{{\"error\":{}}}", quote(message))));
        }
        assert_eq!(told(refused("No")).0, 400);
        assert_eq!(told(unauthorized("No")).0, 401);
        assert_eq!(told(forbidden("No")).0, 403);
        assert_eq!(told(absent("No")).0, 404);
    }
}
