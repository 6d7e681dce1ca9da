//! Checks that an application can store its data in its data folder.
//!
//! A guest opens a database at its first use. Without this check, a file that is not a database
//! would fail every request, and only clients would see the error. The command checks first and
//! does not start if a check fails.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context as _, Result, ensure};

use crate::interfaces::sqlite;
use crate::manifest::Manifest;
use crate::options::Options;

/// Creates the data folder if needed, and checks it and every database file that the application's
/// components may open.
///
/// # Errors
/// The manifest cannot be read; the path is not a folder or is not writable; a file is not a
/// database, is damaged, is locked, or comes from a newer version. Each error names the file.
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

/// Creates and deletes a file: SQLite creates files beside a database.
fn check_writable(folder: &Path) -> std::io::Result<()> {
    let trial = folder.join(format!(".trial-{}", std::process::id()));
    std::fs::write(&trial, b"x")?;
    std::fs::remove_file(trial)
}
