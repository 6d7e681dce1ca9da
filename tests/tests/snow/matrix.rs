//! R3's and SnowCMS's clients share one content: every field type is written through one API and
//! read through the other.
//!
//! For every field type, the table has the value that R3 stores, the text that SnowCMS shows, and
//! the rendered value. The value must not change when a SnowCMS client sends the shown text back; a
//! new entry with that text must store the same value.

use serde_json::{Value, json};
use weft_domain::field::FieldType;
use weft_tests::{SnowCollection, TypeBuilder, Weft, a_document, a_type};

use crate::blog::{NOW, a_post, blog, document};

const FILE: &str = "018f3f70-1c2d-7abc-8def-00000000000f";

/// Field type, settings, stored value, input type, text, rendered value.
type Line = (&'static str, Value, Value, &'static str, Value, Value);

/// One line per field type of R3. `@` stands for the id of an author, `#` for the id of the
/// collection of authors.
fn table() -> Vec<Line> {
    let doc = document("Hello");
    vec![
        ("text", json!({}), json!("a \"b\" ü"), "text", json!("a \"b\" ü"), json!("a \"b\" ü")),
        ("textarea", json!({}), json!("a\nb"), "textarea", json!("a\nb"), json!("a\nb")),
        ("richText", json!({}), doc.clone(), "rich-text", json!(doc.to_string()), json!("<p>Hello</p>")),
        ("number", json!({}), json!(-2.5), "text", json!("-2.5"), json!("-2.5")),
        ("boolean", json!({}), json!(true), "checkbox", json!("true"), json!(true)),
        ("boolean", json!({}), json!(false), "checkbox", json!("false"), json!(false)),
        ("date", json!({}), json!("2026-03-25"), "text", json!("2026-03-25"), json!("2026-03-25")),
        (
            "datetime",
            json!({}),
            json!("2026-03-25T10:00:00.000Z"),
            "text",
            json!("2026-03-25T10:00:00.000Z"),
            json!("2026-03-25T10:00:00.000Z"),
        ),
        ("select", json!({ "options": ["a", "b"] }), json!("b"), "select", json!("b"), json!("b")),
        ("select", json!({ "options": [1, 2] }), json!(2), "select", json!("2"), json!("2")),
        (
            "multiSelect",
            json!({ "options": ["a", "b"] }),
            json!(["b"]),
            "array",
            json!("[\"b\"]"),
            json!(["b"]),
        ),
        ("tags", json!({}), json!(["a", "b"]), "array", json!("[\"a\",\"b\"]"), json!(["a", "b"])),
        ("image", json!({}), json!("/a.png"), "media", json!("/a.png"), json!("/a.png")),
        ("file", json!({}), json!("/a.pdf"), "media", json!("/a.pdf"), json!("/a.pdf")),
        (
            "url",
            json!({}),
            json!("https://a.example/"),
            "text",
            json!("https://a.example/"),
            json!("https://a.example/"),
        ),
        ("email", json!({}), json!("a@b.example"), "text", json!("a@b.example"), json!("a@b.example")),
        ("slug", json!({}), json!("a/b-c"), "slug", json!("a/b-c"), json!("a/b-c")),
        ("color", json!({}), json!("#1a2b3c"), "text", json!("#1a2b3c"), json!("#1a2b3c")),
        (
            "json",
            json!({}),
            json!({ "a": [1, null] }),
            "textarea",
            json!("{\"a\":[1,null]}"),
            json!("{\"a\":[1,null]}"),
        ),
        (
            "relation",
            json!({ "to": "author" }),
            json!("@"),
            "relational",
            json!("@"),
            json!({ "collection": "#", "entry": "@" }),
        ),
        (
            "relation",
            json!({ "to": "author", "multiple": true }),
            json!(["@"]),
            "array",
            json!("[\"@\"]"),
            json!([{ "collection": "#", "entry": "@" }]),
        ),
        (
            "group",
            json!({ "fields": [{ "name": "a", "type": "number" }] }),
            json!({ "a": 1 }),
            "textarea",
            json!("{\"a\":1}"),
            json!("{\"a\":1}"),
        ),
        (
            "array",
            json!({ "of": "number" }),
            json!([1, 2]),
            "array",
            json!("[\"1\",\"2\"]"),
            json!(["1", "2"]),
        ),
        ("array", json!({}), json!(["a", 1]), "array", json!("[\"a\",\"1\"]"), json!(["a", "1"])),
        ("hologram", json!({}), json!({ "z": 1 }), "textarea", json!("{\"z\":1}"), json!("{\"z\":1}")),
    ]
}

