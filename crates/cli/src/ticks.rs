//! Asks the application for a tick every second, so that deliveries are retried and deploy hooks
//! are called without a cron job (docs/webhooks.md).
//!
//! A tick may take some twenty seconds while receivers are slow, so the next one does not wait for
//! its end; only the number of ticks at a time is limited.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use anyhow::{Context as _, Result};
use rand::RngExt as _;
use rand::distr::Alphanumeric;
use serde_json::Value;
use ureq::Agent;
use weft_host::{Options, Running};

/// The path of a tick, and the variable with its secret.
const PATH: &str = "/_weft/tick";
const SECRET: &str = "tick_secret";
/// The time between two ticks.
const PERIOD: Duration = Duration::from_secs(1);
/// The most ticks at a time.
const CONCURRENT_MAX: usize = 24;

/// Asks for ticks until it is dropped.
pub(super) struct Ticks {
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// Sets the secret of a tick to a random one if the operator has set none. Returns the secret, if
/// the application knows of ticks.
///
/// # Errors
/// The manifest or a variable is not valid.
pub(super) fn secret(options: &mut Options) -> Result<Option<String>> {
    let secret = match weft_host::variable(options, SECRET)? {
        Some(empty) if empty.is_empty() => {
            let random: String = rand::rng().sample_iter(Alphanumeric).take(40).map(char::from).collect();
            options.variables.insert(SECRET.to_owned(), random.clone());
            Some(random)
        }
        secret => secret,
    };
    Ok(secret)
}

impl Ticks {
    /// Asks the running application for ticks, if it has them.
    ///
    /// # Errors
    /// The system does not create a thread.
    pub(super) fn start(running: &Running, secret: Option<String>) -> Result<Option<Self>> {
        let has_ticks = running.routes().iter().any(|(route, _)| route == PATH);
        let Some(secret) = secret.filter(|_| has_ticks) else { return Ok(None) };
        let client = Arc::new(Client::new(running.addr(), &secret));
        let (stop, stopped) = channel();
        let thread = std::thread::Builder::new().name("ticks".to_owned()).spawn(move || {
            while stopped.recv_timeout(PERIOD) == Err(RecvTimeoutError::Timeout) {
                client.tick();
            }
        });
        Ok(Some(Self { stop: Some(stop), thread: Some(thread.context("cannot create a thread")?) }))
    }
}

impl Drop for Ticks {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

struct Client {
    agent: Agent,
    url: String,
    authorization: String,
    /// The number of ticks that have not ended.
    pending: AtomicUsize,
    /// Whether a failure was reported.
    has_failed: AtomicBool,
}

impl Client {
    fn new(address: SocketAddr, secret: &str) -> Self {
        let config =
            Agent::config_builder().http_status_as_error(false).timeout_global(Some(Duration::from_secs(60)));
        Self {
            agent: config.build().into(),
            url: format!("http://{}{PATH}", reachable(address)),
            authorization: format!("Bearer {secret}"),
            pending: AtomicUsize::new(0),
            has_failed: AtomicBool::new(false),
        }
    }

    /// Asks for a tick, and for further ones while work is left, in a thread of its own.
    fn tick(self: &Arc<Self>) {
        if self.pending.fetch_add(1, Ordering::Relaxed) < CONCURRENT_MAX {
            let client = self.clone();
            let spawned = std::thread::Builder::new().name("tick".to_owned()).spawn(move || {
                while client.ask() {}
                client.pending.fetch_sub(1, Ordering::Relaxed);
            });
            if spawned.is_ok() {
                return;
            }
        }
        self.pending.fetch_sub(1, Ordering::Relaxed);
    }

    /// Whether work is left.
    fn ask(&self) -> bool {
        let request = self.agent.post(&self.url).header("authorization", &self.authorization);
        let Ok(mut answer) = request.send_empty() else { return false };
        let status = answer.status();
        if !status.is_success() && !self.has_failed.swap(true, Ordering::Relaxed) {
            tracing::warn!("a tick was answered with {status}; deliveries of webhooks may wait");
        }
        answer
            .body_mut()
            .read_json::<Value>()
            .is_ok_and(|answer| answer.get("more").is_some_and(|more| *more == true))
    }
}

/// The address at which this machine reaches a listener on `address`.
fn reachable(address: SocketAddr) -> SocketAddr {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, address.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_listener_on_all_addresses_is_reached_on_this_machine() {
        for (listens, reached) in
            [("0.0.0.0:3000", "127.0.0.1:3000"), ("[::]:3000", "[::1]:3000"), ("10.1.2.3:80", "10.1.2.3:80")]
        {
            assert_eq!(reachable(listens.parse().unwrap()).to_string(), reached);
        }
    }
}
