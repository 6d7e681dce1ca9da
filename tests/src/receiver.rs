//! A receiver of webhooks on this machine.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex, PoisonError};

use serde_json::Value;

/// A request that the receiver got.
#[derive(Debug, Clone)]
pub struct Request {
    /// The method and the target.
    pub line: String,
    /// The headers; names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
}

impl Request {
    /// A header's value, or an empty text.
    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    /// The body as JSON.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("no JSON ({error}): {}", self.body))
    }

    fn read(stream: &TcpStream) -> Option<Self> {
        let mut reader = BufReader::new(stream);
        let mut line = String::new();
        reader.read_line(&mut line).ok().filter(|length| *length > 0)?;
        let mut headers = Vec::new();
        loop {
            let mut header = String::new();
            reader.read_line(&mut header).ok()?;
            let Some((name, value)) = header.trim_end().split_once(": ") else { break };
            headers.push((name.to_ascii_lowercase(), value.to_owned()));
        }
        let mut request = Self { line: line.trim_end().to_owned(), headers, body: String::new() };
        let mut body = vec![0; request.header("content-length").parse().unwrap_or(0)];
        reader.read_exact(&mut body).ok()?;
        request.body = String::from_utf8(body).ok()?;
        Some(request)
    }
}

#[derive(Default)]
struct Got {
    requests: Mutex<Vec<Request>>,
    changed: Condvar,
}

/// A server that keeps every request. It answers with a status that depends on the request; 0
/// closes the connection without an answer.
pub struct Receiver {
    port: u16,
    got: Arc<Got>,
}

impl Receiver {
    /// A receiver that answers 200.
    pub fn start() -> Self {
        Self::answering(|_| 200)
    }

    /// A receiver that answers with this status.
    pub fn answering(status: impl Fn(&Request) -> u16 + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let (got, status) = (Arc::<Got>::default(), Arc::new(status));
        let kept = got.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(stream) = stream else { return };
                let (got, status) = (kept.clone(), status.clone());
                std::thread::spawn(move || serve(stream, &got, &*status));
            }
        });
        Self { port, got }
    }

    /// `127.0.0.1:<port>`, for `webhook_allow_insecure`.
    pub fn host(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// Its address.
    pub fn url(&self) -> String {
        format!("http://{}/hook", self.host())
    }

    /// The requests so far.
    pub fn requests(&self) -> Vec<Request> {
        self.got.requests.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Waits until it has got so many requests, and returns them.
    pub fn wait_for(&self, count: usize) -> Vec<Request> {
        let requests = self.got.requests.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.got.changed.wait_while(requests, |requests| requests.len() < count);
        waited.unwrap_or_else(PoisonError::into_inner).clone()
    }
}

fn serve(mut stream: TcpStream, got: &Got, status: &dyn Fn(&Request) -> u16) {
    let Some(request) = Request::read(&stream) else { return };
    let status = status(&request);
    got.requests.lock().unwrap_or_else(PoisonError::into_inner).push(request);
    got.changed.notify_all();
    if status > 0 {
        let answer = format!("HTTP/1.1 {status} Told\r\ncontent-length: 4\r\nconnection: close\r\n\r\ntold");
        drop(stream.write_all(answer.as_bytes()));
    }
}
