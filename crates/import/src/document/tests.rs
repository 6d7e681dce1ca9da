//! Tests of files as documents, with tables of cases.

use super::*;
use serde_json::json;

fn read(name: &str, text: &str) -> Result<Document, Problem> {
    super::read(name, text, Timestamp::parse("2026-06-01T12:00:00Z").unwrap())
}

fn load(source: &Source) -> Result<Document, Problem> {
    super::load(source, Timestamp::from_millis(0))
}

fn data(name: &str, text: &str) -> Value {
    Value::Object(read(name, text).unwrap().data)
}

#[test]
fn a_title_comes_from_the_front_matter_the_text_or_the_name() {
    for (text, title) in [
        ("---\ntitle: From the matter\n---\n# Heading\n", "From the matter"),
        ("---\ntitle: 2024\n---\n", "2024"),
        ("---\ntitle: ' '\n---\n# Heading\n", "Heading"),
        ("text\n\n## Some `code` and *more*\n\n# Later\n", "Some code and more"),
        ("#\n\n# Second\n", "Second"),
        ("Under\nlined\n=====\n", "Under lined"),
        ("```\n# not a heading\n```\n", "The name"),
        ("", "The name"),
    ] {
        assert_eq!(data("a/The name.md", text)["title"], title, "{text:?}");
    }
}

#[test]
fn a_slug_comes_from_the_front_matter_or_the_path() {
    for (text, slug) in [
        ("---\nslug: /other/place\n---\n", "other/place"),
        ("---\nslug: 7\n---\n", "7"),
        ("---\nslug: '??'\n---\n", "a/b"),
        ("x", "a/b"),
    ] {
        let document = read("a/B.md", text).unwrap();
        assert_eq!(document.slug, slug, "{text:?}");
        assert!(!document.data.contains_key("slug"));
    }
}

#[test]
fn data_has_the_matter_and_the_text_without_it() {
    let text = "---\ntags: [a, b]\nmeta description: m\nslug: s\n---\n\n# T\n\nText.\n";
    let expected =
        json!({ "title": "T", "body": "# T\n\nText.\n", "tags": ["a", "b"], "meta_description": "m" });
    assert_eq!(data("a.md", text), expected);
}

#[test]
fn bad_files_are_told_why() {
    for (text, problem) in [
        ("---\na: 1\n", Problem::refused("its front matter is never closed")),
        ("---\ntitle: [a]\n---\n", Problem::refused("its `title` is not a text")),
        ("---\nslug: {}\n---\n", Problem::refused("its `slug` is not a text")),
        ("---\na b: 1\na_b: 2\n---\n", Problem::refused("the keys `a b` and `a_b` are both the field `a_b`")),
        ("---\nbody: x\n---\n", Problem::refused("the key `body` is in the way of the document's own body")),
        ("---\n'?': x\n---\n", Problem::refused("the key `?` has no letters or digits for a field name")),
        ("a\0b", Problem::failed("holds U+0000")),
        ("---\na: { b: [\"\\0\"] }\n---\n", Problem::failed("holds U+0000")),
    ] {
        assert_eq!(read("a.md", text).unwrap_err(), problem, "{text:?}");
    }
}

#[test]
fn files_are_measured_before_they_are_read() {
    let dir = tempfile::tempdir().unwrap();
    let source = |name: &str, bytes: &[u8]| {
        let path = dir.path().join(name);
        fs::write(&path, bytes).unwrap();
        Source { path, name: name.to_owned(), is_draft: false }
    };
    assert_eq!(load(&source("a.md", b"# A")).unwrap().slug, "a");
    let large = load(&source("b.md", &vec![b'x'; DATA_MAX + 1])).unwrap_err();
    assert_eq!(large, Problem::refused("has 1048577 bytes; a document has at most 1048576"));
    let latin = load(&source("c.md", b"caf\xe9")).unwrap_err();
    assert_eq!(latin, Problem::refused("is not UTF-8, from byte 3 on"));
    let gone = Source { path: dir.path().join("gone.md"), name: "gone.md".to_owned(), is_draft: false };
    assert!(format!("{:?}", load(&gone).unwrap_err()).contains("cannot be read"));
}
