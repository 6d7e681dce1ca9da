//! Hostile documents: wrong types, excessive depth and width, and random combinations.

use super::node::DEPTH_MAX;
use super::tests::{html, render, text};
use proptest::prelude::*;
use serde_json::{Value, json};

#[test]
fn text_is_escaped() {
    assert_eq!(
        html(&json!([text("</p><script>alert('1')</script>&lt;", &[])])),
        "&lt;/p&gt;&lt;script&gt;alert(&apos;1&apos;)&lt;/script&gt;&amp;lt;"
    );
}

#[test]
fn wrong_types_are_nothing() {
    for (content, wanted) in [
        (json!("x"), ""),
        (json!({"type": "text", "text": "x"}), ""),
        (json!([1, null, "x", [text("x", &[])], true, 1.5, -1, {}]), ""),
        (json!([{"type": "text", "text": 1}]), ""),
        (json!([{"type": "text", "text": ["x"]}]), ""),
        (json!([{"type": 1, "content": [text("x", &[])]}]), "x"),
        (json!([{"type": {"type": "paragraph"}, "text": "y", "content": [text("x", &[])]}]), "x"),
        (json!([{"type": "paragraph", "attrs": ["textAlign"], "content": "x"}]), "<p></p>"),
        (
            json!([{"type": "paragraph", "attrs": {"textAlign": ["center"]}, "content": {"type": "text"}}]),
            "<p></p>",
        ),
        (json!([{"type": "text", "text": "x", "marks": {"type": "bold"}}]), "x"),
        (json!([{"type": "text", "text": "x", "marks": "bold"}]), "x"),
        (
            json!([{"type": "text", "text": "x", "marks": ["bold", null, [], {"type": 1}, {"type": "bold", "attrs": 1}]}]),
            "<strong>x</strong>",
        ),
        (
            json!([{"type": "heading", "attrs": {"level": "2\" onclick=\"a", "id": {"random": "a"}}}]),
            "<h1></h1>",
        ),
        (json!([{"type": "heading", "attrs": {"level": 1e300, "id": 5}}]), "<h1></h1>"),
        (json!([{"type": "orderedList", "attrs": {"start": 1e300}}]), "<ol></ol>"),
        (json!([{"type": "image", "attrs": {"src": ["/a"], "alt": 1}}]), r#"<img loading="lazy">"#),
        (json!([{"type": "video", "attrs": {"src": 1}}, {"type": "youtube", "attrs": {"src": {}}}]), ""),
        (json!([{"type": "script", "content": [text("alert(1)", &[])]}, {"type": "style"}]), "alert(1)"),
    ] {
        assert_eq!(html(&content), wanted, "{content}");
    }
    // A repeated member: the last one counts.
    let twice = r#"{"type":"doc","content":[{"type":"text","text":"a","text":"b"}],"type":"doc"}"#;
    assert_eq!(render(twice).as_deref(), Some("b"));
}

#[test]
fn what_is_too_deep_is_left_out() {
    let nested = |levels: usize| {
        let (start, end) = (r#"{"type":"blockquote","content":["#.repeat(levels), "]}".repeat(levels));
        render(&format!(r#"{{"type":"doc","content":[{start}{end},{{"type":"text","text":"x"}}]}}"#)).unwrap()
    };
    assert_eq!(nested(2), "<blockquote><blockquote></blockquote></blockquote>x");
    let most = usize::from(DEPTH_MAX) - 1;
    for levels in [most, most + 1, 10_000] {
        let html = nested(levels);
        assert_eq!(html.matches("<blockquote>").count(), most, "{levels}");
        assert!(html.ends_with("</blockquote>x"), "{levels}");
    }
    for part in ["type", "text", "attrs", "marks", "other"] {
        let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
        let document = format!(r#"{{"type":"doc","content":[{{"type":"paragraph","{part}":{deep}}}]}}"#);
        let wanted = if part == "type" { "" } else { "<p></p>" };
        assert_eq!(render(&document).as_deref(), Some(wanted), "{part}");
    }
}

#[test]
fn spans_do_not_multiply_the_document() {
    let table = json!({"type": "table", "content": [{"content": [{"type": "tableCell", "attrs": {"colspan": 1000}}]}]});
    let html = html(&Value::from(vec![table; 100]));
    assert_eq!(html.matches("<col ").count(), 4096);
    assert_eq!(html.matches("<table").count(), 100);
}

#[test]
fn wide_documents_are_written_in_full() {
    let paragraph =
        r#"{"type":"paragraph","content":[{"type":"text","text":"x","marks":[{"type":"bold"}]}]}"#;
    let document = format!(r#"{{"type":"doc","content":[{}]}}"#, vec![paragraph; 100_000].join(","));
    assert_eq!(render(&document).unwrap().len(), 100_000 * "<p><strong>x</strong></p>".len());
    let marks = vec![r#"{"type":"link"}"#; 100_000].join(",");
    let document = format!(r#"{{"type":"doc","content":[{{"type":"text","text":"x","marks":[{marks}]}}]}}"#);
    assert_eq!(render(&document).unwrap().matches("<a ").count(), 1);
}

/// Every element and attribute that this module may write.
const NAMES: &str = "a blockquote br code col colgroup div em h1 h2 h3 h4 h5 h6 hr iframe img li mark ol p pre s strong style sub sup table \
    tbody td th tr u ul video";
const ATTRIBUTES: &str = "allowfullscreen alt autoplay class colspan colwidth controls data-alert data-color data-youtube-video endTime height \
    href id ivLoadPolicy loading loop origin playlist rel rowspan src start style target title type width";
/// The elements without content.
const EMPTY: [&str; 4] = ["br", "col", "hr", "img"];

/// Reads HTML as strictly as this module writes it.
fn check(html: &str) {
    let mut open = Vec::new();
    for part in html.split('<').skip(1) {
        let (tag, _) = part.split_once('>').expect("tags end");
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "{html}");
            continue;
        }
        let (name, mut rest) = tag.split_once(' ').unwrap_or((tag, ""));
        assert!(NAMES.split_ascii_whitespace().any(|known| known == name), "{name} in {html}");
        if !EMPTY.contains(&name) {
            open.push(name);
        }
        while !rest.is_empty() {
            let end = rest.find([' ', '=']).unwrap_or(rest.len());
            let attribute = &rest[..end];
            assert!(
                ATTRIBUTES.split_ascii_whitespace().any(|known| known == attribute),
                "{attribute} in {html}"
            );
            rest = &rest[end..];
            if let Some(quoted) = rest.strip_prefix("=\"") {
                let (value, after) = quoted.split_once('"').expect("values end");
                if matches!(attribute, "href" | "src") {
                    assert!(!value.to_lowercase().contains("script:"), "{html}");
                }
                rest = after;
            }
            rest = rest.strip_prefix(' ').unwrap_or(rest);
        }
    }
    assert!(open.is_empty(), "{open:?} in {html}");
    assert!(!html.to_lowercase().contains("<script"), "{html}");
}

const WORDS: [&str; 48] = [
    "doc",
    "text",
    "paragraph",
    "heading",
    "blockquote",
    "bulletList",
    "orderedList",
    "listItem",
    "codeBlock",
    "hardBreak",
    "horizontalRule",
    "table",
    "tableRow",
    "tableHeader",
    "tableCell",
    "image",
    "video",
    "youtube",
    "alert",
    "hologram",
    "bold",
    "italic",
    "strike",
    "code",
    "underline",
    "link",
    "superscript",
    "subscript",
    "highlight",
    "center",
    "red",
    "#fff",
    "javascript:alert(1)",
    "java\tscript:alert(1)",
    "https://a.example/\"><script>",
    "https://youtu.be/dQw4w9WgXcQ",
    "/a.png",
    "<script>alert(1)</script>",
    "\" onclick=\"alert(1)",
    "' onload='a",
    "</style><script>",
    "red;}",
    "-->",
    "<!--",
    "&lt;",
    "\0",
    "_blank",
    "",
];

const MEMBERS: [&str; 29] = [
    "type",
    "type",
    "content",
    "content",
    "content",
    "attrs",
    "attrs",
    "marks",
    "marks",
    "text",
    "text",
    "href",
    "src",
    "id",
    "level",
    "class",
    "rel",
    "target",
    "color",
    "bg",
    "textAlign",
    "language",
    "alt",
    "colspan",
    "colwidth",
    "start",
    "width",
    "controls",
    "onclick",
];

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        1 => Just(Value::Null),
        1 => any::<bool>().prop_map(Value::from),
        1 => any::<i64>().prop_map(Value::from),
        1 => any::<f64>().prop_map(Value::from),
        1 => (0..7_i64).prop_map(Value::from),
        2 => any::<String>().prop_map(Value::from),
        8 => prop::sample::select(&WORDS[..]).prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 64, 5, |inner| {
        let members = prop::collection::vec((prop::sample::select(&MEMBERS[..]), inner.clone()), 0..6);
        prop_oneof![
            prop::collection::vec(inner, 0..5).prop_map(Value::from),
            members.prop_map(|members| members
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value))
                .collect()),
        ]
    })
}

/// A node whose members have the right types, with anything for attributes.
fn any_node() -> impl Strategy<Value = Value> {
    let word = || prop::sample::select(&WORDS[..]);
    let attributes = || prop::collection::vec((prop::sample::select(&MEMBERS[..]), any_value()), 0..5);
    let object = |members: Vec<(&str, Value)>| -> Value {
        members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    };
    let mark = (word(), attributes())
        .prop_map(move |(kind, members)| json!({"type": kind, "attrs": object(members)}));
    let leaf = (word(), any::<String>(), prop::collection::vec(mark, 0..4)).prop_map(
        |(word, text, marks)| json!({"type": "text", "text": format!("{word}{text}"), "marks": marks}),
    );
    leaf.prop_recursive(5, 40, 5, move |inner| {
        let kind = prop::sample::select(&WORDS[..20]);
        (kind, attributes(), prop::collection::vec(inner, 0..5)).prop_map(move |(kind, members, content)| {
            json!({"type": kind, "attrs": object(members), "content": content})
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_but_our_own_markup_is_written(content in any_value(), nodes in prop::collection::vec(any_node(), 0..4)) {
        check(&html(&content));
        check(&html(&Value::from(vec![content])));
        check(&html(&Value::from(nodes)));
    }

    #[test]
    fn no_text_panics(junk in any::<String>(), value in any_value()) {
        prop_assert!(render(&junk).is_none_or(|html| html.is_empty()));
        if let Some(html) = render(&value.to_string()) {
            check(&html);
        }
    }
}
