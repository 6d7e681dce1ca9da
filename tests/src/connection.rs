//! A connection of one's own: sends whatever bytes it is given, reads answers one by one.
//!
//! Under all of the tests' requests, and by itself where a test does what no decent client does:
//! half a request, two at a time, none of the answer, or only the beginning of it.

use std::io::{self, Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::time::Duration;

/// A host that says nothing for so long never will; a test fails then instead of hanging. No test
/// measures time.
const SILENCE: Duration = Duration::from_secs(120);

/// A connection to a host.
#[derive(Debug)]
pub struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

/// An answer as it came over the wire.
#[derive(Debug, Clone)]
pub struct Received {
    /// The status.
    pub status: u16,
    /// The headers, names in lower case, in the order that they came in.
    pub headers: Vec<(String, String)>,
    /// The body; without one for a HEAD.
    pub body: Vec<u8>,
}

impl Received {
    /// A header's value, or an empty text.
    pub fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map_or("", |(_, value)| value)
    }

    /// Whether the server ends the connection after this answer.
    pub fn is_last(&self) -> bool {
        self.header("connection").eq_ignore_ascii_case("close")
    }
}

impl Connection {
    /// Connects.
    ///
    /// # Errors
    /// Nobody listens.
    pub fn open(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(SILENCE))?;
        stream.set_write_timeout(Some(SILENCE))?;
        Ok(Self { stream, buffer: Vec::new() })
    }

    /// Sends bytes as they are.
    ///
    /// # Errors
    /// The other side is gone.
    pub fn send(&mut self, bytes: impl AsRef<[u8]>) -> io::Result<()> {
        self.stream.write_all(bytes.as_ref())
    }

    /// Reads the answer to a request that is no HEAD.
    ///
    /// # Errors
    /// `UnexpectedEof` when the other side went away before or within the answer, `InvalidData`
    /// when it is no HTTP.
    pub fn receive(&mut self) -> io::Result<Received> {
        self.receive_answer(true)
    }

    /// Reads the answer to a HEAD: there is no body, whatever its headers say.
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

    /// Reads exactly so many bytes.
    ///
    /// # Errors
    /// There are fewer.
    pub fn exactly(&mut self, length: usize) -> io::Result<Vec<u8>> {
        while self.buffer.len() < length {
            self.fill()?;
        }
        Ok(self.buffer.drain(..length).collect())
    }

    /// Reads until the other side ends the connection.
    ///
    /// # Errors
    /// It says nothing for too long, or breaks the connection off.
    pub fn receive_rest(&mut self) -> io::Result<Vec<u8>> {
        let mut rest = std::mem::take(&mut self.buffer);
        self.stream.read_to_end(&mut rest)?;
        Ok(rest)
    }

    /// Says that nothing more will be sent; answers can still be read.
    ///
    /// # Errors
    /// The connection is gone.
    pub fn finish(&self) -> io::Result<()> {
        self.stream.shutdown(Shutdown::Write)
    }

    /// Goes away without reading what is under way.
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
    io::Error::new(io::ErrorKind::InvalidData, format!("this is no HTTP: {text}"))
}
