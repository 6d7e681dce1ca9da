//! One serving thread: its event loop, its connections, its instances.

use std::convert::Infallible;
use std::net::{SocketAddr, TcpStream};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use anyhow::{Context as _, Result};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use tokio::sync::{mpsc, watch};
use tokio::time::Instant;

use super::inbound::BodyUnread;
use super::lingering::Lingering;
use super::site::Client;
use super::worker::Activity;
use super::{Site, headers};

/// How long a stopping thread waits for responses in progress.
const GRACE: Duration = Duration::from_secs(10);

/// A connection that is being moved to a thread.
pub(super) type Connection = (TcpStream, SocketAddr);

/// The listener's handle to a serving thread.
pub(super) struct Thread {
    /// The channel for new connections.
    pub(super) connections: mpsc::UnboundedSender<Connection>,
    /// The number of connections of the thread.
    pub(super) load: Arc<AtomicUsize>,
    /// The thread itself.
    pub(super) handle: JoinHandle<()>,
}

/// Starts a thread that serves connections of `site` until `stop` is true. `activity` tracks its
/// instances.
pub(super) fn start(
    index: usize,
    site: impl FnOnce() -> Arc<Site> + Send + 'static,
    activity: Arc<Activity>,
    stop: watch::Receiver<bool>,
) -> Result<Thread> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let (connections, incoming) = mpsc::unbounded_channel();
    let load = Arc::new(AtomicUsize::new(0));
    let count = load.clone();
    let handle = std::thread::Builder::new()
        .name(format!("weft-{index}"))
        .spawn(move || {
            runtime.block_on(serve(&site(), incoming, &count, &activity, stop));
            activity.end();
            runtime.shutdown_timeout(Duration::from_millis(100));
        })
        .context("cannot start a thread")?;
    Ok(Thread { connections, load, handle })
}

async fn serve(
    site: &Arc<Site>,
    mut incoming: mpsc::UnboundedReceiver<Connection>,
    load: &Arc<AtomicUsize>,
    activity: &Activity,
    mut stop: watch::Receiver<bool>,
) {
    loop {
        let (stream, address) = tokio::select! {
            connection = incoming.recv() => match connection {
                Some(connection) => connection,
                None => break,
            },
            _ = stop.wait_for(|stop| *stop) => break,
        };
        let connection = connection(site.clone(), stream, address, stop.clone());
        let guard = Load(load.clone());
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!("a connection from {address} ended: {error:#}");
            }
            drop(guard);
        });
    }
    let deadline = Instant::now() + GRACE;
    while (load.load(Ordering::Relaxed) > 0 || activity.is_busy()) && Instant::now() < deadline {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

/// Decrements the thread's number of connections when a connection ends.
struct Load(Arc<AtomicUsize>);

impl Drop for Load {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

async fn connection(
    site: Arc<Site>,
    stream: TcpStream,
    address: SocketAddr,
    mut stop: watch::Receiver<bool>,
) -> Result<()> {
    let stream = tokio::net::TcpStream::from_std(stream)?;
    let unread = BodyUnread::default();
    let stream = Lingering::new(stream, unread.clone(), stop.clone());
    let client = Client { address: headers::client(address), unread };
    let service = service_fn(|request| {
        let (site, client) = (&site, &client);
        async move { Ok::<_, Infallible>(site.answer(request, client).await) }
    });
    // `pipeline_flush` stays off: it delays a response while any bytes follow the request, even a
    // stray line end.
    let mut connection = pin!(http1::Builder::new().serve_connection(stream, service));
    tokio::select! {
        ended = connection.as_mut() => return Ok(ended?),
        _ = stop.wait_for(|stop| *stop) => connection.as_mut().graceful_shutdown(),
    }
    Ok(connection.await?)
}
