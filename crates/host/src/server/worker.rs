//! Creates instances of a component, reuses them, and ends them.
//!
//! wasmtime's `ProxyHandler` runs one worker per instance and asks this module whether the worker
//! accepts another request and when it ends. The rules and defaults are Spin's: an instance handles
//! 128 requests, 16 at a time, and ends after one second without a request. Work that a guest
//! continues after its response keeps the instance alive, up to the request timeout.

use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Weak};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use tokio::sync::Notify;
use tokio::time::Sleep;
use wasmtime::component::GuestTaskId;
use wasmtime::{Engine, PoolConcurrencyLimitError, Store, StoreContextMut, UpdateDeadline};
use wasmtime_wasi_http::WasiHttpView as _;
use wasmtime_wasi_http::handler::{
    HandlerState, Instance, ProxyPre, ShouldAccept, WorkerExpiration, WorkerState, WorkerStatus,
};

use super::Site;
use crate::interfaces::dial::Network;
use crate::interfaces::outbound::Outbound;
use crate::network::AllowedHosts;
use crate::state::{Grants, Guest};

/// How instances are reused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reuse {
    /// How many requests one instance handles before it ends.
    pub max_requests: usize,
    /// How many requests one instance handles at a time.
    pub max_concurrent: usize,
    /// How long an idle instance is kept.
    pub idle: Duration,
}

impl Default for Reuse {
    fn default() -> Self {
        Self { max_requests: 128, max_concurrent: 16, idle: Duration::from_secs(1) }
    }
}

/// A component, linked and ready to be instantiated.
pub(crate) struct Prepared {
    pub(crate) proxy: ProxyPre<Guest>,
    pub(crate) grants: Arc<Grants>,
    pub(crate) allowed: Arc<AllowedHosts>,
    pub(crate) network: Arc<Network>,
}

/// Tracks the instances of one thread.
#[derive(Debug, Default)]
pub(super) struct Activity {
    /// The number of busy instances.
    busy: AtomicUsize,
    /// Whether the thread is stopping; idle instances then end at once.
    ending: AtomicBool,
}

impl Activity {
    /// Whether any instance is busy.
    pub(super) fn is_busy(&self) -> bool {
        self.busy.load(Ordering::Relaxed) > 0
    }

    /// Marks the thread as stopping.
    pub(super) fn end(&self) {
        self.ending.store(true, Ordering::Relaxed);
    }
}

/// The workers of one component on one thread.
pub(super) struct Workers {
    pub(super) engine: Engine,
    pub(super) prepared: Arc<Prepared>,
    pub(super) reuse: Reuse,
    pub(super) request_timeout: Duration,
    pub(super) site: Weak<Site>,
    /// The activity of this thread's instances.
    pub(super) activity: Arc<Activity>,
    /// Notified when an instance of any thread ends.
    pub(super) freed: Arc<Notify>,
}

impl Workers {
    /// Creates an instance; if the pool is empty, waits until another instance ends.
    ///
    /// A busy guest yields with tokio's own yield: it continues after all other ready tasks have
    /// run and the sockets were polled. wasmtime's plain yield would put the task back into the
    /// queue at once, and tokio polls sockets only every 61 tasks.
    async fn instance(&self) -> wasmtime::Result<(Store<Guest>, wasmtime_wasi_http::handler::Proxy)> {
        let give_up = tokio::time::Instant::now() + self.request_timeout;
        loop {
            let mut freed = pin!(self.freed.notified());
            freed.as_mut().enable();
            let outbound = Outbound::new(
                self.prepared.allowed.clone(),
                self.prepared.network.clone(),
                self.site.clone(),
            );
            let mut store = Store::new(&self.engine, Guest::new(self.prepared.grants.clone(), outbound));
            store.limiter(|guest| &mut guest.memory);
            store.set_epoch_deadline(1);
            store.epoch_deadline_callback(|_| {
                Ok(UpdateDeadline::YieldCustom(1, Box::pin(tokio::task::yield_now())))
            });
            match self.prepared.proxy.instantiate_async(&mut store).await {
                Ok(proxy) => return Ok((store, proxy)),
                Err(error) if error.is::<PoolConcurrencyLimitError>() => {
                    drop(store);
                    if tokio::time::timeout_at(give_up, freed).await.is_err() {
                        return Err(error);
                    }
                }
                Err(error) => return Err(error),
            }
        }
    }
}

