//! `cargo xtask test`: runs all checks and tests, the fastest first.
//!
//! Dependencies, wasmtime above all, are compiled once: all native tests are compiled by one
//! selection of packages in one profile, and then run program by program (`programs`), the crates'
//! own tests first, then the component-level tests, which need the components that were built
//! before. Linting shares nothing with that but build scripts and macros; it only reads wasmtime
//! and takes a fraction of the time.
//!
//! To add a step: a call of `step` in [`run`].

mod programs;
mod tally;

use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};

use crate::{build, process, size, tidy, toolchain, workspace};
use programs::Programs;

/// Arguments of `cargo xtask test`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Run only the tests whose names contain this.
    filter: Option<String>,
}

/// The package of component-level tests.
const COMPONENT_TESTS: &str = "weft-tests";

/// Runs all steps; stops at the first that fails.
pub(crate) fn run(args: &Args) -> Result<()> {
    let mut steps = Steps::default();
    let filter = args.filter.as_deref();
    let metadata = workspace::metadata()?;
    let guests = workspace::guests(&metadata);
    let natives = workspace::natives(&metadata);

    steps.step("toolchain", || {
        toolchain::ensure_tools()?;
        toolchain::ensure_target()
    })?;
    steps.step("format", || process::run(process::cargo().args(["fmt", "--all", "--check"])))?;
    steps.step("tidy", || tidy::run(&tidy::Args::default()))?;
    steps.step("clippy, components", || process::run(&mut clippy_of_guests(&guests)))?;
    steps.step("build components", build::components)?;
    steps.step("build guests of the tests", build::test_guests)?;
    steps.step("size of components", size::check)?;
    steps.step("clippy, native", || process::run(&mut clippy_of_natives(&natives)))?;
    let programs = steps.step("compile tests", || Programs::compile(&natives))?;
    let crates =
        steps.step("tests of the crates", || programs.run(|name| name != COMPONENT_TESTS, filter))?;
    let examples = steps.step("examples in documentation", || programs::run_examples(&natives, filter))?;
    let doors =
        steps.step("component-level tests", || programs.run(|name| name == COMPONENT_TESTS, filter))?;

    steps.print();
    let total = crates + examples + doors;
    println!("{total}");
    ensure!(total.passed > 0, "no test ran");
    Ok(())
}

/// Lints the components for their target, with the crates that they share.
fn clippy_of_guests(guests: &[&str]) -> Command {
    let mut clippy = process::cargo();
    clippy.args(["clippy", "--target", toolchain::TARGET]);
    for guest in guests {
        clippy.args(["--package", guest]);
    }
    clippy.args(["--", "-D", "warnings"]);
    clippy
}

fn clippy_of_natives(natives: &[String]) -> Command {
    let mut clippy = process::cargo();
    clippy.arg("clippy").args(natives).args(["--all-targets", "--", "-D", "warnings"]);
    clippy
}

/// The steps so far and how long they took.
#[derive(Default)]
struct Steps {
    done: Vec<(&'static str, Duration)>,
}

impl Steps {
    fn step<T>(&mut self, name: &'static str, step: impl FnOnce() -> Result<T>) -> Result<T> {
        println!("\n=== {name} ===");
        let start = Instant::now();
        let outcome = step().map_err(|error| error.context(format!("{name} failed")))?;
        self.done.push((name, start.elapsed()));
        Ok(outcome)
    }

    fn print(&self) {
        println!("\n=== all good ===");
        for (name, time) in &self.done {
            println!("{:>7.1} s  {name}", time.as_secs_f64());
        }
    }
}
