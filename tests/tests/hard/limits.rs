//! The limits of a creation also hold for every other write: bytes and members of a document, and
//! the size of a content type's definition.

use serde_json::{Map, Value, json};
use weft_tests::{Weft, a_document, a_type, an_input};

/// An object of `count` members with the same value.
fn members(prefix: &str, count: usize, value: &Value) -> Value {
    Value::Object((0..count).map(|n| (format!("{prefix}{n}"), value.clone())).collect::<Map<_, _>>())
}

#[test]
fn changes_cannot_grow_a_document_beyond_a_mebibyte() {
    let weft = Weft::start();
    a_type("page").field("title", "text").create(&weft.admin());
    let page = a_document("page").set("title", "grows").create(&weft.editor());
    let text = "x".repeat(400_000);
    let grow =
        |part: &str| weft.editor().patch(page.path(), json!({ "data": { part: text.as_str() } })).send();
    grow("part1").is(200);
    grow("part2").is(200);
    let before = weft.count("SELECT revision FROM entries");
    grow("part3").is_error(413, "PAYLOAD_TOO_LARGE").shows("/error/message", "At most 1048576 bytes");
    assert_eq!(weft.count("SELECT revision FROM entries"), before);
    let kept = weft.admin().get(format!("{}?draft=true", page.path())).send();
    assert!(kept.at("/data/part2").is_string() && kept.at("/data").get("part3").is_none());
    // A change that removes as much as it adds is permitted.
    weft.editor().patch(page.path(), json!({ "data": { "part1": "", "part3": text } })).send().is(200);
}

#[test]
fn changes_cannot_exceed_the_limit_of_members() {
    let weft = Weft::start();
    a_type("page").field("title", "text").create(&weft.admin());
    let create = |count| {
        let body = json!({ "type": "page", "data": members("a", count, &json!("12345678")) });
        weft.editor().post("/api/content", body).send()
    };
    create(1_001).is_error(413, "PAYLOAD_TOO_LARGE").shows("/error/message", "At most 1000 members");
    let page = create(900).is(201).text_at("/id");
    let path = format!("/api/content/{page}");
    let grow = |count| weft.editor().patch(&path, json!({ "data": members("b", count, &json!(1)) })).send();
    grow(101).is_error(413, "PAYLOAD_TOO_LARGE").shows("/error/message", "At most 1000 members");
    assert_eq!(weft.count("SELECT revision FROM entries"), 1);
    grow(100).is(200);
    grow(100).is(200);
    weft.editor().patch(&path, json!({ "data": { "c": 1 } })).send().is_error(413, "PAYLOAD_TOO_LARGE");
}

#[test]
fn defaults_count_towards_the_limit_of_members() {
    let weft = Weft::start();
    let page = a_type("page").field("more", "text").with("defaultValue", "more");
    page.create(&weft.admin());
    let body = json!({ "type": "page", "data": members("a", 1_000, &json!("12345678")) });
    weft.editor().post("/api/content", body).send().is_error(413, "PAYLOAD_TOO_LARGE");
}

#[test]
fn the_limit_of_an_entry_holds_in_both_dialects() {
    let weft = Weft::start();
    let pages = weft.snow().collection("Page");
    for field in ["title", "a", "b"] {
        pages.input(field, "text");
    }
    let text = "x".repeat(500_000);
    let entry = pages.entry(json!({ "title": "One", "a": text, "b": "" }));
    let path = format!("/api/content/{entry}");
    weft.editor().patch(&path, json!({ "data": { "other": text } })).send().is(200);
    let answer =
        pages.patch(format!("/entries/{entry}"), json!({ "title": "One", "a": text, "b": text })).send();
    answer.says(413, "At most 1048576 bytes");
    assert_eq!(weft.count("SELECT revision FROM entries"), 2);
    // The limit also holds when a longer field name enlarges the entry.
    weft.editor().patch(&path, json!({ "data": { "b": "y" } })).send().is(200);
    let fits = 1_048_577 - usize::try_from(weft.count("SELECT octet_length(data) FROM entries")).unwrap();
    weft.editor().patch(&path, json!({ "data": { "b": "y".repeat(fits) } })).send().is(200);
    assert_eq!(weft.count("SELECT octet_length(data) FROM entries"), 1_048_576);
    let id = pages.shown_input("b")["id"].as_str().unwrap().to_owned();
    let renamed = pages.put(format!("/inputs/{id}"), an_input("longer", "text", json!({}))).send();
    renamed.says(413, "At most 1048576 bytes");
    assert_eq!(weft.count("SELECT count(*) FROM entries WHERE json_type(data, '$.b') = 'text'"), 1);
    pages.shown_input("b");
}

#[test]
fn drafts_have_the_limit_of_entries() {
    let weft = Weft::start();
    let pages = weft.snow().collection("Page");
    pages.input("title", "text");
    let draft = pages.post("/drafts", json!({ "title": "One" })).send().tells("Draft created");
    let large = json!({ "title": "x".repeat(1_048_570) });
    pages.put(format!("/drafts/{draft}"), large.clone()).send().says(413, "At most 1048576 bytes");
    pages.post("/drafts", large).send().says(413, "At most 1048576 bytes");
    assert_eq!(weft.count("SELECT octet_length(data) FROM autosaves"), 15);
}

#[test]
fn the_definition_of_a_content_type_has_a_limit_in_both_dialects() {
    let weft = Weft::start();
    let note = "x".repeat(600_000);
    let fields = |count: usize| -> Value {
        (0..count)
            .map(|n| json!({ "name": format!("f{n}"), "label": "f", "type": "text", "note": note }))
            .collect()
    };
    a_type("page").create(&weft.admin());
    weft.admin().patch("/api/content-types/page", json!({ "fields": fields(1) })).send().is(200);
    let body = json!({ "fields": fields(2) });
    weft.admin().patch("/api/content-types/page", body).send().is_error(413, "PAYLOAD_TOO_LARGE");
    let pages = weft.snow().collection("Other");
    let config = |name: &str| an_input(name, "text", json!({ "inputConfig": { "note": note } }));
    pages.post("/inputs", config("one")).send().tells("Collection Input created");
    pages.post("/inputs", config("two")).send().says(413, "At most 1048576 bytes");
    assert_eq!(pages.get("/inputs").send().json().as_array().map(Vec::len), Some(1));
}
