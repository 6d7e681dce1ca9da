//! `cargo xtask up`: from a clone to a running Weft. Builds what is not built yet, then becomes
//! `weft up`.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::{build, process, workspace};

/// Arguments of `cargo xtask up`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Where to listen.
    #[arg(long, default_value = "127.0.0.1:3000")]
    listen: SocketAddr,
    /// Where data is kept.
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

/// This process becomes the command, so that Ctrl-C and a request to terminate reach it and nobody
/// else.
#[cfg(unix)]
fn become_it(command: &mut Command) -> Result<()> {
    use anyhow::Context as _;
    use std::os::unix::process::CommandExt as _;
    println!("> {}", process::line(command));
    Err(command.exec()).with_context(|| format!("cannot run `{}`", process::line(command)))
}

/// Where a process cannot become another, it waits for it.
#[cfg(not(unix))]
fn become_it(command: &mut Command) -> Result<()> {
    process::run(command)
}
