//! `cargo xtask openapi`: writes the OpenAPI description of every dialect from its tables.

use std::path::Path;

use anyhow::Result;

use crate::{process, workspace};

/// Writes `docs/openapi`.
///
/// # Errors
/// The crate that writes it does not compile, or a file cannot be written.
pub(crate) fn run() -> Result<()> {
    write(&workspace::root().join("docs").join("openapi"))
}

/// Writes the descriptions into a folder.
///
/// # Errors
/// As for [`run`].
pub(crate) fn write(folder: &Path) -> Result<()> {
    process::run(process::cargo().args(["run", "--quiet", "--package", "weft-openapi", "--"]).arg(folder))
}
