//! Sends a GET request to another server, with limits on time and size.
//!
//! This module does not check the address: the caller has checked it, and the host enforces the
//! manifest's `allowed_outbound_hosts` and the operator's network rules.

use crate::body;
use spin_sdk::wasip3::clocks::monotonic_clock::wait_for;
use spin_sdk::wasip3::http::client::send;
use spin_sdk::wasip3::http::types::{Fields, Method, Request, RequestOptions, Response, Scheme};
use spin_sdk::wasip3::wit_future;

/// Waits for that many nanoseconds. The limits of [`fetch`] apply to each step; a caller with a
/// total time limit races the two futures.
pub async fn wait(nanoseconds: u64) {
    wait_for(nanoseconds).await;
}

/// The time limit for a connection, for the response head and for each chunk, in nanoseconds: ten
/// seconds each.
const PATIENCE: u64 = 10_000_000_000;

/// A response.
pub struct Fetched {
    /// The status.
    pub status: u16,
    /// The `Content-Type`.
    pub content_type: String,
    /// The `Location` of a redirect.
    pub location: Option<String>,
    /// The body; empty if it was not wanted.
    pub body: Vec<u8>,
}

/// The target of a request.
pub struct Target<'a> {
    /// Whether over TLS.
    pub is_secure: bool,
    /// The host, and the port unless it is the default.
    pub authority: &'a str,
    /// The path and the query.
    pub path_and_query: &'a str,
}

/// Sends a GET request with these headers. `is_wanted` decides by status and media type whether the
/// body is read. Nothing if there is no response, or if a wanted body has more than `limit` bytes;
/// redirects are not followed. Dropping the future closes the connection.
pub async fn fetch(
    target: &Target<'_>,
    headers: &[(&str, &str)],
    limit: usize,
    is_wanted: fn(u16, &str) -> bool,
) -> Option<Fetched> {
    let headers: Vec<(String, Vec<u8>)> =
        headers.iter().map(|(name, value)| ((*name).to_owned(), value.as_bytes().to_vec())).collect();
    let options = RequestOptions::new();
    options.set_connect_timeout(Some(PATIENCE)).ok()?;
    options.set_first_byte_timeout(Some(PATIENCE)).ok()?;
    options.set_between_bytes_timeout(Some(PATIENCE)).ok()?;
    let (trailers, trailers_reader) = wit_future::new(|| Ok(None));
    drop(trailers);
    let (request, _) = Request::new(Fields::from_list(&headers).ok()?, None, trailers_reader, Some(options));
    request.set_method(&Method::Get).ok()?;
    request.set_scheme(Some(if target.is_secure { &Scheme::Https } else { &Scheme::Http })).ok()?;
    request.set_authority(Some(target.authority)).ok()?;
    request.set_path_with_query(Some(target.path_and_query)).ok()?;
    let response = send(request).await.ok()?;
    let status = response.get_status_code();
    let sent = response.get_headers();
    let header = |name| sent.get(name).into_iter().next().and_then(|value| String::from_utf8(value).ok());
    let (content_type, location) = (header("content-type").unwrap_or_default(), header("location"));
    if !is_wanted(status, &content_type) {
        return Some(Fetched { status, content_type, location, body: Vec::new() });
    }
    let (_, consumed) = wit_future::new(|| Ok(()));
    let (mut stream, trailers) = Response::consume_body(response, consumed);
    let body = body::read(&mut stream, trailers, limit).await.filter(|body| body.len() <= limit)?;
    Some(Fetched { status, content_type, location, body })
}
