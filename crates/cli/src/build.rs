//! `weft build`: the components' build commands.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;

/// Arguments of `weft build`.
#[derive(Debug, Args)]
pub(super) struct Build {
    /// The application.
    #[arg(long, default_value = "spin.toml")]
    from: PathBuf,
}

impl Build {
    /// Runs the commands.
    pub(super) fn run(self) -> Result<()> {
        weft_host::build(&self.from)
    }
}
