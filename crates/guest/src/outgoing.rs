//! Requests to other servers, and to other components of the application.
//!
//! Nothing here checks an address: the caller has checked it, and the host enforces the manifest's
//! `allowed_outbound_hosts` and the operator's network rules. The limits on time apply to each
//! step, and none applies between components; a caller that needs a limit in all races the future
//! against [`wait`]. Dropping the future closes the connection.

use crate::body;
use futures_util::future::{Either, select};
use spin_sdk::wasip3::clocks::monotonic_clock::wait_for;
use spin_sdk::wasip3::http::client::send;
use spin_sdk::wasip3::http::types::{ErrorCode, Fields, Method, Request, RequestOptions, Response, Scheme};
use spin_sdk::wasip3::{wit_future, wit_stream};
use spin_sdk::wit_bindgen::StreamReader;
use std::pin::pin;
use url::Url;

/// Waits for that many nanoseconds.
pub async fn wait(nanoseconds: u64) {
    wait_for(nanoseconds).await;
}

/// The time limit for a connection, for the response head and for each chunk, in nanoseconds: ten
/// seconds each.
const PATIENCE: u64 = 10_000_000_000;

/// The target of a request.
pub struct Target {
    is_secure: bool,
    /// The host, and the port unless it is the default.
    authority: String,
    path_and_query: String,
}

impl Target {
    /// The target of an address; its fragment is left out. Nothing for an address without a host.
    #[must_use]
    pub fn of(url: &Url) -> Option<Self> {
        let host = url.host_str()?;
        Some(Self {
            is_secure: url.scheme() == "https",
            authority: url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}")),
            path_and_query: match url.query() {
                Some(query) => format!("{}?{query}", url.path()),
                None => url.path().to_owned(),
            },
        })
    }

    /// Another component of the application.
    pub(crate) fn component(name: &str, path: &str) -> Self {
        let authority = format!("{name}.spin.internal");
        Self { is_secure: false, authority, path_and_query: path.to_owned() }
    }
}

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

/// Sends a GET request with these headers. `is_wanted` decides by status and media type whether the
/// body is read. Nothing if there is no response, or if a wanted body has more than `limit` bytes;
/// redirects are not followed.
pub async fn fetch(
    target: &Target,
    headers: &[(&str, &str)],
    limit: usize,
    is_wanted: fn(u16, &str) -> bool,
) -> Option<Fetched> {
    let response = send(request(&Method::Get, target, headers, None).ok()?).await.ok()?;
    let status = response.get_status_code();
    let sent = response.get_headers();
    let (content_type, location) =
        (header(&sent, "content-type").unwrap_or_default(), header(&sent, "location"));
    if !is_wanted(status, &content_type) {
        return Some(Fetched { status, content_type, location, body: Vec::new() });
    }
    let (_, consumed) = wit_future::new(|| Ok(()));
    let (mut stream, trailers) = Response::consume_body(response, consumed);
    let body = body::read(&mut stream, trailers, limit).await.filter(|body| body.len() <= limit)?;
    Some(Fetched { status, content_type, location, body })
}

/// The response to a POST request.
pub struct Posted {
    /// The status.
    pub status: u16,
    /// The `Retry-After`.
    pub retry_after: Option<String>,
    /// The first bytes of the body, `limit` or some more; empty if it broke off.
    pub body: Vec<u8>,
}

/// Sends a POST request with these headers, to which the body's length is added. Redirects are not
/// followed.
///
/// # Errors
/// The host's, when there is no response. Whether the request was processed is then unknown.
pub async fn post(
    target: &Target,
    headers: &[(&str, &str)],
    body: Vec<u8>,
    limit: usize,
) -> Result<Posted, ErrorCode> {
    let length = body.len().to_string();
    let headers: Vec<_> = headers.iter().copied().chain([("content-length", length.as_str())]).collect();
    let response = if body.is_empty() {
        send(request(&Method::Post, target, &headers, None)?).await?
    } else {
        let (mut writer, reader) = wit_stream::new();
        let request = request(&Method::Post, target, &headers, Some(reader))?;
        // The body is offered before the request is sent, so that both may leave in one packet.
        let write = pin!(async move {
            writer.write_all(body).await;
        });
        match select(write, pin!(send(request))).await {
            Either::Left(((), sending)) => sending.await?,
            Either::Right((response, _)) => response?,
        }
    };
    let status = response.get_status_code();
    let retry_after = header(&response.get_headers(), "retry-after");
    let (_, consumed) = wit_future::new(|| Ok(()));
    let (mut stream, trailers) = Response::consume_body(response, consumed);
    let body = body::read(&mut stream, trailers, limit).await.unwrap_or_default();
    Ok(Posted { status, retry_after, body })
}

fn header(sent: &Fields, name: &str) -> Option<String> {
    sent.get(name).into_iter().next().and_then(|value| String::from_utf8(value).ok())
}

fn request(
    method: &Method,
    target: &Target,
    headers: &[(&str, &str)],
    body: Option<StreamReader<u8>>,
) -> Result<Request, ErrorCode> {
    let invalid = || ErrorCode::InternalError(Some("a malformed request".to_owned()));
    let headers: Vec<(String, Vec<u8>)> =
        headers.iter().map(|(name, value)| ((*name).to_owned(), value.as_bytes().to_vec())).collect();
    let headers = Fields::from_list(&headers).map_err(|_| invalid())?;
    let options = RequestOptions::new();
    let limits = [
        options.set_connect_timeout(Some(PATIENCE)),
        options.set_first_byte_timeout(Some(PATIENCE)),
        options.set_between_bytes_timeout(Some(PATIENCE)),
    ];
    let (trailers, trailers_reader) = wit_future::new(|| Ok(None));
    drop(trailers);
    let (request, _) = Request::new(headers, body, trailers_reader, Some(options));
    let scheme = if target.is_secure { &Scheme::Https } else { &Scheme::Http };
    let parts = [
        request.set_method(method),
        request.set_scheme(Some(scheme)),
        request.set_authority(Some(&target.authority)),
        request.set_path_with_query(Some(&target.path_and_query)),
    ];
    if limits.iter().any(Result::is_err) || parts.iter().any(Result::is_err) {
        return Err(invalid());
    }
    Ok(request)
}
