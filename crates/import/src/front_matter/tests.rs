//! Tests of front matter, with tables of cases.

use super::*;
use serde_json::json;

fn read(text: &str) -> (Value, &str) {
    let parts = split(text).unwrap();
    (Value::Object(parts.matter), parts.body)
}

#[test]
fn parts_are_told_apart() {
    for (text, matter, body) in [
        ("", json!({}), ""),
        ("Hello", json!({}), "Hello"),
        ("\n\n Hello\n", json!({}), " Hello\n"),
        ("---\na: 1\n---\nHello", json!({ "a": 1 }), "Hello"),
        ("\u{feff}--- \r\na: 1\r\n---\r\n\r\nHello\r\n", json!({ "a": 1 }), "Hello\r\n"),
        ("---\na: 1\n...\nx\n---\ny", json!({ "a": 1 }), "x\n---\ny"),
        ("---\n---\nx", json!({}), "x"),
        ("---\n# none\n---\nx", json!({}), "x"),
        ("---\na: 1\n---", json!({ "a": 1 }), ""),
        ("+++\na = 1\n+++\nx", json!({ "a": 1 }), "x"),
        ("\n---\na: 1\n---\nx", json!({ "a": 1 }), "x"),
        (" \r\n\r\n\u{feff}---\t\r\na: 1\r\n---\r\nx", json!({ "a": 1 }), "x"),
        ("---yaml\na: 1\n---\nx", json!({ "a": 1 }), "x"),
        ("--- YML\na: 1\n---\nx", json!({ "a": 1 }), "x"),
        ("---toml\na = 1\n---\nx", json!({ "a": 1 }), "x"),
        ("\n+++\na = 1\n+++\nx", json!({ "a": 1 }), "x"),
        ("---json\n{ \"a\": 1 }\n---\nx", json!({ "a": 1 }), "x"),
        (";;;\n\"a\": 1,\n\"b\": [2],\n;;;\nx", json!({ "a": 1, "b": [2] }), "x"),
        ("{\n  \"a\": { \"b\": 1 }\n}\n\nx", json!({ "a": { "b": 1 } }), "x"),
        ("{\"a\": 1}\nx", json!({ "a": 1 }), "x"),
        ("{{< figure >}}\n", json!({}), "{{< figure >}}\n"),
        ("{% include a.html %}\n", json!({}), "{% include a.html %}\n"),
        ("{: .wide }\n", json!({}), "{: .wide }\n"),
        ("Note: mind the gap.\n\nText", json!({}), "Note: mind the gap.\n\nText"),
        ("<!-- lint off -->\n# A\n", json!({}), "<!-- lint off -->\n# A\n"),
        ("---\na: 1\n---\n\n---\n\nAfter a rule.\n", json!({ "a": 1 }), "---\n\nAfter a rule.\n"),
        ("----\nx\n----\n", json!({}), "----\nx\n----\n"),
        ("x\n---\na: 1\n---\n", json!({}), "x\n---\na: 1\n---\n"),
    ] {
        assert_eq!(read(text), (matter, body), "{text:?}");
    }
}

#[test]
fn yaml_values_keep_their_kind() {
    for (yaml, value) in [
        ("text", json!("text")),
        ("\"1\"", json!("1")),
        ("'true'", json!("true")),
        ("1", json!(1)),
        ("-1.5", json!(-1.5)),
        ("true", json!(true)),
        ("", json!(null)),
        ("~", json!(null)),
        ("2024-02-29", json!("2024-02-29")),
        ("2024-02-29 10:00:00 +0200", json!("2024-02-29 10:00:00 +0200")),
        ("[a, b]", json!(["a", "b"])),
        ("{ b: 1, a: [2] }", json!({ "b": 1, "a": [2] })),
        ("|\n  a\n  b", json!("a\nb\n")),
        (".nan", json!(".nan")),
        ("no", json!("no")),
        ("007", json!("007")),
        ("1_000", json!("1_000")),
    ] {
        assert_eq!(read(&format!("---\nx: {yaml}\n---\n")).0, json!({ "x": value }), "{yaml}");
    }
    assert_eq!(read("---\n2024: a\ntrue: b\n---\n").0, json!({ "2024": "a", "true": "b" }));
    assert_eq!(read("---\na: &x [1]\nb: *x\n---\n").0, json!({ "a": [1], "b": [1] }));
}

#[test]
fn toml_values_become_json() {
    let text =
        "+++\na = 'x'\nb = 1.5\nc = 2024-02-29\nd = 2024-02-29T10:00:00Z\ne = [1, true]\n[f]\ng = 'h'\n+++\n";
    let expected = json!({
        "a": "x", "b": 1.5, "c": "2024-02-29", "d": "2024-02-29T10:00:00Z", "e": [1, true], "f": { "g": "h" },
    });
    assert_eq!(read(text).0, expected);
}

