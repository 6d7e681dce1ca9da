//! Rich texts that contain scripts or are too large: they are stored or refused, rendered without
//! scripts, and never cause a 5xx.

use serde_json::{Value, json};
use weft_tests::{SnowCollection, Weft};

/// A collection with one rich text, `x`.
fn texts<'w>(weft: &'w Weft) -> SnowCollection<'w> {
    let collection = weft.snow().collection("Texts");
    collection.input("x", "rich-text");
    collection
}

/// Stores a document with this content; returns its rendered HTML.
#[track_caller]
fn html(texts: &SnowCollection<'_>, content: Value) -> String {
    let id = texts.entry(json!({ "x": json!({ "type": "doc", "content": content }).to_string() }));
    texts.rendered(&id)["x"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn script_urls_are_not_rendered() {
    let weft = Weft::start();
    let texts = texts(&weft);
    for address in [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "java\tscript:alert(1)",
        "java\nscript:alert(1)",
        "javascript&colon;alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "data:image/svg+xml;base64,PHN2Zy8+",
        "data:text/html;image/png,alert(1)",
        "cid\t:javascript:alert(1)",
        "vbscript:x",
        "file:///etc/passwd",
    ] {
        let link = json!({ "type": "link", "attrs": { "href": address, "target": "_blank" } });
        let linked = json!({ "type": "text", "text": "here", "marks": [link] });
        let html = html(
            &texts,
            json!([
                { "type": "paragraph", "content": [linked] },
                { "type": "image", "attrs": { "src": address } },
                { "type": "video", "attrs": { "src": address } },
                { "type": "youtube", "attrs": { "src": address } }
            ]),
        );
        assert!(html.contains("here"), "{html}");
        for bad in ["script", "data:", "file:", "alert("] {
            assert!(!html.to_lowercase().contains(bad), "{address:?}: {html}");
        }
    }
}

#[test]
fn markup_in_texts_and_attributes_is_escaped() {
    let weft = Weft::start();
    let texts = texts(&weft);
    let evil = "\"><script>alert(1)</script><img src=x onerror=alert(1)>";
    let html = html(
        &texts,
        json!([
            { "type": "paragraph", "attrs": { "textAlign": evil }, "content": [{ "type": "text", "text": evil }] },
            { "type": "heading", "attrs": { "level": 2, "id": evil }, "content": [{ "type": "text", "text": evil }] },
            { "type": "codeBlock", "attrs": { "language": evil }, "content": [{ "type": "text", "text": evil }] },
            { "type": "image", "attrs": { "src": "https://a.example/a.png", "alt": evil, "title": evil, "onload": evil } },
            { "type": "alert", "attrs": { "text": evil, "bg": "red}</style><script>", "color": evil } },
            { "type": "script", "content": [{ "type": "text", "text": "alert(1)" }] },
            { "type": evil }
        ]),
    );
    assert!(html.contains("&lt;script&gt;"), "{html}");
    for bad in ["<script", "<img src=x", "onload=", "red}"] {
        assert!(!html.contains(bad), "{bad}: {html}");
    }
}

#[test]
fn ten_thousand_levels_are_refused() {
    let weft = Weft::start();
    let texts = texts(&weft);
    let (open, close) = ("{\"type\":\"blockquote\",\"content\":[", "]}");
    let deep = format!("{{\"type\":\"doc\",\"content\":[{}{}]}}", open.repeat(10_000), close.repeat(10_000));
    texts.try_entry(json!({ "x": deep })).says(400, "Invalid Rich Text Input data");
    texts.try_entry(json!({ "x": open.repeat(10_000) })).says(400, "Invalid Rich Text Input data");
    assert_eq!(texts.get("/entries").send().json(), json!([]));
}

#[test]
fn the_deepest_permitted_document_is_rendered() {
    let weft = Weft::start();
    let texts = texts(&weft);
    let mut node = json!({ "type": "paragraph", "content": [{ "type": "text", "text": "deep" }] });
    for _ in 0..28 {
        node = json!({ "type": "blockquote", "content": [node] });
    }
    let html = html(&texts, json!([node]));
    assert!(html.starts_with("<blockquote><blockquote>") && html.contains("deep"), "{html}");
}

#[test]
fn malformed_nodes_are_skipped() {
    let weft = Weft::start();
    let texts = texts(&weft);
    for odd in [
        json!([null, 7, "x", [], {}, { "type": 7 }, { "type": null, "content": {} }]),
        json!([{ "type": "paragraph", "content": { "type": "text" } }]),
        json!([{ "type": "text", "text": 7, "marks": "bold" }]),
        json!([{ "type": "heading", "attrs": { "level": -1e300 } }, { "type": "heading", "attrs": [] }]),
        json!([{ "type": "tableCell", "attrs": { "colspan": 1e9, "colwidth": [null, "x", -1] } }]),
        json!([{ "type": "orderedList", "attrs": { "start": "\"><b>" } }]),
    ] {
        let html = html(&texts, odd.clone());
        assert!(!html.contains("<b>"), "{odd}: {html}");
    }
}

#[test]
fn a_document_of_many_nodes_is_rendered_completely() {
    let weft = Weft::start();
    let texts = texts(&weft);
    let paragraph = json!({ "type": "paragraph", "content": [{ "type": "text", "text": "x" }] });
    let html = html(&texts, Value::Array(vec![paragraph; 5000]));
    assert_eq!(html, "<p>x</p>".repeat(5000));
}
