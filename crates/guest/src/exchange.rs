//! Requests in, replies out.
//!
//! An answer may be given before the body was read: it is too long, or the method has none. Then
//! the body is read and discarded beside the answer, because the client may write all of it before
//! it reads (docs/decisions/011). Not where the client asked whether it should send it.

use crate::body;
use http::header::{CONTENT_LENGTH, EXPECT};
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use spin_sdk::wasip3::http::types::{
    ErrorCode, Fields, Method as HostMethod, Request as HostRequest, Response as HostResponse,
};
use spin_sdk::wasip3::{wit_future, wit_stream};
use spin_sdk::wit_bindgen::spawn;
use std::sync::{Mutex, PoisonError};
use weft_http::headers::{OF_READS, OF_WRITES};
use weft_http::{Reply, Request};

/// Reads a request whole, but for headers that nobody reads: `of_path` says which dialect a path
/// belongs to, by its place, and which headers that reads beside the front door's. Of a body longer
/// than `limit`, only enough that its length shows, and nothing where its head says so; headers
/// that are not legal are left out.
pub async fn read(
    request: HostRequest,
    limit: usize,
    of_path: impl FnOnce(&str) -> (usize, &'static [HeaderName]),
) -> (usize, Request) {
    let method = method(&request.get_method());
    let mut path = request.get_path_with_query().unwrap_or_default();
    let at = path.bytes().position(|byte| byte == b'?').unwrap_or(path.len());
    let query = path.get(at + 1..).unwrap_or_default().to_owned();
    path.truncate(at);
    let is_read = matches!(method, Method::GET | Method::HEAD);
    let (index, own) = of_path(&path);
    let mut headers = match method {
        _ if is_read && path != "/" => asked(&request.get_headers(), own, &OF_READS),
        Method::GET | Method::HEAD | Method::OPTIONS => all(&request.get_headers()),
        _ => asked(&request.get_headers(), own, &OF_WRITES),
    };
    let has_body = !is_read && method != Method::OPTIONS;
    let body = match declared(&headers) {
        Some(0) => None,
        None if !has_body => None,
        // Nobody waits for a body that the method does not have, or whose head says that it is too
        // long.
        Some(length) if !has_body || length > limit => {
            // Who asks first (RFC 9110, 10.1.1) is told the answer, and does not send the body.
            if !headers.contains_key(EXPECT) {
                let (_, consumed) = wit_future::new(|| Ok(()));
                let (stream, trailers) = HostRequest::consume_body(request, consumed);
                spawn(async move {
                    body::discard(stream).await;
                    drop(trailers);
                });
            }
            None
        }
        length => received(request, length, limit).await,
    };
    if !has_body {
        // Nor is it too long, where it is passed over.
        headers.remove(CONTENT_LENGTH);
    }
    (index, Request { method, path, query, headers, body: body.unwrap_or_default().into() })
}

/// The body, of that length where it was declared.
async fn received(request: HostRequest, length: Option<usize>, limit: usize) -> Option<Vec<u8>> {
    let (_, consumed) = wit_future::new(|| Ok(()));
    let (mut stream, trailers) = HostRequest::consume_body(request, consumed);
    match length {
        Some(length) => body::read_exactly(stream, length).await,
        None => {
            let read = body::read(&mut stream, trailers, limit).await;
            if read.as_ref().is_some_and(|read| read.len() > limit) {
                spawn(body::discard(stream));
            }
            read
        }
    }
}

/// How long the body is, where the head says so.
fn declared(headers: &HeaderMap) -> Option<usize> {
    let length = headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse::<u64>().ok()?;
    Some(usize::try_from(length).unwrap_or(usize::MAX))
}

/// These headers, one by one: hosts add a dozen of their own, and each that comes in is two
/// allocations.
fn asked(sent: &Fields, own: &[HeaderName], shared: &[HeaderName]) -> HeaderMap {
    let mut headers = HeaderMap::with_capacity(own.len() + shared.len());
    for name in own.iter().chain(shared) {
        for value in sent.get(name.as_str()) {
            if let Ok(value) = HeaderValue::try_from(value) {
                headers.append(name, value);
            }
        }
    }
    headers
}

fn all(sent: &Fields) -> HeaderMap {
    let sent = sent.copy_all();
    let mut headers = HeaderMap::with_capacity(sent.len());
    for (name, value) in sent {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            headers.append(name, value);
        }
    }
    headers
}

fn method(method: &HostMethod) -> Method {
    match method {
        HostMethod::Get => Method::GET,
        HostMethod::Head => Method::HEAD,
        HostMethod::Post => Method::POST,
        HostMethod::Put => Method::PUT,
        HostMethod::Delete => Method::DELETE,
        HostMethod::Connect => Method::CONNECT,
        HostMethod::Options => Method::OPTIONS,
        HostMethod::Trace => Method::TRACE,
        HostMethod::Patch => Method::PATCH,
        // One that no endpoint has, for what cannot be a method.
        HostMethod::Other(name) => Method::from_bytes(name.as_bytes()).unwrap_or(Method::TRACE),
    }
}

/// Where headers are written for the host, which takes copies of them: a dozen names and values are
/// two dozen allocations, once.
static LINES: Mutex<Vec<(String, Vec<u8>)>> = Mutex::new(Vec::new());

fn fields(headers: &HeaderMap) -> Result<Fields, ErrorCode> {
    let mut lines = LINES.lock().unwrap_or_else(PoisonError::into_inner);
    while lines.len() < headers.len() {
        lines.push(Default::default());
    }
    for ((line_name, line_value), (name, value)) in lines.iter_mut().zip(headers) {
        line_name.clear();
        line_name.push_str(name.as_str());
        line_value.clear();
        line_value.extend_from_slice(value.as_bytes());
    }
    let used = lines.get(..headers.len()).unwrap_or_default();
    Fields::from_list(used).map_err(|error| ErrorCode::InternalError(Some(error.to_string())))
}

/// Hands a reply to the host; the body goes on its way when the host asks for it.
///
/// # Errors
/// When the host refuses the headers or the status.
pub fn respond(reply: Reply) -> Result<HostResponse, ErrorCode> {
    let headers = fields(&reply.headers)?;
    let (trailers, trailers_reader) = wit_future::new(|| Ok(None));
    let response = if reply.body.is_empty() {
        drop(trailers);
        HostResponse::new(headers, None, trailers_reader).0
    } else {
        let (mut writer, reader) = wit_stream::new();
        let (response, _) = HostResponse::new(headers, Some(reader), trailers_reader);
        let body = Vec::from(reply.body);
        spawn(async move {
            // A client that went away reads neither the body nor its end.
            writer.write_all(body).await;
            drop(writer);
            let _ = trailers.write(Ok(None)).await;
        });
        response
    };
    match response.set_status_code(reply.status.as_u16()) {
        Ok(()) => Ok(response),
        Err(()) => Err(ErrorCode::InternalError(Some("illegal status".to_owned()))),
    }
}
