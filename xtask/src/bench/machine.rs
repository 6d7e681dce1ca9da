//! The machine and the versions of a measurement.

use std::process::Command;

use crate::{process, workspace};

/// Lines for the report: (what, which).
pub(super) fn describe() -> Vec<(&'static str, String)> {
    vec![
        ("Date", said(Command::new("date").args(["-u", "+%F"]))),
        (
            "Commit",
            said(
                Command::new("git").current_dir(workspace::root()).args(["describe", "--always", "--dirty"]),
            ),
        ),
        ("Processor", format!("{}, {} cores", processor(), cores())),
        ("Memory", memory()),
        ("System", said(Command::new("uname").args(["-srm"]))),
        ("Rust", said(Command::new("rustc").arg("--version"))),
        ("wasmtime", locked("wasmtime")),
        ("SQLite", format!("bundled with libsqlite3-sys {}", locked("libsqlite3-sys"))),
        ("spin-sdk", locked("spin-sdk")),
        ("Load", said(Command::new("sh").args(["-c", "wrk -v 2>&1 | head -n 1"]))),
    ]
}

fn said(command: &mut Command) -> String {
    process::output(command).map_or_else(|_| "unknown".to_owned(), |said| said.trim().to_owned())
}

fn processor() -> String {
    let info = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model =
        info.lines().find(|line| line.starts_with("model name")).and_then(|line| line.split_once(": "));
    model.map_or_else(|| "unknown".to_owned(), |(_, model)| model.to_owned())
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

fn memory() -> String {
    let info = std::fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let total = info.lines().find_map(|line| line.strip_prefix("MemTotal:")?.split_ascii_whitespace().next());
    let total: Option<u64> = total.and_then(|kilobytes| kilobytes.parse().ok());
    total.map_or_else(|| "unknown".to_owned(), |kilobytes| format!("{} GiB", kilobytes.div_ceil(1024 * 1024)))
}

/// The version of a package in Cargo.lock.
fn locked(package: &str) -> String {
    let lock = std::fs::read_to_string(workspace::root().join("Cargo.lock")).unwrap_or_default();
    let found = lock
        .split_once(&format!("name = \"{package}\"\nversion = \""))
        .and_then(|(_, rest)| rest.split_once('"'));
    found.map_or_else(|| "unknown".to_owned(), |(version, _)| version.to_owned())
}
