//! Values of every input type, as SnowCMS's own clients send them: which are stored, which are
//! refused, how they are rendered.

use serde_json::{Value, json};
use weft_tests::{SnowCollection, Weft};

use crate::blog::{UNKNOWN_ID, document};

/// A collection with one input, `x`.
#[track_caller]
fn with<'w>(weft: &'w Weft, kind: &str, settings: Value) -> SnowCollection<'w> {
    let collection = weft.snow().collection("Things");
    collection.input("title", "text");
    collection.input_with("x", kind, json!({ "inputConfig": settings }));
    collection
}

/// Asserts that a text is stored unchanged, and its rendered value; returns the entry's id.
#[track_caller]
fn renders(collection: &SnowCollection<'_>, text: &str, rendered: Value) -> String {
    let id = collection.entry(json!({ "x": text }));
    assert_eq!(collection.text(&id, "x"), text);
    assert_eq!(collection.rendered(&id)["x"], rendered, "{text}");
    id
}

/// Asserts the message with which a text is refused.
#[track_caller]
fn refuses(collection: &SnowCollection<'_>, text: &str, message: &str) {
    collection.try_entry(json!({ "x": text })).says(400, message);
}

#[test]
fn texts_are_stored_unchanged_up_to_their_limit() {
    let weft = Weft::start();
    for kind in ["text", "textarea"] {
        let things = with(&weft, kind, json!({ "maxLength": 5 }));
        renders(&things, "a\"\nü", json!("a\"\nü"));
        renders(&things, "äöü€😀", json!("äöü€😀"));
        refuses(&things, "abcdef", "Text Input value is longer than allowed");
        renders(&with(&weft, kind, json!({})), &"x".repeat(70_000), json!("x".repeat(70_000)));
    }
}

#[test]
fn missing_values_render_to_the_default_of_their_type() {
    let weft = Weft::start();
    let things = weft.snow().collection("Things");
    let other = weft.snow().collection("Other").id;
    things.input("title", "text");
    for (kind, settings) in [
        ("textarea", json!({})),
        ("checkbox", json!({})),
        ("select", json!({})),
        ("slug", json!({ "fieldName": "title" })),
        ("rich-text", json!({})),
        ("media", json!({})),
        ("relational", json!({ "collectionId": other })),
        ("array", json!({ "input": "text" })),
        ("key-value", json!({})),
        ("remote-data", json!({})),
        ("alert", json!({ "color": "red", "content": "x" })),
    ] {
        things.input_with(kind, kind, json!({ "inputConfig": settings }));
    }
    let expected = json!({
        "title": null, "textarea": null, "checkbox": false, "select": null, "slug": null, "rich-text": null, "media": null,
        "relational": null, "array": [], "key-value": {}, "remote-data": null, "alert": null
    });
    assert_eq!(things.rendered(&things.entry(json!({}))), expected);
}

#[test]
fn the_text_null_is_no_value_for_rich_text_key_value_and_array() {
    let weft = Weft::start();
    for (kind, settings, rendered) in [
        ("rich-text", json!({}), Value::Null),
        ("key-value", json!({}), json!({})),
        ("array", json!({ "input": "text" }), json!([])),
    ] {
        let things = with(&weft, kind, settings.clone());
        let id = things.entry(json!({ "title": "One", "x": "null" }));
        assert_eq!((things.text(&id, "x"), things.rendered(&id)["x"].clone()), (Value::Null, rendered));
        let again = json!({ "title": "One", "x": "null" });
        things.patch(format!("/entries/{id}"), again).send().tells("Collection Entry edited");
        things.input_with("y", kind, json!({ "inputConfig": settings, "required": true }));
        let missing = "Required input \"Y\" does not have a value";
        things.try_entry(json!({ "y": "null" })).says(400, missing);
    }
    // For other types, `null` is a text or an invalid value.
    renders(&with(&weft, "text", json!({})), "null", json!("null"));
    refuses(&with(&weft, "select", json!({ "options": [["a", "A"]] })), "null", "Invalid option selected");
    refuses(&with(&weft, "media", json!({})), "null", "Selected media file does not exist");
    let pairs = with(&weft, "array", json!({ "input": "key-value" }));
    let id = pairs.entry(json!({ "x": "[\"null\",\"[[\\\"a\\\",\\\"b\\\"]]\"]" }));
    assert_eq!(pairs.rendered(&id)["x"], json!([{}, { "a": "b" }]));
}

