//! Commands as they are sent, and what is wrong with them.

use super::*;
use crate::error::CaretError;

fn told(text: &str) -> String {
    match parse(text) {
        Ok(command) => format!("{command:?}"),
        Err(Refusal::Own(CaretError::Issues { error, issues })) => {
            assert_eq!(error, "Invalid mutation command");
            let issues = issues.iter().map(|v| match v.code {
                INVALID => format!("{}: {}", v.path, v.message),
                code => format!("{} {code}: {}", v.path, v.message),
            });
            issues.collect::<Vec<_>>().join(" | ")
        }
        Err(Refusal::Own(CaretError::Message(own))) => format!("{} {}", own.status, own.message),
        Err(other) => panic!("{other:?}"),
    }
}

#[test]
fn commands_are_read() {
    let at = |collection: &str, id: &str| Location { collection: collection.into(), id: id.into() };
    let save = r#"{"type":"save_field","collection":" Pages ","id":"HOME","field":" hero.title ","value":"New","expectedRevision":7}"#;
    let path = FieldPath::parse("hero.title").unwrap();
    assert_eq!(
        parse(save).unwrap(),
        Command::SaveField { at: at("pages", "home"), path, value: "\"New\"", expected: Some(7) }
    );
    for (member, data) in [
        (r#""data":{"a":1}"#, r#"{"a":1}"#),
        (r#""value":{"a":1}"#, r#"{"a":1}"#),
        (r#""value":{"a":2},"data":{"a":1}"#, r#"{"a":1}"#),
    ] {
        let text = format!(r#"{{"type":"put_entry","collection":"pages","id":"home",{member}}}"#);
        let wanted = Command::PutEntry { at: at("pages", "home"), data, expected: None, is_new: false };
        assert_eq!(parse(&text).unwrap(), wanted);
    }
    assert_eq!(
        parse(r#"{"type":"delete_entry","collection":"pages","id":"home","expectedRevision":0}"#).unwrap(),
        Command::DeleteEntry { at: at("pages", "home"), expected: Some(0) }
    );
    let layout = r#"{"type":"update_page_layout","collection":null,"id":"home","sections":[{"id":"a","key":"hero","x":1},{"id":"b","key":"cta","enabled":false,"spacing_y":"compact"}]}"#;
    let Command::UpdatePageLayout { at: found, sections, expected: None } = parse(layout).unwrap() else {
        panic!()
    };
    assert_eq!(found, at("pages", "home"));
    assert_eq!(
        sections.iter().map(Section::json).collect::<Vec<_>>(),
        [
            r#"{"id":"a","key":"hero","enabled":true}"#,
            r#"{"id":"b","key":"cta","enabled":false,"spacing_y":"compact"}"#
        ]
    );
}

#[test]
fn any_value_may_be_saved() {
    for value in ["\"x\"", "7", "true", "null", r#"{"a":[1]}"#, "[]"] {
        let text =
            format!(r#"{{"type":"save_field","collection":"a","id":"b","field":"c","value":{value}}}"#);
        assert!(matches!(parse(&text).unwrap(), Command::SaveField { value: sent, .. } if sent == value));
    }
}

#[test]
fn all_issues_of_a_command_come_at_once() {
    for (text, issues) in [
        ("[]", ": Mutation payload must be an object"),
        ("{}", "type: Missing mutation type"),
        (r#"{"type":7}"#, "type: Missing mutation type"),
        (r#"{"type":"explode"}"#, "type invalid_enum_value: Unsupported mutation type \"explode\""),
        (
            r#"{"type":"save_field","collection":"1","id":"-","field":"","expectedRevision":null}"#,
            "collection: Invalid collection | id: Invalid id | field: Invalid field path | value: Value must be a string | expectedRevision: expectedRevision must be a non-negative integer",
        ),
        (
            r#"{"type":"put_entry","collection":"a","id":7,"data":[],"expectedRevision":-1}"#,
            "id: Invalid id | data: data must be an object | expectedRevision: expectedRevision must be a non-negative integer",
        ),
        (
            r#"{"type":"delete_entry","expectedRevision":1.5}"#,
            "collection: Invalid collection | id: Invalid id | expectedRevision: expectedRevision must be a non-negative integer",
        ),
        (
            r#"{"type":"reorder_entries","collection":"a","items":[7,{"id":"x"},{"id":"x","order":-1,"expectedRevision":"1"}]}"#,
            "items.0: Item must be an object | items.1.order: order must be a non-negative integer | items.2.order: order must be a non-negative integer | items.2.expectedRevision: expectedRevision must be a non-negative integer | items.2.id duplicate: Entry ids must be unique",
        ),
        (
            r#"{"type":"reorder_entries","collection":"","items":[]}"#,
            "collection: Invalid collection | items: Items must be a non-empty array",
        ),
        (
            r#"{"type":"update_page_layout","collection":"","id":"a","sections":[1,{"id":"","enabled":null,"spacing_y":2}]}"#,
            "collection: Invalid collection | sections.0: Section must be an object | sections.1.id: Invalid section id | sections.1.key: Invalid section key | sections.1.enabled: enabled must be boolean | sections.1.spacing_y: spacing_y must be a string",
        ),
        (
            r#"{"type":"update_page_layout","id":"a","sections":{}}"#,
            "sections: Sections must be a non-empty array",
        ),
        (
            r#"{"type":"create_collection","id":"a b","label":" ","icon":1,"creatable":"yes","schema":{"type":"object"}}"#,
            "id: Collection ID must be lowercase alphanumeric with hyphens/underscores | label: Label is required | icon: icon must be a string | creatable: creatable must be boolean | schema: Schema must be a valid JSON Schema object with properties",
        ),
        (
            r#"{"type":"delete_collection"}"#,
            "id: Collection ID must be lowercase alphanumeric with hyphens/underscores",
        ),
    ] {
        assert_eq!(told(text), issues, "{text}");
    }
}

#[test]
fn forbidden_keys_have_an_answer_of_their_own() {
    for text in [
        r#"{"type":"save_field","collection":"a","id":"b","field":"x.__proto__.y","value":"v"}"#,
        r#"{"type":"save_field","collection":"a","id":"b","field":"x","value":{"y":[{"__proto__":1}]}}"#,
        r#"{"type":"put_entry","collection":"a","id":"b","data":{"x":{"\u005f_proto__":1}}}"#,
        r#"{"type":"create_collection","id":"a","label":"A","schema":{"type":"object","properties":{"__proto__":{"type":"string"}}}}"#,
    ] {
        assert_eq!(told(text), "400 Bad Request Forbidden key in path: __proto__", "{text}");
    }
    let both = r#"{"type":"save_field","collection":"","id":"b","field":"__proto__","value":"v"}"#;
    assert_eq!(told(both), "collection: Invalid collection");
}

#[test]
fn numbers_are_whole_however_they_are_spelt() {
    for (raw, number) in [
        ("0", Some(0)),
        ("7", Some(7)),
        ("7.0", Some(7)),
        ("1e2", Some(100)),
        ("-0", Some(0)),
        ("-1", None),
        ("0.5", None),
        ("1e300", None),
        ("\"7\"", None),
        ("null", None),
        ("true", None),
        ("inf", None),
    ] {
        assert_eq!(super::members::whole(raw), number, "{raw}");
    }
}
