//! The OpenAPI descriptions are what the tables of endpoints say: `weft-openapi` writes them anew
//! into a folder of `target`, and they are compared with `docs/openapi`. Tests of the whole
//! application read those files as the tables, so a file that is out of date would hide a row.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context as _, Result};

use super::Finding;
use super::tree::File;
use crate::{openapi, workspace};

const FOLDER: &str = "docs/openapi";

/// Texts by file name.
type Texts = BTreeMap<String, String>;

/// Finds descriptions that are out of date, missing, or of no dialect.
///
/// # Errors
/// `weft-openapi` does not compile, or its files cannot be read.
pub(super) fn check(files: &[File]) -> Result<Vec<Finding>> {
    let written = workspace::root().join("target").join("tidy").join("openapi");
    if written.exists() {
        std::fs::remove_dir_all(&written).with_context(|| format!("cannot remove {}", written.display()))?;
    }
    openapi::write(&written)?;
    let present = files.iter().filter_map(|file| {
        let name = file.path.strip_prefix(FOLDER)?.strip_prefix('/')?;
        Some((name.to_owned(), file.text.clone()))
    });
    Ok(compare(&read(&written)?, &present.collect()))
}

fn read(folder: &Path) -> Result<Texts> {
    let mut texts = Texts::new();
    for file in std::fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let path = file?.path();
        let text =
            std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        texts.insert(name, text);
    }
    Ok(texts)
}

fn compare(wanted: &Texts, present: &Texts) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut find = |name: &str, text: &str| findings.push(Finding::error(format!("{FOLDER}/{name}"), text));
    for (name, text) in wanted {
        match present.get(name) {
            None => find(name, "is missing: run `cargo xtask openapi`"),
            Some(present) if present != text => find(name, "is out of date: run `cargo xtask openapi`"),
            Some(_) => {}
        }
    }
    for name in present.keys().filter(|name| !wanted.contains_key(*name)) {
        find(name, "describes no dialect: remove it");
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(files: &[(&str, &str)]) -> Texts {
        files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
    }

    #[test]
    fn files_that_are_what_would_be_written_are_fine() {
        let files = texts(&[("a.json", "{}"), ("b.json", "[]")]);
        assert_eq!(compare(&files, &files), []);
    }

    #[test]
    fn drift_is_found_in_both_directions() {
        let wanted = texts(&[("a.json", "{}"), ("b.json", "[]")]);
        let present = texts(&[("b.json", "[1]"), ("c.json", "{}")]);
        let found: Vec<String> = compare(&wanted, &present).iter().map(ToString::to_string).collect();
        assert_eq!(
            found,
            [
                "error: docs/openapi/a.json: is missing: run `cargo xtask openapi`",
                "error: docs/openapi/b.json: is out of date: run `cargo xtask openapi`",
                "error: docs/openapi/c.json: describes no dialect: remove it",
            ]
        );
    }
}
