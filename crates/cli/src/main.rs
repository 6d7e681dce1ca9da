//! The `weft` command: the host, the import and some API calls, on the command line.
//!
//! One file per subcommand, each with its arguments (a `clap::Args`) and a `run`. To add one: a
//! `mod`, a variant of [`Command`], an arm in [`run`].

mod api;
mod build;
mod bundle;
mod compile;
mod first_start;
mod import;
mod key;
mod snow_key;
mod ticks;
mod up;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

/// A request makes some hundred small allocations, which are cheaper in this allocator than in the
/// system's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Weft, a content management system.
#[derive(Debug, Parser)]
#[command(name = "weft", version)]
struct Weft {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the application.
    Up(up::Up),
    /// Manage keys.
    #[command(subcommand)]
    Key(key::Key),
    /// Import documents.
    #[command(subcommand)]
    Import(import::Import),
    /// Run the components' build commands.
    #[command(hide = true)]
    Build(build::Build),
    /// Write an executable that contains the application.
    #[command(hide = true)]
    Bundle(bundle::Bundle),
    /// Compile the components for this machine.
    #[command(hide = true)]
    Compile(compile::Compile),
}

fn main() -> ExitCode {
    let filter = tracing_subscriber::EnvFilter::try_from_env("WEFT_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn,wasmtime_wasi_http=error"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    match run(Weft::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            #[expect(clippy::print_stderr, reason = "this is the command's own voice")]
            {
                eprintln!("error: {error:#}");
            }
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<()> {
    match command {
        Command::Up(up) => up.run(),
        Command::Key(key) => key.run(),
        Command::Import(import) => import.run(),
        Command::Build(build) => build.run(),
        Command::Bundle(bundle) => bundle.run(),
        Command::Compile(compile) => compile.run(),
    }
}

/// Prints a line on standard output.
#[expect(clippy::print_stdout, reason = "this is the command's own voice")]
fn say(line: &str) {
    println!("{line}");
}
