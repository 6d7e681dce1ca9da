//! What a fresh machine's Rust may lack: the target that components are compiled for, the
//! formatter, the linter.
//!
//! Looked for before it is added, so that a Rust without rustup that has everything is fine too.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::process;

/// The target of components.
pub(crate) const TARGET: &str = "wasm32-wasip2";

/// Adds the target of components where it is missing.
///
/// # Errors
/// Rust cannot be asked, or the target can be neither found nor added.
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

/// Adds the formatter and the linter where they are missing.
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