impl HandlerState for Workers {
    type StoreData = Guest;
    type WorkerExpiration = Expiration;
    type WorkerState = Worker;

    async fn instantiate(&self) -> wasmtime::Result<Instance<Guest, Expiration, Worker>> {
        let (store, proxy) = self.instance().await?;
        self.prepared.grants.counters.count_instance();
        let reuse = match &self.prepared.proxy {
            ProxyPre::P3(_) => self.reuse,
            ProxyPre::P2(_) => Reuse { max_requests: 1, max_concurrent: 1, ..self.reuse },
        };
        let expiration = Expiration {
            idle: reuse.idle,
            request_timeout: self.request_timeout,
            alarm: Box::pin(tokio::time::sleep(reuse.idle)),
            busy: Busy { busy: false, activity: self.activity.clone() },
        };
        let state = Worker {
            reuse,
            request_timeout: self.request_timeout,
            freed: self.freed.clone(),
            activity: self.activity.clone(),
        };
        Ok(Instance { store, proxy, view: Guest::http, expiration, state })
    }
}

/// Decides when an instance ends.
pub(super) struct Expiration {
    idle: Duration,
    request_timeout: Duration,
    alarm: Pin<Box<Sleep>>,
    busy: Busy,
}

impl WorkerExpiration for Expiration {
    /// Every request moves the deadline. The timer, which is expensive to reset, is reset only if
    /// it fires before the deadline.
    fn poll(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        status: WorkerStatus,
        start: Instant,
    ) -> Poll<()> {
        let idle = status == WorkerStatus::Idle;
        self.busy.set(!idle);
        let timeout = if idle { self.idle } else { self.request_timeout };
        let Some(deadline) = start.checked_add(timeout).map(tokio::time::Instant::from_std) else {
            return Poll::Pending;
        };
        if deadline < self.alarm.deadline() {
            self.alarm.as_mut().reset(deadline);
        }
        while self.alarm.as_mut().poll(context).is_ready() {
            if tokio::time::Instant::now() >= deadline {
                return Poll::Ready(());
            }
            self.alarm.as_mut().reset(deadline);
        }
        Poll::Pending
    }
}

/// Counts an instance as busy.
struct Busy {
    busy: bool,
    activity: Arc<Activity>,
}

impl Busy {
    fn set(&mut self, busy: bool) {
        if busy != self.busy {
            self.busy = busy;
            let one = if busy { 1 } else { usize::MAX };
            self.activity.busy.fetch_add(one, Ordering::Relaxed);
        }
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        self.set(false);
    }
}

/// Decides whether an instance accepts a request.
pub(super) struct Worker {
    reuse: Reuse,
    request_timeout: Duration,
    freed: Arc<Notify>,
    activity: Arc<Activity>,
}

impl WorkerState for Worker {
    type StoreData = Guest;
    type RequestData = ();

    fn should_accept_request(&self, concurrent: usize, total: usize) -> ShouldAccept {
        if total >= self.reuse.max_requests {
            ShouldAccept::Never
        } else if concurrent >= self.reuse.max_concurrent {
            ShouldAccept::No
        } else {
            ShouldAccept::Yes
        }
    }

    fn on_request_start(
        &self,
        _: StoreContextMut<'_, Guest>,
        (): (),
        _: GuestTaskId,
    ) -> Pin<Box<dyn Future<Output = ()> + 'static + Send + Sync>> {
        Box::pin(tokio::time::sleep(self.request_timeout))
    }

    fn drop(&self, store: Store<Guest>, result: Result<(), wasmtime::Error>) {
        if let Err(error) = result
            && !self.activity.ending.load(Ordering::Relaxed)
        {
            let grants = &store.data().grants;
            grants.output.report(&format!("component `{}` failed: {error:?}", grants.component));
        }
        drop(store);
        self.freed.notify_one();
    }
}
