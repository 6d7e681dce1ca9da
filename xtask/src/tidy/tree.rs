//! Every text file of the repository, read once.
//!
//! Walks the folders rather than asking git, so that it also works in an archive and in a clone
//! that belongs to somebody else.

use std::path::Path;

use anyhow::{Context as _, Result};

/// Folders that are skipped at every level.
const FOREIGN: [&str; 7] = ["target", ".git", ".weft", ".spin", "node_modules", "__pycache__", ".idea"];
/// Larger files are data.
const LARGEST: u64 = 1_000_000;

/// The files, by path.
#[derive(Debug)]
pub(super) struct Tree {
    pub(super) files: Vec<File>,
}

/// A text file.
#[derive(Debug)]
pub(super) struct File {
    /// Its path in the repository, with `/` on every system.
    pub(super) path: String,
    pub(super) text: String,
    /// Whether another file declares it as a module of tests.
    is_declared_test: bool,
}

impl Tree {
    /// Reads the files below `root`.
    ///
    /// # Errors
    /// A folder or a file cannot be read.
    pub(super) fn read(root: &Path) -> Result<Self> {
        let mut files = Vec::new();
        read_folder(root, "", &mut files)?;
        files.sort_by(|a, b| a.path.cmp(&b.path));
        mark_tests(&mut files);
        Ok(Self { files })
    }
}

/// Marks the files that others declare with `#[cfg(test)] mod name;`, and what is below those.
fn mark_tests(files: &mut [File]) {
    let declared: Vec<String> = files.iter().filter(|file| file.is_rust()).flat_map(test_modules).collect();
    for file in files {
        let is_below = |module: &String| {
            file.path.strip_prefix(module.as_str()).is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
        };
        file.is_declared_test = declared.iter().any(is_below);
    }
}

/// The modules of tests that a file declares, as paths without `.rs`.
fn test_modules(file: &File) -> Vec<String> {
    let path = file.path.strip_suffix(".rs").unwrap_or(&file.path);
    let (folder, stem) = path.rsplit_once('/').unwrap_or(("", path));
    let folder = if matches!(stem, "mod" | "lib" | "main") { folder } else { path };
    let pairs = file.text.lines().zip(file.text.lines().skip(1));
    let name = |(attribute, line): (&str, &str)| {
        let (_, name) = line.strip_suffix(';')?.trim().rsplit_once("mod ")?;
        (attribute.trim() == "#[cfg(test)]").then(|| format!("{folder}/{name}"))
    };
    pairs.filter_map(name).collect()
}

fn read_folder(folder: &Path, prefix: &str, files: &mut Vec<File>) -> Result<()> {
    let entries = std::fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if prefix.is_empty() { name.clone() } else { format!("{prefix}/{name}") };
        let kind = entry.file_type()?;
        if kind.is_dir() && !FOREIGN.contains(&name.as_str()) {
            read_folder(&entry.path(), &path, files)?;
        } else if kind.is_file() && name != ".env" && entry.metadata()?.len() <= LARGEST {
            let bytes = std::fs::read(entry.path()).with_context(|| format!("cannot read {path}"))?;
            files.extend(String::from_utf8(bytes).ok().map(|text| File {
                path,
                text,
                is_declared_test: false,
            }));
        }
    }
    Ok(())
}

impl File {
    /// Whether it is Rust.
    pub(super) fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }

    /// Whether it holds nothing but tests: it is declared so, is called `tests`, or is in a folder
    /// that is called so or holds a suite.
    pub(super) fn is_test(&self) -> bool {
        let path = self.path.strip_suffix(".rs").unwrap_or(&self.path);
        self.is_declared_test || path.split('/').any(|part| matches!(part, "tests" | "testing"))
    }

    /// The lines before the tests with which it may end.
    pub(super) fn code(&self) -> impl Iterator<Item = &str> {
        let mut lines = self.text.lines().peekable();
        std::iter::from_fn(move || {
            let line = lines.next()?;
            let next = lines.peek().copied().unwrap_or_default();
            let is_tail = line == "#[cfg(test)]" && next.starts_with("mod ") && next.ends_with('{');
            (!is_tail).then_some(line)
        })
    }

    /// A file for tests of rules.
    #[cfg(test)]
    pub(super) fn of(path: &str, text: &str) -> Self {
        Self { path: path.to_owned(), text: text.to_owned(), is_declared_test: false }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn artefacts_and_binaries_are_left_out() {
        let folder = tempfile::tempdir().unwrap();
        let write = |path: &str, bytes: &[u8]| {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        };
        write("src/b.rs", b"//! B.");
        write("a.md", b"# A");
        write("target/debug/x.rs", b"x");
        write(".ci/run", b"#!");
        write(".env", b"secret");
        write("picture", &[0xff, 0xfe]);
        let tree = Tree::read(folder.path()).unwrap();
        let paths: Vec<&str> = tree.files.iter().map(|file| file.path.as_str()).collect();
        assert_eq!(paths, [".ci/run", "a.md", "src/b.rs"]);
    }

    #[test]
    fn code_ends_where_the_tests_at_the_end_begin() {
        let file =
            File::of("a.rs", "fn a() {}\n#[cfg(test)]\nmod tests;\nfn b() {}\n#[cfg(test)]\nmod t {\n}\n");
        assert_eq!(file.code().last(), Some("fn b() {}"));
        assert_eq!(file.code().count(), 4);
    }

    #[test]
    fn modules_that_are_declared_for_tests_are_tests() {
        let mut files = vec![
            File::of("src/a/mod.rs", "mod b;\n#[cfg(test)]\nmod guard;\n"),
            File::of("src/a/b.rs", "#[cfg(test)]\npub(crate) mod suite;\n"),
            File::of("src/a/b/suite.rs", ""),
            File::of("src/a/guard.rs", ""),
            File::of("src/a/guard/more.rs", ""),
        ];
        mark_tests(&mut files);
        let tests: Vec<bool> = files.iter().map(File::is_test).collect();
        assert_eq!(tests, [false, false, true, true, true]);
    }

    #[test]
    fn files_of_tests_are_known_by_their_path() {
        for path in ["tests/src/a.rs", "crates/a/src/query/tests.rs", "crates/a/src/testing/mod.rs"] {
            assert!(File::of(path, "").is_test(), "{path}");
        }
        assert!(!File::of("crates/a/src/tests_of.rs", "").is_test());
    }
}
