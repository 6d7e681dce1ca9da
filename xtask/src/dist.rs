//! `cargo xtask dist`: builds one file, `target/dist/weft`, that runs Weft without Rust or a
//! checkout.
//!
//! The `weft` command writes the file itself (`weft bundle`), so that one crate reads and writes
//! the format.

use std::process::Command;

use anyhow::Result;

use crate::{build, process, size, workspace};

/// Builds everything, then the file.
///
/// # Errors
/// Something does not compile, a component is too large, or the file cannot be written.
pub(crate) fn run() -> Result<()> {
    build::components()?;
    size::check()?;
    let weft = build::host()?;
    let output = workspace::root().join("target").join("dist").join("weft");
    let output = output.with_extension(std::env::consts::EXE_EXTENSION);
    let manifest = workspace::root().join("spin.toml");
    process::run(Command::new(weft).arg("bundle").arg("--from").arg(manifest).arg("--output").arg(output))
}
