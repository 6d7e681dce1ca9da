//! `cargo xtask up`: from a clone to a running Weft. Builds what is missing, then replaces itself
//! with `weft up`.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::{build, process, workspace};

/// Arguments of `cargo xtask up`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The address to listen on.
    #[arg(long, default_value = "127.0.0.1:3000")]
    listen: SocketAddr,
    /// The data folder.
    #[arg(long, default_value = ".weft")]
    data: PathBuf,
    /// Further arguments of `weft up`.
    #[arg(last = true)]
    more: Vec<String>,
}

/// Builds, then runs Weft.
pub(crate) fn run(args: &Args) -> Result<()> {
    build::components()?;
    let weft = build::host()?;
    let mut up = Command::new(weft);
    up.arg("up")
        .arg("--from")
        .arg(workspace::root().join("spin.toml"))
        .arg("--listen")
        .arg(args.listen.to_string())
        .arg("--data")
        .arg(&args.data)
        .args(&args.more);
    become_it(&mut up)
}

/// The command replaces this process, so that it receives Ctrl-C and SIGTERM directly.
#[cfg(unix)]
fn become_it(command: &mut Command) -> Result<()> {
    use anyhow::Context as _;
    use std::os::unix::process::CommandExt as _;
    println!("> {}", process::line(command));
    Err(command.exec()).with_context(|| format!("cannot run `{}`", process::line(command)))
}

/// On systems without exec, this process waits for the command.
#[cfg(not(unix))]
fn become_it(command: &mut Command) -> Result<()> {
    process::run(command)
}
