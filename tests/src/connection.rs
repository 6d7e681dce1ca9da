//! A raw HTTP connection: sends arbitrary bytes, reads responses one by one.
//!
//! All requests of the tests use it. Tests use it directly for unusual clients: half a request, two
//! requests at a time, a response that is not read or only partly read.

use std::io::{self, Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::time::Duration;

/// The read timeout, so that a test without a response fails instead of hanging. No test measures
/// time.
const SILENCE: Duration = Duration::from_secs(120);

/// A connection to a host.
#[derive(Debug)]
pub struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

/// A received response.
#[derive(Debug, Clone)]
pub struct Received {
    /// The status.
    pub status: u16,
    /// The headers in order, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body; empty for a HEAD.
    pub body: Vec<u8>,
}

impl Received {
    /// A header's value, or an empty text.
    pub fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map_or("", |(_, value)| value)
    }

    /// Whether the server closes the connection after this response.
    pub fn is_last(&self) -> bool {
        self.header("connection").eq_ignore_ascii_case("close")
    }
}

impl Connection {
    /// Connects.
    ///
    /// # Errors
    /// The connection is refused.
    pub fn open(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(SILENCE))?;
        stream.set_write_timeout(Some(SILENCE))?;
        Ok(Self { stream, buffer: Vec::new() })
    }

    /// Sends bytes unchanged.
    ///
    /// # Errors
    /// The peer has closed the connection.
    pub fn send(&mut self, bytes: impl AsRef<[u8]>) -> io::Result<()> {
        self.stream.write_all(bytes.as_ref())
    }

    /// Reads the response to a request other than HEAD.
    ///
    /// # Errors
    /// `UnexpectedEof` if the peer closed the connection before the end of the response,
    /// `InvalidData` if the response is not HTTP.
    pub fn receive(&mut self) -> io::Result<Received> {
        self.receive_answer(true)
    }

    /// Reads the response to a HEAD, which has no body despite its Content-Length.
    ///
    /// # Errors
    /// As for [`Connection::receive`].
    pub fn receive_head(&mut self) -> io::Result<Received> {
        self.receive_answer(false)
    }

    fn receive_answer(&mut self, may_have_body: bool) -> io::Result<Received> {
        let head = self.head()?;
        let mut lines = head.split("\r\n");
        let status = lines.next().and_then(|line| line.strip_prefix("HTTP/1.1 ")?.get(..3)?.parse().ok());
        let status: u16 = status.ok_or_else(|| no_http(&head))?;
        let header = |line: &str| {
            let (name, value) = line.split_once(':')?;
            Some((name.to_ascii_lowercase(), value.trim().to_owned()))
        };
        let headers =
            lines.filter(|line| !line.is_empty()).map(|line| header(line).ok_or_else(|| no_http(line)));
        let mut received =
            Received { status, headers: headers.collect::<io::Result<_>>()?, body: Vec::new() };
        if may_have_body && status != 204 && status != 304 && status >= 200 {
            received.body = self.body(&received)?;
        }
        Ok(received)
    }

    /// Everything up to the empty line.
    fn head(&mut self) -> io::Result<String> {
        let end = loop {
            if let Some(end) = find(&self.buffer, b"\r\n\r\n") {
                break end;
            }
            self.fill()?;
        };
        let head: Vec<u8> = self.buffer.drain(..end + 4).collect();
        String::from_utf8(head).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
    }

    fn body(&mut self, received: &Received) -> io::Result<Vec<u8>> {
        if received.header("transfer-encoding").eq_ignore_ascii_case("chunked") {
            return self.chunks();
        }
        match received.header("content-length").parse() {
            Ok(length) => self.exactly(length),
            Err(_) => self.receive_rest(),
        }
    }

    fn chunks(&mut self) -> io::Result<Vec<u8>> {
        let mut body = Vec::new();
        loop {
            let line = self.line()?;
            let length = usize::from_str_radix(line.trim(), 16).map_err(|_| no_http(&line))?;
            body.extend(self.exactly(length)?);
            self.line()?;
            if length == 0 {
                return Ok(body);
            }
        }
    }

    fn line(&mut self) -> io::Result<String> {
        loop {
            if let Some(end) = find(&self.buffer, b"\r\n") {
                let line: Vec<u8> = self.buffer.drain(..end + 2).collect();
                return Ok(String::from_utf8_lossy(&line).into_owned());
            }
            self.fill()?;
        }
    }

    /// Reads exactly `length` bytes.
    ///
    /// # Errors
    /// The connection ends earlier.
    pub fn exactly(&mut self, length: usize) -> io::Result<Vec<u8>> {
        while self.buffer.len() < length {
            self.fill()?;
        }
        Ok(self.buffer.drain(..length).collect())
    }

    /// Reads until the peer closes the connection.
    ///
    /// # Errors
    /// The read times out, or the connection is reset.
    pub fn receive_rest(&mut self) -> io::Result<Vec<u8>> {
        let mut rest = std::mem::take(&mut self.buffer);
        self.stream.read_to_end(&mut rest)?;
        Ok(rest)
    }

    /// Closes the sending side; responses can still be read.
    ///
    /// # Errors
    /// The connection is closed.
    pub fn finish(&self) -> io::Result<()> {
        self.stream.shutdown(Shutdown::Write)
    }

    /// Closes the connection without reading pending data.
    pub fn abort(self) {
        drop(self.stream.shutdown(Shutdown::Both));
    }

    fn fill(&mut self) -> io::Result<()> {
        let mut chunk = [0; 16 * 1024];
        match self.stream.read(&mut chunk)? {
            0 => Err(io::ErrorKind::UnexpectedEof.into()),
            read => {
                self.buffer.extend_from_slice(&chunk[..read]);
                Ok(())
            }
        }
    }
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

fn no_http(text: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("not an HTTP response: {text}"))
}
