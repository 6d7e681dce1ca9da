//! Tests which files of a folder are found.

use super::*;
use std::fs;

#[test]
fn markdown_files_are_found_in_order() {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir_all(dir.path().join("b/c.md")).unwrap();
    for name in ["b/z.MD", "b/c.md/x.markdown", "a.md", "a.txt", "README", "b/m.mdx", "b/n.mdown"] {
        fs::write(dir.path().join(name), "x").unwrap();
    }
    let scan = scan(dir.path());
    let names: Vec<_> = scan.sources.iter().map(|source| source.name.as_str()).collect();
    assert_eq!(names, ["a.md", "b/c.md/x.markdown", "b/m.mdx", "b/n.mdown", "b/z.MD"]);
    assert!(scan.problems.is_empty());
}

fn skipped(files: &[&str]) -> (Vec<String>, Vec<(String, usize)>) {
    let dir = tempfile::tempdir().unwrap();
    for name in files {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "x").unwrap();
    }
    let scan = scan(dir.path());
    assert!(scan.problems.is_empty());
    let told = scan.skipped.into_iter().map(|passed| (passed.name, passed.files));
    (scan.sources.into_iter().map(|source| source.name).collect(), told.collect())
}

#[test]
fn what_is_no_content_is_passed_over_and_counted() {
    let (sources, told) = skipped(&[
        "posts/note.md",
        "posts/.hidden.md",
        "posts/old.rst",
        "node_modules/a/README.md",
        "node_modules/a/deep/CHANGES.markdown",
        "node_modules/a/code.js",
        "docs/node_modules/b.md",
        ".git/description.md",
        ".empty/config",
        "_site/note.md",
        "_posts/one.md",
    ]);
    assert_eq!(sources, ["_posts/one.md", "posts/note.md"]);
    let told: Vec<_> = told.iter().map(|(name, files)| (name.as_str(), *files)).collect();
    let expected = [
        (".git", 1),
        ("_site", 1),
        ("docs/node_modules", 1),
        ("node_modules", 2),
        ("posts/.hidden.md", 1),
        ("posts/old.rst", 1),
    ];
    assert_eq!(told, expected);
}

#[test]
fn what_a_tool_has_made_is_known_by_its_project() {
    let (sources, told) = skipped(&["build/a.md", "public/b.md", "vendor/c.md", "x/CACHEDIR.TAG", "x/d.md"]);
    assert_eq!(sources, ["build/a.md", "public/b.md", "vendor/c.md"]);
    assert_eq!(told, [("x".to_owned(), 1)]);
    let (sources, told) =
        skipped(&["package.json", "build/a.md", "public/b.md", "vendor/c.md", "docs/build/d.md"]);
    assert_eq!(sources, ["docs/build/d.md"]);
    assert_eq!(told.len(), 3);
}

#[test]
fn a_folder_of_drafts_holds_drafts() {
    let dir = tempfile::tempdir().unwrap();
    let drafts = dir.path().join("_drafts");
    fs::create_dir(&drafts).unwrap();
    fs::write(drafts.join("a.md"), "x").unwrap();
    assert!(scan(&drafts).sources[0].is_draft);
    assert!(!scan(dir.path()).sources[0].is_draft);
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
    let link = SkippedFile { name: "one.md".to_owned(), reason: "is a symbolic link", files: 1 };
    assert_eq!(scan.skipped, [link]);
}

#[test]
fn what_cannot_be_read_is_told() {
    let scan = scan(Path::new("/no/such/folder"));
    assert_eq!(scan.problems.len(), 1);
    assert_eq!(scan.problems[0].0, "/no/such/folder");
}
