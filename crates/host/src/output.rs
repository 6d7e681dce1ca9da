//! The destination of the guests' standard output: the host's own output, or a buffer that a
//! failing test prints.

use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use tokio::io::AsyncWrite;
use wasmtime_wasi::WasiCtxBuilder;
use wasmtime_wasi::cli::{IsTerminal, StdoutStream};

/// The size of the capture buffer; when it is full, the oldest half is dropped.
const LIMIT: usize = 4 << 20;

/// The destination of the guests' output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum GuestOutput {
    /// The host's standard output and standard error.
    #[default]
    Inherit,
    /// A buffer that `Running::guest_output` returns.
    Capture,
}

/// The output of the guests of one host.
#[derive(Clone, Default)]
pub(crate) struct Output(Option<Capture>);

impl Output {
    pub(crate) fn new(kind: GuestOutput) -> Self {
        Self((kind == GuestOutput::Capture).then(Capture::default))
    }

    /// The output captured so far.
    pub(crate) fn captured(&self) -> String {
        let buffer = |capture: &Capture| capture.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        self.0
            .as_ref()
            .map(|capture| String::from_utf8_lossy(&buffer(capture)).into_owned())
            .unwrap_or_default()
    }

    /// Prints a message of the host about a guest.
    pub(crate) fn report(&self, line: &str) {
        match &self.0 {
            Some(capture) => capture.append(format!("{line}\n").as_bytes()),
            None => tracing::error!("{line}"),
        }
    }

    pub(crate) fn connect(&self, wasi: &mut WasiCtxBuilder) {
        match &self.0 {
            Some(capture) => wasi.stdout(capture.clone()).stderr(capture.clone()),
            None => wasi.inherit_stdout().inherit_stderr(),
        };
    }
}

#[derive(Clone, Default)]
struct Capture(Arc<Mutex<Vec<u8>>>);

impl Capture {
    fn append(&self, bytes: &[u8]) {
        let mut buffer = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if buffer.len() + bytes.len() > LIMIT {
            let half = buffer.len() / 2;
            buffer.drain(..half);
        }
        buffer.extend_from_slice(bytes);
    }
}

impl IsTerminal for Capture {
    fn is_terminal(&self) -> bool {
        false
    }
}

impl StdoutStream for Capture {
    fn async_stream(&self) -> Box<dyn AsyncWrite + Send + Sync> {
        Box::new(self.clone())
    }
}

impl AsyncWrite for Capture {
    fn poll_write(self: Pin<&mut Self>, _: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.append(bytes);
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}
