//! Documents, by tables.

use super::*;
use serde_json::json;

fn js(text: &str) -> Result<Value, YamlError> {
    read(text, Rules::JsYaml)
}

#[test]
fn documents_are_read() {
    for (text, value) in [
        ("", json!(null)),
        ("# none", json!(null)),
        ("a: 1\n...\n", json!({ "a": 1 })),
        ("a: [1, 'x', \"y\", {b: ~}]", json!({ "a": [1, "x", "y", { "b": null }] })),
        ("a: |\n  x\n  y\nb: >-\n  x\n  y", json!({ "a": "x\ny\n", "b": "x y" })),
        ("a: '2025-01-15'\nb: 2025-01-15", json!({ "a": "2025-01-15", "b": "2025-01-15T00:00:00.000Z" })),
        ("a: &x [1]\nb: *x", json!({ "a": [1], "b": [1] })),
        ("017: a\ntrue: b\n~: c\n1.0: d", json!({ "17": "a", "true": "b", "null": "c", "1": "d" })),
        ("&k key: *k", json!({ "key": "key" })),
        ("a: !!str 5\nb: !!int '7'\nc: !!float 1", json!({ "a": "5", "b": 7, "c": 1 })),
        ("a: ! 5\nb: !!set {x, y}", json!({ "a": "5", "b": { "x": null, "y": null } })),
        (
            "d: &d {v: 1, w: 2}\ne: {<<: *d, w: 3}",
            json!({ "d": { "v": 1, "w": 2 }, "e": { "v": 1, "w": 3 } }),
        ),
        ("e: {w: 3, <<: [{v: 1, w: 2}, {v: 9, x: 8}]}", json!({ "e": { "w": 3, "v": 1, "x": 8 } })),
        ("'<<': 1", json!({ "<<": 1 })),
    ] {
        assert_eq!(js(text), Ok(value), "{text}");
    }
}

#[test]
fn what_js_yaml_refuses_is_refused() {
    let is_syntax = |text: &str| matches!(js(text), Err(YamlError::Syntax(_)));
    for text in ["a: [", "a: b: c", "\"", "a: *unknown", "- a\nb: c", "a: @x"] {
        assert!(is_syntax(text), "{text}");
    }
    for (text, error) in [
        ("a: 1\na: 2", YamlError::RepeatedKey("a".into())),
        ("1: a\n1.0: b", YamlError::RepeatedKey("1".into())),
        ("a: 1\n...\nb: 2", YamlError::Documents),
        ("a: !thing 1", YamlError::Tag("!thing".into())),
        ("a: !!int x", YamlError::Tag("!!int".into())),
        ("a: !!map [1]", YamlError::Tag("!!map".into())),
        ("<<: 1", YamlError::Merge),
        ("? [a]\n: b", YamlError::OddKey),
        ("a: &a [*a]", YamlError::Circle),
    ] {
        assert_eq!(js(text), Err(error), "{text}");
    }
}

#[test]
fn depth_is_bounded() {
    let deep = |levels: usize| format!("a: {}{}", "[".repeat(levels), "]".repeat(levels));
    assert!(js(&deep(DEPTH_MAX - 1)).is_ok());
    assert_eq!(js(&deep(DEPTH_MAX + 1)), Err(YamlError::TooDeep));
    assert_eq!(js(&"- ".repeat(5000)), Err(YamlError::TooDeep));
    assert!(js(&deep(100_000)).is_err());
}

#[test]
fn copies_are_bounded() {
    let mut laughs = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for i in 1..12 {
        let before = i - 1;
        laughs.push_str(&format!("a{i}: &a{i} [{}]\n", vec![format!("*a{before}"); 10].join(", ")));
    }
    assert_eq!(js(&laughs), Err(YamlError::TooManyCopies));
    // Anchors one within the other, around a large list.
    let tower: String = (0..50).map(|i| format!("&a{i} [")).collect();
    let tower = format!("{tower}{}{}", "x, ".repeat(20_000), "]".repeat(50));
    assert_eq!(js(&tower), Err(YamlError::TooManyCopies));
    // The same list without an anchor is only a list.
    assert!(js(&format!("[{}]", "x, ".repeat(200_000))).is_ok());
}

#[test]
fn as_written_keeps_what_would_change() {
    let value = read("a: 1.10\nb: 007\nc: 2025-01-15\nd: 7\ne: !thing x\n1.0: f", Rules::AsWritten);
    let expected = json!({ "a": "1.10", "b": "007", "c": "2025-01-15", "d": 7, "e": "x", "1.0": "f" });
    assert_eq!(value, Ok(expected));
    assert_eq!(read("~: x", Rules::AsWritten), Err(YamlError::OddKey));
    assert!(read("a: !!float 1.10", Rules::AsWritten).is_err());
}
