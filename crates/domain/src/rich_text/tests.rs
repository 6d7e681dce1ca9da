//! Whole documents: the HTML of each node and each mark. Expected values come from TipTap 2.27,
//! where its output is safe.

use serde_json::{Value, json};

pub(super) fn render(document: &str) -> Option<String> {
    let mut drawn = 0_u8;
    super::html(document, &mut || {
        drawn = drawn.wrapping_add(1);
        [0xab, 0xcd, 0, drawn]
    })
}

/// The HTML of a document with that content.
pub(super) fn html(content: &Value) -> String {
    render(&json!({"type": "doc", "content": content}).to_string()).unwrap()
}

pub(super) fn text(text: &str, marks: &[&str]) -> Value {
    let marks: Vec<Value> = marks.iter().map(|mark| json!({"type": mark})).collect();
    json!({"type": "text", "text": text, "marks": marks})
}

/// The HTML of the text `x` with that mark.
fn marked(kind: &str, attributes: Value) -> String {
    html(&json!([{"type": "text", "text": "x", "marks": [{"type": kind, "attrs": attributes}]}]))
}

/// The HTML of a node with the text `x` inside.
fn node(kind: &str, attributes: Value) -> String {
    html(&json!([{"type": kind, "attrs": attributes, "content": [text("x", &[])]}]))
}

