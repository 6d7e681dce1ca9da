//! `cargo xtask bench`: measures the cost of requests and compares it with the ceiling and with the
//! targets. Writes docs/performance.md.
//!
//! Three guests run on the same host: hello (a constant), the ceiling (Weft's answers by
//! hand-written statements) and Weft. All run at the same time, on copies of the same data in
//! several sizes, and take turns under load.
//!
//! ```text
//! operation  what is asked, what it may cost      dataset    data, made once, copied per run
//! server     weft up in a process, its CPU time   load       wrk with bench/load.lua
//! probe      what single requests show            rounds     taking turns, ratios within rounds
//! machine    where it was measured                report     docs/performance.md
//! client     HTTP for all that is not load        markdown   its tables
//! statistics medians                              types      changes with many content types
//! verdicts   limits, and whether they hold        memory     memory of a process, from /proc
//! ```
//!
//! A slow result is not a failure: people read the measurements. A measurement on a busy machine is
//! not valid. Linux only: processor time comes from /proc.

mod client;
mod dataset;
mod load;
mod machine;
mod markdown;
mod memory;
mod operation;
mod probe;
mod report;
mod rounds;
mod server;
mod statistics;
mod types;
mod verdicts;

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};

use crate::manifest::Manifest;
use crate::{build, process, workspace};
use client::Client;
use dataset::{Copy, Makers};
use load::Subject;
use memory::Memory;
use operation::Operation;
use report::Findings;
use rounds::{Effort, Field, Size};
use server::Setup;

const HELLO: &str = "bench/hello.toml";
const CEILING: &str = "bench/ceiling.toml";
const WEFT: &str = "spin.toml";

/// Arguments of `cargo xtask bench`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Numbers of documents.
    #[arg(long, value_delimiter = ',', default_values_t = [1_000, 10_000, 100_000, 1_000_000])]
    sizes: Vec<u64>,
    /// How long each load is, in seconds.
    #[arg(long, default_value_t = 2)]
    seconds: u32,
    /// How often each load is repeated, after one to warm up.
    #[arg(long, default_value_t = 5)]
    rounds: u32,
    /// A short trial: 1,000 and 10,000 documents, two rounds of one second, no page written.
    #[arg(long)]
    quick: bool,
    /// Create the data again.
    #[arg(long)]
    fresh: bool,
    /// Measure without building first.
    #[arg(long)]
    no_build: bool,
    /// The file of the page [default: docs/performance.md].
    #[arg(long)]
    output: Option<PathBuf>,
}

/// Measures.
pub(crate) fn run(args: &Args) -> Result<()> {
    ensure!(cfg!(target_os = "linux"), "measuring needs /proc");
    let (mut sizes, effort) = args.effort();
    sizes.sort_unstable();
    sizes.dedup();
    ensure!(sizes.iter().all(|documents| *documents >= 100), "fewer than 100 documents say nothing");
    let folder = workspace::root().join("target").join("bench");
    let makers = makers(&folder, args.no_build)?;
    let copies = dataset::claim(&folder)?;
    let page = measure(&makers, &folder, &copies, &sizes, effort, args.fresh);
    dataset::remove(&copies)?;
    let page = page?;
    println!("\n{page}");
    if let Some(output) = args.output() {
        std::fs::write(&output, page).with_context(|| format!("cannot write {}", output.display()))?;
        println!("Written to {}", output.display());
    }
    Ok(())
}

impl Args {
    fn effort(&self) -> (Vec<u64>, Effort) {
        if self.quick {
            return (vec![1_000, 10_000], Effort { seconds: 1, rounds: 2 });
        }
        (self.sizes.clone(), Effort { seconds: self.seconds.max(1), rounds: self.rounds.max(1) })
    }

    fn output(&self) -> Option<PathBuf> {
        match &self.output {
            None if self.quick => None,
            None => Some(workspace::root().join("docs").join("performance.md")),
            Some(output) => Some(output.clone()),
        }
    }
}

/// Builds what is measured and what makes the data.
fn makers(folder: &Path, no_build: bool) -> Result<Makers> {
    let target = workspace::root().join("target");
    let release = workspace::metadata()?.target_directory.into_std_path_buf().join("release");
    if !no_build {
        build::components()?;
        let guests =
            ["--package", "bench-hello", "--package", "bench-ceiling", "--target", crate::toolchain::TARGET];
        process::run(
            process::cargo()
                .arg("build")
                .args(guests)
                .args(["--profile", "guest"])
                .env("CARGO_TARGET_DIR", &target),
        )?;
        build::host()?;
        process::run(process::cargo().args(["build", "--release", "--package", "bench-loader"]))?;
    }
    Ok(Makers {
        weft: release.join("weft"),
        loader: release.join("bench-loader"),
        cache: folder.join("cache"),
    })
}

