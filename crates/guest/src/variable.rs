//! The component's variables in spin.toml, as the operator set them.
//!
//! They do not change while a host runs, and reading one is expensive: on Spin, one third of the
//! answers sent right after a read are delayed by 40 ms. So an instance reads each once and keeps
//! the value.

use weft_domain::{Error, Result};

/// Reads a variable. Call it once per instance.
///
/// # Errors
/// `Internal` when spin.toml does not pass the variable to this component.
pub async fn variable(name: &str) -> Result<String> {
    spin_sdk::variables::get(name).await.map_err(|error| Error::Internal(format!("variable {name}: {error}")))
}
