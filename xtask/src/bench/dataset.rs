//! The data sets of the benchmark: created once per size by Weft and the loader, cached in
//! `target/bench/data`, copied for every run.
//!
//! Weft first creates its own database: migrations, and a site, a key and a content type over its
//! API. A cached data set is valid until the migrations, the loader or the ceiling's schema change.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::client::Client;
use super::operation::{COLLECTION, PER_CATEGORY};
use super::server::Setup;
use crate::{process, workspace};

pub(super) const EMAIL: &str = "bench@localhost.localdomain";
pub(super) const PASSWORD: &str = "only measured, never used";
/// What the data depends on.
const SOURCES: [&str; 3] =
    ["crates/storage/migrations", "bench/loader/src", "bench/guests/ceiling/src/schema.sql"];

/// The programs that make data.
#[derive(Debug)]
pub(super) struct Makers {
    /// `weft`.
    pub(super) weft: PathBuf,
    /// `bench-loader`.
    pub(super) loader: PathBuf,
    /// Where compiled components are kept.
    pub(super) cache: PathBuf,
}

/// A copy of a data set, to be used up by a run.
#[derive(Debug)]
pub(super) struct Copy {
    /// Weft's data folder.
    pub(super) weft: PathBuf,
    /// The ceiling's data folder.
    pub(super) ceiling: PathBuf,
    /// Ids, slugs and validators of some documents.
    pub(super) sample: PathBuf,
    /// The API key.
    pub(super) key: String,
}

/// A copy of the data set of that many documents, in `to`; makes the data set unless it is there
/// and `fresh` is false.
///
/// # Errors
/// Weft or the loader fails, or the disk is full.
pub(super) fn copy(makers: &Makers, folder: &Path, to: &Path, documents: u64, fresh: bool) -> Result<Copy> {
    let kept = folder.join(format!("{documents}-{}", fingerprint()?));
    if fresh || !kept.is_dir() {
        println!("Making {documents} documents");
        let unfinished = kept.with_extension(std::process::id().to_string());
        make(makers, &unfinished, documents)?;
        remove(&kept)?;
        std::fs::rename(&unfinished, &kept)?;
    }
    remove(to)?;
    process::output(Command::new("cp").args(["-r", "--reflink=auto"]).arg(&kept).arg(to))?;
    for part in ["weft", "ceiling"] {
        let [source, target] = [&kept, to].map(|folder| folder.join(part).join("default.db"));
        // The original is removed from the page cache, so that all copies fit in it: the benchmark
        // measures processor time, not the disk.
        process::output(Command::new("dd").arg(argument("if=", &source)).args(["iflag=nocache", "count=0"]))?;
        std::io::copy(&mut std::fs::File::open(&target)?, &mut std::io::sink())?;
    }
    Ok(Copy {
        weft: to.join("weft"),
        ceiling: to.join("ceiling"),
        sample: to.join("sample.tsv"),
        key: std::fs::read_to_string(to.join("key"))?,
    })
}

fn argument(name: &str, path: &Path) -> OsString {
    let mut argument = OsString::from(name);
    argument.push(path);
    argument
}

/// Creates a folder for the copies of this run, and removes the folders of killed runs.
///
/// # Errors
/// The disk does not let it.
pub(super) fn claim(folder: &Path) -> Result<PathBuf> {
    let runs = folder.join("run");
    std::fs::create_dir_all(&runs)?;
    for run in std::fs::read_dir(&runs)? {
        let run = run?;
        if !Path::new("/proc").join(run.file_name()).is_dir() {
            remove(&run.path())?;
        }
    }
    Ok(runs.join(std::process::id().to_string()))
}

/// Removes a folder that may be there.
pub(super) fn remove(folder: &Path) -> Result<()> {
    match std::fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot remove {}", folder.display()))
        }
        _ => Ok(()),
    }
}

fn make(makers: &Makers, folder: &Path, documents: u64) -> Result<()> {
    let (weft, ceiling) = (folder.join("weft"), folder.join("ceiling"));
    std::fs::create_dir_all(&weft)?;
    std::fs::create_dir_all(&ceiling)?;
    let setup = Setup {
        weft: makers.weft.clone(),
        manifest: "spin.toml",
        data: weft.clone(),
        cache: makers.cache.clone(),
    };
    let server = setup.start()?;
    let key = furnish(&mut Client::connect(server.address)?)?;
    drop(server);
    std::fs::write(folder.join("key"), &key)?;
    let mut loader = Command::new(&makers.loader);
    loader.env("BENCH_KEY", &key).args(["--collection", COLLECTION]);
    loader.args(["--documents", &documents.to_string(), "--per-category", &PER_CATEGORY.to_string()]);
    loader.arg("--weft").arg(weft.join("default.db")).arg("--ceiling").arg(ceiling.join("default.db"));
    process::run(loader.arg("--sample").arg(folder.join("sample.tsv")))
}

/// A site, a key without limits, a content type; gives the key.
pub(super) fn furnish(client: &mut Client) -> Result<String> {
    let site = json!({ "name": "Bench", "admin": { "email": EMAIL, "password": PASSWORD } });
    client.post("/v1/projects", None, &site)?;
    let session = client.post("/v1/auth/login", None, &json!({ "email": EMAIL, "password": PASSWORD }))?;
    let token = session.pointer("/data/token").and_then(Value::as_str).context("the login gave no token")?;
    let plan = json!({ "perMinute": 0, "perDay": 0 });
    let key = json!({ "name": "bench", "scopes": ["read", "write", "admin"], "plan": plan });
    let key = client.post("/api/keys", Some(("authorization", &format!("Bearer {token}"))), &key)?;
    let key = key.get("key").and_then(Value::as_str).context("the new key has no secret")?.to_owned();
    client.post("/api/content-types", Some(("x-api-key", &key)), &content_type())?;
    Ok(key)
}

fn content_type() -> Value {
    json!({
        "name": COLLECTION,
        "label": "Article",
        "slugField": "title",
        "titleField": "title",
        "fields": [
            { "name": "title", "label": "Title", "type": "text", "required": true, "config": { "maxLength": 200 } },
            { "name": "category", "label": "Category", "type": "text", "required": true, "indexed": true },
            { "name": "price", "label": "Price", "type": "number", "indexed": true, "config": { "min": 0 } },
            { "name": "body", "label": "Text", "type": "textarea", "required": true },
            { "name": "tags", "label": "Tags", "type": "tags" },
        ],
    })
}

/// A hash of everything that the data depends on.
fn fingerprint() -> Result<String> {
    let mut hasher = Sha256::new();
    for source in SOURCES {
        let path = workspace::root().join(source);
        let mut files = match path.is_dir() {
            true => std::fs::read_dir(&path)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?,
            false => vec![path],
        };
        files.sort();
        for file in files.iter().filter(|file| file.is_file()) {
            hasher.update(std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?);
        }
    }
    hasher.update(content_type().to_string());
    Ok(hasher.finalize().iter().take(6).map(|byte| format!("{byte:02x}")).collect())
}
