//! `weft compile`: fills the cache of compiled components, for `weft up`.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use weft_host::Options;

/// Arguments of `weft compile`.
#[derive(Debug, Args)]
pub(super) struct Compile {
    /// The application.
    #[arg(long, default_value = "spin.toml")]
    from: PathBuf,
    /// Where compiled components are kept.
    #[arg(long, default_value = ".weft/cache")]
    cache: PathBuf,
}

impl Compile {
    /// Compiles.
    pub(super) fn run(self) -> Result<()> {
        let mut options = Options::new(&self.from);
        options.cache_dir = self.cache;
        weft_host::compile(&options)
    }
}