#[test]
fn documents_of_the_original_editor_render_as_in_the_original() {
    let weft = Weft::start();
    let things = with(&weft, "rich-text", json!({}));
    let pixels = "data:image/png;base64,iVBORw0KGgo=";
    let link = |href: &str| json!({ "type": "text", "text": "x", "marks": [{ "type": "link", "attrs": { "href": href } }] });
    let schemes =
        ["ftp://a.example/", "ftps://a.example/", "sms:+1", "callto:x", "cid:x", "xmpp:x@a.example"];
    let links: Vec<Value> = schemes.iter().map(|href| link(href)).collect();
    let document = json!({ "type": "doc", "content": [
        { "type": "paragraph", "attrs": { "textAlign": "left" }, "content": links },
        { "type": "heading", "attrs": { "textAlign": "left", "level": 2 } },
        { "type": "image", "attrs": { "src": pixels } }
    ] });
    let id = things.entry(json!({ "x": document.to_string() }));
    let html = things.rendered(&id)["x"].clone();
    let html = html.as_str().unwrap();
    assert!(
        html.starts_with("<p><a ") && html.contains("<h2></h2>") && !html.contains("text-align"),
        "{html}"
    );
    for href in schemes {
        assert!(html.contains(&format!("href=\"{href}\"")), "{href}: {html}");
    }
    assert!(html.contains(&format!("<img loading=\"lazy\" src=\"{pixels}\">")), "{html}");
}

#[test]
fn a_checkbox_is_true_or_false() {
    let weft = Weft::start();
    let things = with(&weft, "checkbox", json!({}));
    renders(&things, "true", json!(true));
    renders(&things, "false", json!(false));
    let id = things.entry(json!({ "x": "on" }));
    assert_eq!((things.text(&id, "x"), things.rendered(&id)["x"].clone()), (json!("false"), json!(false)));
}

#[test]
fn a_select_value_must_be_an_option() {
    let weft = Weft::start();
    let things = with(&weft, "select", json!({ "options": [["a", "Apples"], ["b", "Pears"]] }));
    renders(&things, "a", json!("a"));
    for other in ["c", "Apples", "A"] {
        refuses(&things, other, "Invalid option selected");
    }
    renders(&with(&weft, "select", json!({})), "anything", json!("anything"));
}

#[test]
fn a_slug_gets_its_date_prefix() {
    let weft = Weft::start();
    let dated = json!({ "fieldName": "title", "before": "{year}/", "timezone": "Europe/Berlin" });
    let things = with(&weft, "slug", dated);
    let id = things.entry(json!({ "x": "{year}/{month}/{day}/{hour}{minute}{second}/a" }));
    assert_eq!(things.text(&id, "x"), "2026/03/25/110100/a");
    assert_eq!(things.rendered(&id)["x"], "2026/03/25/110100/a");
    let things = with(&weft, "slug", json!({ "fieldName": "title", "maxLength": 3 }));
    renders(&things, "a-b", json!("a-b"));
    refuses(&things, "abcd", "Slug Input value is longer than allowed");
    renders(&things, "a-b", json!("a-b"));
    let text = things.try_entry(json!({ "x": "a b" })).is(400).text_at("/error");
    assert!(text.starts_with("Invalid value for input \"X\": must consist of"), "{text}");
}

#[test]
fn a_rich_text_must_be_a_document_and_renders_to_html() {
    let weft = Weft::start();
    let things = with(&weft, "rich-text", json!({}));
    renders(&things, &document("Hello <World>").to_string(), json!("<p>Hello &lt;World&gt;</p>"));
    renders(&things, "{\"type\":\"doc\",\"content\":[]}", json!(""));
    for bad in ["<p>x</p>", "{}", "[]", "7", "{\"type\":\"paragraph\"}", "{\"type\":\"doc\""] {
        refuses(&things, bad, "Invalid Rich Text Input data");
    }
}

#[test]
fn a_relation_renders_to_the_ids_of_collection_and_entry() {
    let weft = Weft::start();
    let authors = weft.snow().collection("Authors");
    authors.input("name", "text");
    let author = authors.entry(json!({ "name": "Ada" }));
    let things = with(&weft, "relational", json!({ "collectionId": authors.id }));
    let id = renders(&things, &author, json!({ "collection": authors.id, "entry": author }));
    let own = things.entry(json!({}));
    let theirs = weft.other_site().snow().collection("Authors").entry(json!({}));
    for nobody in [UNKNOWN_ID, "42", &own, &theirs] {
        refuses(&things, nobody, "Relational Input referenced non-existent entry");
    }
    authors.delete(format!("/entries/{author}")).send().tells("Collection Entry deleted");
    assert_eq!(things.rendered(&id)["x"], Value::Null);
}

