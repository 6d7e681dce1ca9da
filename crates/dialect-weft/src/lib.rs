//! Weft's own API, for its operator and its components: `POST /_weft/tick` (docs/webhooks.md).
//!
//! A tick does a bounded part of the work that waits, and answers `{"more":true}` if some is left
//! that could be done at once. Mounted by the component `webhooks`.

use http::header::{AUTHORIZATION, CACHE_CONTROL};
use http::{HeaderName, StatusCode};
use weft_domain::Error;
use weft_domain::json::{object, quote};
use weft_http::routes::{Right, Row};
use weft_http::{Api, Call, Credentials, Fault, Reply, Request, tick};
use weft_service::App;
use weft_service::webhooks::{Courier, Settings};

weft_http::endpoints! {
    /// The endpoints.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub enum Endpoint;

    /// Does a part of the work that waits.
    Tick => POST tick::PATH, "tick", Nobody, Right::Any, 1;
}

/// Weft's own API, over the use cases of one request.
pub struct Own<'a, C> {
    /// The use cases of this request.
    pub app: App<'a>,
    /// Sends deliveries.
    pub courier: &'a C,
    /// The operator's settings.
    pub settings: &'a Settings,
}

impl<C: Courier> Api for Own<'_, C> {
    type Endpoint = Endpoint;
    type Error = Fault;

    const TABLE: &'static [Row<Endpoint>] = Endpoint::TABLE;

    fn headers() -> &'static [HeaderName] {
        static READ: [HeaderName; 2] = [AUTHORIZATION, HeaderName::from_static("x-weft-hop")];
        &READ
    }

    /// The secret of a tick is no credential of an account; the use case compares it.
    fn credentials(_: &Row<Endpoint>, _: &Request) -> Credentials {
        Credentials::default()
    }

    /// A tick that followed a tick would be a circle.
    fn before(_: &Row<Endpoint>, request: &Request) -> Result<(), Fault> {
        match request.headers.get(&tick::HOP) {
            Some(hop) if hop != "1" => Err(Error::Forbidden { needs: "a request that no tick made" }.into()),
            _ => Ok(()),
        }
    }

    async fn handle(&self, endpoint: Endpoint, call: Call<'_>) -> Result<Reply, Fault> {
        match endpoint {
            Endpoint::Tick => {
                let secret = bearer(call.request).ok_or(Error::Unauthenticated)?;
                let is_more = self.app.outbox().tick(call.ctx, self.courier, self.settings, secret).await?;
                let told = object([("more", if is_more { "true" } else { "false" })]);
                Ok(Reply::json(StatusCode::OK, told).with(CACHE_CONTROL, "no-store"))
            }
        }
    }

    fn render(error: &Fault) -> Reply {
        render(error)
    }
}

fn bearer(request: &Request) -> Option<&str> {
    let (scheme, secret) = request.header(AUTHORIZATION)?.split_once(' ')?;
    Some(secret.trim_ascii()).filter(|secret| scheme.eq_ignore_ascii_case("bearer") && !secret.is_empty())
}

fn render(fault: &Fault) -> Reply {
    let (status, message) = match fault {
        Fault::Domain(Error::Unauthenticated) => (StatusCode::UNAUTHORIZED, "Invalid or missing secret"),
        Fault::Domain(Error::Forbidden { needs }) => (StatusCode::FORBIDDEN, *needs),
        Fault::Domain(Error::TooLarge { .. }) => (StatusCode::PAYLOAD_TOO_LARGE, "The body is too large"),
        Fault::Domain(Error::Full(_)) => {
            (StatusCode::INSUFFICIENT_STORAGE, "There is no room left to store this")
        }
        Fault::Domain(Error::Unavailable(_)) => (StatusCode::SERVICE_UNAVAILABLE, "Try again in a moment"),
        Fault::UnknownRoute => (StatusCode::NOT_FOUND, "There is no such path"),
        Fault::MethodNotAllowed { .. } => (StatusCode::METHOD_NOT_ALLOWED, "The method here is POST"),
        Fault::Domain(_) | Fault::Malformed(_) => (StatusCode::INTERNAL_SERVER_ERROR, "Server error"),
    };
    Reply::json(status, object([("error", quote(message).as_str())]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::{HeaderMap, HeaderValue, Method};

    fn request(name: HeaderName, value: &'static str) -> Request {
        let headers = HeaderMap::from_iter([(name, HeaderValue::from_static(value))]);
        Request {
            method: Method::POST,
            path: tick::PATH.into(),
            query: String::new(),
            headers,
            body: "".into(),
        }
    }

    #[test]
    fn the_secret_stands_behind_bearer() {
        for (value, secret) in [
            ("Bearer s", Some("s")),
            ("bearer  s ", Some("s")),
            ("Bearer ", None),
            ("Basic s", None),
            ("s", None),
        ] {
            assert_eq!(bearer(&request(AUTHORIZATION, value)), secret, "{value}");
        }
    }

    #[test]
    fn causes_are_not_shown() {
        for error in [
            Error::Internal("secret".into()),
            Error::Unavailable("secret".into()),
            Error::Full("secret".into()),
            Error::invalid("secret", "secret", "secret"),
            Error::Outdated,
        ] {
            let reply = render(&error.into());
            assert!(reply.status.as_u16() >= 500, "{reply:?}");
            assert!(!String::from_utf8_lossy(&reply.body).contains("secret"), "{reply:?}");
        }
    }
}
