//! Adds the headers that every reply has, for every dialect and outcome.

use crate::message::{Body, Reply};
use crate::quota::QuotaState;
use http::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, CACHE_CONTROL, CONTENT_LENGTH, VARY,
    X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

pub(crate) static X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
static SERVER_TIMING: HeaderName = HeaderName::from_static("server-timing");

/// The response headers that scripts of other origins may read, beside the safelisted ones.
const EXPOSED: &str = "ETag, Link, Location, Retry-After, RateLimit, RateLimit-Policy, Server-Timing, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset, X-Request-Id";

/// The facts about the request that the final headers depend on.
pub(crate) struct Exchange<'a> {
    /// The request's id: visible ASCII.
    pub(crate) request_id: &'a str,
    /// Whether it was a GET or HEAD by a verified principal.
    pub(crate) is_own_read: bool,
    /// Whether it was a HEAD: the headers of a GET, without its body.
    pub(crate) is_head: bool,
    /// Whether a script of another origin may read the answer.
    pub(crate) is_cross_origin: bool,
    /// The remaining quota, if it was counted.
    pub(crate) quota: Option<QuotaState>,
    /// The number of database round trips.
    pub(crate) round_trips: u32,
}

/// The reply as it is sent.
pub(crate) fn finish(mut reply: Reply, exchange: &Exchange<'_>) -> Reply {
    let length = reply.body.len();
    let is_empty_by_nature = matches!(reply.status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED);
    if exchange.is_head || is_empty_by_nature {
        reply.body = Body::new();
    }
    let is_fresh = reply.status.is_success() || reply.status == StatusCode::NOT_MODIFIED;
    let headers = &mut reply.headers;
    // Without a length, a host streams the body, and the client waits for its own delayed
    // acknowledgement.
    if is_empty_by_nature {
        headers.remove(CONTENT_LENGTH);
    } else {
        headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
    }
    let caching = if exchange.is_own_read && is_fresh { "private, no-cache" } else { "no-store" };
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static(caching));
    headers.entry(VARY).or_insert(HeaderValue::from_static("x-api-key, authorization, origin"));
    if exchange.is_cross_origin {
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static(EXPOSED));
    }
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(SERVER_TIMING.clone(), server_timing(exchange.round_trips));
    if let Ok(id) = HeaderValue::from_str(exchange.request_id) {
        headers.insert(X_REQUEST_ID.clone(), id);
    }
    if let Some(quota) = &exchange.quota {
        quota.write(headers);
    }
    reply
}

/// The round trips as a metric's description: they are a count, and `dur` would be milliseconds.
fn server_timing(round_trips: u32) -> HeaderValue {
    match round_trips {
        0 => HeaderValue::from_static("db;desc=\"0\""),
        1 => HeaderValue::from_static("db;desc=\"1\""),
        2 => HeaderValue::from_static("db;desc=\"2\""),
        more => {
            HeaderValue::try_from(format!("db;desc=\"{more}\"")).unwrap_or(HeaderValue::from_static("db"))
        }
    }
}

/// Sets a header to a generated text; an invalid value is left out.
pub(crate) fn put(headers: &mut HeaderMap, name: &HeaderName, value: String) {
    if let Ok(value) = HeaderValue::try_from(value) {
        headers.insert(name.clone(), value);
    }
}
