//! Starts an application; the handle to a running application.
//!
//! The start has these steps: manifest, variables, grants, wasm (composed and compiled, or from the
//! cache), linking, listening. Every error in the application is reported before the first
//! connection is accepted.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, Result, anyhow};
use wasmtime::component::{Component as Wasm, Linker};
use wasmtime_wasi_http::handler::ProxyPre;
use wasmtime_wasi_http::{p2, p3};

use crate::engine::{self, Artefacts, EpochClock};
use crate::interfaces::dial::Network;
use crate::interfaces::{self, sqlite};
use crate::manifest::{Component, Manifest};
use crate::network::AllowedHosts;
use crate::options::Options;
use crate::output::Output;
use crate::server::{Prepared, Routes, Server, Setup};
use crate::state::{Counters, Grants, Guest};
use crate::variables::{Sources, Variables};
use crate::wasm;

/// A running application. On drop the application stops without waiting for responses in progress;
/// [`Running::stop`] waits.
pub struct Running {
    server: Arc<Server>,
    counters: Arc<Counters>,
    output: Output,
    routes: Arc<Routes>,
    _epoch: EpochClock,
}

/// Starts an application from asynchronous code. The host uses its own threads.
pub async fn start(options: Options) -> Result<Running> {
    tokio::task::spawn_blocking(move || start_blocking(&options)).await.context("the start panicked")?
}

/// Starts an application from synchronous code.
pub fn start_blocking(options: &Options) -> Result<Running> {
    let manifest = Manifest::load(&options.manifest)?;
    let sources = Sources::new(options.variables.clone(), options.read_environment, &options.env_file)?;
    let variables = Variables::resolve(&manifest, &sources)?;
    let routes = Arc::new(Routes::new(&manifest.triggers)?);
    std::fs::create_dir_all(&options.data_dir)
        .with_context(|| format!("cannot create the data folder {}", options.data_dir.display()))?;
    let engine = engine::new()?;
    let artefacts = Artefacts::open(engine.clone(), &options.cache_dir)?;
    let linker = interfaces::link(&engine)?;
    let counters = Arc::new(Counters::default());
    let output = Output::new(options.guest_output);
    let connections = sqlite::Pool::new(options.database_pages_max);
    let mut components = HashMap::new();
    for (id, component) in manifest.triggered() {
        let prepare = || -> Result<Prepared> {
            let allowed = allowed_hosts(component, &variables)?;
            let values = variables.expand_all(&component.variables)?;
            let network = Arc::new(network(options, &values)?);
            let grants = Arc::new(Grants {
                component: id.to_owned(),
                variables: values,
                environment: component.environment.clone().into_iter().collect(),
                databases: databases(component, &options.data_dir),
                connections: connections.clone(),
                frozen: options.frozen.clone(),
                output: output.clone(),
                counters: counters.clone(),
            });
            let proxy = instantiate_later(&linker, &wasm::load(id, component, &artefacts)?)?;
            Ok(Prepared { proxy, grants, allowed: Arc::new(allowed), network })
        };
        components.insert(
            id.to_owned(),
            Arc::new(prepare().with_context(|| format!("cannot prepare the component `{id}`"))?),
        );
    }
    let epoch = EpochClock::start(engine.clone())?;
    let setup = Setup {
        engine,
        routes: routes.clone(),
        components,
        reuse: options.reuse,
        request_timeout: options.request_timeout,
        output: output.clone(),
        counters: counters.clone(),
    };
    let server = Arc::new(Server::start(options.listen, setup)?);
    Ok(Running { server, counters, output, routes, _epoch: epoch })
}

impl Running {
    /// The address on which the application listens.
    pub fn addr(&self) -> SocketAddr {
        self.server.address()
    }

    /// `http://<address>`
    pub fn url(&self) -> String {
        format!("http://{}", self.addr())
    }

    /// The number of SQL statements that guests have run, which is their round trips.
    pub fn statements(&self) -> u64 {
        self.counters.statements()
    }

    /// The number of database connections that guests have opened.
    pub fn opens(&self) -> u64 {
        self.counters.opens()
    }

    /// The number of instances created.
    pub fn instances(&self) -> u64 {
        self.counters.instances()
    }

    /// The number of variable reads of guests.
    pub fn variables(&self) -> u64 {
        self.counters.variables()
    }

    /// The number of request bodies that guests did not read to the end and that the host then
    /// discarded.
    pub fn leftovers(&self) -> u64 {
        self.counters.leftovers()
    }

    /// The largest size that the memories of one instance have had together, in bytes. The memory
    /// of an instance never shrinks, so it is what the most demanding requests needed.
    pub fn largest_memory(&self) -> usize {
        self.counters.largest_memory()
    }

    /// The captured output and failures of guests; empty unless output is captured.
    pub fn guest_output(&self) -> String {
        self.output.captured()
    }

    /// A handle that can read [`Running::guest_output`] after the host has ended.
    pub fn output_handle(&self) -> impl Fn() -> String + Send + 'static {
        let output = self.output.clone();
        move || output.captured()
    }

    /// Every route with its component.
    pub fn routes(&self) -> Vec<(String, String)> {
        self.routes.list().map(|(route, component)| (route.to_owned(), component.to_owned())).collect()
    }

    /// Stops accepting connections, waits up to ten seconds for responses in progress, and ends.
    pub async fn stop(self) {
        drop(tokio::task::spawn_blocking(move || self.stop_blocking()).await);
    }

    /// [`Running::stop`] for synchronous code.
    pub fn stop_blocking(self) {
        self.server.stop();
    }
}

fn databases(component: &Component, folder: &Path) -> HashMap<String, std::path::PathBuf> {
    component
        .sqlite_databases
        .iter()
        .map(|label| (label.clone(), folder.join(format!("{label}.db"))))
        .collect()
}

/// The network access of a component with these variables.
fn network(options: &Options, variables: &HashMap<String, String>) -> Result<Network> {
    let name = &options.private_hosts_variable;
    let list = variables.get(name).map(String::as_str).unwrap_or_default();
    let private = options.private_networks.and(list);
    let private = private.map_err(|error| anyhow!("in the component variable `{name}`: {error}"))?;
    Ok(Network { private, names: options.names.clone() })
}

/// The value of an application variable; `None` if the manifest does not declare it.
///
/// # Errors
/// As for [`start_blocking`], as far as the manifest and its variables are concerned.
pub fn variable(options: &Options, name: &str) -> Result<Option<String>> {
    let manifest = Manifest::load(&options.manifest)?;
    let sources = Sources::new(options.variables.clone(), options.read_environment, &options.env_file)?;
    Ok(Variables::resolve(&manifest, &sources)?.get(name).map(str::to_owned))
}

fn allowed_hosts(component: &Component, variables: &Variables) -> Result<AllowedHosts> {
    let hosts = component
        .allowed_outbound_hosts
        .iter()
        .map(|host| variables.expand(host))
        .collect::<Result<Vec<_>>>()?;
    AllowedHosts::parse(&hosts)
}

fn instantiate_later(linker: &Linker<Guest>, component: &Wasm) -> Result<ProxyPre<Guest>> {
    let pre = linker.instantiate_pre(component).map_err(|error| anyhow!("{error:?}"))?;
    match p3::bindings::ServicePre::new(pre.clone()) {
        Ok(pre) => Ok(ProxyPre::P3(pre)),
        Err(newer) => match p2::bindings::ProxyPre::new(pre) {
            Ok(pre) => Ok(ProxyPre::P2(pre)),
            Err(_) => Err(anyhow!("it does not export an HTTP handler: {newer:?}")),
        },
    }
}
