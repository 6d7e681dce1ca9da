//! R3 CMS's REST API over Weft's use cases, as its API reference of 2026 describes it.
//!
//! Three areas: `content` (content types and documents), `accounts` (the API keys of a site) and
//! `webhooks` (subscriptions and deliveries). All only translate: `endpoint` routes, `query` and
//! `body` parse the request, each handler calls one use case, `view` and `error` render the answer.
//! This crate checks neither rights nor entries.
//!
//! Known deviations from the original, each with its reason in docs/dialects/r3.md: malformed
//! parameters and operators are rejected where the original may ignore them; pages beyond the
//! millionth document need a cursor.

pub mod accounts;
pub mod body;
pub mod content;
pub mod error;
pub mod query;
mod reply;
pub mod view;
pub mod webhooks;

pub use accounts::Accounts;
pub use content::Content;
pub use webhooks::Webhooks;

use weft_http::credential::API_KEY;
use weft_http::{Credential, Request};

/// `x-api-key: <secret>`. A key in the address is ignored, because addresses are logged.
fn api_key(request: &Request) -> Option<Credential> {
    Credential::key(request, API_KEY)
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::{HeaderMap, HeaderName, HeaderValue, Method};
    use weft_http::CredentialKind;

    fn request(name: &'static str, value: &'static str) -> Request {
        let mut headers = HeaderMap::new();
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
        Request {
            method: Method::GET,
            path: "/".into(),
            query: "x-api-key=q".into(),
            headers,
            body: "".into(),
        }
    }

    fn told(credential: Option<Credential>) -> Option<(CredentialKind, String)> {
        credential.map(|credential| (credential.kind, credential.secret))
    }

    #[test]
    fn keys_and_sessions_stand_in_headers() {
        let key = Some((CredentialKind::ApiKey, "k".to_owned()));
        assert_eq!(told(api_key(&request("x-api-key", "k"))), key);
        assert_eq!(told(api_key(&request("x-api-key", ""))), None);
        assert_eq!(told(api_key(&request("authorization", "Bearer k"))), None);
        let session_of = |value| told(Credential::bearer(&request("authorization", value)));
        assert_eq!(session_of("bearer  s "), Some((CredentialKind::Session, "s".to_owned())));
        for other in ["Basic s", "Bearer", "Bearer ", "s"] {
            assert_eq!(session_of(other), None, "{other}");
        }
    }
}
