//! Says clearly when the components of `spin.toml` are missing or older than their sources, rather
//! than test what is not there.
//!
//! Their sources are those that cargo names beside each component, so that a change elsewhere in
//! the workspace is no reason to build. `WEFT_TESTS_AS_BUILT=1` tests the components as they are,
//! while somebody changes their sources.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::SystemTime;

/// The folder of `spin.toml`.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_path_buf()
}

/// Panics unless every component is there and up to date. Looks once per process.
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

#[expect(clippy::disallowed_methods, reason = "a test faces the machine")]
fn of_component(wasm: &Path) -> Option<String> {
    let Ok(built) = changed(wasm) else {
        return Some(format!("The component {} is not built.", wasm.display()));
    };
    if std::env::var_os("WEFT_TESTS_AS_BUILT").is_some() {
        return None;
    }
    // Without this file nobody knows the sources: then the component came from elsewhere.
    let sources = std::fs::read_to_string(wasm.with_extension("d")).ok()?;
    let (_, sources) = sources.split_once(": ")?;
    let newer =
        sources.split_whitespace().find(|source| changed(Path::new(source)).is_ok_and(|at| at > built))?;
    Some(format!("The component {} is older than its source {newer}.", wasm.display()))
}

fn changed(path: &Path) -> std::io::Result<SystemTime> {
    path.metadata()?.modified()
}
