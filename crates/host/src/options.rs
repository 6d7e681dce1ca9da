//! How a host is asked to run an application.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::frozen::Frozen;
use crate::output::GuestOutput;
use crate::private_network::PrivateNetworks;
use crate::server::Reuse;

/// Everything that [`crate::start`] needs to know. [`Options::new`] fills in what `weft up` would
/// use.
#[derive(Debug, Clone)]
pub struct Options {
    /// The application's `spin.toml`.
    pub manifest: PathBuf,
    /// Where to listen; port 0 leaves the choice to the system.
    pub listen: SocketAddr,
    /// Where databases live: `<label>.db` for each.
    pub data_dir: PathBuf,
    /// Where compiled components are kept; may be shared between hosts.
    pub cache_dir: PathBuf,
    /// Values of application variables; they beat every other source.
    pub variables: BTreeMap<String, String>,
    /// Whether variables may come from the environment and from `.env`.
    pub read_environment: bool,
    /// That `.env`, where there is one.
    pub env_file: PathBuf,
    /// How instances are reused.
    pub reuse: Reuse,
    /// How long a guest may take to answer.
    pub request_timeout: Duration,
    /// Which addresses guests may ask that are not on the public internet.
    pub private_networks: PrivateNetworks,
    /// Host names, in lower case, that outbound requests do not look up but find here, for tests.
    pub names: BTreeMap<String, Vec<IpAddr>>,
    /// The most pages that a database may have, for tests of a full disk; no limit but the disk if
    /// `None`. A database that is larger already does not grow.
    pub database_pages_max: Option<u32>,
    /// Time and randomness under control, for tests.
    pub frozen: Option<Frozen>,
    /// Where guests print to.
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
            names: BTreeMap::new(),
            database_pages_max: None,
            frozen: None,
            guest_output: GuestOutput::default(),
        }
    }
}
