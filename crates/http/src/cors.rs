//! Cross-origin requests: every API may be called from any origin.
//!
//! No answer depends on cookies of the browser, so `*` gives away nothing: whoever has the credential may use it from anywhere.

use crate::dialect::{Dialect, Fault};
use crate::message::{Reply, Request};
use http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_MAX_AGE,
    ACCESS_CONTROL_REQUEST_METHOD, ORIGIN,
};
use http::{HeaderValue, Method, StatusCode};

/// What a browser may send along.
const ALLOWED_HEADERS: &str = "x-api-key, authorization, content-type, if-match, if-none-match, x-request-id, x-inlinecms-key, x-requested-with";
/// For a path that has no endpoint: the browser then gets to see the answer that says so.
const ANY_METHOD: &str = "GET, HEAD, POST, PUT, PATCH, DELETE";

/// Whether a browser will show the answer to a script only if it is told that it may. Other clients are spared the headers.
pub(crate) fn is_cross_origin(request: &Request) -> bool {
    request.headers.contains_key(ORIGIN)
}

/// Whether a browser asks if it may ask.
pub(crate) fn is_preflight(request: &Request) -> bool {
    request.method == Method::OPTIONS
        && is_cross_origin(request)
        && request.headers.contains_key(ACCESS_CONTROL_REQUEST_METHOD)
}

/// Yes, with the methods of the endpoint: those that the dialect names when it is asked for OPTIONS, which no endpoint has.
pub(crate) fn preflight<D: Dialect>(dialect: &D, request: &Request) -> Reply {
    let methods = match dialect.route(request) {
        Err(Fault::MethodNotAllowed { allow }) => HeaderValue::try_from(allow).ok(),
        _ => None,
    };
    let mut reply = Reply::new(StatusCode::NO_CONTENT);
    let headers = &mut reply.headers;
    headers.insert(ACCESS_CONTROL_ALLOW_METHODS, methods.unwrap_or(HeaderValue::from_static(ANY_METHOD)));
    headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static(ALLOWED_HEADERS));
    headers.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("86400"));
    reply
}
