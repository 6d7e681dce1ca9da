//! R3's, SnowCMS's and CaretCMS's clients share one content: values are written through each API
//! and read through the others.

use serde_json::{Value, json};
use weft_domain::field::FieldType;
use weft_tests::{a_document, a_type};

use crate::Caret;

/// A value of each type of field, as R3 stores it, with the field's settings; `target` is the id of
/// a document.
fn values(target: &str) -> Vec<(&'static str, Value, Value)> {
    vec![
        ("text", json!({}), json!("a \"b\" ü")),
        ("textarea", json!({}), json!("a\nb")),
        ("richText", json!({}), json!({ "type": "doc", "content": [] })),
        ("number", json!({}), json!(-2.5)),
        ("boolean", json!({}), json!(true)),
        ("date", json!({}), json!("2026-03-25")),
        ("datetime", json!({}), json!("2026-03-25T10:00:00.000Z")),
        ("select", json!({ "options": ["a", "b"] }), json!("b")),
        ("multiSelect", json!({ "options": ["a", "b"] }), json!(["b"])),
        ("tags", json!({}), json!(["a", "b"])),
        ("image", json!({}), json!("/a.png")),
        ("file", json!({}), json!("/a.pdf")),
        ("url", json!({}), json!("https://a.example/")),
        ("email", json!({}), json!("a@b.example")),
        ("slug", json!({}), json!("a-b")),
        ("color", json!({}), json!("#aabbcc")),
        ("json", json!({}), json!({ "a": [1, { "b": null }] })),
        ("relation", json!({}), json!(target)),
        ("group", json!({ "fields": [{ "name": "a", "type": "number" }] }), json!({ "a": 1, "b": [2] })),
        ("array", json!({ "of": "number" }), json!([1, 2.5])),
    ]
}

#[test]
fn every_field_type_is_in_the_table() {
    assert!(FieldType::ALL.iter().all(|kind| values("").iter().any(|(name, ..)| *name == kind.as_str())));
}

#[test]
fn values_of_r3_are_shown_and_survive_a_round_trip() {
    let caret = Caret::start();
    let editor = caret.signed_in();
    a_type("target").create(&caret.admin());
    let target = a_document("target").create(&caret.editor());
    for (nth, (kind, config, value)) in values(&target.id).into_iter().enumerate() {
        let name = format!("t{nth}");
        a_type(&name).field("x", kind).with("config", config).create(&caret.admin());
        let draft = a_document(&name).slug("one").set("x", value.clone()).create(&caret.editor());
        let shown = editor.entry(&name, "one");
        assert_eq!(shown, json!({ "id": "one", "data": { "x": value }, "revision": 1 }), "{kind}");
        let schema = editor.get(format!("/api/cms/schema?collection={name}")).send();
        schema.is(200).shows("/source", "registered");
        let put = json!({ "type": "put_entry", "collection": name, "id": "one", "data": shown["data"], "expectedRevision": 1 });
        editor.send(put).is(200).shows("/revision", 2);
        let again = caret.admin().get(format!("{}?draft=true", draft.path())).send();
        again.is(200).shows("/data/x", value).shows("/status", "draft");
    }
}

#[test]
fn entries_of_caret_are_read_through_r3() {
    let caret = Caret::start();
    let editor = caret.signed_in();
    let properties = json!({
        "title": { "type": "string", "title": "Title" }, "n": { "type": "integer" }, "ok": { "type": "boolean" },
        "link": { "type": "string", "format": "url" }, "mood": { "type": "string", "enum": ["good", "bad"] },
        "cards": { "type": "array", "items": { "type": "object", "properties": { "t": { "type": "string" } } } },
        "seo": { "type": "object", "properties": { "d": { "type": "string" } } },
    });
    editor.collection("pages", properties.clone());
    let data = json!({
        "title": "Hi", "n": 3, "ok": true, "link": "/about", "mood": "good", "cards": [{ "t": "a", "more": [1] }], "seo": { "d": "x" },
        "layout": { "sections": [{ "id": "s", "key": "hero", "enabled": true }] }, "free": { "nested": [null, { "deep": 1.50 }] },
    });
    editor.put("home", data.clone());
    let document = caret.reader().get("/api/content/by-slug/pages/home").send();
    document.is(200).shows("/data", data.clone()).shows("/status", "published");
    let types: Vec<Value> =
        caret.reader().get("/api/content-types/pages").send().at("/fields").as_array().unwrap().clone();
    let types: Vec<&str> = types.iter().map(|field| field["type"].as_str().unwrap()).collect();
    assert_eq!(types, ["text", "number", "boolean", "url", "select", "array", "group"]);
    let id = document.text_at("/id");
    caret.editor().patch(format!("/api/content/{id}"), json!({ "data": { "title": "Ho" } })).send().is(200);
    let shown = editor.entry("pages", "home");
    assert_eq!((&shown["data"]["title"], &shown["revision"]), (&json!("Ho"), &json!(2)));
    assert_eq!(shown["data"]["layout"], data["layout"]);
    editor.get("/api/cms/schema?collection=pages").send().shows("/schema/properties", properties);
}

#[test]
fn entries_of_snowcms_are_read_and_edited() {
    let caret = Caret::start();
    let editor = caret.signed_in();
    let posts = caret.snow().collection("Posts");
    let title = posts.input("title", "text");
    posts.input("on", "checkbox");
    posts.set("title", title.as_str());
    let id = posts.entry(json!({ "title": "Hello World", "on": "true" }));
    let list = editor.get("/api/cms/entries?collection=posts").send();
    list.is(200)
        .shows("/entries/0/id", "hello-world")
        .shows("/entries/0/data", json!({ "title": "Hello World", "on": true }));
    let save = json!({ "type": "save_field", "collection": "posts", "id": "hello-world", "field": "title", "value": "Changed", "expectedRevision": 1 });
    editor.send(save).is(200).shows("/revision", 2);
    assert_eq!(posts.text(&id, "title"), "Changed");
    editor
        .get("/api/cms/schema?collection=posts")
        .send()
        .is(200)
        .shows("/schema/properties/on/type", "boolean");
}

#[test]
fn entries_of_caret_have_texts_in_snowcms_and_keep_undeclared_members() {
    let caret = Caret::start();
    let editor = caret.signed_in();
    editor.collection(
        "pages",
        json!({ "title": { "type": "string" }, "n": { "type": "number" }, "ok": { "type": "boolean" } }),
    );
    let free = json!({ "deep": [1, { "a": null }] });
    let layout = json!({ "sections": [{ "id": "s", "key": "hero", "enabled": true }] });
    editor.put("home", json!({ "title": "Hi", "n": 2.5, "ok": true, "free": free, "layout": layout }));
    let id: String = caret.database().query_row("SELECT id FROM collections", [], |row| row.get(0)).unwrap();
    let entry: String = caret.database().query_row("SELECT id FROM entries", [], |row| row.get(0)).unwrap();
    let pages = caret.snow().the(&id);
    for (field, text) in [("title", "Hi"), ("n", "2.5"), ("ok", "true")] {
        assert_eq!(pages.text(&entry, field), text, "{field}");
    }
    let edit = json!({ "title": "Ho", "n": "3", "ok": "false" });
    pages.patch(format!("/entries/{entry}"), edit).send().is(200);
    let data = json!({ "title": "Ho", "n": 3, "ok": false, "free": free, "layout": layout });
    assert_eq!(editor.entry("pages", "home")["data"], data);
}
