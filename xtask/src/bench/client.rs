//! A plain HTTP/1.1 client on one kept-alive connection, so that it adds almost nothing to a
//! measurement.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

/// A connection.
pub(super) struct Client {
    stream: BufReader<TcpStream>,
    host: SocketAddr,
}

/// An answer.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

/// A request without its body.
#[derive(Debug, Clone, Copy)]
pub(super) struct Head<'a> {
    pub(super) method: &'a str,
    pub(super) target: &'a str,
    pub(super) headers: &'a [(&'a str, &'a str)],
}

impl Client {
    /// Connects.
    pub(super) fn connect(host: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect_timeout(&host, Duration::from_secs(5))?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(60)))?;
        Ok(Self { stream: BufReader::with_capacity(64 * 1024, stream), host })
    }

    /// Reads, with a key.
    pub(super) fn get(&mut self, target: &str, key: &str) -> Result<Answer> {
        self.send(Head { method: "GET", target, headers: &[("x-api-key", key)] }, "")
    }

    /// Sends a JSON document and takes one; fails unless the answer is a success.
    pub(super) fn post(
        &mut self,
        target: &str,
        credential: Option<(&str, &str)>,
        body: &Value,
    ) -> Result<Value> {
        let mut headers = vec![("content-type", "application/json")];
        headers.extend(credential);
        let answer = self.send(Head { method: "POST", target, headers: &headers }, &body.to_string())?;
        let text = String::from_utf8_lossy(&answer.body);
        if !(200..300).contains(&answer.status) {
            bail!("POST {target} failed with {}: {text}", answer.status);
        }
        serde_json::from_str(&text).with_context(|| format!("POST {target} was answered by no JSON: {text}"))
    }

    /// Sends a request and reads the answer.
    pub(super) fn send(&mut self, head: Head<'_>, body: &str) -> Result<Answer> {
        let mut text = format!("{} {} HTTP/1.1\r\nhost: {}\r\n", head.method, head.target, self.host);
        for (name, value) in head.headers {
            text.extend([name, ": ", value, "\r\n"]);
        }
        if !body.is_empty() {
            text.push_str(&format!("content-length: {}\r\n", body.len()));
        }
        text.push_str("\r\n");
        text.push_str(body);
        self.stream.get_mut().write_all(text.as_bytes())?;
        self.answer().with_context(|| format!("{} {}", head.method, head.target))
    }

    fn answer(&mut self) -> Result<Answer> {
        let status = self.line()?;
        let status: u16 = status
            .split(' ')
            .nth(1)
            .and_then(|code| code.parse().ok())
            .with_context(|| format!("no status line: {status:?}"))?;
        let mut answer = Answer { status, headers: Vec::new(), body: Vec::new() };
        loop {
            let line = self.line()?;
            if line.is_empty() {
                break;
            }
            if let Some((name, value)) = line.split_once(':') {
                answer.headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
            }
        }
        if answer.header("transfer-encoding").is_some() {
            bail!("the answer has no Content-Length");
        }
        let length: usize =
            if status == 304 { 0 } else { answer.header("content-length").unwrap_or("0").parse()? };
        answer.body.resize(length, 0);
        self.stream.read_exact(&mut answer.body)?;
        Ok(answer)
    }

    fn line(&mut self) -> Result<String> {
        let mut line = String::new();
        if self.stream.read_line(&mut line)? == 0 {
            bail!("the connection was closed");
        }
        line.truncate(line.trim_end().len());
        Ok(line)
    }
}

impl Answer {
    /// A header's value, by its name in small letters.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}
