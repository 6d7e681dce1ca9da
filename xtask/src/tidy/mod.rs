//! `cargo xtask tidy`: checks the rules of this repository that compilers do not check.
//!
//! One file per rule: a pure function from its input to its findings, with tests on small inputs.
//! Most look at the [`Tree`], every text file of the repository. To add a rule: a file, a `mod`, a
//! line in [`run`].

mod comments;
mod dependencies;
mod headers;
mod issues;
mod layers;
mod lengths;
mod migrations;
mod openapi;
mod panics;
mod tree;
mod wit;

use std::fmt;

use anyhow::{Result, ensure};

use crate::workspace;
use tree::Tree;

/// Arguments of `cargo xtask tidy`.
#[derive(Debug, Default, clap::Args)]
pub(crate) struct Args {
    /// Record the hashes of new migrations.
    #[arg(long)]
    bless: bool,
    /// With --bless: record the hashes of changed migrations too. Only while no release has them.
    #[arg(long, requires = "bless")]
    rewrite: bool,
}

/// A violation of a rule.
#[derive(Debug, PartialEq, Eq)]
struct Finding {
    /// Where: a path, perhaps with a line; or a package.
    place: String,
    /// The problem, and how to fix it.
    text: String,
    /// Whether the finding is an error or a warning.
    is_fatal: bool,
}

impl Finding {
    fn error(place: impl Into<String>, text: impl Into<String>) -> Self {
        Self { place: place.into(), text: text.into(), is_fatal: true }
    }

    fn warning(place: impl Into<String>, text: impl Into<String>) -> Self {
        Self { is_fatal: false, ..Self::error(place, text) }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = if self.is_fatal { "error" } else { "warning" };
        write!(f, "{kind}: {}: {}", self.place, self.text)
    }
}

/// Checks all rules.
///
/// # Errors
/// The repository cannot be read, or a rule is broken.
pub(crate) fn run(args: &Args) -> Result<()> {
    let root = workspace::root();
    if args.bless {
        migrations::bless(&root.join(migrations::FOLDER), args.rewrite)?;
    }
    let tree = Tree::read(root)?;
    let metadata = workspace::metadata()?;
    let mut findings = layers::check(&layers::packages(&metadata));
    findings.extend(lengths::check(&tree.files));
    findings.extend(comments::check(&tree.files));
    findings.extend(headers::check(&tree.files));
    findings.extend(migrations::check(&tree.files));
    findings.extend(wit::check(&tree.files));
    findings.extend(panics::check(&tree.files));
    findings.extend(dependencies::check(&tree.files));
    findings.extend(issues::check(&tree.files));
    findings.extend(openapi::check(&tree.files)?);
    report(&findings, tree.files.len())
}

fn report(findings: &[Finding], files: usize) -> Result<()> {
    for finding in findings {
        println!("{finding}");
    }
    let errors = findings.iter().filter(|finding| finding.is_fatal).count();
    println!("tidy: {files} files, {errors} errors, {} warnings", findings.len() - errors);
    ensure!(errors == 0, "tidy found {errors} errors");
    Ok(())
}
