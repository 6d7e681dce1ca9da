//! `weft import markdown`: the arguments of an import, its progress bar and its summary.

use std::io::IsTerminal as _;
use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::{Args, Subcommand, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};

use super::say;

/// `weft import …`
#[derive(Debug, Subcommand)]
pub(super) enum Import {
    /// Import a folder of Markdown files, one document per file.
    Markdown(Markdown),
}

/// Arguments of `weft import markdown`.
#[derive(Debug, Args)]
pub(super) struct Markdown {
    /// The folder, with all folders below it.
    dir: PathBuf,
    /// The content type, created if it does not exist.
    #[arg(long = "type", value_name = "NAME", value_parser = weft_import::type_name)]
    type_name: String,
    /// The URL of the Weft server.
    #[arg(long, default_value = "http://127.0.0.1:3000")]
    url: String,
    /// A key with the scopes read, write and admin.
    #[arg(long, env = "WEFT_KEY", hide_env_values = true)]
    key: String,
    /// The status of the documents; a file that is marked as a draft is always imported as a draft.
    #[arg(long, value_enum, default_value_t = Status::Published)]
    status: Status,
    /// The number of files sent at a time.
    #[arg(long, default_value_t = 4, value_parser = clap::value_parser!(u16).range(1..=64))]
    concurrency: u16,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Status {
    Published,
    Draft,
}

impl Import {
    /// Runs the subcommand.
    pub(super) fn run(self) -> Result<()> {
        match self {
            Self::Markdown(markdown) => markdown.run(),
        }
    }
}

impl Markdown {
    fn run(self) -> Result<()> {
        let bar = progress();
        let summary = self.asked().run(|done, files| {
            bar.set_length(files as u64);
            bar.set_position(done as u64);
        });
        bar.finish_and_clear();
        let summary = summary?;
        say(&summary.to_string());
        match summary.not_imported() {
            0 => Ok(()),
            1 => bail!("1 file was not imported"),
            files => bail!("{files} files were not imported"),
        }
    }

    fn asked(self) -> weft_import::Markdown {
        weft_import::Markdown {
            dir: self.dir,
            type_name: self.type_name,
            url: self.url,
            key: self.key,
            status: match self.status {
                Status::Published => weft_import::Status::Published,
                Status::Draft => weft_import::Status::Draft,
            },
            concurrency: self.concurrency,
        }
    }
}

/// A progress bar; hidden if the output is not a terminal.
fn progress() -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(0);
    match ProgressStyle::with_template("{bar:40} {pos}/{len} {eta}") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
