//! Fills Weft's database and the ceiling's with the same documents. `cargo xtask bench` runs it; it
//! is a separate program so that xtask does not compile SQLite.
//!
//! Weft itself has created its database: migrations, a site, a key, a content type. The documents
//! are inserted directly into `entries`, where Weft's triggers count, audit, announce and index
//! them. The ceiling's database is then created from Weft's, so that both send the same responses.
//! A sample of the documents (id, slug, entity tag) is written to a file for the load generator.

mod ceiling;
mod document;
mod weft;

use std::path::PathBuf;

use anyhow::Result;
use clap::Parser;

#[derive(Debug, Parser)]
struct Arguments {
    /// Weft's database, with a site and a content type.
    #[arg(long)]
    weft: PathBuf,
    /// The ceiling's database, to create.
    #[arg(long)]
    ceiling: PathBuf,
    /// The file for the sample.
    #[arg(long)]
    sample: PathBuf,
    /// The content type.
    #[arg(long)]
    collection: String,
    /// The secret of the API key.
    #[arg(long, env = "BENCH_KEY", hide_env_values = true)]
    key: String,
    /// How many documents.
    #[arg(long)]
    documents: u64,
    /// How many documents a category has.
    #[arg(long)]
    per_category: u64,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let plan = document::Plan { documents: arguments.documents, per_category: arguments.per_category };
    weft::fill(&arguments.weft, &arguments.collection, &plan)?;
    ceiling::make(&arguments.ceiling, &arguments.weft, &arguments.key)?;
    weft::sample(&arguments.weft, &arguments.sample)
}
