//! Reads requests and writes responses with the host's interface.

use spin_sdk::wasip3::http::types::{ErrorCode, Fields, Request, Response};
use spin_sdk::wasip3::{wit_future, wit_stream};
use spin_sdk::wit_bindgen::{StreamResult, spawn};

/// An answer.
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// The entity tag without quotes; empty means none.
    pub(crate) etag: String,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// Only a status.
    pub(crate) const fn empty(status: u16) -> Self {
        Self { status, etag: String::new(), body: Vec::new() }
    }
}

/// A header's first value.
pub(crate) fn first(headers: &Fields, name: &str) -> Option<Vec<u8>> {
    headers.get(name).into_iter().next()
}

/// The request's whole body.
pub(crate) async fn body(request: Request) -> Vec<u8> {
    let (_, consumed) = wit_future::new(|| Ok(()));
    let (mut stream, _) = Request::consume_body(request, consumed);
    let mut body = Vec::with_capacity(8 * 1024);
    loop {
        let (status, read) = stream.read(body).await;
        body = read;
        match status {
            StreamResult::Complete(_) if body.len() == body.capacity() => body.reserve(body.len()),
            StreamResult::Complete(_) => {}
            StreamResult::Dropped | StreamResult::Cancelled => return body,
        }
    }
}

/// Answers.
pub(crate) fn respond(answer: Answer) -> Result<Response, ErrorCode> {
    let Answer { status, etag, body } = answer;
    let mut headers = Vec::with_capacity(8);
    if status != 304 {
        headers.push(("content-type".to_owned(), b"application/json".to_vec()));
        headers.push(("content-length".to_owned(), body.len().to_string().into_bytes()));
    }
    // The headers of Weft's responses, with a constant request id, so that both responses have the
    // same size.
    headers.push(("cache-control".to_owned(), b"private, no-cache".to_vec()));
    headers.push(("vary".to_owned(), b"x-api-key, authorization, origin".to_vec()));
    headers.push(("x-content-type-options".to_owned(), b"nosniff".to_vec()));
    headers.push(("server-timing".to_owned(), b"db;desc=\"1\"".to_vec()));
    headers.push(("x-request-id".to_owned(), b"01a20486-e834-7e18-b319-cfe5b0a71d24".to_vec()));
    if !etag.is_empty() {
        headers.push(("etag".to_owned(), format!("\"{etag}\"").into_bytes()));
    }
    let headers =
        Fields::from_list(&headers).map_err(|error| ErrorCode::InternalError(Some(error.to_string())))?;
    let (trailers, trailers_reader) = wit_future::new(|| Ok(None));
    if body.is_empty() {
        let (response, _) = Response::new(headers, None, trailers_reader);
        // Dropping the writer sends the default value, which is the intended one.
        drop(trailers);
        return set(response, status);
    }
    let (mut writer, reader) = wit_stream::new();
    let (response, _) = Response::new(headers, Some(reader), trailers_reader);
    spawn(async move {
        writer.write_all(body).await;
        drop(writer);
        // The write fails if the client does not read the body; the error is ignored.
        let _ = trailers.write(Ok(None)).await;
    });
    set(response, status)
}

fn set(response: Response, status: u16) -> Result<Response, ErrorCode> {
    match response.set_status_code(status) {
        Ok(()) => Ok(response),
        Err(()) => Err(ErrorCode::InternalError(None)),
    }
}