#[test]
fn an_unknown_media_file_is_refused() {
    let weft = Weft::start();
    let things = with(&weft, "media", json!({ "mimeTypes": ["image/*"] }));
    for nothing in ["42", "a.png", "javascript:alert(1)//"] {
        refuses(&things, nothing, "Selected media file does not exist");
    }
    renders(&things, "/pictures/a.png", json!("/pictures/a.png"));
}

#[test]
fn an_array_consists_of_the_texts_of_its_items() {
    let weft = Weft::start();
    let things =
        with(&weft, "array", json!({ "input": "text", "maxInputs": 2, "inputConfig": { "maxLength": 3 } }));
    renders(&things, "[\"a\",\"b\"]", json!(["a", "b"]));
    renders(&things, "[]", json!([]));
    refuses(&things, "[\"a\",\"b\",\"c\"]", "Array Input has more inputs than allowed");
    refuses(&things, "[\"abcd\"]", "Text Input value is longer than allowed");
    refuses(&things, "a", "Array Input must be a value");
    let things = with(&weft, "array", json!({ "input": "checkbox" }));
    renders(&things, "[\"true\",\"false\"]", json!([true, false]));
    refuses(&things, "[\"\"]", "Empty value for Array Input");
    let things = with(&weft, "array", json!({ "input": "rich-text" }));
    let text = json!([document("One").to_string(), document("Two").to_string()]).to_string();
    renders(&things, &text, json!(["<p>One</p>", "<p>Two</p>"]));
    let things = with(&weft, "array", json!({ "input": "key-value" }));
    renders(&things, "[\"[[\\\"a\\\",\\\"b\\\"]]\"]", json!([{ "a": "b" }]));
}

#[test]
fn key_value_pairs_need_a_key_and_a_value() {
    let weft = Weft::start();
    let things = with(&weft, "key-value", json!({ "maxInputs": 2, "maxKeyLength": 2, "maxValueLength": 3 }));
    renders(&things, "[[\"b\",\"1\"],[\"a\",\"2\"]]", json!({ "b": "1", "a": "2" }));
    renders(&things, "[]", json!({}));
    let id = things.entry(json!({ "x": "{\"a\":\"1\"}" }));
    assert_eq!(things.text(&id, "x"), "[[\"a\",\"1\"]]");
    for (text, message) in [
        ("[[\"a\",\"1\"],[\"b\",\"1\"],[\"c\",\"1\"]]", "Key Value Input has more inputs than allowed"),
        ("[[\"\",\"1\"]]", "Some inputs have an empty key or value"),
        ("[[\"a\",\"\"]]", "Some inputs have an empty key or value"),
        ("[[\"abc\",\"1\"]]", "At least one key of Key Value Input is longer than allowed"),
        ("[[\"a\",\"1234\"]]", "At least one value of Key Value Input is longer than allowed"),
        ("x", "Key Value Input must be an object"),
    ] {
        refuses(&things, text, message);
    }
}

#[test]
fn an_empty_list_is_not_a_value_for_a_required_input() {
    let weft = Weft::start();
    let things = weft.snow().collection("Things");
    let array =
        things.input_with("a", "array", json!({ "required": true, "inputConfig": { "input": "text" } }));
    things.try_entry(json!({ "a": "[]" })).says(400, "Required Array Input does not have a value");
    things.delete(format!("/inputs/{array}")).send().tells("Collection Input deleted");
    things.input_with("k", "key-value", json!({ "required": true }));
    things.try_entry(json!({ "k": "[]" })).says(400, "Required Key Value Input does not have a value");
}

#[test]
fn a_missing_required_value_is_refused_for_every_type() {
    let weft = Weft::start();
    let other = weft.snow().collection("Other").id;
    for (kind, settings) in [
        ("text", json!({})),
        ("textarea", json!({})),
        ("checkbox", json!({})),
        ("select", json!({})),
        ("slug", json!({ "fieldName": "x" })),
        ("rich-text", json!({})),
        ("media", json!({})),
        ("relational", json!({ "collectionId": other })),
        ("array", json!({ "input": "text" })),
        ("key-value", json!({})),
        ("remote-data", json!({})),
    ] {
        let things = weft.snow().collection("Things");
        things.input_with("x", kind, json!({ "required": true, "inputConfig": settings }));
        for body in [json!({}), json!({ "x": "" }), json!({ "x": null })] {
            things.try_entry(body).says(400, "Required input \"X\" does not have a value");
        }
    }
    let things = weft.snow().collection("Notes");
    let settings = json!({ "color": "red", "content": "x" });
    things.input_with("x", "alert", json!({ "required": true, "inputConfig": settings }));
    things.entry(json!({}));
}
