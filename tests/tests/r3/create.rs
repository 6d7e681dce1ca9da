//! `POST /api/content`

use serde_json::{Value, json};
use weft_tests::{Weft, a_document, a_type};

use crate::reference::{NOW, a_post, assert_document, hello_world, with_blog};

#[test]
fn the_document_of_the_reference_is_created_as_a_draft() {
    let weft = Weft::start();
    with_blog(&weft.admin());
    let answer = hello_world().create(&weft.editor()).answer;
    let document = answer.json();
    assert_document(&document);
    answer.has("location", &format!("/api/content/{}", answer.text_at("/id")));
    answer.shows("/type", "blog_post").shows("/slug", "hello-world").shows("/status", "draft");
    answer.shows("/createdAt", NOW).shows("/updatedAt", NOW).shows("/publishedAt", Value::Null);
    let data = json!({ "title": "Hello World", "body": { "type": "doc", "content": [] }, "tags": ["nextjs", "cms"] });
    answer.shows("/data", data);
    let found = weft.admin().get(format!("/api/content/{}?draft=true", answer.text_at("/id"))).send();
    assert_eq!(found.json(), document);
    assert_eq!(found.etag(), answer.etag());
}

#[test]
fn a_creation_costs_one_round_trip_on_a_warm_instance() {
    let weft = Weft::start();
    with_blog(&weft.admin());
    a_post("First").create(&weft.editor());
    let (statements, second) = weft.statements_of(|| a_post("Second").create(&weft.editor()));
    second.answer.costs(1);
    assert_eq!(statements, 1);
}

#[test]
fn a_slug_is_generated_from_the_slug_field_and_made_unique() {
    let weft = Weft::start();
    with_blog(&weft.admin());
    let slug = |title: &str| a_post(title).create(&weft.editor()).answer.text_at("/slug");
    assert_eq!(
        [slug("Hello World"), slug("Hello World"), slug("Hello, World!")],
        ["hello-world", "hello-world-2", "hello-world-3"]
    );
    assert_eq!(slug("Übergrößen für 2026"), "ubergrossen-fur-2026");
}

#[test]
fn a_sent_slug_is_stored_unchanged_or_refused() {
    let weft = Weft::start();
    with_blog(&weft.admin());
    a_post("A").slug("docs/intro").create(&weft.editor()).answer.shows("/slug", "docs/intro");
    let again = a_post("B").slug("docs/intro").body();
    weft.editor().post("/api/content", again).send().is_invalid(&["slug unique"]);
    a_type("page").create(&weft.admin());
    a_document("page").slug("docs/intro").create(&weft.editor());
}

#[test]
fn a_creation_may_set_the_status() {
    let weft = Weft::start();
    with_blog(&weft.admin());
    let published = a_post("A").published().create(&weft.editor()).answer;
    published.shows("/status", "published").shows("/publishedAt", NOW);
    a_post("B").status("archived").create(&weft.editor()).answer.shows("/status", "archived");
    let mut nulls = a_post("C").body();
    nulls["slug"] = Value::Null;
    nulls["status"] = Value::Null;
    weft.editor().post("/api/content", nulls).send().is(201).shows("/status", "draft").shows("/slug", "c");
    weft.editor()
        .post("/api/content", a_post("D").status("live").body())
        .send()
        .is_invalid(&["status option"]);
}

#[test]
fn readers_are_forbidden() {
    let weft = Weft::start();
    with_blog(&weft.admin());
    weft.reader().post("/api/content", hello_world().body()).send().is_error(403, "FORBIDDEN");
    weft.site().public().post("/api/content", hello_world().body()).send().is_error(403, "FORBIDDEN");
    weft.set_role("viewer");
    weft.admin().post("/api/content", hello_world().body()).send().is_error(403, "FORBIDDEN");
    weft.set_role("editor");
    weft.editor().post("/api/content", hello_world().body()).send().is(201);
}

