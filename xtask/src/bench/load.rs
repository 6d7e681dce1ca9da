//! One load: runs wrk against one server for some seconds and measures its cost.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result, ensure};

use super::operation::PER_CATEGORY;
use super::server::Server;
use crate::{process, workspace};

/// Connections that ask at the same time.
pub(super) const CONNECTIONS: u32 = 16;

/// The parameters of the load script, besides the operation.
#[derive(Debug, Clone)]
pub(super) struct Subject {
    /// The API key.
    pub(super) key: String,
    /// The file of the sample.
    pub(super) sample: PathBuf,
    /// How many documents there are.
    pub(super) documents: u64,
    /// A cursor in the middle of all documents.
    pub(super) cursor: String,
    /// The same through SnowCMS's API.
    pub(super) snow: Snow,
}

/// What SnowCMS's clients must know.
#[derive(Debug, Clone, Default)]
pub(super) struct Snow {
    /// The path of the collection's entries.
    pub(super) entries: String,
    /// The token.
    pub(super) token: String,
}

/// What a load gave.
#[derive(Debug, Clone, Copy)]
pub(super) struct Measured {
    /// Processor time of the whole server per request, in microseconds.
    pub(super) cpu: f64,
    /// Requests per second.
    pub(super) rate: f64,
    /// Half of the answers came within this, in milliseconds.
    pub(super) p50: f64,
    /// 99 % of the answers came within this, in milliseconds.
    pub(super) p99: f64,
}

/// Measures `operation`, by its name in `load.lua`.
///
/// # Errors
/// wrk cannot be run, or a request failed.
pub(super) fn measure(
    server: &Server,
    operation: &str,
    subject: &Subject,
    seconds: u32,
    seed: u32,
) -> Result<Measured> {
    let mut wrk = Command::new("wrk");
    wrk.args(["--threads=1", "--timeout=30s", "--latency"])
        .arg(format!("--connections={CONNECTIONS}"))
        .arg(format!("--duration={seconds}s"))
        .arg("--script")
        .arg(workspace::root().join("bench").join("load.lua"))
        .arg(server.url())
        .args(["--", operation, &subject.key])
        .arg(&subject.sample)
        .args([
            subject.documents.to_string(),
            PER_CATEGORY.to_string(),
            seed.to_string(),
            subject.cursor.clone(),
            subject.snow.entries.clone(),
            subject.snow.token.clone(),
        ]);
    let before = server.cpu()?;
    let output = process::output(&mut wrk).context("wrk makes the load; install it (package `wrk`)")?;
    let cpu = server.cpu()?.saturating_sub(before);
    let numbers = numbers(&output).with_context(|| format!("cannot understand wrk: {output}"))?;
    let [requests, duration, p50, p99, _, errors] = numbers;
    ensure!(errors == 0.0, "{errors} of {requests} requests failed ({operation}): {output}");
    ensure!(requests > 0.0, "no request was answered ({operation}): {output}");
    Ok(Measured {
        cpu: cpu.as_secs_f64() * 1e6 / requests,
        rate: requests * 1e6 / duration,
        p50: p50 / 1000.0,
        p99: p99 / 1000.0,
    })
}

fn numbers(output: &str) -> Option<[f64; 6]> {
    let line = output.lines().find_map(|line| line.strip_prefix("measured "))?;
    let numbers: Vec<f64> = line.split(' ').filter_map(|number| number.parse().ok()).collect();
    numbers.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scripts_last_words_are_understood() {
        let output = "Running 1s test\nmeasured 100 1000000 400 2000 9000 0\n";
        assert_eq!(numbers(output), Some([100.0, 1_000_000.0, 400.0, 2000.0, 9000.0, 0.0]));
        assert_eq!(numbers("measured 1 2"), None);
    }
}
