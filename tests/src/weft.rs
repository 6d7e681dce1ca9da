//! One host under test: its setup, its actors, its counters.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tempfile::TempDir;
use weft_host::{Frozen, FrozenClock, GuestOutput, Options, PrivateNetworks, Reuse, Running};

use crate::actor::Actor;
use crate::connection::{Connection, Received};
use crate::database_template::DatabaseTemplate;
use crate::site::{Secrets, Site, log_in};
use crate::snow::Snow;
use crate::{components, host_limit};

/// 2026-03-25T10:00:00Z, the time at which the sites are created. Tests begin a minute later.
const BEGINNING: Duration = Duration::from_secs(1_774_432_800);

/// The clock of the guests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    /// A clock that stays at 2026-03-25T10:01:00Z until the test advances it.
    Frozen,
    /// The system clock.
    Real,
}

/// The setup of a host.
#[derive(Debug, Clone)]
pub struct Setup {
    /// Application variables, as in `spin.toml`.
    pub variables: BTreeMap<String, String>,
    /// How instances are reused: without limits by default, so that a test uses the same instance
    /// throughout.
    pub reuse: Reuse,
    /// The clock of the guests. With the system clock, random numbers come from the system too.
    pub clock: Clock,
    /// The time limit of a request.
    pub request_timeout: Duration,
    /// The addresses outside the public internet that guests may connect to.
    pub private_networks: PrivateNetworks,
    /// Fixed addresses of host names for guests' requests.
    pub names: BTreeMap<String, Vec<IpAddr>>,
    /// The maximum size of the database in pages, as on a full disk; with 1 it does not grow.
    pub database_pages_max: Option<u32>,
    seed: u64,
}

impl Default for Setup {
    fn default() -> Self {
        let reuse = Reuse { max_requests: usize::MAX, idle: Duration::from_secs(3600), ..Reuse::default() };
        let request_timeout = Duration::from_secs(120);
        Self {
            variables: BTreeMap::new(),
            reuse,
            clock: Clock::Frozen,
            request_timeout,
            private_networks: PrivateNetworks::default(),
            names: BTreeMap::new(),
            database_pages_max: None,
            seed: 1,
        }
    }
}

impl Setup {
    /// Sets an application variable.
    pub fn variable(&mut self, name: &str, value: &str) -> &mut Self {
        self.variables.insert(name.to_owned(), value.to_owned());
        self
    }

    /// Lets a host name resolve to this machine.
    pub fn name(&mut self, name: &str) -> &mut Self {
        self.names.insert(name.to_owned(), vec![Ipv4Addr::LOCALHOST.into()]);
        self
    }

    pub(crate) fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    fn options(&self, data: &TempDir, clock: &Arc<FrozenClock>) -> Options {
        let mut options = Options::new(components::root().join("spin.toml"));
        options.data_dir = data.path().to_path_buf();
        options.cache_dir = components::root().join("target").join("weft-tests");
        options.variables = self.variables.clone();
        options.read_environment = false;
        options.reuse = self.reuse;
        options.request_timeout = self.request_timeout;
        options.private_networks = self.private_networks.clone();
        options.names = self.names.clone();
        options.database_pages_max = self.database_pages_max;
        options.guest_output = GuestOutput::Capture;
        options.frozen = (self.clock == Clock::Frozen).then(|| Frozen::new(clock.clone(), self.seed));
        options
    }
}

/// One host under test, with its own database. It stops on drop; a failing test prints the guests'
/// output.
pub struct Weft {
    setup: Setup,
    data: Option<TempDir>,
    clock: Arc<FrozenClock>,
    running: Option<Running>,
    idle: Mutex<Vec<Connection>>,
    sites: Vec<Secrets>,
    _permit: host_limit::HostPermit,
}

impl Weft {
    /// A host with two sites.
    pub fn start() -> Self {
        Self::with(|_| {})
    }

    /// A host with two sites and a changed setup.
    pub fn with(change: impl FnOnce(&mut Setup)) -> Self {
        let mut setup = Setup::default();
        change(&mut setup);
        let template = DatabaseTemplate::get();
        let mut weft = Self::new(setup);
        template.copy_to(&weft.data_dir());
        weft.clock.advance(Duration::from_secs(60));
        weft.run();
        weft.sites = template.sites.to_vec();
        if weft.setup.clock == Clock::Real {
            // The sessions of the template have expired by the system clock.
            let sessions: Vec<_> = weft.sites.iter().map(|site| log_in(&weft, &site.email)).collect();
            weft.sites.iter_mut().zip(sessions).for_each(|(site, session)| site.session = session);
        }
        weft
    }

    /// A host without a site, with a changed setup.
    pub fn empty(change: impl FnOnce(&mut Setup)) -> Self {
        DatabaseTemplate::get();
        let mut setup = Setup::default();
        change(&mut setup);
        Self::launch(setup)
    }

    pub(crate) fn launch(setup: Setup) -> Self {
        let mut weft = Self::new(setup);
        weft.run();
        weft
    }

    fn new(setup: Setup) -> Self {
        components::check();
        Self {
            setup,
            data: Some(tempfile::tempdir().unwrap()),
            clock: Arc::new(FrozenClock::new(BEGINNING)),
            running: None,
            idle: Mutex::default(),
            sites: Vec::new(),
            _permit: host_limit::acquire(),
        }
    }

