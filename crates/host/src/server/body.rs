//! Response bodies.
//!
//! A guest's body is a stream that starts after the response head. If the head has a
//! Content-Length, the host waits for the first part of the body before it sends anything: head and
//! body then need one system call and one packet, and a guest that fails before its first byte
//! still results in a 500. For a body without a length (server-sent events) the head is sent at
//! once.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::Response;
use http_body::{Body, Frame, SizeHint};
use http_body_util::{BodyExt as _, Full};
use wasmtime_wasi_http::{Error, WasiBody};

/// Returns the response after the first part of its body was read.
pub(super) async fn begin(response: Response<WasiBody>) -> Result<Response<WasiBody>, Error> {
    let Some(length @ 1..) = response.body().size_hint().exact() else { return Ok(response) };
    let (parts, mut rest) = response.into_parts();
    let Some(first) = rest.frame().await.transpose()? else { return Err(Error::HttpResponseIncomplete) };
    let body = match first.into_data() {
        Ok(data) if data.len() as u64 == length => {
            Full::new(data).map_err(|never| match never {}).boxed_unsync()
        }
        Ok(data) => Begun { first: Some(data), rest }.boxed_unsync(),
        Err(_) => return Err(Error::HttpResponseIncomplete),
    };
    Ok(Response::from_parts(parts, body))
}

/// A body whose first part has been read.
struct Begun {
    first: Option<Bytes>,
    rest: WasiBody,
}

impl Body for Begun {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        match self.first.take() {
            Some(first) => Poll::Ready(Some(Ok(Frame::data(first)))),
            None => Pin::new(&mut self.rest).poll_frame(context),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.first.is_none() && self.rest.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        let first = self.first.as_ref().map_or(0, |first| first.len() as u64);
        match self.rest.size_hint().exact() {
            Some(rest) => SizeHint::with_exact(first + rest),
            None => SizeHint::default(),
        }
    }
}
