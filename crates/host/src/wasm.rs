//! Reads a component's wasm, composes and compiles it, or loads it from the cache.

use std::path::Path;

use anyhow::{Context as _, Result};
use wasmtime::component::Component as Wasm;

use crate::compose::{Part, compose};
use crate::engine::{self, Artefacts};
use crate::manifest::{Component, Manifest};
use crate::options::Options;

/// Returns the component `id`, compiled.
pub(crate) fn load(id: &str, component: &Component, artefacts: &Artefacts) -> Result<Wasm> {
    let Files { wasm, parts, key } = read(component, artefacts)?;
    artefacts.load(&key, || compose(id, wasm, parts))
}

/// Compiles the components of an application into the cache.
///
/// A start does this too. This function exists because compiling takes memory that a process does
/// not return to the system: `weft up` compiles in a separate process first, so that the server
/// stays small.
pub fn compile(options: &Options) -> Result<()> {
    let manifest = Manifest::load(&options.manifest)?;
    let artefacts = Artefacts::open(engine::new()?, &options.cache_dir)?;
    for (id, component) in manifest.triggered() {
        load(id, component, &artefacts).with_context(|| format!("cannot prepare the component `{id}`"))?;
    }
    Ok(())
}

/// Whether the cache has every component of an application.
pub fn is_compiled(options: &Options) -> Result<bool> {
    let manifest = Manifest::load(&options.manifest)?;
    let artefacts = Artefacts::open(engine::new()?, &options.cache_dir)?;
    for (_, component) in manifest.triggered() {
        if !artefacts.has(&read(component, &artefacts)?.key) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Reads a component's files and computes the cache key.
struct Files<'a> {
    wasm: Vec<u8>,
    parts: Vec<Part<'a>>,
    key: String,
}

fn read<'a>(component: &'a Component, artefacts: &Artefacts) -> Result<Files<'a>> {
    let read = |path: &Path| {
        std::fs::read(path).with_context(|| format!("cannot read {}, is it built?", path.display()))
    };
    let wasm = read(&component.source)?;
    let mut parts = Vec::new();
    for dependency in &component.dependencies {
        parts.push(Part { dependency, wasm: read(&dependency.path)? });
    }
    let mut inputs: Vec<&[u8]> = vec![&wasm];
    for part in &parts {
        inputs.push(part.dependency.name.as_bytes());
        inputs.push(part.dependency.export.as_deref().unwrap_or_default().as_bytes());
        inputs.push(&part.wasm);
    }
    let key = artefacts.key(&inputs);
    Ok(Files { wasm, parts, key })
}
