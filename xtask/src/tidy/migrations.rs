//! A migration that was applied somewhere never changes: `HASHES` beside the migrations holds the
//! SHA-256 of each, in the format of `sha256sum`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use sha2::{Digest as _, Sha256};

use super::Finding;
use super::tree::File;

/// Where migrations are, in the repository.
pub(super) const FOLDER: &str = "crates/storage/migrations";
const HASHES: &str = "HASHES";

/// Hashes by file name.
type Hashes = BTreeMap<String, String>;

/// Finds migrations that changed, have no hash, or are gone.
pub(super) fn check(files: &[File]) -> Vec<Finding> {
    let mut present = Hashes::new();
    let mut recorded = Hashes::new();
    for file in files {
        match file.path.strip_prefix(FOLDER).and_then(|path| path.strip_prefix('/')) {
            Some(HASHES) => recorded = parse(&file.text),
            Some(name) if name.ends_with(".sql") => {
                present.insert(name.to_owned(), hash(file.text.as_bytes()));
            }
            _ => {}
        }
    }
    compare(&recorded, &present)
}

fn compare(recorded: &Hashes, present: &Hashes) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut find = |name: &str, text: &str| findings.push(Finding::error(format!("{FOLDER}/{name}"), text));
    for (name, hash) in present {
        match recorded.get(name) {
            None => find(name, "has no hash yet: `cargo xtask tidy --bless`"),
            Some(recorded) if recorded != hash => {
                find(name, "has changed, but databases have it already: write a new migration");
            }
            Some(_) => {}
        }
    }
    for name in recorded.keys().filter(|name| !present.contains_key(*name)) {
        find(name, "is gone, but databases have it already");
    }
    findings
}

/// Records the hashes of new migrations in `folder`; of changed and missing ones only for
/// `rewrite`.
///
/// # Errors
/// A file cannot be read or written; a recorded hash would change without `rewrite`.
pub(super) fn bless(folder: &Path, rewrite: bool) -> Result<()> {
    let path = folder.join(HASHES);
    let recorded = match std::fs::read_to_string(&path) {
        Ok(text) => parse(&text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Hashes::new(),
        Err(error) => return Err(error).with_context(|| format!("cannot read {}", path.display())),
    };
    let present = read(folder)?;
    let changed = recorded.iter().find(|(name, hash)| present.get(*name) != Some(hash));
    if let Some((name, _)) = changed
        && !rewrite
    {
        bail!("{name} has changed or is gone; new hashes are only for new migrations");
    }
    let mut text = String::new();
    for (name, hash) in &present {
        writeln!(text, "{hash}  {name}")?;
    }
    std::fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))
}

fn read(folder: &Path) -> Result<Hashes> {
    let mut present = Hashes::new();
    let entries = std::fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.ends_with(".sql") {
            let bytes = std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
            present.insert(name, hash(&bytes));
        }
    }
    Ok(present)
}

fn parse(text: &str) -> Hashes {
    let pair = |line: &str| line.split_once("  ").map(|(hash, name)| (name.to_owned(), hash.to_owned()));
    text.lines().filter_map(pair).collect()
}

fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const EMPTY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    fn found(hashes: &str, migrations: &[(&str, &str)]) -> Vec<String> {
        let mut files = vec![File::of(&format!("{FOLDER}/{HASHES}"), hashes)];
        files.extend(migrations.iter().map(|(name, text)| File::of(&format!("{FOLDER}/{name}"), text)));
        let text = |finding: Finding| format!("{} {}", finding.place, finding.text);
        check(&files).into_iter().map(text).collect()
    }

    #[test]
    fn an_unchanged_migration_is_fine() {
        assert_eq!(found(&format!("{EMPTY}  1.sql\n"), &[("1.sql", "")]), [""; 0]);
    }

    #[test]
    fn changed_new_and_missing_migrations_are_found() {
        let found = found(&format!("{EMPTY}  1.sql\n{EMPTY}  3.sql\n"), &[("1.sql", "x"), ("2.sql", "")]);
        assert_eq!(found.len(), 3);
        assert!(found.iter().any(|text| text.contains("1.sql has changed")), "{found:?}");
        assert!(found.iter().any(|text| text.contains("2.sql has no hash")), "{found:?}");
        assert!(found.iter().any(|text| text.contains("3.sql is gone")), "{found:?}");
    }

    #[test]
    fn blessing_takes_new_migrations_and_refuses_changed_ones() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
        let hashes = || parse(&std::fs::read_to_string(folder.path().join(HASHES)).unwrap());
        write("1.sql", "");
        bless(folder.path(), false).unwrap();
        assert_eq!(hashes().get("1.sql").map(String::as_str), Some(EMPTY));
        write("2.sql", "");
        bless(folder.path(), false).unwrap();
        assert_eq!(hashes().len(), 2);
        write("1.sql", "x");
        let error = bless(folder.path(), false).unwrap_err();
        assert!(error.to_string().contains("1.sql"), "{error}");
        bless(folder.path(), true).unwrap();
        assert_ne!(hashes().get("1.sql").map(String::as_str), Some(EMPTY));
    }
}
