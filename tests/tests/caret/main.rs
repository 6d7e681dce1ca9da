//! CaretCMS's API: one file per endpoint and one per command, named after them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "this is test code, where clippy knows only the functions that are tests"
)]

mod authorisation;
mod bad_input;
mod cloud;
mod create_collection;
mod delete_collection;
mod delete_entry;
mod describe_mutations;
mod editors;
mod find_schema;
mod find_session;
mod list_collections;
mod list_entries;
mod list_history;
mod log_in;
mod log_out;
mod matrix;
mod mutate;
mod put_entry;
mod read_content;
mod reorder_entries;
mod restore_history;
mod save_field;
mod show_sign_in;
mod sites;
mod update_page_layout;

use std::ops::Deref;

use serde_json::{Value, json};
use weft_tests::{Actor, Answer, Weft};

/// The password that editors share in these tests.
const PASSWORD: &str = "open sesame, please";

/// A host whose editors share a password.
struct Caret {
    weft: Weft,
}

impl Deref for Caret {
    type Target = Weft;

    fn deref(&self) -> &Weft {
        &self.weft
    }
}

impl Caret {
    fn start() -> Self {
        Self { weft: Weft::with(|setup| _ = setup.variable("caret_edit_password", PASSWORD)) }
    }

    /// The token of a new session of the shared password, signed in to the host's site.
    #[track_caller]
    fn token(&self) -> String {
        token(&self.anon())
    }

    /// An editor who signed in with the shared password.
    #[track_caller]
    fn signed_in(&self) -> Editor<'_> {
        Editor { actor: with_cookie(self.anon(), &self.token()) }
    }
}

/// Signs in with the shared password; returns the token in the cookie.
#[track_caller]
fn token(actor: &Actor<'_>) -> String {
    let answer = actor.post("/api/cms/auth/login", json!({ "password": PASSWORD })).send();
    let cookie = answer.is(200).header("set-cookie").to_owned();
    cookie.strip_prefix("caret_session=").unwrap().split(';').next().unwrap().to_owned()
}

fn with_cookie<'w>(actor: Actor<'w>, token: &str) -> Actor<'w> {
    actor.header("cookie", &format!("caret_session={token}")).header("x-caret-request", "1")
}

/// A client with a session.
struct Editor<'w> {
    actor: Actor<'w>,
}

impl<'w> Deref for Editor<'w> {
    type Target = Actor<'w>;

    fn deref(&self) -> &Actor<'w> {
        &self.actor
    }
}

impl Editor<'_> {
    /// Sends a command.
    fn send(&self, command: Value) -> Answer {
        self.actor.post("/api/cms/mutate", command).send()
    }

    /// Saves a field of an entry of `pages`; returns the revision.
    #[track_caller]
    fn save(&self, id: &str, field: &str, value: impl Into<Value>) -> u64 {
        let answer = self.send(json!({
            "type": "save_field", "collection": "pages", "id": id, "field": field, "value": value.into(),
        }));
        answer.is(200).shows("/ok", true).at("/revision").as_u64().unwrap()
    }

    /// Replaces an entry of `pages`; returns the revision.
    #[track_caller]
    fn put(&self, id: &str, data: Value) -> u64 {
        let answer = self.send(json!({ "type": "put_entry", "collection": "pages", "id": id, "data": data }));
        answer.is(200).at("/revision").as_u64().unwrap()
    }

    /// Creates a collection with these properties.
    #[track_caller]
    fn collection(&self, id: &str, properties: Value) {
        let schema = json!({ "type": "object", "properties": properties });
        let command = json!({ "type": "create_collection", "id": id, "label": id, "schema": schema, "orderable": true });
        self.send(command).is(200).shows("/ok", true);
    }

    /// An entry as the list shows it; null if it does not exist.
    #[track_caller]
    fn entry(&self, collection: &str, id: &str) -> Value {
        let target = format!("/api/cms/entries?collection={collection}&id={id}");
        self.get(target).send().is(200).at("/entries").get(0).cloned().unwrap_or(Value::Null)
    }

    /// The history of an entry of `pages`: action and data, newest first; asserts that the times
    /// decrease.
    #[track_caller]
    fn history(&self, id: &str) -> Vec<(String, Value)> {
        let answer = self.get(format!("/api/cms/history?collection=pages&id={id}")).send();
        let items = answer.is(200).at("/history");
        let items = items.as_array().unwrap();
        let times: Vec<i64> = items.iter().map(|item| item["ts"].as_i64().unwrap()).collect();
        assert!(times.windows(2).all(|pair| pair[0] > pair[1]), "{answer}");
        items.iter().map(|item| (item["action"].as_str().unwrap().to_owned(), item["data"].clone())).collect()
    }
}

/// Asserts a response with exactly this error and no other member.
#[track_caller]
fn says(answer: &Answer, status: u16, error: &str) {
    answer.is(status);
    assert_eq!(answer.json(), json!({ "error": error }), "{answer}");
}

/// Asserts that a command is refused with exactly these issues.
#[track_caller]
fn has_issues(answer: &Answer, issues: &[&str]) {
    answer.is(400).shows("/error", "Invalid mutation command");
    let found = answer.at("/issues");
    let found = found.as_array().unwrap().iter();
    let found: Vec<String> = found
        .map(|issue| format!("{}: {}", issue["path"].as_str().unwrap(), issue["message"].as_str().unwrap()))
        .collect();
    assert_eq!(found, issues, "{answer}");
}
