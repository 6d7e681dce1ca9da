//! Bodies that come in: of requests, and of what other servers answer.

use spin_sdk::wit_bindgen::{StreamReader, StreamResult};

/// How much is asked for at a time.
const CHUNK: usize = 16 * 1024;

/// A whole body of whatever length, or more than `limit` bytes of one that is longer; `end` tells whether it came to its end. Nothing of one that
/// broke off, however complete its beginning looks.
pub(crate) async fn read<T, E>(
    mut stream: StreamReader<u8>,
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
