//! Every written file is read back as the same values, and these are written as the same bytes.

#![allow(clippy::unwrap_used, reason = "this is test code")]

use proptest::prelude::*;
use serde_json::{Map, Value};
use weft_markdown::yaml::{self, Rules};
use weft_markdown::{blob, file};

/// Texts of characters with a meaning in YAML, and of arbitrary characters.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[ \\t\\n\\r:#,\\[\\]{}&*!|>'\"%@`=?~_.+a-f0-9-]{0,12}",
        "(yes|No|null|true|0x1f|1e3|\\.inf|<<|2025-01-15|12:30)[ :\\n]?",
        "[0-9_]{1,5}([.:e-][0-9_]{0,3}){0,2}",
        any::<String>(),
    ]
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_filter_map("JSON has none", serde_json::Number::from_f64).prop_map(Value::Number),
        text().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::Array),
            prop::collection::vec((text(), inner), 0..6)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

fn render(members: &Map<String, Value>, body: &str) -> String {
    let members: Vec<_> = members.iter().map(|(name, value)| (name.clone(), value.to_string())).collect();
    file::render(members.iter().map(|(name, value)| (name.as_str(), value.as_str())), body).unwrap()
}

/// Whether both values are equal; a double without a fraction equals the integer.
fn is_same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => one == other || one.as_f64() == other.as_f64(),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| is_same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one.iter().zip(other).all(|(one, other)| one.0 == other.0 && is_same(one.1, other.1))
        }
        _ => one == other,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn written_files_are_read_back(value in prop::collection::vec((text(), value()), 0..6), body in text()) {
        let members: Map<String, Value> = value.into_iter().collect();
        let written = render(&members, &body);
        let read = file::read(&written).unwrap();
        let mut told = members;
        told.retain(|_, value| !value.is_null() && value != "");
        prop_assert!(is_same(&read.frontmatter, &Value::Object(told)), "{written}\n{:?}", read.frontmatter);
        prop_assert_eq!(read.body, file::body_read_back(&body));
        let Value::Object(again) = read.frontmatter else { unreachable!() };
        let again = render(&again, &body);
        prop_assert_eq!(blob::sha(again.as_bytes()), blob::sha(written.as_bytes()));
    }

    #[test]
    fn any_text_is_read_or_refused(text in text()) {
        let _ = yaml::read(&text, Rules::JsYaml);
        let _ = yaml::read(&text, Rules::AsWritten);
        let _ = file::read(&text);
        let _ = file::read(&format!("---\n{text}\n---\n{text}"));
    }
}
