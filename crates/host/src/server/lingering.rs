//! A lingering close: closes a connection without a TCP reset.
//!
//! A socket that is closed with unread bytes, or that receives bytes after the close, sends a
//! reset, and a client that is still writing loses the response. The host therefore first closes
//! its sending side only, and discards what arrives until the client closes its side, within a
//! limit of time and bytes (RFC 9112, 9.6).

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use hyper::rt::{Read, ReadBufCursor, Write};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead as _, ReadBuf};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::time::Sleep;

use super::inbound::BodyUnread;

/// The limits of discarding, in bytes and time.
const DISCARDED_MAX: usize = 16 << 20;
const LINGERING_MAX: Duration = Duration::from_secs(2);

/// A connection with a lingering close.
pub(super) struct Lingering {
    stream: TokioIo<TcpStream>,
    unread: BodyUnread,
    stop: watch::Receiver<bool>,
    closing: Option<Closing>,
}

/// The sending side is closed.
struct Closing {
    alarm: Pin<Box<Sleep>>,
    left: usize,
}

impl Lingering {
    /// Wraps `stream`; `unread` tells whether a body was left unread. After `stop` the close does
    /// not wait for clients whose requests were read completely.
    pub(super) fn new(stream: TcpStream, unread: BodyUnread, stop: watch::Receiver<bool>) -> Self {
        Self { stream: TokioIo::new(stream), unread, stop, closing: None }
    }
}

impl Read for Lingering {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl Write for Lingering {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(context, bytes)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = &mut *self;
        if this.closing.is_none() {
            ready!(Pin::new(&mut this.stream).poll_shutdown(context))?;
        }
        if *this.stop.borrow() && !this.unread.is_set() {
            return Poll::Ready(Ok(()));
        }
        let closing = this.closing.get_or_insert_with(|| Closing {
            alarm: Box::pin(tokio::time::sleep(LINGERING_MAX)),
            left: DISCARDED_MAX,
        });
        if closing.alarm.as_mut().poll(context).is_ready() {
            return Poll::Ready(Ok(()));
        }
        let mut space = [0; 16 << 10];
        while closing.left > 0 {
            let mut buffer = ReadBuf::new(&mut space);
            let read = ready!(Pin::new(this.stream.inner_mut()).poll_read(context, &mut buffer));
            let length = buffer.filled().len();
            if read.is_err() || length == 0 {
                break;
            }
            closing.left = closing.left.saturating_sub(length);
        }
        Poll::Ready(Ok(()))
    }
}
