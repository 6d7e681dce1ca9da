//! Cross-origin requests: every API may be called from any origin.
//!
//! `*` gives away nothing. A credential in a header may be used from anywhere by whoever has it. A
//! session's cookie (SnowCMS's) counts on the page's own origin only: a browser shows a script no
//! answer to a request with cookies if the answer says `*` and not
//! `Access-Control-Allow-Credentials`, which is never sent; `SameSite=Lax` keeps the cookie out of
//! other sites' scripts; a change that bears it needs the token of its pair.

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

/// For a path that has no endpoint: the browser then gets to see the answer that says so.
const ANY_METHOD: &str = "GET, HEAD, POST, PUT, PATCH, DELETE";

/// Whether a browser will show the answer to a script only if it is told that it may. Other clients
/// are spared the headers.
pub(crate) fn is_cross_origin(request: &Request) -> bool {
    request.headers.contains_key(ORIGIN)
}

/// Whether a browser asks if it may ask.
pub(crate) fn is_preflight(request: &Request) -> bool {
    request.method == Method::OPTIONS
        && is_cross_origin(request)
        && request.headers.contains_key(ACCESS_CONTROL_REQUEST_METHOD)
}

/// Yes, with the methods of the endpoint and the headers that the dialect reads.
pub(crate) fn preflight<A: Api>(request: &Request) -> Reply {
    // No endpoint has OPTIONS, so a path that has endpoints is refused with their methods.
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
