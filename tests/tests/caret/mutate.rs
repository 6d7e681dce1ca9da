//! POST /api/cms/mutate: properties of every command. The commands have files of their own.

use serde_json::json;

use crate::{Caret, has_issues, says, with_cookie};

const MUTATE: &str = "/api/cms/mutate";

#[test]
fn the_header_is_checked_before_the_session_and_the_session_before_the_body() {
    let caret = Caret::start();
    let token = caret.token();
    let cookie = format!("caret_session={token}");
    let without = caret.anon().header("cookie", &cookie);
    for actor in [caret.anon(), without.clone(), without.header("x-caret-request", "true")] {
        let answer = actor.ask("POST", MUTATE).bytes("{").send();
        let wanted = json!({
            "error": "Missing required request header",
            "detail": "Send 'x-caret-request: 1' on mutating CMS requests.",
        });
        assert_eq!(answer.is(403).json(), wanted, "{answer}");
    }
    let stranger = with_cookie(caret.anon(), "sess_nothing");
    says(&stranger.ask("POST", MUTATE).bytes("{").send(), 401, "Unauthorized");
    let answer = with_cookie(caret.anon(), &token).ask("POST", MUTATE).bytes("{").send();
    answer.is(400).shows("/error", "Invalid JSON");
}

#[test]
fn an_invalid_command_is_refused_with_all_issues() {
    let caret = Caret::start();
    let editor = caret.signed_in();
    has_issues(&editor.send(json!([])), &[": Mutation payload must be an object"]);
    has_issues(&editor.send(json!({})), &["type: Missing mutation type"]);
    let unknown = editor.send(json!({ "type": "explode" }));
    has_issues(&unknown, &["type: Unsupported mutation type \"explode\""]);
    unknown.shows("/issues/0/code", "invalid_enum_value");
    let all =
        editor.send(json!({ "type": "save_field", "collection": 1, "id": "-", "expectedRevision": null }));
    has_issues(
        &all,
        &[
            "collection: Invalid collection",
            "id: Invalid id",
            "field: Invalid field path",
            "value: Value must be a string",
            "expectedRevision: expectedRevision must be a non-negative integer",
        ],
    );
}

#[test]
fn a_mutation_costs_at_most_two_round_trips() {
    let caret = Caret::start();
    let editor = caret.signed_in();
    editor.save("home", "a", "x");
    let at = |mut command: serde_json::Value| {
        let members = command.as_object_mut().unwrap();
        members.insert("collection".to_owned(), json!("pages"));
        command
    };
    for command in [
        json!({ "type": "save_field", "id": "home", "field": "a", "value": "y" }),
        json!({ "type": "save_field", "id": "new", "field": "a", "value": "y" }),
        json!({ "type": "put_entry", "id": "home", "data": {} }),
        json!({ "type": "put_entry", "id": "another", "data": {} }),
        json!({ "type": "update_page_layout", "id": "home", "sections": [{ "id": "a", "key": "b" }] }),
        json!({ "type": "reorder_entries", "items": [{ "id": "home", "order": 1 }, { "id": "new", "order": 0 }] }),
        json!({ "type": "delete_entry", "id": "home" }),
        json!({ "type": "delete_entry", "id": "nothing" }),
    ] {
        editor.send(at(command)).is(200).costs(2);
    }
    let stale =
        at(json!({ "type": "save_field", "id": "new", "field": "a", "value": "y", "expectedRevision": 99 }));
    editor.send(stale).is(409).costs(1);
    let schema = json!({ "type": "object", "properties": { "a": { "type": "string" } } });
    for command in [
        json!({ "type": "save_field", "collection": "notes", "id": "first", "field": "a", "value": "y" }),
        json!({ "type": "delete_entry", "collection": "nowhere", "id": "nothing" }),
        json!({ "type": "delete_entry", "collection": "notes", "id": "first" }),
        json!({ "type": "create_collection", "id": "notes", "label": "Notes", "schema": schema }),
        json!({ "type": "create_collection", "id": "more", "label": "More", "schema": schema }),
        json!({ "type": "delete_collection", "id": "more" }),
    ] {
        let answer = editor.send(command.clone());
        assert!(answer.is(200).round_trips() <= 2, "{command}: {answer}");
    }
}