fn measure(
    makers: &Makers,
    folder: &Path,
    copies: &Path,
    sizes: &[u64],
    effort: Effort,
    fresh: bool,
) -> Result<String> {
    let data = folder.join("data");
    std::fs::create_dir_all(&data)?;
    std::fs::create_dir_all(copies)?;
    let copies: Vec<Copy> = sizes
        .iter()
        .map(|documents| dataset::copy(makers, &data, &copies.join(documents.to_string()), *documents, fresh))
        .collect::<Result<_>>()?;
    let hello_data = folder.join("hello");
    let setup = |manifest, data: &Path| Setup {
        weft: makers.weft.clone(),
        manifest,
        data: data.to_path_buf(),
        cache: makers.cache.clone(),
    };
    let mut starts = Vec::new();
    if let Some(first) = copies.first() {
        // The first start compiles, where that has not been done.
        drop(setup(HELLO, &hello_data).start()?);
        let (time, idle) = probe::start(&setup(HELLO, &hello_data), "/", "")?;
        starts.push(("hello", time, idle));
        let path = probe::example(&first.sample)?.path();
        for (who, manifest, data) in [("ceiling", CEILING, &first.ceiling), ("Weft", WEFT, &first.weft)] {
            drop(setup(manifest, data).start()?);
            let (time, idle) = probe::start(&setup(manifest, data), &path, &first.key)?;
            starts.push((who, time, idle));
        }
    }
    let field = Field {
        hello: setup(HELLO, &hello_data).start()?,
        sizes: sizes
            .iter()
            .zip(copies)
            .map(|(documents, copy)| {
                let weft = setup(WEFT, &copy.weft).start()?;
                let ceiling = setup(CEILING, &copy.ceiling).start()?;
                size(*documents, copy, weft, ceiling)
            })
            .collect::<Result<_>>()?,
    };
    let change = types::measure(|data| setup(WEFT, data), &folder.join("types"))?;
    findings(&field, sizes, effort, starts, change).map(|findings| report::page(&findings))
}

fn size(documents: u64, copy: Copy, weft: server::Server, ceiling: server::Server) -> Result<Size> {
    let mut client = Client::connect(weft.address)?;
    let snow = probe::snow(&mut client, &copy.key)?;
    let mut subject = Subject { key: copy.key, sample: copy.sample, documents, cursor: String::new(), snow };
    subject.cursor = probe::middle(&mut client, &subject)?;
    Ok(Size { subject, weft, ceiling })
}

/// Asks single requests first, then loads.
fn findings(
    field: &Field,
    sizes: &[u64],
    effort: Effort,
    starts: Vec<(&'static str, f64, Memory)>,
    change: types::Change,
) -> Result<Findings> {
    let mut round_trips: Vec<_> = Operation::ALL.map(|operation| (operation, 0)).into();
    let mut same: Vec<_> = Operation::READS
        .iter()
        .copied()
        .filter(|operation| operation.has_ceiling())
        .map(|operation| (operation, true))
        .collect();
    for size in &field.sizes {
        let example = probe::example(&size.subject.sample)?;
        let mut weft = Client::connect(size.weft.address)?;
        let mut ceiling = Client::connect(size.ceiling.address)?;
        for (operation, is_same) in &mut same {
            *is_same &= probe::is_same(&mut weft, &mut ceiling, *operation, &size.subject, &example)?;
        }
        for (operation, most) in &mut round_trips {
            *most = probe::round_trips(&mut weft, *operation, &size.subject, &example)?.max(*most);
        }
    }
    let last = field.sizes.last().context("no sizes were asked for")?;
    let example = probe::example(&last.subject.sample)?;
    let sequence = probe::sequence(&mut Client::connect(last.weft.address)?, &last.subject, &example)?;
    let samples = rounds::run(field, effort)?;
    let mut memory = vec![("hello".to_owned(), field.hello.memory()?)];
    for (size, documents) in field.sizes.iter().zip(sizes) {
        memory.push((format!("ceiling, {documents} documents"), size.ceiling.memory()?));
        memory.push((format!("Weft, {documents} documents"), size.weft.memory()?));
    }
    let machine = machine::describe();
    Ok(Findings {
        machine,
        effort,
        sizes: sizes.to_vec(),
        samples,
        round_trips,
        same,
        sequence,
        starts,
        change,
        memory,
        wasm: wasm()?,
    })
}

/// The components' sizes.
fn wasm() -> Result<Vec<(String, u64)>> {
    let manifest = Manifest::load()?;
    let mut files: Vec<(String, PathBuf)> =
        manifest.sources().map(|(name, source)| (name.to_owned(), workspace::root().join(source))).collect();
    let guests = workspace::root().join("target").join(crate::toolchain::TARGET).join("guest");
    for guest in ["hello", "ceiling"] {
        files.push((format!("bench: {guest}"), guests.join(format!("bench_{guest}.wasm"))));
    }
    let size = |(name, file): (String, PathBuf)| {
        let metadata = file.metadata().with_context(|| format!("cannot find {}", file.display()))?;
        Ok((name, metadata.len()))
    };
    files.into_iter().map(size).collect()
}
