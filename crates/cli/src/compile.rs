//! `weft compile`: compiles the components of an application into the cache of `weft up`.

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
    /// The cache folder for compiled components.
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
