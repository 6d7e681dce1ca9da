//! Whether an application's data can be kept in its folder.
//!
//! A guest opens a database when it first needs it, so a file that is no database would fail every
//! request and be told to clients only. The command looks first, and does not begin to serve.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context as _, Result, ensure};

use crate::interfaces::sqlite;
use crate::manifest::Manifest;
use crate::options::Options;

/// Checks the data folder, which is created, and every file in it that the application's components
/// may open.
///
/// # Errors
/// The manifest cannot be read; the folder is none or cannot be written; a file is no database, is
/// damaged, locked, or of a newer version. Each names the file.
pub fn check_data_folder(options: &Options) -> Result<()> {
    let manifest = Manifest::load(&options.manifest)?;
    let folder = options.data_dir.as_path();
    ensure!(!folder.exists() || folder.is_dir(), "the data folder {} is not a folder", folder.display());
    std::fs::create_dir_all(folder)
        .with_context(|| format!("cannot create the data folder {}", folder.display()))?;
    check_writable(folder)
        .with_context(|| format!("cannot write to the data folder {}", folder.display()))?;
    let labels: BTreeSet<&String> =
        manifest.triggered().flat_map(|(_, component)| &component.sqlite_databases).collect();
    for label in labels {
        sqlite::check(&folder.join(format!("{label}.db")))?;
    }
    Ok(())
}

/// Writes a file and takes it away again: SQLite needs to make files beside a database.
fn check_writable(folder: &Path) -> std::io::Result<()> {
    let trial = folder.join(format!(".trial-{}", std::process::id()));
    std::fs::write(&trial, b"x")?;
    std::fs::remove_file(trial)
}
