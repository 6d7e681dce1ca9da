//! Runs actions in parallel threads, which start at the same time.

use std::sync::Barrier;

use serde_json::Value;
use weft_tests::{Connection, Received};

/// Runs `act` in `count` threads at once, and returns the results in order.
pub(super) fn at_once<T: Send>(count: usize, act: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let barrier = Barrier::new(count);
    let (act, barrier) = (&act, &barrier);
    std::thread::scope(|scope| {
        let begin = |who| {
            scope.spawn(move || {
                barrier.wait();
                act(who)
            })
        };
        let threads: Vec<_> = (0..count).map(begin).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    })
}

/// Formats a request for a raw connection.
pub(super) fn request(method: &str, target: &str, key: &str, body: Option<&Value>) -> String {
    let mut text = format!("{method} {target} HTTP/1.1\r\nhost: weft\r\nx-api-key: {key}\r\n");
    let body = body.map(Value::to_string).unwrap_or_default();
    if !body.is_empty() {
        text.push_str(&format!("content-type: application/json\r\ncontent-length: {}\r\n", body.len()));
    }
    text.push_str("\r\n");
    text.push_str(&body);
    text
}

/// Sends a request on a raw connection, and reads the response.
pub(super) fn ask(connection: &mut Connection, request: &str) -> Received {
    connection.send(request).unwrap();
    connection.receive().unwrap_or_else(|error| panic!("{error} instead of a response to {request}"))
}
