//! Bodies that come in: of requests, and of what other servers answer.

use std::pin::pin;

use futures_util::future::select;
use spin_sdk::wasip3::clocks::monotonic_clock::wait_for;
use spin_sdk::wit_bindgen::{StreamReader, StreamResult};

/// How much is asked for at a time.
const CHUNK: usize = 16 * 1024;
/// How much of a body that nobody wants is read and discarded, and for how long, in nanoseconds.
const DISCARDED_MAX: usize = 16 * 1024 * 1024;
const DISCARDING_MAX: u64 = 10_000_000_000;

/// A whole body of whatever length, or more than `limit` bytes of one that is longer; `end` tells
/// whether it came to its end. Nothing of one that broke off, however complete its beginning looks.
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

/// A body of that length; nothing of one that broke off. Nobody waits to hear that no more comes.
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

/// Reads a body, or the rest of one, and forgets it. Many clients write the whole body before they
/// read the answer; a host that finds the body unread after the answer closes the connection under
/// them, and the answer is lost. Gives up after [`DISCARDED_MAX`] or [`DISCARDING_MAX`].
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
