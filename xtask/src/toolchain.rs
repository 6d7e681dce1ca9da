//! Installs missing parts of the Rust toolchain: the target of components, the formatter, the
//! linter.
//!
//! Each part is added only if it is missing, so that a complete Rust without rustup works too.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::process;

/// The target of components.
pub(crate) const TARGET: &str = "wasm32-wasip2";

/// Adds the target of components if it is missing.
///
/// # Errors
/// rustc cannot be run, or the target can be neither found nor added.
pub(crate) fn ensure_target() -> Result<()> {
    let folder =
        process::output(Command::new("rustc").args(["--print", "target-libdir", "--target", TARGET]))?;
    if Path::new(folder.trim()).is_dir() {
        return Ok(());
    }
    println!("The Rust target {TARGET} is not installed yet. Adding it.");
    process::run(Command::new("rustup").args(["target", "add", TARGET]))
        .with_context(|| format!("components need the Rust target {TARGET}; please install it"))
}

/// Adds the formatter and the linter if they are missing.
///
/// # Errors
/// One of them can be neither found nor added.
pub(crate) fn ensure_tools() -> Result<()> {
    for (component, subcommand) in [("rustfmt", "fmt"), ("clippy", "clippy")] {
        if process::output(process::cargo().args([subcommand, "--version"])).is_ok() {
            continue;
        }
        println!("{component} is not installed yet. Adding it.");
        process::run(Command::new("rustup").args(["component", "add", component]))
            .with_context(|| format!("the checks need {component}; please install it"))?;
    }
    Ok(())
}