#[test]
fn a_number_that_would_change_stays_a_text() {
    for text in [
        "1.10",
        "2.0",
        "007",
        "1e3",
        "1E3",
        "0x1F",
        "0o17",
        "0b1",
        "1_000",
        "+1",
        "-0",
        "-0.0",
        ".5",
        "5.",
        "1.5e300",
        "9007199254740992",
        "-9007199254740992",
        "123456789012345678901234567890",
        "0.1000000000000000055",
        "1e999",
        "yes",
        "no",
        "on",
        "off",
        "12:30:00",
        "12:30",
        "2024-02-29",
        "1.2.3",
        ".inf",
    ] {
        let yaml = read(&format!("---\nx: {text}\ny: [{text}, {{ z: {text} }}]\n---\n")).0;
        assert_eq!(yaml, json!({ "x": text, "y": [text, { "z": text }] }), "{text}");
    }
    for (text, number) in [
        ("1", json!(1)),
        ("-7", json!(-7)),
        ("0", json!(0)),
        ("1.5", json!(1.5)),
        ("-0.25", json!(-0.25)),
        ("9007199254740991", json!(9_007_199_254_740_991_i64)),
    ] {
        assert_eq!(read(&format!("---\nx: {text}\n---\n")).0["x"], number, "{text}");
        assert_eq!(read(&format!("+++\nx = {text}\n+++\n")).0["x"], number, "{text}");
        assert_eq!(read(&format!("{{\"x\":{text}}}\n")).0["x"], number, "{text}");
    }
    for text in ["1.10", "2.0", "1e3", "0x1F", "1_000", "+1", "9007199254740992", "12:30:00", "inf"] {
        let toml = read(&format!("+++\nx = {text}\ny = [{text}]\n[z]\nx = {text}\n+++\n")).0;
        assert_eq!(toml, json!({ "x": text, "y": [text], "z": { "x": text } }), "{text}");
    }
    for text in ["1.10", "2.0", "1e3", "-0", "9007199254740992"] {
        let json = read(&format!("{{\"x\":{text},\"y\":[{text}]}}\n")).0;
        assert_eq!(json, json!({ "x": text, "y": [text] }), "{text}");
    }
    assert_eq!(read("---\na: &v 1.10\nb: *v\n---\n").0, json!({ "a": "1.10", "b": "1.10" }));
    assert_eq!(
        read("---\nd: &d { v: 1.10 }\ne: { <<: *d, w: 2 }\n---\n").0["e"],
        json!({ "v": "1.10", "w": 2 })
    );
    assert_eq!(read("---\na: !!str 5\n---\n").0, json!({ "a": "5" }));
    // A number with an explicit YAML tag does not keep its text.
    assert!(split("---\na: !!float 1.10\n---\n").unwrap_err().starts_with("its front matter is not YAML: "));
}

#[test]
fn what_looks_like_front_matter_is_never_text() {
    for text in [
        "\n---\ntitle: A\n",
        "---\ntitle: A",
        "---",
        "+++\ntitle = 'A'\n",
        "{\n\"title\": \"A\"\n",
        "{ \"title\": \"A\" } and more\n",
        "{ title: 'A' }\n",
        "{\n  draft: true\n}\n",
        ";;;\n\"a\": 1\n",
        ";;;\na: 1\n;;;\n",
        "---js\n{ title: 'A' }\n---\n",
        "--- # a post\ntitle: A\n---\n",
        "--- title: A\n---\n",
        "----\ntitle: A\n----\n",
        "++++\ntitle = 'A'\n++++\n",
        "\u{2014}-\ntitle: A\n\u{2014}-\n",
        "  ---\n  title: A\n  ---\n",
        "---\rtitle: A\r---\rText",
        "<!-- a comment -->\n---\ntitle: A\n---\n",
        "<!-- one --><!-- two -->\n\n+++\ntitle = 'A'\n+++\n",
        "title: A\ndate: 2024-01-01\n\nText",
        "Title: A\nStatus: draft\n\nText",
        "title: A\n---\nText",
        "draft: true\n\nText",
        "\"title\": \"A\",\n\"draft\": true\n;;;\nText",
        "---\na: 1\n---\n---\ndraft: true\n---\nText",
        "---\na: 1\n---\n\n+++\ndraft = true\n+++\nText",
    ] {
        let refused = split(text);
        assert!(refused.is_err(), "{text:?}: {refused:?}");
    }
}

#[test]
fn what_is_wrong_is_told_on_one_line() {
    for (text, reason) in [
        ("---\na: 1\n", "its front matter is never closed"),
        ("+++\na = 1\n---\n", "its front matter is never closed"),
        ("---\na: [1\n---\n", "its front matter is not YAML: "),
        ("---\na: 1\na: 2\n---\n", "its front matter is not YAML: "),
        ("---\n- a\n---\n", "its front matter is not a list of keys and values"),
        ("---\nHello\n---\n", "its front matter is not a list of keys and values"),
        ("+++\na = \n+++\n", "its front matter is not TOML: "),
    ] {
        let error = split(text).unwrap_err();
        assert!(error.starts_with(reason), "{text:?}: {error}");
        assert!(!error.contains('\n'), "{error}");
    }
}

#[test]
fn aliases_cannot_grow_without_bounds() {
    let mut text = String::from("---\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for i in 1..12 {
        let before = i - 1;
        text.push_str(&format!("a{i}: &a{i} [{}]\n", vec![format!("*a{before}"); 10].join(", ")));
    }
    text.push_str("---\n");
    assert!(split(&text).is_err());
}