/// Replaces `@` and `#` by these ids.
fn with_ids(value: &Value, author: &str, authors: &str) -> Value {
    let text = value.to_string().replace('@', author).replace('#', authors);
    serde_json::from_str(&text).unwrap()
}

/// Creates a content type with the field `x` through R3; returns its name and a client for it as a
/// collection.
fn one_field<'w>(weft: &'w Weft, line: usize, kind: &str, config: &Value) -> (String, SnowCollection<'w>) {
    let name = format!("type_{line}");
    let made = a_type(&name).field("x", kind).with("config", config.clone()).create(&weft.admin());
    (name, weft.snow().the(made["id"].as_str().unwrap()))
}

/// Creates a content type of authors with one author; returns the ids of the author and of the
/// content type.
fn authors(weft: &Weft) -> (String, String) {
    let made = a_type("author").field("name", "text").create(&weft.admin());
    let author = a_document("author").set("name", "Ada").published().create(&weft.editor()).id;
    (author, made["id"].as_str().unwrap().to_owned())
}

#[test]
fn every_field_type_is_in_the_table() {
    let table = table();
    for kind in FieldType::ALL.map(FieldType::as_str) {
        assert!(table.iter().any(|line| line.0 == kind), "the table has no line for {kind}");
    }
}

#[test]
fn values_of_r3_are_shown_and_rendered_and_survive_a_round_trip() {
    let weft = Weft::start();
    let (author, authors) = authors(&weft);
    for (number, (kind, config, stored, input, text, rendered)) in table().into_iter().enumerate() {
        // Only relations contain the placeholders: a colour has `#` and an e-mail address has `@`,
        // too.
        let ids = |value: &Value| {
            if kind == "relation" { with_ids(value, &author, &authors) } else { value.clone() }
        };
        let (name, things) = one_field(&weft, number, kind, &config);
        let entry = a_document(&name).set("x", ids(&stored)).published().create(&weft.editor());
        assert_eq!(things.shown_input("x")["input"], input, "{kind}");
        assert_eq!(things.text(&entry.id, "x"), ids(&text), "{kind}");
        assert_eq!(things.rendered(&entry.id), json!({ "x": ids(&rendered) }), "{kind}");
        let body = json!({ "x": ids(&text) });
        things.patch(format!("/entries/{}", entry.id), body).send().tells("Collection Entry edited");
        weft.reader().get(entry.path()).send().is(200).shows("/data", json!({ "x": ids(&stored) }));
    }
}

#[test]
fn texts_of_snow_clients_are_stored_as_the_values_of_r3() {
    let weft = Weft::start();
    let (author, authors) = authors(&weft);
    for (number, (kind, config, stored, _, text, rendered)) in table().into_iter().enumerate() {
        let ids = |value: &Value| {
            if kind == "relation" { with_ids(value, &author, &authors) } else { value.clone() }
        };
        let (name, things) = one_field(&weft, number, kind, &config);
        let id = things.entry(json!({ "x": ids(&text) }));
        let shown = weft.reader().get(format!("/api/content/{id}")).send();
        shown.is(200).shows("/type", name.as_str()).shows("/data", json!({ "x": ids(&stored) }));
        assert_eq!(things.rendered(&id), json!({ "x": ids(&rendered) }), "{kind}");
    }
}

