//! Fails with a clear message if the components of `spin.toml` are missing or older than their
//! sources.
//!
//! The sources are those in cargo's dep-info file of each component, so other changes in the
//! workspace need no build. `WEFT_TESTS_AS_BUILT=1` skips the check of age.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::SystemTime;

/// The folder of `spin.toml`.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_path_buf()
}

/// Panics unless every component exists and is up to date. Checks once per process.
pub(crate) fn check() {
    static WRONG: OnceLock<Option<String>> = OnceLock::new();
    if let Some(wrong) = WRONG.get_or_init(wrong) {
        panic!("{wrong}\nRun `cargo xtask build --components` and try again.");
    }
}

fn wrong() -> Option<String> {
    let manifest = std::fs::read_to_string(root().join("spin.toml")).expect("spin.toml can be read");
    let paths = manifest.split('"').filter(|text| text.ends_with(".wasm"));
    paths.map(|path| root().join(path)).find_map(|wasm| of_component(&wasm))
}

#[expect(clippy::disallowed_methods, reason = "this native code reads file times")]
fn of_component(wasm: &Path) -> Option<String> {
    let Ok(built) = changed(wasm) else {
        return Some(format!("The component {} is not built.", wasm.display()));
    };
    if std::env::var_os("WEFT_TESTS_AS_BUILT").is_some() {
        return None;
    }
    // Without a dep-info file the sources are unknown: the component was not built here.
    let sources = std::fs::read_to_string(wasm.with_extension("d")).ok()?;
    let (_, sources) = sources.split_once(": ")?;
    let newer =
        sources.split_whitespace().find(|source| changed(Path::new(source)).is_ok_and(|at| at > built))?;
    Some(format!("The component {} is older than its source {newer}.", wasm.display()))
}

fn changed(path: &Path) -> std::io::Result<SystemTime> {
    path.metadata()?.modified()
}
