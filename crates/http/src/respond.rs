//! Adds the headers that every reply has, for every dialect and outcome.

use crate::credential;
use crate::message::{Body, Reply};
use crate::quota::QuotaState;
use http::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, CACHE_CONTROL, CONTENT_LENGTH, ORIGIN, VARY,
    X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use std::sync::OnceLock;

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
    /// The request headers that the dialect reads.
    pub(crate) reads: &'a [HeaderName],
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
    headers.entry(VARY).or_insert_with(|| vary(exchange.reads));
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

/// What `Vary` says, by the set of headers of [`credential::HEADERS`] that a dialect reads.
static VARY_BY_SET: [OnceLock<HeaderValue>; 1 << credential::HEADERS.len()] =
    [const { OnceLock::new() }; 1 << credential::HEADERS.len()];

/// By what caches must tell answers apart: the origin, and each header in which the dialect looks
/// for a credential. Written once for each set of headers, as every answer bears it.
fn vary(reads: &[HeaderName]) -> HeaderValue {
    let borne = || credential::HEADERS.iter().filter(|header| reads.contains(header));
    let set = credential::HEADERS
        .iter()
        .rev()
        .fold(0, |set, header| set << 1 | usize::from(reads.contains(header)));
    let write = || {
        let names: Vec<&str> = borne().chain([&ORIGIN]).map(HeaderName::as_str).collect();
        HeaderValue::try_from(names.join(", ")).unwrap_or(HeaderValue::from_static("*"))
    };
    VARY_BY_SET.get(set).map_or_else(write, |known| known.get_or_init(write).clone())
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

#[cfg(test)]
mod tests {
    use super::*;
    use http::header::{ACCEPT, AUTHORIZATION, COOKIE};

    #[test]
    fn answers_differ_by_the_headers_that_bear_credentials() {
        let key = HeaderName::from_static("x-api-key");
        for (reads, told) in [
            (vec![], "origin"),
            (vec![ACCEPT], "origin"),
            (vec![key.clone()], "x-api-key, origin"),
            (vec![AUTHORIZATION, key], "x-api-key, authorization, origin"),
            (vec![ACCEPT, COOKIE, AUTHORIZATION], "authorization, cookie, origin"),
            (
                credential::HEADERS.to_vec(),
                "x-api-key, x-inlinecms-key, x-caret-token, authorization, cookie, origin",
            ),
        ] {
            for _ in 0..2 {
                assert_eq!(vary(&reads), told);
            }
        }
    }
}
