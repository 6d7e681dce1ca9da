//! A server under measurement: `weft up` in a process of its own, and what /proc says about it.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use super::client::Client;
use super::memory::Memory;
use crate::{process, workspace};

/// How long a server may take to answer after its start; the first start compiles the components.
const PATIENCE: Duration = Duration::from_secs(180);

/// How a server is started.
#[derive(Debug, Clone)]
pub(super) struct Setup {
    /// The `weft` command.
    pub(super) weft: PathBuf,
    /// The application, relative to the workspace.
    pub(super) manifest: &'static str,
    /// Where its data is.
    pub(super) data: PathBuf,
    /// Where compiled components are kept.
    pub(super) cache: PathBuf,
}

/// A running server. It ends when it is dropped.
pub(super) struct Server {
    child: Child,
    pub(super) address: SocketAddr,
    started: Instant,
}

impl Setup {
    /// Starts a server and waits until it listens.
    pub(super) fn start(&self) -> Result<Server> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = listener.local_addr()?;
        drop(listener);
        let mut command = Command::new(&self.weft);
        command
            .current_dir(workspace::root())
            .args([
                "up",
                "--no-first-start",
                "--from",
                self.manifest,
                "--listen",
                &address.to_string(),
                "--data",
            ])
            .arg(&self.data)
            .arg("--cache")
            .arg(&self.cache)
            .stdin(Stdio::null())
            .stdout(Stdio::null());
        let started = Instant::now();
        let child = command.spawn().with_context(|| format!("cannot run {}", process::line(&command)))?;
        let mut server = Server { child, address, started };
        server.wait_until("listens", |address| Client::connect(address).is_ok())?;
        Ok(server)
    }
}

impl Server {
    /// The server's root.
    pub(super) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Waits until a GET is answered with 200; gives the time since the start.
    pub(super) fn first_answer(&mut self, target: &str, key: &str) -> Result<Duration> {
        self.wait_until("answers", |address| {
            let answer = Client::connect(address).and_then(|mut client| client.get(target, key));
            answer.is_ok_and(|answer| answer.status == 200)
        })
    }

    fn wait_until(&mut self, what: &str, is_so: impl Fn(SocketAddr) -> bool) -> Result<Duration> {
        while !is_so(self.address) {
            if let Some(status) = self.child.try_wait()? {
                bail!("the server ended ({status}) before it {what}");
            }
            if self.started.elapsed() > PATIENCE {
                bail!("the server did not get so far that it {what}");
            }
            std::thread::sleep(Duration::from_micros(500));
        }
        Ok(self.started.elapsed())
    }

    /// The processor time that the process has used, in kernel and user space, those of its threads
    /// that ended included.
    pub(super) fn cpu(&self) -> Result<Duration> {
        let stat = self.read("stat")?;
        // The name in parentheses may hold anything; what follows it does not.
        let fields = stat
            .rsplit_once(')')
            .map(|(_, rest)| rest.split_ascii_whitespace())
            .context("no name in stat")?;
        let ticks: u64 = fields.skip(11).take(2).map(|field| field.parse().unwrap_or(0)).sum();
        Ok(Duration::from_nanos(ticks * (1_000_000_000 / ticks_per_second()?)))
    }

    /// Its memory.
    pub(super) fn memory(&self) -> Result<Memory> {
        Memory::parse(&self.read("smaps_rollup")?)
    }

    fn read(&self, file: &str) -> Result<String> {
        let path = Path::new("/proc").join(self.child.id().to_string()).join(file);
        std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Sends SIGTERM first, so that the server closes its database; it has a few seconds.
        let _ = Command::new("kill").arg(self.child.id().to_string()).status();
        let asked = Instant::now();
        while asked.elapsed() < Duration::from_secs(15) {
            if !matches!(self.child.try_wait(), Ok(None)) {
                return;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn ticks_per_second() -> Result<u64> {
    static TICKS: OnceLock<u64> = OnceLock::new();
    if let Some(ticks) = TICKS.get() {
        return Ok(*ticks);
    }
    let text = process::output(Command::new("getconf").arg("CLK_TCK"))?;
    Ok(*TICKS.get_or_init(|| text.trim().parse().unwrap_or(100)))
}
