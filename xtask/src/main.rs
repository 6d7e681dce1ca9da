//! `cargo xtask <task>`: the development tasks of this repository.
//!
//! One file per task: `up`, `build` and `dist` for people who use Weft, `test`, `tidy` and `bench`
//! for those who change it. Tasks only call cargo, `weft` and each other; they depend on none of
//! Weft's crates, so that the first `cargo xtask` of a fresh clone compiles in seconds.
//!
//! To add a task: a `mod`, a variant of [`Task`] whose comment is its help, an arm in [`run`].

#![allow(clippy::disallowed_methods, reason = "tasks face the machine: its clock and its environment")]

mod bench;
mod build;
mod dist;
mod manifest;
mod openapi;
mod process;
mod size;
mod test;
mod tidy;
mod toolchain;
mod up;
mod workspace;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", about = "Builds, runs, checks and measures Weft.")]
struct Xtask {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Build everything, then run Weft until Ctrl-C.
    Up(up::Args),
    /// Build the components and the `weft` command.
    Build(build::Args),
    /// Make one file that runs Weft without Rust or a checkout: target/dist/weft.
    Dist,
    /// Run all checks and tests.
    Test(test::Args),
    /// Report the sizes of the built components.
    Size,
    /// Check the rules of this repository that compilers do not check.
    Tidy(tidy::Args),
    /// Write the OpenAPI description of every dialect.
    Openapi,
    /// Measure the cost of requests.
    Bench(bench::Args),
}

fn main() -> ExitCode {
    match run(Xtask::parse().task) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(task: Task) -> Result<()> {
    match task {
        Task::Up(args) => up::run(&args),
        Task::Build(args) => build::run(&args),
        Task::Dist => dist::run(),
        Task::Test(args) => test::run(&args),
        Task::Size => size::check(),
        Task::Tidy(args) => tidy::run(&args),
        Task::Openapi => openapi::run(),
        Task::Bench(args) => bench::run(&args),
    }
}
