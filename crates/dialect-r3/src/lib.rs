//! R3 CMS's REST API (`/api/content-types`, `/api/content`) over Weft's use cases, as its API reference of 2026 describes it,
//! and `/api/keys`, with which a site makes its own API keys.
//!
//! [`R3`] is mounted in the content component, [`R3Keys`] in the auth component. Both only translate: `endpoint` says what is asked,
//! `query` and `body` turn the wire into the domain, `content`, `content_types` and `keys` call one use case each, `view` and `error` turn the
//! answer into the wire. Nothing here decides who may do what, or what an entry may look like.
//!
//! Known deviations from the original, each with its reason in docs/dialects/r3.md: parameters and operators that are malformed
//! are refused where the original may ignore them; pages beyond the millionth document need a cursor; webhooks are not served
//! here yet.

pub mod body;
mod content;
mod content_types;
pub mod endpoint;
pub mod error;
mod keys;
pub mod query;
mod reply;
pub mod view;

pub use endpoint::{ENDPOINTS, Endpoint, KEY_ENDPOINTS, KeyEndpoint, Row};

use weft_domain::Ctx;
use weft_http::{Credential, Dialect, Fault, Reply, Request};
use weft_service::App;

/// Content types and content.
pub struct R3<'a> {
    app: App<'a>,
}

impl<'a> R3<'a> {
    /// The API over a request's use cases.
    #[must_use]
    pub const fn new(app: App<'a>) -> Self {
        Self { app }
    }
}

impl Dialect for R3<'_> {
    type Endpoint = &'static Row<Endpoint>;

    fn route(&self, request: &Request) -> Result<Self::Endpoint, Fault> {
        weft_http::routes::route(&ENDPOINTS, &request.method, &request.path)
    }

    fn credential(&self, request: &Request) -> Option<Credential> {
        api_key(request)
    }

    fn is_open(&self, endpoint: Self::Endpoint) -> bool {
        endpoint.open
    }

    fn is_kept(&self, endpoint: Self::Endpoint) -> bool {
        matches!(endpoint.endpoint, Endpoint::List)
    }

    async fn handle(&self, row: Self::Endpoint, ctx: &Ctx, request: &Request) -> Result<Reply, Fault> {
        // Strangers do not learn what is wrong with a request that they may not make.
        ctx.principal()?;
        let app = &self.app;
        let names = row.captures(&request.path);
        match row.endpoint {
            Endpoint::ListTypes => content_types::list(app, ctx, request).await,
            Endpoint::CreateType => content_types::create(app, ctx, request).await,
            Endpoint::FindType => content_types::find(app, ctx, names).await,
            Endpoint::UpdateType => content_types::update(app, ctx, request, names).await,
            Endpoint::DeleteType => content_types::delete(app, ctx, request, names).await,
            Endpoint::List => content::list(app, ctx, request).await,
            Endpoint::Create => content::create(app, ctx, request).await,
            Endpoint::FindBySlug => content::find_by_slug(app, ctx, request, names).await,
            Endpoint::FindById => content::find_by_id(app, ctx, request, names).await,
            Endpoint::Update => content::update(app, ctx, request, names).await,
            Endpoint::Delete => content::delete(app, ctx, request, names).await,
            Endpoint::Publish => content::publish(app, ctx, request, names).await,
            Endpoint::Unpublish => content::unpublish(app, ctx, request, names).await,
            Endpoint::Versions => content::versions(app, ctx, request, names).await,
            Endpoint::Restore => content::restore(app, ctx, request, names).await,
        }
    }

    fn error(&self, fault: &Fault, _: &Ctx) -> Reply {
        error::render(fault)
    }
}

/// API keys.
pub struct R3Keys<'a> {
    app: App<'a>,
}

impl<'a> R3Keys<'a> {
    /// The API over a request's use cases.
    #[must_use]
    pub const fn new(app: App<'a>) -> Self {
        Self { app }
    }
}

impl Dialect for R3Keys<'_> {
    type Endpoint = &'static Row<KeyEndpoint>;

    fn route(&self, request: &Request) -> Result<Self::Endpoint, Fault> {
        weft_http::routes::route(&KEY_ENDPOINTS, &request.method, &request.path)
    }

    /// A key, or the session of somebody who signed in to make their first one.
    fn credential(&self, request: &Request) -> Option<Credential> {
        api_key(request).or_else(|| Credential::bearer(request))
    }

    fn is_open(&self, endpoint: Self::Endpoint) -> bool {
        endpoint.open
    }

    async fn handle(&self, row: Self::Endpoint, ctx: &Ctx, request: &Request) -> Result<Reply, Fault> {
        let app = &self.app;
        let names = row.captures(&request.path);
        match row.endpoint {
            KeyEndpoint::List => keys::list(app, ctx, request).await,
            KeyEndpoint::Create => keys::create(app, ctx, request).await,
            KeyEndpoint::Delete => keys::delete(app, ctx, names).await,
            KeyEndpoint::Rotate => keys::rotate(app, ctx, names).await,
        }
    }

    fn error(&self, fault: &Fault, _: &Ctx) -> Reply {
        error::render(fault)
    }
}

/// `x-api-key: <secret>`. Keys are never read from the address, which ends up in logs.
fn api_key(request: &Request) -> Option<Credential> {
    Credential::key(request, "x-api-key")
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
