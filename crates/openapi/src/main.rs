//! Writes `docs/openapi/<dialect>.json`. The folder is the first argument.

use anyhow::{Context as _, Result};
use std::path::PathBuf;

fn main() -> Result<()> {
    let folder = PathBuf::from(std::env::args_os().nth(1).context("name the folder to write to")?);
    std::fs::create_dir_all(&folder)?;
    for dialect in weft_openapi::dialects() {
        let path = folder.join(dialect.file());
        std::fs::write(&path, weft_openapi::text(&dialect))
            .with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}
