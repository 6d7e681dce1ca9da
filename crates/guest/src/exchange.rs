//! Reads requests and sends replies.
//!
//! An answer may be sent before the body was read: the body is too long, or the method has none.
//! Then the body is read and discarded while the answer is sent, because the client may write all
//! of it before it reads (docs/decisions/011). A client that sent `Expect: 100-continue` has not
//! sent the body, so nothing is discarded.

use crate::body;
use http::header::{CONTENT_LENGTH, EXPECT, HOST};
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use spin_sdk::wasip3::http::types::{
    ErrorCode, Fields, Method as HostMethod, Request as HostRequest, Response as HostResponse,
};
use spin_sdk::wasip3::{wit_future, wit_stream};
use spin_sdk::wit_bindgen::spawn;
use std::sync::{Mutex, PoisonError};
use weft_http::headers::{OF_READS, OF_WRITES};
use weft_http::{Reply, Request};

/// Reads a whole request, without unused headers: `of_path` gives the index of the path's dialect
/// and the headers that the dialect reads beside those of the pipeline. Of a body longer than
/// `limit`, it reads only enough to see that, and nothing if the declared length is too long;
/// invalid headers are left out.
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
    if own.contains(&HOST) && !headers.contains_key(HOST) {
        // HTTP/2 has it outside of the headers, as some hosts do.
        let authority = request.get_authority().and_then(|name| HeaderValue::try_from(name).ok());
        headers.extend(authority.map(|authority| (HOST, authority)));
    }
    let has_body = !is_read && method != Method::OPTIONS;
    let body = match declared(&headers) {
        Some(0) => None,
        None if !has_body => None,
        // A body is not awaited if the method has none or if its declared length is too long.
        Some(length) if !has_body || length > limit => {
            // A client that sent `Expect` (RFC 9110, 10.1.1) gets the answer and does not send the
            // body.
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
        // A discarded body is not too long either.
        headers.remove(CONTENT_LENGTH);
    }
    (index, Request { method, path, query, headers, body: body.unwrap_or_default().into() })
}

/// Reads the body, of the declared length if there is one.
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

/// The declared length of the body.
fn declared(headers: &HeaderMap) -> Option<usize> {
    let length = headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse::<u64>().ok()?;
    Some(usize::try_from(length).unwrap_or(usize::MAX))
}

/// Copies these headers one by one: hosts add a dozen of their own, and each copy costs two
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
        // A method that no endpoint has, for an invalid method.
        HostMethod::Other(name) => Method::from_bytes(name.as_bytes()).unwrap_or(Method::TRACE),
    }
}

/// Reused buffer for the reply's headers, which the host copies: it saves about two dozen
/// allocations per reply.
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

/// Hands a reply to the host, which reads the body when it is ready.
///
/// # Errors
/// When the host rejects the headers or the status.
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
            // A client that disconnected reads neither the body nor its end.
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
