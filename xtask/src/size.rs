//! Checks the size of the components with their dependencies, to notice accidental growth.
//!
//! Code that does not run costs nothing, so size says little about speed; the cost of requests is
//! measured by `cargo xtask bench` (docs/decisions/013).

use std::path::Path;

use anyhow::{Context as _, Result, ensure};

use crate::manifest::Manifest;
use crate::workspace;

/// The most bytes of one component, its dependencies included.
const LIMIT: u64 = 4_000_000;

/// Reports the components' sizes.
///
/// # Errors
/// A component is missing or larger than [`LIMIT`].
pub(crate) fn check() -> Result<()> {
    let manifest = Manifest::load()?;
    let mut sizes = Vec::new();
    for (name, source) in manifest.sources() {
        let own = size(&workspace::root().join(source))?;
        let mut composed = own;
        for dependency in manifest.dependencies(name) {
            composed += size(&workspace::root().join(dependency))?;
        }
        println!("{composed:>9} bytes  {name}, {own} of them its own");
        sizes.push((name, composed));
    }
    within(LIMIT, &sizes)
}

fn size(path: &Path) -> Result<u64> {
    let metadata = path.metadata().with_context(|| format!("cannot find {}", path.display()))?;
    Ok(metadata.len())
}

fn within(limit: u64, sizes: &[(&str, u64)]) -> Result<()> {
    for (name, bytes) in sizes {
        ensure!(*bytes <= limit, "component {name} has {bytes} bytes; at most {limit} are allowed");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_byte_too_many_is_too_many() {
        within(10, &[("a", 10), ("b", 0)]).unwrap();
        let error = within(10, &[("a", 10), ("b", 11)]).unwrap_err();
        assert!(error.to_string().contains("component b has 11 bytes"), "{error}");
    }

    #[test]
    fn a_missing_component_is_named() {
        let error = size(Path::new("nowhere/a.wasm")).unwrap_err();
        assert!(error.to_string().contains("a.wasm"), "{error}");
    }
}
