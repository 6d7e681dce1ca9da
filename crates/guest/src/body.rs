//! Reads incoming bodies: of requests, and of responses that other servers send.

use std::pin::pin;

use futures_util::future::select;
use spin_sdk::wasip3::clocks::monotonic_clock::wait_for;
use spin_sdk::wit_bindgen::{StreamReader, StreamResult};

/// The number of bytes per read.
const CHUNK: usize = 16 * 1024;
/// The limits for discarding an unread body: bytes, and nanoseconds.
const DISCARDED_MAX: usize = 16 * 1024 * 1024;
const DISCARDING_MAX: u64 = 10_000_000_000;

/// Reads a whole body of unknown length, or stops after `limit` bytes; `end` tells whether the body
/// was complete. An incomplete body gives nothing.
pub(crate) async fn read<T, E>(
    stream: &mut StreamReader<u8>,
    end: impl IntoFuture<Output = Result<T, E>>,
    limit: usize,
) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    let mut chunk = Vec::with_capacity(CHUNK);
    loop {
        let (status, read) = stream.read(chunk).await;
        chunk = read;
        body.extend_from_slice(&chunk);
        chunk.clear();
        if body.len() > limit {
            return Some(body);
        }
        if !matches!(status, StreamResult::Complete(_)) {
            return end.await.ok().map(|_| body);
        }
    }
}

/// Reads a body of that length; an incomplete body gives nothing. Does not wait for the end of the
/// stream.
pub(crate) async fn read_exactly(mut stream: StreamReader<u8>, length: usize) -> Option<Vec<u8>> {
    let mut body = Vec::with_capacity(length);
    while body.len() < length {
        let (status, read) = stream.read(body).await;
        body = read;
        if !matches!(status, StreamResult::Complete(_)) {
            return None;
        }
    }
    Some(body)
}

/// Reads the rest of a body and discards it. Many clients write the whole body before they read the
/// answer; a host that finds an unread body after the answer closes the connection, and the client
/// loses the answer. Gives up after [`DISCARDED_MAX`] or [`DISCARDING_MAX`].
pub(crate) async fn discard(mut stream: StreamReader<u8>) {
    let discarding = async {
        let mut left = DISCARDED_MAX;
        let mut chunk = Vec::with_capacity(4 * CHUNK);
        while left > 0 {
            let (status, read) = stream.read(chunk).await;
            left = left.saturating_sub(read.len());
            chunk = read;
            chunk.clear();
            if !matches!(status, StreamResult::Complete(_)) {
                return;
            }
        }
    };
    select(pin!(discarding), pin!(wait_for(DISCARDING_MAX))).await;
}
