//! R3's clients, SnowCMS's and samduke-cms's see one content: each type of field is written through
//! one and read through another.

use serde_json::{Value, json};
use weft_domain::field::FieldType;
use weft_tests::{Weft, a_document, a_type};

use crate::fixtures::Cms;

/// Type of field, its settings, a value that it takes. What is written through this API is the same
/// JSON as through R3's.
fn table(target: &str) -> Vec<(FieldType, Value, Value)> {
    let document = json!({ "type": "doc", "content": [{ "type": "paragraph", "content": [{ "type": "text", "text": "Hello" }] }] });
    vec![
        (FieldType::Text, json!({}), json!("a \"b\" ü: #c")),
        (FieldType::Textarea, json!({}), json!("a\nb\n")),
        (FieldType::RichText, json!({}), document),
        (FieldType::Number, json!({}), json!(-2.5)),
        (FieldType::Boolean, json!({}), json!(false)),
        (FieldType::Date, json!({}), json!("2026-03-25")),
        (FieldType::DateTime, json!({}), json!("2026-03-25T10:00:00.000Z")),
        (FieldType::Select, json!({ "options": ["a", "yes"] }), json!("yes")),
        (FieldType::MultiSelect, json!({ "options": ["a", "b"] }), json!(["b"])),
        (FieldType::Tags, json!({}), json!(["a", "2024"])),
        (FieldType::Image, json!({}), json!("/a.png")),
        (FieldType::File, json!({}), json!("/a.pdf")),
        (FieldType::Url, json!({}), json!("https://a.example/")),
        (FieldType::Email, json!({}), json!("a@b.example")),
        (FieldType::Slug, json!({}), json!("a/b-c")),
        (FieldType::Color, json!({}), json!("#1a2b3c")),
        (FieldType::Json, json!({}), json!({ "a": [1, null, ""], "b": {} })),
        (FieldType::Relation, json!({ "to": "author" }), json!(target)),
        (FieldType::Group, json!({ "fields": [{ "name": "a", "type": "number" }] }), json!({ "a": 1 })),
        (FieldType::Array, json!({ "of": "number" }), json!([1, 2])),
    ]
}

#[test]
fn every_type_of_field_is_in_the_table() {
    let listed: Vec<FieldType> = table("").into_iter().map(|(kind, ..)| kind).collect();
    assert!(FieldType::ALL.iter().all(|kind| listed.contains(kind)));
}

#[test]
fn what_one_writes_the_others_read() {
    let weft = Weft::start();
    let cms = Cms::of(&weft, &weft.site());
    a_type("author").create(&weft.admin());
    let author = a_document("author").create(&weft.admin());
    for (line, (kind, config, value)) in table(&author.id).into_iter().enumerate() {
        let name = format!("type_{line}");
        a_type(&name).field("x", kind.as_str()).with("config", config).create(&weft.admin());
        let path = |slug: &str| cms.path(&format!("/content/{name}/{slug}"));

        a_document(&name).slug("by-r3").set("x", value.clone()).published().create(&weft.admin());
        let read = cms.browser().get(path("by-r3")).send();
        read.is(200).shows("/frontmatter/x", value.clone());

        let body = json!({ "frontmatter": { "x": value }, "body": "Text\n" });
        let sha = cms.browser().put(path("by-samduke"), body).send().is(200).text_at("/sha");
        let seen = weft.admin().get(format!("/api/content/by-slug/{name}/by-samduke")).send();
        seen.is(200)
            .shows("/data/x", value.clone())
            .shows("/data/body", "Text\n")
            .shows("/status", "published");

        // What is read and written back as it was changes nothing but the text.
        let shown = cms.browser().get(path("by-samduke")).send().json();
        let body = json!({ "frontmatter": shown["frontmatter"], "body": "Text\n", "sha": shown["sha"] });
        assert_eq!(cms.browser().put(path("by-samduke"), body).send().is(200).text_at("/sha"), sha, "{name}");
    }
}

#[test]
fn what_snowcms_writes_is_a_file_and_the_other_way_round() {
    let weft = Weft::start();
    let cms = Cms::of(&weft, &weft.site());
    let posts = weft.snow().collection("Posts");
    posts.input("title", "text");
    posts.input_with("slug", "slug", json!({ "inputConfig": { "fieldName": "title" } }));
    posts.input("body", "textarea");
    let collection = cms.browser().get(cms.path("/config")).send().json();
    let name = collection["collections"].as_object().unwrap().keys().next().unwrap().clone();
    let id = posts.entry(json!({ "title": "One", "slug": "one", "body": "Text" }));
    let listed = cms.browser().get(cms.path(&format!("/content/{name}"))).send();
    listed.is(200).shows("/0/frontmatter/title", "One");
    let path = cms.path(&format!("/content/{name}/{}", listed.text_at("/0/slug")));
    let shown = cms.browser().get(&path).send();
    shown.is(200).shows("/body", "\nText\n");
    let mut frontmatter = shown.at("/frontmatter");
    frontmatter["title"] = json!("Two");
    let body = json!({ "frontmatter": frontmatter, "body": "More", "sha": shown.at("/sha") });
    cms.browser().put(&path, body).send().is(200);
    assert_eq!(posts.text(&id, "title"), "Two");
    assert_eq!(posts.text(&id, "body"), "More");
}