#[test]
fn what_is_no_document_has_no_html() {
    for bad in [
        "",
        " ",
        "null",
        "1",
        "[]",
        "{}",
        "\"<p>a</p>\"",
        r#"{"type":"paragraph"}"#,
        r#"{"type":["doc"]}"#,
        r#"[{"type":"doc"}]"#,
        r#"{"type":"doc""#,
        r#"{"type":"doc"} x"#,
        r#"{"type":"doc","content":[}"#,
    ] {
        assert_eq!(render(bad), None, "{bad}");
    }
    for empty in
        [r#"{"type":"doc"}"#, r#" {"content":[],"type":"\u0064oc"} "#, r#"{"type":"doc","content":null}"#]
    {
        assert_eq!(render(empty).as_deref(), Some(""), "{empty}");
    }
}

#[test]
fn blocks() {
    for (kind, attributes, wanted) in [
        ("paragraph", json!({}), "<p>x</p>"),
        ("paragraph", json!({"textAlign": "center"}), r#"<p style="text-align: center">x</p>"#),
        ("paragraph", json!({"textAlign": null}), "<p>x</p>"),
        ("paragraph", json!({"textAlign": "left"}), "<p>x</p>"),
        ("heading", json!({"level": 2, "textAlign": "left"}), "<h2>x</h2>"),
        ("paragraph", json!({"textAlign": "left;x:y"}), "<p>x</p>"),
        ("heading", json!({"level": 1}), "<h1>x</h1>"),
        ("heading", json!({"level": 6, "id": null}), "<h6>x</h6>"),
        (
            "heading",
            json!({"level": 2, "id": "h-1a2b3c4d", "textAlign": "right"}),
            r##"<h2 id="h-1a2b3c4d" style="text-align: right">x<a href="#h-1a2b3c4d" class="heading-anchor-link"></a></h2>"##,
        ),
        ("heading", json!({"level": 99, "id": "a b"}), "<h1>x</h1>"),
        ("blockquote", json!({}), "<blockquote>x</blockquote>"),
        ("bulletList", json!({}), "<ul>x</ul>"),
        ("orderedList", json!({"start": 1, "type": null}), "<ol>x</ol>"),
        ("orderedList", json!({"start": 3, "type": "a"}), r#"<ol start="3" type="a">x</ol>"#),
        ("orderedList", json!({"start": -3, "type": "b"}), "<ol>x</ol>"),
        ("listItem", json!({}), "<li>x</li>"),
        ("codeBlock", json!({"language": null}), "<pre><code>x</code></pre>"),
        ("codeBlock", json!({"language": "c++"}), r#"<pre><code class="language-c++">x</code></pre>"#),
        ("codeBlock", json!({"language": "a b"}), "<pre><code>x</code></pre>"),
        ("tableRow", json!({}), "<tr>x</tr>"),
        ("hologram", json!({"onclick": "a"}), "x"),
    ] {
        assert_eq!(node(kind, attributes.clone()), wanted, "{kind} {attributes}");
    }
    assert_eq!(
        html(&json!([{"type": "paragraph"}, {"type": "hardBreak"}, {"type": "horizontalRule"}])),
        "<p></p><br><hr>"
    );
    let heading = json!([{"type": "heading", "content": [text("a <", &["bold"]), {"type": "hardBreak"}, text("b", &[])]}]);
    assert_eq!(html(&heading), "<h1>a &lt;b</h1>");
}

#[test]
fn marks() {
    for (kind, attributes, wanted) in [
        ("bold", json!({}), "<strong>x</strong>"),
        ("italic", json!({}), "<em>x</em>"),
        ("strike", json!({}), "<s>x</s>"),
        ("code", json!({}), "<code>x</code>"),
        ("underline", json!({}), "<u>x</u>"),
        ("superscript", json!({}), "<sup>x</sup>"),
        ("subscript", json!({}), "<sub>x</sub>"),
        ("highlight", json!({}), "<mark>x</mark>"),
        (
            "highlight",
            json!({"color": "#ff0"}),
            r##"<mark data-color="#ff0" style="background-color: #ff0; color: inherit">x</mark>"##,
        ),
        ("highlight", json!({"color": "red;x:y"}), "<mark>x</mark>"),
        (
            "link",
            json!({"href": "https://a.example/?b=1&c=\"2\""}),
            r#"<a target="_blank" rel="noopener noreferrer nofollow" href="https://a.example/?b=1&amp;c=&quot;2&quot;">x</a>"#,
        ),
        (
            "link",
            json!({"href": "/a", "target": null, "rel": "noopener ugc opener", "class": "b c\"d", "onclick": "e"}),
            r#"<a rel="noopener ugc" class="b" href="/a">x</a>"#,
        ),
        (
            "link",
            json!({"href": "#a", "target": "_self", "rel": null, "class": null}),
            r##"<a target="_self" href="#a">x</a>"##,
        ),
        (
            "link",
            json!({"href": "java\tscript:alert(1)"}),
            r#"<a target="_blank" rel="noopener noreferrer nofollow" href="">x</a>"#,
        ),
        ("link", json!({}), r#"<a target="_blank" rel="noopener noreferrer nofollow">x</a>"#),
        ("hologram", json!({}), "x"),
    ] {
        assert_eq!(marked(kind, attributes.clone()), wanted, "{kind} {attributes}");
    }
}

#[test]
fn marks_nest_in_one_order_and_span_neighbours() {
    let all =
        ["subscript", "highlight", "superscript", "code", "strike", "underline", "italic", "bold", "bold"];
    assert_eq!(
        html(&json!([text("x", &all)])),
        "<strong><code><em><s><u><sup><sub><mark>x</mark></sub></sup></u></s></em></code></strong>"
    );
    for (content, wanted) in [
        (
            json!([text("a", &["bold"]), text("b", &["italic", "bold"]), text("c", &["italic"])]),
            "<strong>a<em>b</em></strong><em>c</em>",
        ),
        (
            json!([text("a", &["bold"]), {"type": "hardBreak", "marks": [{"type": "bold"}]}, text("b", &["bold"])]),
            "<strong>a<br>b</strong>",
        ),
        (
            json!([text("a", &["bold"]), {"type": "hardBreak"}, text("b", &["bold"])]),
            "<strong>a</strong><br><strong>b</strong>",
        ),
        (
            json!([
                {"type": "text", "text": "a", "marks": [{"type": "link", "attrs": {"href": "/a", "target": null, "rel": null}}]},
                {"type": "text", "text": "b", "marks": [{"type": "link", "attrs": {"href": "/b", "target": null, "rel": null}}]},
            ]),
            r#"<a href="/a">a</a><a href="/b">b</a>"#,
        ),
    ] {
        assert_eq!(html(&content), wanted, "{content}");
    }
}

#[test]
fn tables_describe_their_columns() {
    let cell = |kind: &str, attributes: Value| json!({"type": kind, "attrs": attributes, "content": [{"type": "paragraph"}]});
    let table =
        |cells: Value| html(&json!([{"type": "table", "content": [{"type": "tableRow", "content": cells}]}]));
    assert_eq!(
        table(json!([
            cell("tableHeader", json!({"colspan": 1, "rowspan": 1, "colwidth": null})),
            cell("tableCell", json!({"colspan": 2}))
        ])),
        concat!(
            r#"<table style="min-width: 75px"><colgroup><col style="min-width: 25px"><col style="min-width: 25px">"#,
            r#"<col style="min-width: 25px"></colgroup><tbody><tr><th colspan="1" rowspan="1"><p></p></th>"#,
            r#"<td colspan="2" rowspan="1"><p></p></td></tr></tbody></table>"#
        )
    );
    assert_eq!(
        table(json!([cell("tableCell", json!({"colspan": 2, "rowspan": 3, "colwidth": [200, 10]}))])),
        concat!(
            r#"<table style="width: 210px"><colgroup><col style="width: 200px"><col style="width: 25px"></colgroup><tbody><tr>"#,
            r#"<td colspan="2" rowspan="3" colwidth="200,10"><p></p></td></tr></tbody></table>"#
        )
    );
    assert_eq!(
        table(json!([cell("tableCell", json!({"colspan": -2, "rowspan": 1e9, "colwidth": ["\"x", 1e300]}))])),
        concat!(
            r#"<table style="min-width: 25px"><colgroup><col style="min-width: 25px"></colgroup><tbody><tr>"#,
            r#"<td colspan="1" rowspan="1" colwidth="0,0"><p></p></td></tr></tbody></table>"#
        )
    );
    assert_eq!(html(&json!([{"type": "table"}])), "<table><colgroup></colgroup><tbody></tbody></table>");
}

#[test]
fn media_have_harmless_addresses() {
    for (kind, attributes, wanted) in [
        (
            "image",
            json!({"src": "https://a.example/b.png"}),
            r#"<img loading="lazy" src="https://a.example/b.png">"#,
        ),
        (
            "image",
            json!({"src": "/b.png", "alt": "c\"d", "title": "", "width": 3, "onerror": "e"}),
            r#"<img loading="lazy" src="/b.png" alt="c&quot;d" title="">"#,
        ),
        ("image", json!({"src": "data:image/svg+xml,a", "alt": "b"}), r#"<img loading="lazy" alt="b">"#),
        (
            "video",
            json!({"src": "/a.mp4", "controls": true, "autoplay": false, "loop": true, "height": 3, "width": null}),
            r#"<video src="/a.mp4" controls loop height="3"></video>"#,
        ),
        ("video", json!({"src": "javascript:a", "controls": true}), ""),
        ("youtube", json!({"src": "https://evil.example/watch?v=dQw4w9WgXcQ"}), ""),
        (
            "youtube",
            json!({"src": "https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=9", "start": 30, "width": 320, "height": "200"}),
            concat!(
                r#"<div data-youtube-video=""><iframe loading="lazy" width="320" height="200" allowfullscreen endTime="0" "#,
                r#"ivLoadPolicy="0" origin="" playlist="" rel="1" "#,
                r#"src="https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?start=30&amp;rel=1" start="30" "#,
                r#"style="max-width: 100%;height: auto;aspect-ratio: 320 / 200"></iframe></div>"#
            ),
        ),
    ] {
        assert_eq!(node(kind, attributes.clone()), wanted, "{kind} {attributes}");
    }
}

#[test]
fn alerts_bring_their_colours() {
    let alert = |attributes: Value| json!({"type": "alert", "attrs": attributes});
    let two = json!([
        alert(json!({"bg": "#fff3cd", "color": "#212529", "text": "a < b"})),
        alert(json!({"bg": "red}</style>", "color": 1, "text": {}})),
    ]);
    assert_eq!(
        html(&two),
        concat!(
            r#"<div data-alert="abcd0001"><div>a &lt; b</div><style>[data-alert="abcd0001"] > div { background-color: #fff3cd; "#,
            r#"color: #212529; padding: 1rem; border-radius: 0.25rem }</style></div>"#,
            r#"<div data-alert="abcd0002"><div></div><style>[data-alert="abcd0002"] > div { padding: 1rem; "#,
            r#"border-radius: 0.25rem }</style></div>"#
        )
    );
}
