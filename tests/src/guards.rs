//! Checks that every endpoint, error code and documented message has a test and an entry in the
//! documentation.

use std::path::{Path, PathBuf};

use crate::components::root;
use crate::tables::{self, Row, source};

/// Every table with the folder of its tests and its page in the documentation.
fn dialects() -> [(Vec<Row>, &'static str, &'static str); 11] {
    [
        (tables::r3(), "tests/tests/r3", "docs/dialects/r3.md"),
        (tables::r3_keys(), "tests/tests/r3/keys", "docs/dialects/r3.md"),
        (tables::r3_webhooks(), "tests/tests/r3/webhooks", "docs/dialects/r3.md"),
        (tables::inline(), "tests/tests/inline", "docs/dialects/inline.md"),
        (tables::inline_content(), "tests/tests/inline", "docs/dialects/inline.md"),
        (tables::samduke(), "tests/tests/samduke", "docs/dialects/samduke.md"),
        (tables::samduke_accounts(), "tests/tests/samduke", "docs/dialects/samduke.md"),
        (tables::snow(), "tests/tests/snow", "docs/dialects/snowcms.md"),
        (tables::snow_accounts(), "tests/tests/snow_accounts", "docs/dialects/snowcms.md"),
        (tables::caret(), "tests/tests/caret", "docs/dialects/caret.md"),
        (tables::caret_accounts(), "tests/tests/caret", "docs/dialects/caret.md"),
    ]
}

#[test]
fn every_endpoint_has_a_file_of_tests() {
    for (rows, folder, _) in dialects() {
        for row in rows {
            let path = format!("{folder}/{}.rs", row.test);
            assert!(root().join(&path).is_file(), "{} {} needs {path}", row.method, row.path);
            assert!(source(&path).contains("#[test]"), "{path} has no tests");
        }
    }
}

#[test]
fn every_file_of_tests_is_compiled() {
    for folder in [
        "tests/tests/r3",
        "tests/tests/inline",
        "tests/tests/samduke",
        "tests/tests/snow",
        "tests/tests/snow_accounts",
        "tests/tests/caret",
    ] {
        for file in rust_files(&root().join(folder)) {
            let name = file.file_stem().unwrap().to_str().unwrap();
            let parent = file.parent().unwrap();
            let declared = ["main.rs", "mod.rs"]
                .iter()
                .filter_map(|root| std::fs::read_to_string(parent.join(root)).ok());
            let outer = std::fs::read_to_string(parent.with_extension("rs")).ok();
            let is_declared = declared.chain(outer).any(|text| text.contains(&format!("mod {name};")));
            assert!(is_declared || matches!(name, "main" | "mod"), "no module declares {}", file.display());
        }
    }
}

#[test]
fn every_endpoint_is_documented() {
    for (rows, _, page) in dialects() {
        let text = source(page);
        for row in rows {
            let words = format!("`{} {}`", row.method, row.path.trim_end_matches('*'));
            let words = if text.contains(&words) { words } else { format!("`{} {}`", row.method, row.path) };
            let line = text.lines().find(|line| line.contains(&words));
            let line = line.unwrap_or_else(|| panic!("{page} does not name {words}"));
            assert!(line.contains(&row.name), "the row of {words} in {page} lacks the name \"{}\"", row.name);
            assert!(
                line.contains(&format!("| {} |", row.round_trips)),
                "{page} states other round trips for {words}"
            );
        }
    }
}

#[test]
fn every_error_code_is_produced_by_a_test() {
    for (folders, page) in [
        (["tests/tests/r3", "tests/tests/hard"], "docs/dialects/r3.md"),
        (["tests/tests/inline", "tests/tests/hard"], "docs/dialects/inline.md"),
    ] {
        let tests: String = folders
            .iter()
            .flat_map(|folder| rust_files(&root().join(folder)))
            .map(|file| std::fs::read_to_string(file).unwrap())
            .collect();
        let page_text = source(page);
        let codes: Vec<(&str, &str)> = page_text.lines().filter_map(code).collect();
        assert!(codes.len() >= 8, "{page} lists {} codes", codes.len());
        for (code, status) in codes {
            assert!(tests.contains(&format!("({status}, \"{code}\"")), "no test produces {code} of {page}");
        }
    }
}

#[test]
fn every_message_of_a_page_is_produced_by_a_test() {
    messages_have_tests("docs/dialects/snowcms.md", &["snow", "snow_accounts", "hard"], 50);
    messages_have_tests("docs/dialects/caret.md", &["caret"], 25);
}

/// Asserts that the page lists at least `least` messages, and that the tests in these folders
/// contain each of them.
#[track_caller]
fn messages_have_tests(page: &str, folders: &[&str], least: usize) {
    let tests: String = folders
        .iter()
        .flat_map(|folder| rust_files(&root().join("tests/tests").join(folder)))
        .map(|file| std::fs::read_to_string(file).unwrap())
        .collect();
    let page = source(page);
    let messages: Vec<(&str, &str)> = page.lines().filter_map(message).collect();
    assert!(messages.len() >= least, "the page lists {} messages", messages.len());
    for (status, message) in messages {
        // Tests contain a name where the page has an ellipsis, and a backslash before quotes.
        let message = message.replace('"', "\\\"");
        let mut parts = message.split('…');
        let start = parts.next().unwrap_or_default();
        let places = tests.match_indices(start).map(|(at, _)| &tests[at..]);
        let lines: Vec<&str> = places.filter_map(|rest| rest.lines().next()).collect();
        let is_there = parts.all(|part| lines.iter().any(|line| line.contains(part)));
        assert!(!lines.is_empty() && is_there, "no test produces {status} {message}");
    }
}

/// Parses `| 400 | \`Name is required\` | …`.
fn message(line: &str) -> Option<(&str, &str)> {
    let mut cells = line.strip_prefix("| ")?.split(" | ");
    let status = cells.next().filter(|status| status.parse::<u16>().is_ok())?;
    let message = cells.next()?.strip_prefix('`')?.strip_suffix('`')?;
    Some((status, message))
}

/// Parses `| CODE | 404 | …`, also with the code in backticks.
fn code(line: &str) -> Option<(&str, &str)> {
    let mut cells = line.strip_prefix("| ")?.split(" | ");
    let (code, status) = (cells.next()?.trim_matches('`'), cells.next()?);
    let is_code = code.len() > 3 && code.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_');
    (is_code && status.parse::<u16>().is_ok()).then_some((code, status))
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut files = Vec::new();
    for path in entries.map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files
}
