//! `cargo xtask openapi`: writes the OpenAPI description of every dialect from its tables.

use anyhow::Result;

use crate::{process, workspace};

/// Writes `docs/openapi`.
///
/// # Errors
/// The crate that writes it does not compile, or a file cannot be written.
pub(crate) fn run() -> Result<()> {
    let folder = workspace::root().join("docs").join("openapi");
    process::run(process::cargo().args(["run", "--quiet", "--package", "weft-openapi", "--"]).arg(folder))
}
