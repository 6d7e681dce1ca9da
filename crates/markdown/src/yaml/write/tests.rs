//! What js-yaml writes. The table of whole files is in `tests/golden.rs`.

use super::*;

fn yaml(json: &str) -> String {
    let members = weft_domain::json::members(json).unwrap();
    let members: Vec<_> = members.iter().map(|(name, value)| (name.as_ref(), value.get())).collect();
    let mut out = String::new();
    write(&members, &mut out).unwrap();
    out
}

#[test]
fn numbers_are_javascripts() {
    for (json, text) in [
        ("1", "1"),
        ("1.0", "1"),
        ("1.10", "1.1"),
        ("1e21", "1e+21"),
        ("1e20", "100000000000000000000"),
        ("1e-7", "1.e-7"),
        ("2.5e-7", "2.5e-7"),
        ("-0", "-0.0"),
        ("-0.0", "-0.0"),
        ("0.0", "0"),
        ("1E2", "100"),
        ("9007199254740993", "9007199254740993"),
        ("0.1000000000000000055", "0.1"),
    ] {
        assert_eq!(yaml(&format!("{{\"x\":{json}}}")), format!("x: {text}\n"), "{json}");
    }
}

#[test]
fn a_long_key_has_a_question_mark() {
    let long = "k".repeat(1025);
    assert_eq!(yaml(&format!("{{\"{long}\":1}}")), format!("? {long}\n: 1\n"));
    assert_eq!(yaml(&format!("{{\"{long}\":{{\"a\":[1]}}}}")), format!("? {long}\n: a:\n    - 1\n"));
    let short = "k".repeat(1024);
    assert_eq!(yaml(&format!("{{\"{short}\":1}}")), format!("{short}: 1\n"));
}

#[test]
fn texts_get_the_style_of_js_yaml() {
    for (json, text) in [
        (r#""\n""#, "|+\n"),
        (r#""\n\n""#, "|+\n\n"),
        (r#""a\n b\n""#, "|\n  a\n   b"),
        (r#""\n  a""#, "|2-\n\n    a"),
        (r##""a:#b""##, "a:#b"),
        (r#""1:2:3.4_""#, "\"1:2:3.4_\""),
        (r#""1::2""#, "1::2"),
        (r#""1_000""#, "\"1_000\""),
        (r#""a: ""#, "\"a: \""),
        (r#""<<""#, "\"<<\""),
        (r#""\u0080\u009f""#, "\"\\x80\\x9F\""),
        (r#""\ufffe""#, "\"\\uFFFE\""),
    ] {
        assert_eq!(yaml(&format!("{{\"x\":{json}}}")), format!("x: {text}\n"), "{json}");
    }
}

#[test]
fn what_is_no_json_is_refused() {
    for json in ["", "x", "[1", "{\"a\"}", "nul", "--1"] {
        assert!(write(&[("x", json)], &mut String::new()).is_err(), "{json}");
    }
}
