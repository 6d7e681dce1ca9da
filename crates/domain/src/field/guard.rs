//! Tests of all field types, and helpers for the tests of each.

use super::{Field, FieldType};
use crate::json;
use proptest::prelude::*;

/// A field `x` of that type with that `config`.
pub(super) fn field(kind: &str, config: &str) -> Field {
    serde_json::from_str(&format!(r#"{{"name":"x","type":"{kind}","config":{config}}}"#)).unwrap()
}

/// The paths of the definition's violations.
pub(super) fn definition(kind: &str, config: &str) -> Vec<String> {
    field(kind, config).definition_violations().into_iter().map(|violation| violation.path).collect()
}

/// Asserts that all of these values are valid.
pub(super) fn accepts(field: &Field, values: &[&str]) {
    for value in values {
        assert_eq!(field.check(Some(value)), None, "{} {value}", field.type_name);
    }
}

/// Asserts the first broken rule of each of these values.
pub(super) fn refuses(field: &Field, values: &[(&str, &str)]) {
    for (value, code) in values {
        let violation = field.check(Some(value));
        assert_eq!(
            violation.as_ref().map(|v| v.code),
            Some(*code),
            "{} {value}: {violation:?}",
            field.type_name
        );
        let path = violation.map(|v| v.path).unwrap_or_default();
        assert!(path.starts_with("data.x"), "{} {value}: {path}", field.type_name);
    }
}

/// A valid value, and an invalid one if the type has any.
fn sample(kind: FieldType) -> (&'static str, Option<&'static str>) {
    match kind {
        FieldType::Text | FieldType::Textarea | FieldType::Select => (r#""a""#, Some("{}")),
        FieldType::RichText => (r#"{"type":"doc","content":[]}"#, Some("{}")),
        FieldType::Number => ("1.5", Some(r#""1.5""#)),
        FieldType::Boolean => ("false", Some("0")),
        FieldType::Date => (r#""2026-03-25""#, Some(r#""2026-02-30""#)),
        FieldType::DateTime => (r#""2026-03-25T10:00:00Z""#, Some(r#""2026-03-25""#)),
        FieldType::MultiSelect | FieldType::Tags => (r#"["a","b"]"#, Some(r#""a""#)),
        FieldType::Image | FieldType::File => (r#"{"url":"/a.png"}"#, Some(r#""javascript:a""#)),
        FieldType::Url => (r#""https://a.example/""#, Some(r#""javascript:a""#)),
        FieldType::Email => (r#""a@b.example""#, Some(r#""a""#)),
        FieldType::Slug => (r#""a-b""#, Some(r#""a b""#)),
        FieldType::Color => (r##""#abc""##, Some(r#""abc""#)),
        FieldType::Json => (r#"{"a":[1]}"#, None),
        FieldType::Relation => (r#""018f3f70-1c2d-7abc-8def-0123456789ab""#, Some(r#""a""#)),
        FieldType::Group => ("{}", Some("[]")),
        FieldType::Array => ("[1]", Some("{}")),
    }
}

#[test]
fn every_type_has_a_name_a_value_and_a_rule() {
    for kind in FieldType::ALL {
        assert_eq!(FieldType::parse(kind.as_str()), Some(kind));
        let field = Field::new("x", kind);
        assert_eq!(field.field_type(), kind);
        assert!(field.definition_violations().is_empty());
        let (accepted, refused) = sample(kind);
        accepts(&field, &[accepted, "null"]);
        assert_eq!(refused.is_none(), kind == FieldType::Json, "only json accepts everything");
        if let Some(value) = refused {
            assert!(field.check(Some(value)).is_some(), "{kind:?} {value}");
        }
    }
    assert_eq!(FieldType::parse("richtext"), None);
}

#[test]
fn required_is_asked_of_every_type() {
    for kind in FieldType::ALL {
        let field = Field::new("x", kind);
        assert_eq!(field.check(None), None);
        let field = field.with("required", "true").unwrap();
        for missing in [None, Some("null"), Some("\"\""), Some("[]"), Some(" [ ] ")] {
            let violation = field.check(missing).unwrap();
            assert_eq!(
                (violation.path.as_str(), violation.code),
                ("data.x", "required"),
                "{kind:?} {missing:?}"
            );
        }
        accepts(&field, &[sample(kind).0]);
    }
}

#[test]
fn unknown_types_are_json() {
    let field: Field = serde_json::from_str(r#"{"name":"x","type":"hologram"}"#).unwrap();
    assert_eq!((field.field_type(), field.type_name.as_str()), (FieldType::Json, "hologram"));
    assert!(field.definition_violations().is_empty());
}

fn any_json() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just(String::from("null")),
        any::<bool>().prop_map(|b| b.to_string()),
        any::<f64>().prop_map(|n| serde_json::Value::from(n).to_string()),
        "[^\\x00]*".prop_map(|text| json::quote(&text)),
        "[0-9T:.Z+@#/ -]{0,30}".prop_map(|text| json::quote(&text)),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        let name = prop_oneof![Just("type"), Just("id"), Just("url"), Just("fields"), Just("min"), Just("a")];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(|items| format!("[{}]", items.join(","))),
            prop::collection::vec((name, inner), 0..4).prop_map(|members| {
                json::object(members.iter().map(|(name, value)| (*name, value.as_str())))
            }),
        ]
    })
}

/// A config that gives every setting some value, often of the wrong type.
fn any_config() -> impl Strategy<Value = String> {
    const NAMES: [&str; 13] = [
        "minLength",
        "maxLength",
        "pattern",
        "min",
        "max",
        "integer",
        "options",
        "minItems",
        "maxItems",
        "multiple",
        "to",
        "of",
        "fields",
    ];
    prop::collection::vec((prop::sample::select(&NAMES[..]), any_json()), 0..6)
        .prop_map(|settings| json::object(settings.iter().map(|(name, value)| (*name, value.as_str()))))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_value_and_no_definition_panics(value in any_json(), config in any_config(), junk in any::<String>()) {
        for kind in FieldType::ALL {
            let field = Field::new("x", kind).with("config", &config).unwrap().with("defaultValue", &value).unwrap();
            let _ = field.definition_violations();
            let _ = (field.check(Some(&junk)), field.normalise(&junk), field.literal(&junk));
            if let Some(violation) = field.check(Some(&value)) {
                prop_assert!(violation.path.starts_with("data.x"));
                prop_assert!(!violation.message.is_empty());
            }
            let stored = json::normalise(&value).unwrap();
            if field.check(Some(&stored)).is_none() {
                let normalise = field.normalise(&stored).unwrap_or(stored);
                prop_assert_eq!(field.check(Some(&normalise)).map(|v| v.code).filter(|code| *code != "maxLength"), None);
                prop_assert_eq!(field.normalise(&normalise), None);
            }
            let text = serde_json::to_string(&field).unwrap();
            prop_assert_eq!(&serde_json::from_str::<Field>(&text).unwrap(), &field);
        }
    }
}
