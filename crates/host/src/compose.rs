//! Composes a component with the dependencies that its manifest names, in process, as Spin does.
//!
//! Each dependency entry becomes an instance of its own. A dependency's own imports, and the
//! component's imports that no entry matches, stay imports of the result: the host provides them.
//! Composition is one level deep. An import that neither an entry nor the host provides is reported
//! when the result is linked.

use std::collections::HashSet;

use anyhow::{Context as _, Result, bail, ensure};
use wac_graph::types::{Package, SubtypeChecker};
use wac_graph::{CompositionGraph, EncodeOptions};

use crate::manifest::Dependency;

/// A dependency and its wasm.
pub(crate) struct Part<'a> {
    /// The dependency as the manifest declares it.
    pub(crate) dependency: &'a Dependency,
    /// The wasm of the dependency.
    pub(crate) wasm: Vec<u8>,
}

/// Returns the component `id` with each import that a part provides connected to that part.
pub(crate) fn compose(id: &str, wasm: Vec<u8>, parts: Vec<Part<'_>>) -> Result<Vec<u8>> {
    if parts.is_empty() {
        return Ok(wasm);
    }
    let mut graph = CompositionGraph::new();
    let package = Package::from_bytes(&format!("main:{id}"), None, wasm, graph.types_mut())
        .with_context(|| format!("`{id}` is not a component"))?;
    let world = package.ty();
    let package = graph.register_package(package)?;
    let main = graph.instantiate(package);
    let imports: Vec<String> = graph.types()[world].imports.keys().cloned().collect();
    let mut answered = HashSet::new();
    for (index, part) in parts.into_iter().enumerate() {
        let name = &part.dependency.name;
        let matched: Vec<&String> = imports.iter().filter(|import| names(name, import)).collect();
        ensure!(!matched.is_empty(), "the dependency `{name}` does not match any import of `{id}`");
        let provider =
            Package::from_bytes(&format!("dependency:n{index}"), None, part.wasm, graph.types_mut())
                .with_context(|| format!("{} is not a component", part.dependency.path.display()))?;
        let offers = provider.ty();
        let provider = graph.register_package(provider)?;
        let provider = graph.instantiate(provider);
        for import in matched {
            ensure!(
                answered.insert(import.clone()),
                "two dependencies of `{id}` answer its import `{import}`"
            );
            let export = part.dependency.export.as_ref().unwrap_or(import);
            let Some(offered) = graph.types()[offers].exports.get(export).copied() else {
                bail!("the dependency `{name}` of `{id}` does not export `{export}`");
            };
            let wanted = graph.types()[world].imports.get(import).copied().context("an import vanished")?;
            SubtypeChecker::new(&mut HashSet::new())
                .is_subtype(offered, graph.types(), wanted, graph.types())
                .with_context(|| {
                    format!(
                        "the dependency `{name}` exports `{export}`, which does not fit `{id}`'s `{import}`"
                    )
                })?;
            let argument = graph.alias_instance_export(provider, export)?;
            graph.set_instantiation_argument(main, import, argument)?;
        }
    }
    let exports: Vec<String> = graph.types()[world].exports.keys().cloned().collect();
    for export in exports {
        let node = graph.alias_instance_export(main, &export)?;
        graph.export(node, &export)?;
    }
    graph.encode(EncodeOptions::default()).with_context(|| format!("cannot compose `{id}`"))
}

/// Whether the dependency name `dependency` matches the import `import`: by its full name, or by
/// its package with or without a version.
fn names(dependency: &str, import: &str) -> bool {
    if dependency == import {
        return true;
    }
    let (Some((package, interface)), false) = (import.split_once('/'), dependency.contains('/')) else {
        let unversioned = import.split_once('@').map_or(import, |(name, _)| name);
        return dependency == unversioned;
    };
    let version = interface.split_once('@').map(|(_, version)| version);
    match dependency.split_once('@') {
        Some((name, wanted)) => name == package && version == Some(wanted),
        None => dependency == package,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dependency_names_an_interface_or_a_package() {
        let import = "weft:cms/identity@0.1.0";
        for name in ["weft:cms/identity@0.1.0", "weft:cms/identity", "weft:cms@0.1.0", "weft:cms"] {
            assert!(names(name, import), "{name}");
        }
        for name in ["weft:cms/other@0.1.0", "weft:cms/identity@0.2.0", "weft:cms@0.2.0", "weft", "identity"]
        {
            assert!(!names(name, import), "{name}");
        }
        assert!(names("plain", "plain"));
    }
}
