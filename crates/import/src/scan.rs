//! Finds the Markdown files of a folder.
//!
//! Only what lies in the folder counts: symbolic links are never followed. A linked Markdown file
//! is told, for somebody may miss it, and so are files that are nearly Markdown; a linked folder is
//! passed over. Folders of packages, of tools and of what tools have made are no content. They are
//! told with the number of their Markdown files. Files come in the order of their names, so that
//! two runs do the same.

use std::ffi::OsStr;
use std::path::{Component, Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use weft_markdown::name::MARKDOWN;

use super::summary::Problem;

/// What people may expect to be imported.
const NEARLY: [&str; 13] = [
    "mdoc", "mdc", "svx", "rmd", "qmd", "mdtext", "mdtxt", "rst", "adoc", "asciidoc", "org", "textile", "mmd",
];
/// Folders that are never content.
const NO_CONTENT: [(&str, &str); 11] = [
    ("node_modules", PACKAGES),
    ("bower_components", PACKAGES),
    ("jspm_packages", PACKAGES),
    ("site-packages", PACKAGES),
    ("__pycache__", MADE),
    ("_site", MADE),
    ("_book", MADE),
    ("_includes", TEMPLATES),
    ("_layouts", TEMPLATES),
    ("_templates", TEMPLATES),
    ("_sass", TEMPLATES),
];
/// Folders that are no content beside one of [`PROJECT`].
const NO_CONTENT_OF_PROJECTS: [(&str, &str); 15] = [
    ("vendor", PACKAGES),
    ("venv", PACKAGES),
    ("themes", PACKAGES),
    ("target", MADE),
    ("build", MADE),
    ("_build", MADE),
    ("dist", MADE),
    ("out", MADE),
    ("output", MADE),
    ("public", MADE),
    ("coverage", MADE),
    ("tmp", MADE),
    ("layouts", TEMPLATES),
    ("archetypes", TEMPLATES),
    ("scaffolds", TEMPLATES),
];
/// Files that say that their folder is a project of programs or a site's source.
const PROJECT: [&str; 25] = [
    "package.json",
    "Cargo.toml",
    "composer.json",
    "go.mod",
    "Gemfile",
    "pyproject.toml",
    "setup.py",
    "requirements.txt",
    "pom.xml",
    "build.gradle",
    "build.gradle.kts",
    "CMakeLists.txt",
    "Makefile",
    "mix.exs",
    "deno.json",
    "hugo.toml",
    "hugo.yaml",
    "hugo.json",
    "config.toml",
    "config.yaml",
    "_config.yml",
    "_config.toml",
    "mkdocs.yml",
    "book.toml",
    "pelicanconf.py",
];
const PACKAGES: &str = "is a folder of packages";
const MADE: &str = "is a folder of what a tool has made";
const TEMPLATES: &str = "is a folder of templates";
const TOOLS: &str = "begins with a dot: files of a tool";

/// A file to import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Source {
    /// Where it is.
    pub(super) path: PathBuf,
    /// Its path below the folder, with `/`.
    pub(super) name: String,
    /// Whether the whole folder is one of drafts.
    pub(super) is_draft: bool,
}

/// What is not imported because it is no content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PassedOver {
    /// Its path below the folder, with `/`.
    pub(super) name: String,
    /// Why.
    pub(super) reason: &'static str,
    /// How many files it is.
    pub(super) files: usize,
}

/// What a folder holds: files, what cannot be one, by name, and what is no content.
#[derive(Debug, Default)]
pub(super) struct Scan {
    pub(super) sources: Vec<Source>,
    pub(super) problems: Vec<(String, Problem)>,
    pub(super) passed_over: Vec<PassedOver>,
    is_draft: bool,
}

/// Walks through `root` and everything below.
pub(super) fn scan(root: &Path) -> Scan {
    let real = root.canonicalize().unwrap_or_else(|_| root.to_owned());
    let is_draft = real.file_name().is_some_and(|name| name == "_drafts");
    let mut scan = Scan { is_draft, ..Scan::default() };
    let mut walk = WalkDir::new(root).follow_links(false).sort_by_file_name().into_iter();
    while let Some(found) = walk.next() {
        match found {
            Ok(entry) if entry.file_type().is_dir() => {
                if let Some(reason) = no_content(&entry) {
                    walk.skip_current_dir();
                    scan.pass_over(root, entry.path(), reason, count(entry.path()));
                }
            }
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
        let (path, kind) = (entry.path(), entry.file_type());
        if has_extension(path, &NEARLY) {
            return self.pass_over(root, path, "is no Markdown", 1);
        }
        if !has_extension(path, &MARKDOWN) {
            return;
        }
        if entry.file_name().to_string_lossy().starts_with('.') {
            self.pass_over(root, path, TOOLS, 1);
        } else if kind.is_file() {
            let (path, name) = (path.to_owned(), name(root, path));
            self.sources.push(Source { path, name, is_draft: self.is_draft });
        } else {
            let what = if kind.is_symlink() { "is a symbolic link" } else { "is not a regular file" };
            self.pass_over(root, path, what, 1);
        }
    }

    /// A folder without Markdown is nobody's loss.
    fn pass_over(&mut self, root: &Path, path: &Path, reason: &'static str, files: usize) {
        if files > 0 {
            self.passed_over.push(PassedOver { name: name(root, path), reason, files });
        }
    }
}

/// Why a folder holds no content; `None` where it may. The folder that was asked for always may.
fn no_content(entry: &DirEntry) -> Option<&'static str> {
    if entry.depth() == 0 {
        return None;
    }
    let name = entry.file_name().to_string_lossy();
    let among = |known: &[(&str, &'static str)]| {
        known.iter().find(|(known, _)| name.eq_ignore_ascii_case(known)).map(|(_, reason)| *reason)
    };
    let is_of_project = || {
        let beside = |file: &&str| entry.path().with_file_name(file).is_file();
        PROJECT.iter().any(beside)
    };
    if name.eq_ignore_ascii_case(".drafts") {
        None
    } else if name.starts_with('.') {
        Some(TOOLS)
    } else if entry.path().join("CACHEDIR.TAG").is_file() {
        Some(MADE)
    } else {
        among(&NO_CONTENT).or_else(|| among(&NO_CONTENT_OF_PROJECTS).filter(|_| is_of_project()))
    }
}

/// How many Markdown files are in a folder.
fn count(folder: &Path) -> usize {
    let files = WalkDir::new(folder).follow_links(false).into_iter().flatten();
    files.filter(|entry| !entry.file_type().is_dir() && has_extension(entry.path(), &MARKDOWN)).count()
}

fn has_extension(path: &Path, among: &[&str]) -> bool {
    let is = |extension: &OsStr| among.iter().any(|known| extension.eq_ignore_ascii_case(known));
    path.extension().is_some_and(is)
}

fn name(root: &Path, path: &Path) -> String {
    let below = path.strip_prefix(root).unwrap_or(path);
    let parts = below.components().filter(|part| matches!(part, Component::Normal(_)));
    let parts: Vec<_> = parts.map(|part| part.as_os_str().to_string_lossy()).collect();
    if parts.is_empty() { path.display().to_string() } else { parts.join("/") }
}

#[cfg(test)]
mod tests;