    fn run(&mut self) {
        let data = self.data.as_ref().expect("a host has a data folder until it stops");
        let options = self.setup.options(data, &self.clock);
        self.running = Some(
            weft_host::start_blocking(&options)
                .unwrap_or_else(|error| panic!("the host does not start: {error:?}")),
        );
        // The next start needs another seed, or it would generate the same ids again.
        self.setup.seed += 1;
    }

    /// Stops the host and starts another one on the same database.
    pub fn restart(&mut self) {
        self.restart_with(|_| {});
    }

    /// Stops the host, changes its data folder, and starts another host on it.
    pub fn restart_with(&mut self, change: impl FnOnce(&Path)) {
        self.end();
        change(&self.data_dir());
        self.run();
    }

    /// Restarts the host with a maximum size of the database, in pages; a larger one does not grow.
    pub fn limit_database(&mut self, pages: u32) {
        self.setup.database_pages_max = Some(pages);
        self.restart();
    }

    /// Stops the host and returns its data folder.
    pub(crate) fn stop(mut self) -> TempDir {
        self.end();
        self.data.take().expect("a host has a data folder until it stops")
    }

    fn end(&mut self) {
        self.idle().clear();
        if let Some(running) = self.running.take() {
            running.stop_blocking();
        }
    }

    /// The main site of the tests.
    pub fn site(&self) -> Site<'_> {
        Site { weft: self, secrets: &self.sites[0] }
    }

    /// Another site on the same host.
    pub fn other_site(&self) -> Site<'_> {
        Site { weft: self, secrets: &self.sites[1] }
    }

    /// An actor without a credential.
    pub fn anon(&self) -> Actor<'_> {
        Actor::new(self)
    }

    /// A key with every scope.
    pub fn admin(&self) -> Actor<'_> {
        self.site().admin()
    }

    /// A key to read and write with.
    pub fn editor(&self) -> Actor<'_> {
        self.site().editor()
    }

    /// A key to read with.
    pub fn reader(&self) -> Actor<'_> {
        self.site().reader()
    }

    /// The key with every scope, as SnowCMS's clients send it.
    pub fn snow(&self) -> Snow<'_> {
        self.site().snow()
    }

    /// The administrator's session.
    pub fn session(&self) -> Actor<'_> {
        self.site().session()
    }

    /// An actor with this key.
    pub fn key(&self, secret: &str) -> Actor<'_> {
        self.anon().header("x-api-key", secret)
    }

    /// An actor with this session.
    pub fn bearer(&self, token: &str) -> Actor<'_> {
        self.anon().header("authorization", &format!("Bearer {token}"))
    }

    /// A new connection.
    pub fn connect(&self) -> Connection {
        Connection::open(self.address()).expect("the host listens")
    }

    /// The address of the host.
    pub fn address(&self) -> SocketAddr {
        self.running().addr()
    }

    /// The running host, with its counters and the guests' output.
    pub fn running(&self) -> &Running {
        self.running.as_ref().expect("the host runs")
    }

    /// Counts the SQL statements that guests run during `act`.
    pub fn statements_of<T>(&self, act: impl FnOnce() -> T) -> (u64, T) {
        let before = self.running().statements();
        let outcome = act();
        (self.running().statements() - before, outcome)
    }

    /// The frozen clock of the guests.
    pub fn clock(&self) -> &FrozenClock {
        &self.clock
    }

    /// Advances the guests' clock by one second.
    pub fn tick(&self) {
        self.clock.advance(Duration::from_secs(1));
    }

    /// The data folder.
    pub fn data_dir(&self) -> PathBuf {
        self.data.as_ref().expect("a host has a data folder until it stops").path().to_path_buf()
    }

    /// A connection to the database, for states that no endpoint can produce or show.
    pub fn database(&self) -> rusqlite::Connection {
        let database = rusqlite::Connection::open(self.data_dir().join("default.db")).unwrap();
        database.busy_timeout(Duration::from_secs(60)).unwrap();
        database
    }

    /// Changes the role that the site's administrator has on it.
    pub fn set_role(&self, role: &str) {
        self.set_standing(role, &[]);
    }

    /// Changes the role that the site's administrator has on it, and the pages that it is limited
    /// to.
    pub fn set_standing(&self, role: &str, pages: &[&str]) {
        let change = "UPDATE memberships SET role = ?1, allowed_paths = ?4
                       WHERE site = (SELECT pk FROM sites WHERE id = ?2) AND account = (SELECT pk FROM accounts WHERE email = ?3)";
        let (id, email) = (self.site().id(), self.site().email());
        let pages = serde_json::json!(pages).to_string();
        assert_eq!(self.database().execute(change, [role, id, email, &pages]).unwrap(), 1);
    }

    /// Sends a request on an idle connection, or on a new one, and reads the response.
    ///
    /// Consecutive requests use the same connection, and therefore the same thread of the host and
    /// the same instances.
    #[track_caller]
    pub(crate) fn exchange(&self, head: &str, body: &[u8], is_head: bool) -> Received {
        let idle = self.idle().pop();
        let mut connection = idle.unwrap_or_else(|| self.connect());
        let sent = connection.send([head.as_bytes(), body].concat());
        let received = if is_head { connection.receive_head() } else { connection.receive() };
        let received =
            received.unwrap_or_else(|error| panic!("no response ({error}; sent: {sent:?}) to\n\n{head}"));
        if !received.is_last() {
            self.idle().push(connection);
        }
        received
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Connection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Weft {
    fn drop(&mut self) {
        if std::thread::panicking()
            && let Some(running) = &self.running
        {
            eprintln!("--- guest output ---\n{}----------------------", running.guest_output());
        }
        self.end();
    }
}
