//! Compiles the test programs of all native packages at once, and runs them in groups.
//!
//! `cargo test` would run them too, but one call for each group would select other packages, hence
//! other features, and compile wasmtime again. So cargo compiles once and reports the paths of the
//! programs; this module runs them as cargo would.

use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail, ensure};
use cargo_metadata::Message;

use super::tally::Tally;
use crate::process;

/// The test programs of the workspace.
pub(super) struct Programs {
    programs: Vec<Program>,
}

struct Program {
    package: String,
    target: String,
    folder: PathBuf,
    path: PathBuf,
}

impl Programs {
    /// Compiles the tests of the selected packages.
    ///
    /// # Errors
    /// They do not compile, or there are none.
    pub(super) fn compile(selection: &[String]) -> Result<Self> {
        let mut cargo = process::cargo();
        cargo.arg("test").args(selection).args(["--no-run", "--message-format", "json-render-diagnostics"]);
        println!("> {}", process::line(&cargo));
        let mut child = cargo.stdout(Stdio::piped()).spawn().context("cannot run cargo")?;
        let output = child.stdout.take().context("cargo has no output")?;
        let mut programs = Vec::new();
        for message in Message::parse_stream(BufReader::new(output)) {
            if let Message::CompilerArtifact(artifact) = message.context("cannot understand cargo")? {
                programs.extend(Program::of(artifact));
            }
        }
        ensure!(child.wait()?.success(), "the tests do not compile");
        ensure!(!programs.is_empty(), "there are no tests");
        programs.sort_by(|a, b| (&a.package, &a.target).cmp(&(&b.package, &b.target)));
        println!("{} test programs", programs.len());
        Ok(Self { programs })
    }

    /// Runs the programs of the packages with fitting names, all of them even if one fails.
    ///
    /// # Errors
    /// A program fails or cannot be started.
    pub(super) fn run(&self, fits: impl Fn(&str) -> bool, filter: Option<&str>) -> Result<Tally> {
        let mut total = Tally::default();
        let mut failed = Vec::new();
        for program in self.programs.iter().filter(|program| fits(&program.package)) {
            println!("\n--- {}: {} ---", program.package, program.target);
            let (tally, is_ok) = tee(program.command().args(filter))?;
            total = total + tally;
            if !is_ok {
                failed.push(format!("{}: {}", program.package, program.target));
            }
        }
        if !failed.is_empty() {
            println!("\n{total}");
            bail!("failed: {}", failed.join(", "));
        }
        Ok(total)
    }
}

impl Program {
    fn of(artifact: cargo_metadata::Artifact) -> Option<Self> {
        let path = artifact.executable.filter(|_| artifact.profile.test)?;
        let folder = artifact.manifest_path.parent()?.to_path_buf();
        let package = package_name(&artifact.package_id.repr).to_owned();
        Some(Self { package, target: artifact.target.name, folder: folder.into(), path: path.into() })
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.path);
        command.current_dir(&self.folder).env("CARGO_MANIFEST_DIR", &self.folder).stdin(Stdio::null());
        command
    }
}

/// The name in a package id: `path+file:///a/b#name@1.0.0`, or `path+file:///a/name#1.0.0` where
/// the folder has the package's name.
fn package_name(id: &str) -> &str {
    let (source, fragment) = id.rsplit_once('#').unwrap_or(("", id));
    match fragment.split_once('@') {
        Some((name, _)) => name,
        None => source.rsplit('/').next().unwrap_or(source),
    }
}

/// Runs the examples in the documentation of the selected packages.
///
/// # Errors
/// One fails.
pub(super) fn run_examples(selection: &[String], filter: Option<&str>) -> Result<Tally> {
    let mut cargo = process::cargo();
    cargo.args(["test", "--doc"]).args(selection);
    if let Some(filter) = filter {
        cargo.args(["--", filter]);
    }
    println!("> {}", process::line(&cargo));
    let (tally, is_ok) = tee(&mut cargo)?;
    ensure!(is_ok, "an example failed");
    Ok(tally)
}

/// Runs a command, shows what it prints, and counts the tests that it says it ran; also whether it
/// succeeded.
fn tee(command: &mut Command) -> Result<(Tally, bool)> {
    let spawned = command.stdout(Stdio::piped()).spawn();
    let mut child = spawned.with_context(|| format!("cannot run `{}`", process::line(command)))?;
    let output = child.stdout.take().context("a test program has no output")?;
    let mut tally = Tally::default();
    for line in BufReader::new(output).split(b'\n') {
        let line = line?;
        let line = String::from_utf8_lossy(&line);
        println!("{line}");
        tally = tally + Tally::of_line(&line);
    }
    Ok((tally, child.wait()?.success()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn package_ids_have_names() {
        assert_eq!(package_name("path+file:///a/crates/domain#weft-domain@0.1.0"), "weft-domain");
        assert_eq!(package_name("path+file:///a/crates/sqlx-libsql#0.1.0"), "sqlx-libsql");
    }

    #[test]
    fn what_a_program_prints_is_counted() {
        let script = "echo 'test result: ok. 2 passed; 0 failed; 1 ignored'; echo x; exit 1";
        let (tally, is_ok) = tee(Command::new("sh").args(["-c", script])).unwrap();
        assert_eq!(tally, Tally { passed: 2, failed: 0, skipped: 1 });
        assert!(!is_ok);
    }
}
