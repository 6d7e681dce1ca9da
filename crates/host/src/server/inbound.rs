//! Request bodies: the host discards what a guest leaves unread.
//!
//! Many clients write the whole body before they read the answer (Node's `fetch`, Python's
//! `requests`). A guest may answer before it has read the body, or fail; and the host sends some
//! responses itself. hyper would then close the connection with bytes unread, the system would
//! answer the client's next bytes with a TCP reset, and the client would lose the response. The
//! host therefore reads and discards the rest of the body, up to a limit, while it sends the
//! response, and the connection stays open. Weft's own guests do the same (docs/decisions/011), so
//! this code handles the other cases. A body beyond the limit closes the connection with a
//! lingering close (`lingering`).

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::Request;
use http::header::EXPECT;
use http_body::{Body, Frame, SizeHint};
use http_body_util::BodyExt as _;
use hyper::body::Incoming;
use wasmtime_wasi_http::{Error, WasiBody};

use crate::state::Counters;

/// The limits of discarding, in bytes and time.
const DISCARDED_MAX: usize = 16 << 20;
const DISCARDING_MAX: Duration = Duration::from_secs(30);

/// Whether a connection has a body that was not read to its end.
#[derive(Clone, Default)]
pub(super) struct BodyUnread(Arc<AtomicBool>);

impl BodyUnread {
    /// Whether a body of the connection was left unread.
    pub(super) fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    fn set(&self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Wraps the body of a request so that the rest is discarded on drop. A request without a body
/// costs nothing.
pub(super) fn watch(
    request: Request<Incoming>,
    unread: &BodyUnread,
    counters: &Arc<Counters>,
) -> Request<WasiBody> {
    if request.body().is_end_stream() {
        return request.map(|body| body.map_err(Error::from).boxed_unsync());
    }
    let is_wanted = !request.headers().contains_key(EXPECT);
    request.map(|body| {
        Inbound { incoming: Some(body), is_wanted, unread: unread.clone(), counters: counters.clone() }
            .boxed_unsync()
    })
}

/// A body whose rest is read and discarded on drop.
struct Inbound {
    /// `None` only during the drop.
    incoming: Option<Incoming>,
    /// Whether the client sends the body. A client that sent `Expect` waits until the body is first
    /// read.
    is_wanted: bool,
    unread: BodyUnread,
    counters: Arc<Counters>,
}

impl Body for Inbound {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        self.is_wanted = true;
        match &mut self.incoming {
            Some(incoming) => Pin::new(incoming)
                .poll_frame(context)
                .map(|frame| frame.map(|frame| frame.map_err(Error::from))),
            None => Poll::Ready(None),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.incoming.as_ref().is_none_or(Body::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        self.incoming.as_ref().map(Body::size_hint).unwrap_or_default()
    }
}

impl Drop for Inbound {
    fn drop(&mut self) {
        let Some(incoming) = self.incoming.take().filter(|incoming| !incoming.is_end_stream()) else {
            return;
        };
        match tokio::runtime::Handle::try_current() {
            Ok(runtime) if self.is_wanted => {
                drop(runtime.spawn(discard(incoming, self.unread.clone(), self.counters.clone())));
            }
            _ => self.unread.set(),
        }
    }
}

async fn discard(mut incoming: Incoming, unread: BodyUnread, counters: Arc<Counters>) {
    let discarding = async {
        let mut left = DISCARDED_MAX;
        while let Some(frame) = incoming.frame().await {
            let Ok(frame) = frame else { return true };
            let length = frame.data_ref().map_or(0, Bytes::len);
            if left == DISCARDED_MAX && length > 0 {
                counters.count_leftover();
            }
            left = left.saturating_sub(length);
            if left == 0 {
                return false;
            }
        }
        true
    };
    if !tokio::time::timeout(DISCARDING_MAX, discarding).await.unwrap_or(false) {
        unread.set();
    }
}