#[test]
fn inputs_are_fields_for_r3() {
    let weft = Weft::start();
    let other = weft.snow().collection("Authors");
    let things = weft.snow().collection("Things");
    for (input, settings, field) in [
        ("text", json!({ "maxLength": 5 }), "text"),
        ("textarea", json!({}), "textarea"),
        ("checkbox", json!({}), "boolean"),
        ("select", json!({ "options": [["a", "A"]] }), "select"),
        ("slug", json!({ "fieldName": "text" }), "slug"),
        ("rich-text", json!({}), "richText"),
        ("media", json!({}), "file"),
        ("relational", json!({ "collectionId": other.id }), "relation"),
        ("array", json!({ "input": "text" }), "array"),
        ("key-value", json!({}), "json"),
        ("remote-data", json!({}), "url"),
        ("alert", json!({ "color": "red", "content": "x" }), "json"),
    ] {
        things.input_with(input, input, json!({ "inputConfig": settings }));
        let name = weft.admin().get("/api/content-types").send().each("/name");
        let name =
            name.iter().filter_map(Value::as_str).find(|name| name.starts_with("things")).unwrap().to_owned();
        let shown = weft.admin().get(format!("/api/content-types/{name}")).send().at("/fields");
        let shown = shown.as_array().unwrap().iter().find(|field| field["name"] == input).unwrap().clone();
        assert_eq!(shown["type"], field, "{input}");
    }
    let entry = |data: Value| json!({ "type": "things", "status": "published", "data": data });
    let post = |data: Value| weft.editor().post("/api/content", entry(data)).send();
    post(json!({ "text": "too long" })).is_invalid(&["data.text maxLength"]);
    post(json!({ "select": "b" })).is_invalid(&["data.select option"]);
    let id =
        post(json!({ "text": "a", "key-value": { "k": "v" }, "array": ["x"], "media": FILE })).text_at("/id");
    assert_eq!(things.text(&id, "key-value"), "[[\"k\",\"v\"]]");
    assert_eq!(things.text(&id, "array"), "[\"x\"]");
    assert_eq!(things.rendered(&id)["key-value"], json!({ "k": "v" }));
}

#[test]
fn entries_of_snow_are_published_and_have_versions() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    let id = posts.entry(a_post("One", "one"));
    weft.tick();
    posts.patch(format!("/entries/{id}"), a_post("Two", "two")).send().tells("Collection Entry edited");
    let shown = weft.reader().get(format!("/api/content/{id}")).send();
    shown.is(200).shows("/status", "published").shows("/data/title", "Two");
    assert!(shown.at("/publishedAt").is_string(), "{shown}");
    let versions = weft.admin().get(format!("/api/content/{id}/versions")).send();
    assert_eq!(versions.is(200).each("/data/title"), ["Two", "One"]);
    assert_eq!(versions.each("/status"), ["published", "published"]);
    let first = versions.text_at("/docs/1/id");
    weft.editor().post_nothing(format!("/api/content/{id}/restore/{first}")).send().is(200);
    posts.get(format!("/entries/{id}")).send().shows("/title", "One").shows("/slug", "one");
}

#[test]
fn writes_of_snow_leave_events() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    let id = posts.entry(a_post("One", "one"));
    posts.patch(format!("/entries/{id}"), a_post("Two", "two")).send().tells("Collection Entry edited");
    posts.delete(format!("/entries/{id}")).send().tells("Collection Entry deleted");
    let database = weft.database();
    let mut events = database.prepare("SELECT kind FROM events WHERE entry = ? ORDER BY seq").unwrap();
    let kinds: Vec<String> = events.query_map([&id], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    assert_eq!(kinds.len(), 3, "{kinds:?}");
    assert!(kinds[2].contains("delete"), "{kinds:?}");
}

#[test]
fn drafts_of_r3_are_hidden_from_snow_until_they_are_published() {
    let weft = Weft::start();
    let page: TypeBuilder = a_type("page").field("title", "text").field("name", "slug");
    let page = page.set("titleField", "title").set("slugField", "name").create(&weft.admin());
    let pages = weft.snow().the(page["id"].as_str().unwrap());
    let draft = a_document("page").set("title", "Draft").set("name", "draft").create(&weft.editor());
    assert_eq!(pages.get("/entries").send().is(200).json(), json!([]));
    pages.get("/entries?page=1").send().shows("/pages", 0);
    pages.get(format!("/entries/{}", draft.id)).send().says(404, "Collection Entry not found");
    pages.get("/entries/slug/draft").send().says(400, "No Entry with that slug exists");
    let changed = pages.patch(format!("/entries/{}", draft.id), json!({ "title": "Mine" })).send();
    changed.says(404, "Collection Entry not found");
    weft.editor().post_nothing(draft.at("publish")).send().is(200);
    pages
        .get("/entries")
        .send()
        .shows("/0/title", "Draft")
        .shows("/0/slug", "draft")
        .shows("/0/createdAt", NOW);
    pages.get("/entries/slug/draft").send().is(200).shows("/id", draft.id.as_str());
}
