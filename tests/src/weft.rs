//! One host under test: how it is set up, who can ask it, what it counts.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tempfile::TempDir;
use weft_host::{Frozen, FrozenClock, GuestOutput, Options, PrivateNetworks, Reuse, Running};

use crate::actor::Actor;
use crate::connection::{Connection, Received};
use crate::prepared::Prepared;
use crate::site::{Secrets, Site, log_in};
use crate::snow::Snow;
use crate::{components, turnstile};

/// 2026-03-25T10:00:00Z, when the sites are made. Tests begin a minute later.
const BEGINNING: Duration = Duration::from_secs(1_774_432_800);

/// What time it is for guests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    /// It stands still, at 2026-03-25T10:01:00Z, until the test moves it.
    Frozen,
    /// The machine's.
    Real,
}

/// How a host is set up.
#[derive(Debug, Clone)]
pub struct Setup {
    /// Application variables, as in `spin.toml`.
    pub variables: BTreeMap<String, String>,
    /// How instances are reused: as often and as long as it takes, so that a test meets the same
    /// one again.
    pub reuse: Reuse,
    /// What time it is for guests. Randomness is as real as time is.
    pub clock: Clock,
    /// How long a guest may take to answer.
    pub request_timeout: Duration,
    /// Which addresses guests may ask that are not on the public internet.
    pub private_networks: PrivateNetworks,
    /// Names that guests' requests find without looking them up.
    pub names: BTreeMap<String, Vec<IpAddr>>,
    /// The most pages of the database, as on a disk without room for more; 1 lets it not grow.
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

    /// Has a name lead to this machine.
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

/// One host under test, with a database of its own. It ends with the value; a failing test shows
/// what guests printed.
pub struct Weft {
    setup: Setup,
    data: Option<TempDir>,
    clock: Arc<FrozenClock>,
    running: Option<Running>,
    idle: Mutex<Vec<Connection>>,
    sites: Vec<Secrets>,
    _permit: turnstile::Permit,
}

impl Weft {
    /// A host with two sites.
    pub fn start() -> Self {
        Self::with(|_| {})
    }

    /// A host with two sites, set up otherwise.
    pub fn with(change: impl FnOnce(&mut Setup)) -> Self {
        let mut setup = Setup::default();
        change(&mut setup);
        let prepared = Prepared::get();
        let mut weft = Self::new(setup);
        prepared.copy_to(&weft.data_dir());
        weft.clock.advance(Duration::from_secs(60));
        weft.run();
        weft.sites = prepared.sites.to_vec();
        if weft.setup.clock == Clock::Real {
            // The sessions of a week in March are over.
            let sessions: Vec<_> = weft.sites.iter().map(|site| log_in(&weft, &site.email)).collect();
            weft.sites.iter_mut().zip(sessions).for_each(|(site, session)| site.session = session);
        }
        weft
    }

    /// A host without any site, set up as said.
    pub fn empty(change: impl FnOnce(&mut Setup)) -> Self {
        Prepared::get();
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
            _permit: turnstile::enter(),
        }
    }

    fn run(&mut self) {
        let data = self.data.as_ref().expect("the folder goes with the host");
        let options = self.setup.options(data, &self.clock);
        self.running = Some(
            weft_host::start_blocking(&options)
                .unwrap_or_else(|error| panic!("the host does not start: {error:?}")),
        );
        // Another run must not see the same randomness again: its ids would be those of the last
        // one.
        self.setup.seed += 1;
    }

    /// Stops the host and starts another one on the same database.
    pub fn restart(&mut self) {
        self.restart_with(|_| {});
    }

    /// Stops the host, changes its folder, and starts another one there.
    pub fn restart_with(&mut self, change: impl FnOnce(&Path)) {
        self.end();
        change(&self.data_dir());
        self.run();
    }

    /// Stops the host and starts another one whose database may have that many pages; one that is
    /// larger does not grow.
    pub fn limit_database(&mut self, pages: u32) {
        self.setup.database_pages_max = Some(pages);
        self.restart();
    }

    /// Stops the host and gives its folder.
    pub(crate) fn stop(mut self) -> TempDir {
        self.end();
        self.data.take().expect("the folder goes with the host")
    }

    fn end(&mut self) {
        self.idle().clear();
        if let Some(running) = self.running.take() {
            running.stop_blocking();
        }
    }

    /// The site that tests are about.
    pub fn site(&self) -> Site<'_> {
        Site { weft: self, secrets: &self.sites[0] }
    }

    /// Another site on the same host.
    pub fn other_site(&self) -> Site<'_> {
        Site { weft: self, secrets: &self.sites[1] }
    }

    /// Nobody.
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

    /// Whoever has this key.
    pub fn key(&self, secret: &str) -> Actor<'_> {
        self.anon().header("x-api-key", secret)
    }

    /// Whoever has this session.
    pub fn bearer(&self, token: &str) -> Actor<'_> {
        self.anon().header("authorization", &format!("Bearer {token}"))
    }

    /// A connection of one's own.
    pub fn connect(&self) -> Connection {
        Connection::open(self.address()).expect("the host listens")
    }

    /// Where the host listens.
    pub fn address(&self) -> SocketAddr {
        self.running().addr()
    }

    /// The host: what it counts, what guests printed.
    pub fn running(&self) -> &Running {
        self.running.as_ref().expect("the host runs")
    }

    /// How many SQL statements guests run while `act` does something.
    pub fn statements_of<T>(&self, act: impl FnOnce() -> T) -> (u64, T) {
        let before = self.running().statements();
        let outcome = act();
        (self.running().statements() - before, outcome)
    }

    /// The guests' clock, where it is frozen.
    pub fn clock(&self) -> &FrozenClock {
        &self.clock
    }

    /// Lets a second pass on the guests' clock.
    pub fn tick(&self) {
        self.clock.advance(Duration::from_secs(1));
    }

    /// The folder of the database.
    pub fn data_dir(&self) -> PathBuf {
        self.data.as_ref().expect("the folder goes with the host").path().to_path_buf()
    }

    /// The database, for what no endpoint can bring about or show.
    pub fn database(&self) -> rusqlite::Connection {
        let database = rusqlite::Connection::open(self.data_dir().join("default.db")).unwrap();
        database.busy_timeout(Duration::from_secs(60)).unwrap();
        database
    }

    /// Changes the role that the site's administrator has on it.
    pub fn set_role(&self, role: &str) {
        let change = "UPDATE memberships SET role = ? WHERE site = (SELECT pk FROM sites WHERE id = ?)";
        assert_eq!(self.database().execute(change, [role, self.site().id()]).unwrap(), 1);
    }

    /// Sends a request on a connection that is idle, or on a new one, and reads the answer.
    ///
    /// One request after the other takes the same connection, hence the same thread of the host and
    /// the same instances.
    #[track_caller]
    pub(crate) fn exchange(&self, head: &str, body: &[u8], is_head: bool) -> Received {
        let idle = self.idle().pop();
        let mut connection = idle.unwrap_or_else(|| self.connect());
        let sent = connection.send([head.as_bytes(), body].concat());
        let received = if is_head { connection.receive_head() } else { connection.receive() };
        let received =
            received.unwrap_or_else(|error| panic!("no answer ({error}; sent: {sent:?}) to\n\n{head}"));
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
            eprintln!("--- guests printed ---\n{}----------------------", running.guest_output());
        }
        self.end();
    }
}
