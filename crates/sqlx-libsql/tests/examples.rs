//! The example runs: in memory, and twice over one file.

#![allow(clippy::unwrap_used, missing_docs, reason = "tests")]

#[expect(dead_code, reason = "main is for people")]
#[path = "../examples/native.rs"]
mod native;

use futures_executor::block_on;
use native::{Note, notes};

fn note(id: i64, done: bool) -> Note {
    Note { id, text: format!("note {id}"), done }
}

#[test]
fn the_example_runs_in_memory() {
    assert_eq!(block_on(notes("libsql::memory:")).unwrap(), [note(1, true), note(2, false)]);
}

#[test]
fn the_example_finds_its_notes_again() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("libsql:{}", folder.path().join("notes.db").display());
    block_on(notes(&url)).unwrap();
    let found = block_on(notes(&url)).unwrap();
    assert_eq!(found, [note(1, true), note(2, false), note(3, true), note(4, false)]);
}
