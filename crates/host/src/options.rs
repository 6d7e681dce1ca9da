//! The options of a host.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::frozen::Frozen;
use crate::output::GuestOutput;
use crate::private_network::PrivateNetworks;
use crate::server::Reuse;

/// The options of [`crate::start`]. [`Options::new`] sets the defaults of `weft up`.
#[derive(Debug, Clone)]
pub struct Options {
    /// The application's `spin.toml`.
    pub manifest: PathBuf,
    /// The address to listen on; with port 0 the system chooses a free port.
    pub listen: SocketAddr,
    /// The folder of the databases, one file `<label>.db` each.
    pub data_dir: PathBuf,
    /// The cache folder of compiled components; hosts may share it.
    pub cache_dir: PathBuf,
    /// Values of application variables, which take precedence over every other source.
    pub variables: BTreeMap<String, String>,
    /// Whether variables are also read from the environment and from `.env`.
    pub read_environment: bool,
    /// The path of the `.env` file, if there is one.
    pub env_file: PathBuf,
    /// How instances are reused.
    pub reuse: Reuse,
    /// The time limit of a request.
    pub request_timeout: Duration,
    /// The addresses outside the public internet that guests may connect to.
    pub private_networks: PrivateNetworks,
    /// The component variable that lists further such hosts, with commas between, for the
    /// components that have it.
    pub private_hosts_variable: String,
    /// Fixed addresses of host names (in lower case) for outbound requests, for tests.
    pub names: BTreeMap<String, Vec<IpAddr>>,
    /// A frozen clock and a seeded random number generator, for tests.
    pub frozen: Option<Frozen>,
    /// The maximum size of a database in pages, for tests of a full disk; `None` is no limit. A
    /// larger database does not grow.
    pub database_pages_max: Option<u32>,
    /// The destination of the guests' output.
    pub guest_output: GuestOutput,
}

impl Options {
    /// The defaults for a manifest: a free local port, data in `.weft` beside the manifest.
    pub fn new(manifest: impl AsRef<Path>) -> Self {
        let manifest = manifest.as_ref().to_path_buf();
        let folder = manifest.parent().unwrap_or(Path::new("."));
        let (data_dir, env_file) = (folder.join(".weft"), folder.join(".env"));
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            cache_dir: data_dir.join("cache"),
            data_dir,
            manifest,
            variables: BTreeMap::new(),
            read_environment: true,
            env_file,
            reuse: Reuse::default(),
            request_timeout: Duration::from_secs(30),
            private_networks: PrivateNetworks::default(),
            private_hosts_variable: "webhook_allow_insecure".to_owned(),
            names: BTreeMap::new(),
            frozen: None,
            database_pages_max: None,
            guest_output: GuestOutput::default(),
        }
    }
}
