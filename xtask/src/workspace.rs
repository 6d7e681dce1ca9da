//! The folder of the workspace, its packages, and which of them are guests.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use anyhow::{Context as _, Result};
use cargo_metadata::{Metadata, MetadataCommand, Package, TargetKind};

/// The workspace's folder: the parent of xtask's own.
pub(crate) fn root() -> &'static Path {
    static ROOT: LazyLock<PathBuf> = LazyLock::new(|| {
        let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
        xtask.parent().unwrap_or(xtask).to_path_buf()
    });
    &ROOT
}

/// The workspace's packages with their declared dependencies; dependencies are not resolved, so
/// this needs no network.
///
/// # Errors
/// Cargo cannot read the workspace.
pub(crate) fn metadata() -> Result<Metadata> {
    MetadataCommand::new()
        .manifest_path(root().join("Cargo.toml"))
        .no_deps()
        .exec()
        .context("cannot read the workspace")
}

/// The packages that are WebAssembly components, by name: those that make a `cdylib`.
pub(crate) fn guests(metadata: &Metadata) -> Vec<&str> {
    let is_guest =
        |package: &&Package| package.targets.iter().any(|target| target.kind.contains(&TargetKind::CDyLib));
    metadata.packages.iter().filter(is_guest).map(|package| package.name.as_str()).collect()
}

/// Selects every native package, always with the same arguments: another selection would have other
/// features and would compile dependencies such as wasmtime again.
pub(crate) fn natives(metadata: &Metadata) -> Vec<String> {
    let mut arguments = vec!["--workspace".to_owned()];
    for guest in guests(metadata) {
        arguments.extend(["--exclude".to_owned(), guest.to_owned()]);
    }
    arguments
}
