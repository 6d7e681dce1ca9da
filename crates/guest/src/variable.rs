//! What the operator has set: the component's variables in spin.toml.

use weft_domain::{Error, Result};

/// A variable's value.
///
/// # Errors
/// `Internal` when spin.toml does not give it to this component.
pub async fn variable(name: &str) -> Result<String> {
    spin_sdk::variables::get(name).await.map_err(|error| Error::Internal(format!("variable {name}: {error}")))
}
