//! Finds the Markdown files of a folder.
//!
//! Symbolic links are never followed. A linked Markdown file is reported, and so are files with
//! similar extensions; a linked folder is skipped. Folders of packages, of tools and of generated
//! files are not content; they are reported with the number of their Markdown files. Files are
//! sorted by name, so that two runs give the same result.

use std::ffi::OsStr;
use std::path::{Component, Path, PathBuf};

use walkdir::{DirEntry, WalkDir};
use weft_markdown::name::MARKDOWN;

use super::summary::Problem;

/// Extensions of similar formats, which are reported but not imported.
const SIMILAR_EXTENSIONS: [&str; 13] = [
    "mdoc", "mdc", "svx", "rmd", "qmd", "mdtext", "mdtxt", "rst", "adoc", "asciidoc", "org", "textile", "mmd",
];
/// Folders that are never content.
const NO_CONTENT: [(&str, &str); 11] = [
    ("node_modules", PACKAGES),
    ("bower_components", PACKAGES),
    ("jspm_packages", PACKAGES),
    ("site-packages", PACKAGES),
    ("__pycache__", TOOL_OUTPUT),
    ("_site", TOOL_OUTPUT),
    ("_book", TOOL_OUTPUT),
    ("_includes", TEMPLATES),
    ("_layouts", TEMPLATES),
    ("_templates", TEMPLATES),
    ("_sass", TEMPLATES),
];
/// Folders that are not content if they are beside one of [`PROJECT`].
const NO_CONTENT_OF_PROJECTS: [(&str, &str); 15] = [
    ("vendor", PACKAGES),
    ("venv", PACKAGES),
    ("themes", PACKAGES),
    ("target", TOOL_OUTPUT),
    ("build", TOOL_OUTPUT),
    ("_build", TOOL_OUTPUT),
    ("dist", TOOL_OUTPUT),
    ("out", TOOL_OUTPUT),
    ("output", TOOL_OUTPUT),
    ("public", TOOL_OUTPUT),
    ("coverage", TOOL_OUTPUT),
    ("tmp", TOOL_OUTPUT),
    ("layouts", TEMPLATES),
    ("archetypes", TEMPLATES),
    ("scaffolds", TEMPLATES),
];
/// Files that mark their folder as a software project or as the source of a site.
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
const TOOL_OUTPUT: &str = "is a folder of generated files";
const TEMPLATES: &str = "is a folder of templates";
const TOOLS: &str = "begins with a dot: files of a tool";

/// A file to import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Source {
    /// Where it is.
    pub(super) path: PathBuf,
    /// The path relative to the folder, with `/`.
    pub(super) name: String,
    /// Whether the whole folder contains drafts.
    pub(super) is_draft: bool,
}

/// A file or folder that is skipped because it is not content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SkippedFile {
    /// Its path below the folder, with `/`.
    pub(super) name: String,
    /// Why.
    pub(super) reason: &'static str,
    /// The number of its files.
    pub(super) files: usize,
}

/// The result of a scan: files to import, problems by name, and skipped files.
#[derive(Debug, Default)]
pub(super) struct Scan {
    pub(super) sources: Vec<Source>,
    pub(super) problems: Vec<(String, Problem)>,
    pub(super) skipped: Vec<SkippedFile>,
    is_draft: bool,
}

/// Walks through `root` and all folders below it.
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
                    scan.skip(root, entry.path(), reason, count(entry.path()));
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
        if has_extension(path, &SIMILAR_EXTENSIONS) {
            return self.skip(root, path, "is no Markdown", 1);
        }
        if !has_extension(path, &MARKDOWN) {
            return;
        }
        if entry.file_name().to_string_lossy().starts_with('.') {
            self.skip(root, path, TOOLS, 1);
        } else if kind.is_file() {
            let (path, name) = (path.to_owned(), name(root, path));
            self.sources.push(Source { path, name, is_draft: self.is_draft });
        } else {
            let what = if kind.is_symlink() { "is a symbolic link" } else { "is not a regular file" };
            self.skip(root, path, what, 1);
        }
    }

    /// A folder without Markdown files is not reported.
    fn skip(&mut self, root: &Path, path: &Path, reason: &'static str, files: usize) {
        if files > 0 {
            self.skipped.push(SkippedFile { name: name(root, path), reason, files });
        }
    }
}

/// The reason why a folder is not content; `None` if it may be. The root folder always may be.
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
        Some(TOOL_OUTPUT)
    } else {
        among(&NO_CONTENT).or_else(|| among(&NO_CONTENT_OF_PROJECTS).filter(|_| is_of_project()))
    }
}

/// Counts the Markdown files in a folder.
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
