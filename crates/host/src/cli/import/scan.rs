//! Finds the Markdown files of a folder.
//!
//! Only what lies in the folder counts: symbolic links are never followed. A linked Markdown file is reported, for somebody may
//! miss it; a linked folder is passed over. Files come in the order of their names, so that two runs do the same.

use std::ffi::OsStr;
use std::path::{Component, Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::summary::Problem;

/// A file to import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Source {
    /// Where it is.
    pub(super) path: PathBuf,
    /// Its path below the folder, with `/`.
    pub(super) name: String,
}

/// What a folder holds: files, and what cannot be one, by name.
#[derive(Debug, Default)]
pub(super) struct Scan {
    pub(super) sources: Vec<Source>,
    pub(super) problems: Vec<(String, Problem)>,
}

/// Walks through `root` and everything below.
pub(super) fn scan(root: &Path) -> Scan {
    let mut scan = Scan::default();
    for found in WalkDir::new(root).follow_links(false).sort_by_file_name() {
        match found {
            Ok(entry) => scan.add(root, &entry),
            Err(error) => {
                let name = name(root, error.path().unwrap_or(root));
                let reason = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
                scan.problems.push((name, Problem::failed(format!("cannot be read: {reason}"))));
            }
        }
    }
    scan
}

impl Scan {
    fn add(&mut self, root: &Path, entry: &DirEntry) {
        let kind = entry.file_type();
        if kind.is_dir() || !is_markdown(entry.path()) {
            return;
        }
        let name = name(root, entry.path());
        if kind.is_file() {
            self.sources.push(Source { path: entry.path().to_owned(), name });
        } else {
            let what = if kind.is_symlink() { "is a symbolic link" } else { "is not a regular file" };
            self.problems.push((name, Problem::skipped(what)));
        }
    }
}

fn is_markdown(path: &Path) -> bool {
    let is = |extension: &OsStr| ["md", "markdown"].iter().any(|known| extension.eq_ignore_ascii_case(known));
    path.extension().is_some_and(is)
}

fn name(root: &Path, path: &Path) -> String {
    let below = path.strip_prefix(root).unwrap_or(path);
    let parts = below.components().filter(|part| matches!(part, Component::Normal(_)));
    let parts: Vec<_> = parts.map(|part| part.as_os_str().to_string_lossy()).collect();
    if parts.is_empty() { path.display().to_string() } else { parts.join("/") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn markdown_files_are_found_in_order() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir_all(dir.path().join("b/c.md")).unwrap();
        for name in ["b/z.MD", "b/c.md/x.markdown", "a.md", "a.txt", "README"] {
            fs::write(dir.path().join(name), "x").unwrap();
        }
        let scan = scan(dir.path());
        let names: Vec<_> = scan.sources.iter().map(|source| source.name.as_str()).collect();
        assert_eq!(names, ["a.md", "b/c.md/x.markdown", "b/z.MD"]);
        assert!(scan.problems.is_empty());
    }

    #[cfg(unix)]
    #[test]
    fn links_are_not_followed() {
        let (outside, dir) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        fs::write(outside.path().join("secret.md"), "x").unwrap();
        std::os::unix::fs::symlink(outside.path(), dir.path().join("out")).unwrap();
        std::os::unix::fs::symlink(outside.path().join("secret.md"), dir.path().join("one.md")).unwrap();
        let scan = scan(dir.path());
        assert!(scan.sources.is_empty());
        assert_eq!(scan.problems, [("one.md".to_owned(), Problem::skipped("is a symbolic link"))]);
    }

    #[test]
    fn what_cannot_be_read_is_told() {
        let scan = scan(Path::new("/no/such/folder"));
        assert_eq!(scan.problems.len(), 1);
        assert_eq!(scan.problems[0].0, "/no/such/folder");
    }
}
