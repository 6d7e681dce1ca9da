//! A cache of compiled components on disk, which outlives the process.
//!
//! The key of an entry is a hash of all its inputs: the wasm of the component and of its
//! dependencies, how they are connected, and the engine's compatibility hash. An entry is therefore
//! never stale, and nothing needs invalidation. Each entry has a checksum file; an entry that does
//! not match its checksum (truncated, edited, disk error) is compiled again. Writers replace an
//! entry atomically by renaming, so processes may share a folder.

use std::hash::{Hash as _, Hasher};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use sha2::{Digest as _, Sha256};
use wasmtime::Engine;
use wasmtime::component::Component;

/// The cache folder, for one engine.
pub(crate) struct Artefacts {
    engine: Engine,
    folder: PathBuf,
}

impl Artefacts {
    /// Opens the cache of `engine` in `folder`, and creates the folder if needed.
    pub(crate) fn open(engine: Engine, folder: &Path) -> Result<Self> {
        std::fs::create_dir_all(folder)
            .with_context(|| format!("cannot create the cache folder {}", folder.display()))?;
        Ok(Self { engine, folder: folder.to_path_buf() })
    }

    /// Loads the component under `key`; if there is no entry, compiles the bytes that `wasm`
    /// returns and stores the result.
    pub(crate) fn load(&self, key: &str, wasm: impl FnOnce() -> Result<Vec<u8>>) -> Result<Component> {
        let entry = self.folder.join(format!("{key}.cwasm"));
        let checksum = self.folder.join(format!("{key}.sum"));
        if let Some(component) = self.read(&entry, &checksum) {
            return Ok(component);
        }
        let compiled = self.engine.precompile_component(&wasm()?)?;
        if let Err(error) = write(&entry, &compiled).and_then(|()| write(&checksum, &digest(&compiled))) {
            tracing::warn!("cannot write {}: {error:#}", entry.display());
            return self.adopt(&compiled);
        }
        self.read(&entry, &checksum).map_or_else(|| self.adopt(&compiled), Ok)
    }

    /// Whether an entry exists under `key`, valid or damaged.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.folder.join(format!("{key}.cwasm")).is_file()
    }

    /// The key of the artefact that is compiled from `inputs`.
    pub(crate) fn key(&self, inputs: &[&[u8]]) -> String {
        let mut hasher = ShaHasher(Sha256::new());
        self.engine.precompile_compatibility_hash().hash(&mut hasher);
        for input in inputs {
            hasher.0.update((input.len() as u64).to_le_bytes());
            hasher.0.update(input);
        }
        hex(&hasher.0.finalize())
    }

    fn read(&self, entry: &Path, checksum: &Path) -> Option<Component> {
        let expected = std::fs::read(checksum).ok()?;
        if digest(&std::fs::read(entry).ok()?) != expected.as_slice() {
            tracing::warn!("{} is damaged, compiling it again", entry.display());
            return None;
        }
        #[expect(
            unsafe_code,
            reason = "the file's checksum says that it is what `precompile_component` wrote"
        )]
        let component = unsafe { Component::deserialize_file(&self.engine, entry) };
        component.inspect_err(|error| tracing::warn!("{} cannot be used: {error:#}", entry.display())).ok()
    }

    fn adopt(&self, compiled: &[u8]) -> Result<Component> {
        #[expect(unsafe_code, reason = "the bytes come from `precompile_component` of this engine")]
        let component = unsafe { Component::deserialize(&self.engine, compiled) };
        Ok(component?)
    }
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let draft = path.with_extension(format!("{}.tmp", std::process::id()));
    std::fs::write(&draft, bytes)?;
    Ok(std::fs::rename(&draft, path)?)
}

fn digest(bytes: &[u8]) -> [u8; 16] {
    xxhash_rust::xxh3::xxh3_128(bytes).to_le_bytes()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Lets `Hash` write into SHA-256.
struct ShaHasher(Sha256);

impl Hasher for ShaHasher {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    fn finish(&self) -> u64 {
        0
    }
}
