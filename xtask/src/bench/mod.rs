//! `cargo xtask bench`: what requests cost. Being written.

use anyhow::{Result, bail};

/// Arguments of `cargo xtask bench`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {}

/// Measures.
pub(crate) fn run(_: &Args) -> Result<()> {
    bail!("there is nothing to measure yet")
}
