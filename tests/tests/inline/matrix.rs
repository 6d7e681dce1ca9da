//! InlineCMS's clients, R3's and SnowCMS's see one content: what one writes, the others read, for
//! every type of field that both can say.

use serde_json::{Value, json};
use weft_tests::{SnowCollection, Weft};

use crate::fixtures::{admin, entry, page, visitor};

/// Type of field, the stored value, the text that SnowCMS's clients see of it.
fn table() -> Vec<(&'static str, Value, &'static str)> {
    vec![
        ("text", json!("a \"b\" \u{fc}"), "a \"b\" \u{fc}"),
        ("textarea", json!("a\nb"), "a\nb"),
        ("number", json!(-2.5), "-2.5"),
        ("boolean", json!(true), "true"),
        ("date", json!("2026-03-25"), "2026-03-25"),
        ("datetime", json!("2026-03-25T10:00:00.000Z"), "2026-03-25T10:00:00.000Z"),
        ("tags", json!(["a", "b"]), "[\"a\",\"b\"]"),
        ("image", json!("/a.png"), "/a.png"),
        ("file", json!("/a.pdf"), "/a.pdf"),
        ("url", json!("https://a.example/"), "https://a.example/"),
        ("email", json!("a@b.example"), "a@b.example"),
        ("slug", json!("a/b-c"), "a/b-c"),
        ("color", json!("#1a2b3c"), "#1a2b3c"),
        ("json", json!({ "a": [1, null] }), "{\"a\":[1,null]}"),
        ("array", json!(["a", "b"]), "[\"a\",\"b\"]"),
        ("hologram", json!({ "z": 1 }), "{\"z\":1}"),
    ]
}

/// A component with one field of that type, `x`, on the page `/`: its entry and its collection.
fn component<'w>(weft: &'w Weft, kind: &str) -> (String, SnowCollection<'w>) {
    let component =
        json!({ "componentId": kind, "instanceKey": kind, "fields": [{ "key": "x", "type": kind }] });
    let body = json!({ "pageId": "/", "components": [component] });
    visitor(weft).post("/v1/definitions/sync", body).send().is(200);
    let types = weft.admin().get("/api/content-types?limit=100").send();
    let made = types
        .is(200)
        .at("/docs")
        .as_array()
        .unwrap()
        .iter()
        .find(|made| made["label"] == kind)
        .unwrap()
        .clone();
    (entry(weft, "/", kind), weft.snow().the(made["id"].as_str().unwrap()))
}

fn inline_sees(weft: &Weft, kind: &str) -> Value {
    let shown = visitor(weft).get(page("/")).send().is(200).at("/data");
    shown.as_array().unwrap().iter().find(|entry| entry["instanceKey"] == kind).unwrap()["fields"]["x"]
        .clone()
}

#[test]
fn what_inlinecms_publishes_the_others_read() {
    let weft = Weft::start();
    for (kind, stored, text) in table() {
        let (id, things) = component(&weft, kind);
        let body = json!({ "fields": { "x": stored }, "status": "published" });
        admin(&weft).patch(format!("/v1/content/{id}"), body).send().is(200);
        assert_eq!(inline_sees(&weft, kind), stored, "{kind}");
        weft.reader().get(format!("/api/content/{id}")).send().is(200).shows("/data/x", stored);
        assert_eq!(things.text(&id, "x"), json!(text), "{kind}");
    }
}

#[test]
fn what_r3_writes_inlinecms_and_snow_read() {
    let weft = Weft::start();
    for (kind, stored, text) in table() {
        let (id, things) = component(&weft, kind);
        let body = json!({ "data": { "x": stored }, "status": "published" });
        weft.editor().patch(format!("/api/content/{id}"), body).send().is(200);
        assert_eq!(inline_sees(&weft, kind), stored, "{kind}");
        assert_eq!(things.text(&id, "x"), json!(text), "{kind}");
    }
}

#[test]
fn what_snow_writes_inlinecms_and_r3_read() {
    let weft = Weft::start();
    for (kind, stored, text) in table() {
        let (id, things) = component(&weft, kind);
        weft.editor().post_nothing(format!("/api/content/{id}/publish")).send().is(200);
        things.patch(format!("/entries/{id}"), json!({ "x": text })).send().tells("Collection Entry edited");
        assert_eq!(inline_sees(&weft, kind), stored, "{kind}");
        weft.reader().get(format!("/api/content/{id}")).send().is(200).shows("/data/x", stored);
    }
}

#[test]
fn a_draft_of_inlinecms_is_a_draft_of_r3() {
    let weft = Weft::start();
    let (id, things) = component(&weft, "text");
    let patch = |body| admin(&weft).patch(format!("/v1/content/{id}"), body).send();
    patch(json!({ "fields": { "x": "One" }, "status": "published" })).is(200);
    patch(json!({ "fields": { "x": "Two" } })).is(200);
    weft.reader().get(format!("/api/content/{id}")).send().is(200).shows("/data/x", "One");
    weft.admin().get(format!("/api/content/{id}?draft=true")).send().is(200).shows("/data/x", "Two");
    assert_eq!(things.text(&id, "x"), "One");
    weft.editor().post_nothing(format!("/api/content/{id}/publish")).send().is(200);
    assert_eq!(inline_sees(&weft, "text"), "Two");
    weft.editor().delete(format!("/api/content/{id}")).send();
    visitor(&weft).get(page("/")).send().is(200).shows("/data", json!([]));
}
