//! The component's variables in spin.toml, as the operator set them.
//!
//! They do not change while a host runs, and reading one is expensive: on Spin, one third of the
//! answers sent right after a read are delayed by 40 ms. So an instance reads each once and keeps
//! the value.

use std::sync::OnceLock;
use weft_domain::webhook::InsecureHosts;
use weft_domain::{Error, Result};

/// Reads a variable. Call it once per instance.
///
/// # Errors
/// `Internal` when spin.toml does not pass the variable to this component.
pub async fn variable(name: &str) -> Result<String> {
    spin_sdk::variables::get(name).await.map_err(|error| Error::Internal(format!("variable {name}: {error}")))
}

/// The hosts that receivers of events may have whatever they are (`webhook_allow_insecure`): none,
/// if spin.toml does not pass the variable to this component.
///
/// # Errors
/// `Internal` when the list is not one of exact `host:port` pairs.
pub async fn insecure_hosts() -> Result<&'static InsecureHosts> {
    static HOSTS: OnceLock<InsecureHosts> = OnceLock::new();
    if let Some(hosts) = HOSTS.get() {
        return Ok(hosts);
    }
    let list = variable("webhook_allow_insecure").await.unwrap_or_default();
    let hosts = InsecureHosts::parse(&list).map_err(|entry| {
        Error::Internal(format!("variable webhook_allow_insecure: {entry:?} is not an exact host:port pair"))
    })?;
    Ok(HOSTS.get_or_init(|| hosts))
}
