//! What an address on the web answers: a GET that does not wait for ever, of a body that is not
//! without end.
//!
//! Where it may go is not decided here: the caller has looked at the address, and the manifest's
//! `allowed_outbound_hosts` and the operator's rules for networks are enforced by the host.

use crate::body;
use spin_sdk::wasip3::clocks::monotonic_clock::wait_for;
use spin_sdk::wasip3::http::client::send;
use spin_sdk::wasip3::http::types::{Fields, Method, Request, RequestOptions, Response, Scheme};
use spin_sdk::wasip3::wit_future;

/// Waits so many nanoseconds. The limits of [`fetch`] are those of its steps; who wants an answer
/// within a time lets the two race.
pub async fn wait(nanoseconds: u64) {
    wait_for(nanoseconds).await;
}

/// How long to wait for a connection, for an answer and for more of it, in nanoseconds: ten seconds
/// each.
const PATIENCE: u64 = 10_000_000_000;

/// An answer.
pub struct Fetched {
    /// Its status.
    pub status: u16,
    /// What it says that it is.
    pub content_type: String,
    /// Where else to ask, says a redirection.
    pub location: Option<String>,
    /// Its body; empty where it was not wanted.
    pub body: Vec<u8>,
}

/// Where to ask.
pub struct Target<'a> {
    /// Whether over TLS.
    pub is_secure: bool,
    /// Host, and port unless it is the usual one.
    pub authority: &'a str,
    /// What is asked for there.
    pub path_and_query: &'a str,
}

/// Asks with GET, and these headers. `is_wanted` says by status and media type whether the body is
/// read. Nothing when there is no answer, or a body of more than `limit` bytes is wanted;
/// redirections are not followed. Dropping the future ends the connection.
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
