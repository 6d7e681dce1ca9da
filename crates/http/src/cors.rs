//! Cross-origin requests: every API may be called from any origin.
//!
//! `*` is safe. A credential in a header works from anywhere for its holder. A session cookie (of
//! SnowCMS, CaretCMS or samduke-cms) works on the page's own origin only: a browser hides the
//! answer to a request with cookies unless it has `Access-Control-Allow-Credentials`, which is
//! never sent, and `SameSite=Lax` keeps the cookie out of requests by other sites' scripts. A write
//! with a cookie also needs SnowCMS's CSRF token or CaretCMS's header `x-caret-request`; for
//! samduke-cms, `SameSite` is the only protection.

use crate::api::Api;
use crate::fault::Fault;
use crate::message::{Reply, Request};
use crate::routes::route;
use crate::{headers, respond};
use http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_MAX_AGE,
    ACCESS_CONTROL_REQUEST_METHOD, ORIGIN,
};
use http::{HeaderName, HeaderValue, Method, StatusCode};

/// For an unknown path: the browser must be able to see the 404.
const ANY_METHOD: &str = "GET, HEAD, POST, PUT, PATCH, DELETE";

/// Whether the browser needs CORS headers on the answer. Other clients do not get them.
pub(crate) fn is_cross_origin(request: &Request) -> bool {
    request.headers.contains_key(ORIGIN)
}

/// Whether the request is a CORS preflight.
pub(crate) fn is_preflight(request: &Request) -> bool {
    request.method == Method::OPTIONS
        && is_cross_origin(request)
        && request.headers.contains_key(ACCESS_CONTROL_REQUEST_METHOD)
}

/// The answer to a preflight: the path's methods, and the headers that the dialect reads.
pub(crate) fn preflight<A: Api>(request: &Request) -> Reply {
    // No endpoint has OPTIONS, so routing a known path fails with its methods.
    let methods = match route(A::TABLE, &Method::OPTIONS, &request.path) {
        Err(Fault::MethodNotAllowed { allow }) => HeaderValue::try_from(allow).ok(),
        _ => None,
    };
    let mut reply = Reply::new(StatusCode::NO_CONTENT);
    let headers = &mut reply.headers;
    headers.insert(ACCESS_CONTROL_ALLOW_METHODS, methods.unwrap_or(HeaderValue::from_static(ANY_METHOD)));
    headers.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("86400"));
    let own = A::headers().iter().filter(|name| !headers::FROM_SCRIPTS.contains(name));
    let names: Vec<&str> = own.chain(&headers::FROM_SCRIPTS).map(HeaderName::as_str).collect();
    respond::put(&mut reply.headers, &ACCESS_CONTROL_ALLOW_HEADERS, names.join(", "));
    reply
}