#[test]
fn every_invalid_field_is_reported_once() {
    let weft = Weft::start();
    let types =
        a_type("all").field("title", "text").required().field("price", "number").field("when", "datetime");
    let types = types.field("day", "date").field("on", "boolean").field("link", "url").field("mail", "email");
    let types =
        types.field("kind", "select").with("config", json!({ "options": ["a", "b"] })).field("tags", "tags");
    types.field("short", "text").with("config", json!({ "maxLength": 3 })).create(&weft.admin());
    let wrong = json!({ "type": "all", "data": {
        "price": "x", "when": "yesterday", "day": "2026-02-30", "on": "yes", "link": "javascript:alert(1)", "mail": "@",
        "kind": "c", "tags": "a", "short": "four"
    } });
    let answer = weft.editor().post("/api/content", wrong).send();
    let mut paths: Vec<String> = answer.is_error(422, "VALIDATION_ERROR").violations();
    paths.sort();
    let fields: Vec<&str> = paths.iter().filter_map(|violation| violation.split(' ').next()).collect();
    let expected = [
        "data.day",
        "data.kind",
        "data.link",
        "data.mail",
        "data.on",
        "data.price",
        "data.short",
        "data.tags",
        "data.title",
        "data.when",
    ];
    assert_eq!(fields, expected);
    assert!(
        paths.contains(&"data.title required".to_owned()) && paths.contains(&"data.price type".to_owned()),
        "{paths:?}"
    );
    weft.admin().get("/api/content?draft=true").send().shows("/totalDocs", 0);
}

#[test]
fn the_members_of_the_body_are_validated() {
    let weft = Weft::start();
    with_blog(&weft.admin());
    let post = |body: Value| weft.editor().post("/api/content", body).send();
    post(json!({})).is_invalid(&["type required", "data required"]);
    post(json!({ "type": 1, "data": [], "slug": {}, "status": 0 })).is_invalid(&[
        "type type",
        "data type",
        "slug type",
        "status type",
    ]);
    post(json!({ "type": "nope", "data": {} })).is_invalid(&["type unknown"]);
}

#[test]
fn content_types_of_another_site_are_unknown() {
    let weft = Weft::start();
    with_blog(&weft.other_site().admin());
    weft.editor().post("/api/content", hello_world().body()).send().is_invalid(&["type unknown"]);
}

#[test]
fn missing_fields_get_their_defaults() {
    let weft = Weft::start();
    a_type("page")
        .field("kind", "text")
        .with("defaultValue", "plain")
        .field("n", "number")
        .create(&weft.admin());
    a_document("page").create(&weft.editor()).answer.shows("/data", json!({ "kind": "plain" }));
    a_document("page").set("kind", "other").create(&weft.editor()).answer.shows("/data/kind", "other");
}

#[test]
fn a_duplicate_unique_value_is_refused() {
    let weft = Weft::start();
    for site in [weft.site(), weft.other_site()] {
        a_type("product")
            .field("sku", "text")
            .with("unique", true)
            .field("no", "number")
            .with("unique", true)
            .create(&site.admin());
        a_document("product").set("sku", "A-1").set("no", 1).create(&site.editor());
    }
    let post = |body: Value| weft.editor().post("/api/content", body).send();
    post(a_document("product").set("sku", "A-1").body()).is_invalid(&["data.sku unique"]);
    post(a_document("product").set("no", 1.0).body()).is_invalid(&["data.no unique"]);
    a_document("product").set("sku", "a-1").create(&weft.editor());
    for _ in 0..2 {
        a_document("product").create(&weft.editor());
        a_document("product").set("sku", Value::Null).create(&weft.editor());
    }
}

#[test]
fn values_are_returned_as_they_were_sent() {
    let weft = Weft::start();
    a_type("page").field("any", "json").field("n", "number").create(&weft.admin());
    let data = r#"{"n":1e400,"any":{"b":1,"a":[12345678901234567890,0.1,-0,"\u0001\ud83d\ude00 é"],"":null},"unknown":"kept"}"#;
    let sent = data.replace("1e400", "10.50");
    let body = format!(r#"{{"type":"page","data":{sent}}}"#);
    let answer = weft.editor().post_nothing("/api/content").bytes(body).send();
    answer.is(201);
    let found = weft.admin().get(format!("/api/content/{}?draft=true", answer.text_at("/id"))).send();
    assert!(found.text().contains("10.50") && found.text().contains("12345678901234567890"), "{found}");
    let expected: Value = serde_json::from_str(&sent).unwrap();
    found.shows("/data", expected);
}
