//! Accepts connections and gives each to the serving thread with the fewest connections.

use std::collections::HashMap;
use std::net::{SocketAddr, TcpListener};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use anyhow::{Context as _, Result};
use tokio::sync::{Notify, watch};
use wasmtime::Engine;
use wasmtime_wasi_http::handler::ProxyHandler;

use super::routes::Routes;
use super::thread;
use super::worker::{Activity, Workers};
use super::{Prepared, Reuse, Site};
use crate::output::Output;
use crate::state::Counters;

/// The configuration of a server.
pub(crate) struct Setup {
    pub(crate) engine: Engine,
    pub(crate) routes: Arc<Routes>,
    pub(crate) components: HashMap<String, Arc<Prepared>>,
    pub(crate) reuse: Reuse,
    pub(crate) request_timeout: Duration,
    pub(crate) output: Output,
    pub(crate) counters: Arc<Counters>,
}

/// A running server. On drop the server stops without waiting.
pub(crate) struct Server {
    address: SocketAddr,
    stop: watch::Sender<bool>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

impl Server {
    /// Listens on `address` and serves on one thread per core.
    pub(crate) fn start(address: SocketAddr, setup: Setup) -> Result<Self> {
        let listener = TcpListener::bind(address).with_context(|| format!("cannot listen on {address}"))?;
        let address = listener.local_addr()?;
        let (stop, stopped) = watch::channel(false);
        let setup = Arc::new(setup);
        let freed = Arc::new(Notify::new());
        let count = std::thread::available_parallelism().map_or(1, usize::from);
        let threads = (0..count)
            .map(|index| {
                let activity = Arc::new(Activity::default());
                let (setup, freed, shared) = (setup.clone(), freed.clone(), activity.clone());
                thread::start(
                    index,
                    move || site(&setup, address, &shared, &freed),
                    activity,
                    stopped.clone(),
                )
            })
            .collect::<Result<Vec<_>>>()?;
        let (serving, handles): (Vec<_>, Vec<_>) =
            threads.into_iter().map(|thread| ((thread.connections, thread.load), thread.handle)).unzip();
        let mut handles: Vec<JoinHandle<()>> = handles;
        handles.push(accept_on_thread(listener, serving, stopped)?);
        Ok(Self { address, stop, threads: Mutex::new(handles) })
    }

    /// The address on which the server listens.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Stops accepting connections and waits until responses in progress have finished.
    pub(crate) fn stop(&self) {
        self.stop.send_replace(true);
        let threads = std::mem::take(&mut *self.threads.lock().unwrap_or_else(PoisonError::into_inner));
        for thread in threads {
            if thread.join().is_err() {
                tracing::error!("a serving thread panicked");
            }
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.send_replace(true);
    }
}

fn site(setup: &Setup, address: SocketAddr, activity: &Arc<Activity>, freed: &Arc<Notify>) -> Arc<Site> {
    Arc::new_cyclic(|site| {
        let workers = |prepared: &Arc<Prepared>| Workers {
            engine: setup.engine.clone(),
            prepared: prepared.clone(),
            reuse: setup.reuse,
            request_timeout: setup.request_timeout,
            site: site.clone(),
            activity: activity.clone(),
            freed: freed.clone(),
        };
        let handler =
            |(id, prepared): (&String, &Arc<Prepared>)| (id.clone(), ProxyHandler::new(workers(prepared)));
        let components = setup.components.iter().map(handler).collect();
        Site {
            routes: setup.routes.clone(),
            components,
            address,
            output: setup.output.clone(),
            counters: setup.counters.clone(),
        }
    })
}

type Serving = (tokio::sync::mpsc::UnboundedSender<thread::Connection>, Arc<AtomicUsize>);

fn accept_on_thread(
    listener: TcpListener,
    serving: Vec<Serving>,
    stop: watch::Receiver<bool>,
) -> Result<JoinHandle<()>> {
    listener.set_nonblocking(true)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().enable_time().build()?;
    let listener = {
        let _entered = runtime.enter();
        tokio::net::TcpListener::from_std(listener)?
    };
    let accept = move || runtime.block_on(accept(&listener, &serving, stop));
    std::thread::Builder::new().name("weft-accept".into()).spawn(accept).context("cannot start a thread")
}

async fn accept(listener: &tokio::net::TcpListener, serving: &[Serving], mut stop: watch::Receiver<bool>) {
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = stop.wait_for(|stop| *stop) => return,
        };
        let handed = accepted.and_then(|(stream, address)| {
            stream.set_nodelay(true)?;
            Ok((stream.into_std()?, address))
        });
        match handed {
            Ok(connection) => {
                let Some((thread, load)) =
                    serving.iter().min_by_key(|(_, load)| load.load(Ordering::Relaxed))
                else {
                    return;
                };
                load.fetch_add(1, Ordering::Relaxed);
                drop(thread.send(connection));
            }
            Err(error) => {
                tracing::warn!("cannot accept a connection: {error}");
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        }
    }
}
