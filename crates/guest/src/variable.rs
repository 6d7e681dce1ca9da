//! What the operator has set: the component's variables in spin.toml.
//!
//! They do not change while a host runs, and asking for one has its price: on Spin an answer right
//! after it waits 40 ms in a third of cases. So an instance asks once for each and keeps the value.

use weft_domain::{Error, Result};

/// A variable's value. Ask once per instance.
///
/// # Errors
/// `Internal` when spin.toml does not give it to this component.
pub async fn variable(name: &str) -> Result<String> {
    spin_sdk::variables::get(name).await.map_err(|error| Error::Internal(format!("variable {name}: {error}")))
}
