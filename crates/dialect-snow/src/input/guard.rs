//! Tests about every type at once, and what the others share.

use super::{Collections, InputType, Rendering, parse, parse_over, references, render, serialise};
use proptest::prelude::*;
use weft_domain::field::{Field, FieldType};
use weft_domain::{CollectionId, EntryId, Timestamp, json};

pub(super) const FILE: &str = "018f3f70-1c2d-7abc-8def-00000000000f";
pub(super) const ENTRY: &str = "018f3f70-1c2d-7abc-8def-00000000000e";
pub(super) const AUTHORS: &str = "018f3f70-1c2d-7abc-8def-00000000000a";

/// A field `x` of that type with that `config`.
pub(super) fn field(kind: &str, config: &str) -> Field {
    serde_json::from_str(&format!(r#"{{"name":"x","type":"{kind}","config":{config}}}"#)).unwrap()
}

/// A field `x` that was made as an input of that type with those settings.
pub(super) fn input(kind: InputType, settings: &str) -> Field {
    let field = Field::new("x", kind.field_type()).with("input", &json::quote(kind.id())).unwrap();
    field.with("inputConfig", settings).unwrap()
}

pub(super) fn now() -> Timestamp {
    Timestamp::parse("2026-03-25T10:00:00Z").unwrap()
}

pub(super) fn parsed(field: &Field, sent: &str) -> Result<Option<String>, String> {
    parse(field, Some(sent), now())
}

pub(super) fn serialised(field: &Field, stored: &str) -> Option<String> {
    serialise(field, stored)
}

pub(super) fn refused(field: &Field, sent: &str, answer: &str) {
    assert_eq!(parsed(field, sent), Err(answer.to_owned()), "{sent}");
}

/// A website with one other collection.
pub(super) struct Site;

impl Collections for Site {
    fn id(&self, name: &str) -> Option<CollectionId> {
        (name == "authors").then(|| AUTHORS.parse().unwrap())
    }

    fn name(&self, id: CollectionId) -> Option<String> {
        (id.to_string() == AUTHORS).then(|| "authors".to_owned())
    }
}

/// A renderer that knows one file, one entry and one good address.
pub(super) struct FakeRendering;

impl Rendering for FakeRendering {
    fn rich_text(&mut self, document: &str) -> Option<String> {
        (!document.contains("odd")).then(|| format!("<html of {document}>"))
    }

    fn media(&mut self, id: &str) -> Option<String> {
        (id == FILE).then(|| "https://cdn.example/f".to_owned())
    }

    fn collection(&mut self, entry: EntryId) -> Option<String> {
        (entry.to_string() == ENTRY).then(|| "c".to_owned())
    }

    fn remote(&mut self, address: &str) -> Option<String> {
        (!address.contains("down")).then(|| format!("{{\"asked\":{}}}", json::quote(address)))
    }
}

/// Texts and what they are stored as, by the type of input: what SnowCMS's own clients send.
#[test]
fn every_input_type_has_values() {
    use InputType::*;
    let table = [
        (Text, "a \"b\" ü", r#""a \"b\" ü""#),
        (Textarea, "a\nb", r#""a\nb""#),
        (Checkbox, "true", "true"),
        (Select, "a", "\"a\""),
        (Slug, "2026/a-b", "\"2026/a-b\""),
        (RichText, r#"{"type":"doc","content":[]}"#, r#"{"type":"doc","content":[]}"#),
        (Media, FILE, "\"018f3f70-1c2d-7abc-8def-00000000000f\""),
        (Relational, ENTRY, "\"018f3f70-1c2d-7abc-8def-00000000000e\""),
        (Array, r#"["a","b"]"#, r#"["a","b"]"#),
        (KeyValue, r#"[["a","b"]]"#, r#"{"a":"b"}"#),
        (RemoteData, "https://a.example/{entry}", "\"https://a.example/{entry}\""),
    ];
    assert_eq!(table.len() + 1, InputType::ALL.len(), "all but the alert");
    for (kind, sent, stored) in table {
        let field = input(kind, "{}");
        assert_eq!(parsed(&field, sent), Ok(Some(stored.to_owned())), "{kind:?}");
        assert_eq!(serialised(&field, stored).as_deref(), Some(sent), "{kind:?}");
        for nothing in [None, Some("")] {
            assert_eq!(parse(&field, nothing, now()), Ok(None), "{kind:?}");
            let required = field.clone().with("required", "true").unwrap().with("label", "\"X\"").unwrap();
            let answer = "Required input \"X\" does not have a value".to_owned();
            assert_eq!(parse(&required, nothing, now()), Err(answer), "{kind:?}");
        }
        assert_eq!(serialised(&field, "null"), None);
    }
    let alert = input(Alert, "{}");
    assert_eq!((parsed(&alert, "x"), serialised(&alert, "\"x\"")), (Ok(None), None));
}

#[test]
fn what_is_wrong_is_said_as_in_the_original() {
    let with = |kind, config: &str| input(kind, "{}").with("config", config).unwrap();
    let short = r#"{"maxLength":3}"#;
    refused(&with(InputType::Text, short), "äöüß", "Text Input value is longer than allowed");
    refused(&with(InputType::Textarea, short), "abcd", "Text Input value is longer than allowed");
    refused(&with(InputType::Slug, short), "abcd", "Slug Input value is longer than allowed");
    assert!(parsed(&with(InputType::Text, short), "äöü").is_ok());
    refused(&with(InputType::Select, r#"{"options":["a"]}"#), "b", "Invalid option selected");
    refused(&input(InputType::RichText, "{}"), "a", "Invalid Rich Text Input data");
    refused(&input(InputType::Media, "{}"), "a", "Selected media file does not exist");
    refused(&input(InputType::Relational, "{}"), "a", "Relational Input referenced non-existent entry");
    refused(&input(InputType::KeyValue, "{}"), "a", "Key Value Input must be an object");
    for (kind, sent, message) in [
        ("slug", "a b", "must consist of letters a to z, digits, - _ . ~ and / between parts"),
        ("number", "a", "must be a number"),
        ("number", "1,5", "must be a number"),
        ("number", "\"1\"", "must be a number"),
        ("date", "today", "must be a date such as 2026-03-25"),
        ("datetime", "2026-03-25", "must be a timestamp such as 2026-03-25T10:00:00Z"),
        ("email", "a", "must be an e-mail address"),
        ("url", "javascript:a", "must be a web address (https://…) or a path on this site (/…)"),
        ("color", "red", "must be a colour such as #1a2b3c"),
        ("json", "{a:1}", "must be JSON"),
        ("group", "[]", "must be an object"),
    ] {
        refused(&field(kind, "{}"), sent, &format!("Invalid value for input \"x\": {message}"));
    }
}

#[test]
fn fields_of_other_dialects_have_values() {
    for (kind, sent, stored) in [
        ("text", "a", "\"a\""),
        ("textarea", "a\nb", r#""a\nb""#),
        ("richText", r#"{"type":"doc"}"#, r#"{"type":"doc"}"#),
        ("number", "1.50", "1.50"),
        ("boolean", "false", "false"),
        ("date", "2026-03-25", "\"2026-03-25\""),
        ("datetime", "2026-03-25T10:00:00Z", "\"2026-03-25T10:00:00Z\""),
        ("select", "a", "\"a\""),
        ("multiSelect", r#"["a"]"#, r#"["a"]"#),
        ("tags", r#"["a"]"#, r#"["a"]"#),
        ("image", "/a.png", "\"/a.png\""),
        ("file", FILE, "\"018f3f70-1c2d-7abc-8def-00000000000f\""),
        ("url", "/a", "\"/a\""),
        ("email", "a@b.example", "\"a@b.example\""),
        ("slug", "a", "\"a\""),
        ("color", "#abc", "\"#abc\""),
        ("json", r#"{"a": 1}"#, r#"{"a": 1}"#),
        ("relation", ENTRY, "\"018f3f70-1c2d-7abc-8def-00000000000e\""),
        ("group", r#"{"a":1}"#, r#"{"a":1}"#),
        ("array", r#"["a","{\"b\":1}"]"#, r#"["a",{"b":1}]"#),
    ] {
        let field = field(kind, "{}");
        assert_eq!(parsed(&field, sent), Ok(Some(stored.to_owned())), "{kind}");
        assert_eq!(serialised(&field, stored).as_deref(), Some(sent), "{kind}");
    }
}

#[test]
fn what_is_sent_back_as_shown_stays_as_it_is() {
    for (kind, stored) in [
        ("file", r#"{"id":"a1","alt":"b"}"#),
        ("richText", "\"<p>a</p>\""),
        ("text", "\"\\u0061\""),
        ("select", "7"),
        ("array", "[ 1, 2 ]"),
    ] {
        let field = if kind == "select" { field(kind, r#"{"options":["7",7]}"#) } else { field(kind, "{}") };
        let shown = serialised(&field, stored);
        let sent = shown.as_deref();
        assert_eq!(parse_over(&field, sent, Some(stored), now()), Ok(Some(stored.to_owned())), "{kind}");
    }
    let text = field("text", "{}");
    assert_eq!(parse_over(&text, Some("b"), Some("\"a\""), now()), Ok(Some("\"b\"".to_owned())));
    assert_eq!(parse_over(&text, None, Some("\"a\""), now()), Ok(None));
    let email = field("email", "{}");
    assert!(parse_over(&email, Some("bad"), Some("\"bad\""), now()).is_err(), "what is invalid is not kept");
}

fn any_json() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just(String::from("null")),
        any::<bool>().prop_map(|b| b.to_string()),
        any::<f64>().prop_map(|n| serde_json::Value::from(n).to_string()),
        any::<String>().prop_map(|text| json::quote(&text)),
        Just(json::quote(FILE)),
        Just(json::quote("{year}[[\"a\",1]]")),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        let name =
            prop_oneof![Just("type"), Just("id"), Just("url"), Just("of"), Just("value"), Just("options")];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(|items| format!("[{}]", items.join(","))),
            prop::collection::vec((name, inner), 0..4).prop_map(|members| {
                json::object(members.iter().map(|(name, value)| (*name, value.as_str())))
            }),
        ]
    })
}

fn any_text() -> impl Strategy<Value = String> {
    any::<String>().prop_filter("a text that may be stored", |text| !text.is_empty() && !text.contains('\0'))
}

/// A field, and a value of it in the one spelling in which it is kept.
fn any_value() -> impl Strategy<Value = (Field, String)> {
    let text = || any_text().prop_map(|text| json::quote(&text));
    let of = |kind: &'static str, config: &'static str, values: BoxedStrategy<String>| {
        values.prop_map(move |value| (field(kind, config), value)).boxed()
    };
    let list = |values: BoxedStrategy<String>| {
        prop::collection::vec(values, 0..4).prop_map(|items| format!("[{}]", items.join(","))).boxed()
    };
    let number = any::<f64>()
        .prop_filter("finite", |n| n.is_finite())
        .prop_map(|n| serde_json::Value::from(n).to_string());
    let day = (1i16..=9999, 1i8..=12, 1i8..=28).prop_map(|(y, m, d)| format!("\"{y:04}-{m:02}-{d:02}\""));
    let moment =
        (0i64..=9_999_999_999_999).prop_map(|ms| json::quote(&Timestamp::from_millis(ms).to_string()));
    let id = any::<u128>().prop_map(|bits| json::quote(&uuid::Uuid::from_u128(bits).to_string()));
    let file = prop_oneof![id.clone(), "/[a-z]{1,9}", "https://[a-z]{1,9}\\.example/x"]
        .prop_map(|text| if text.starts_with('"') { text } else { json::quote(&text) });
    let is_storable = |json: &String| json::guard(json.as_bytes()).is_ok() && json != "null";
    let storable = any_json().prop_filter("storable", is_storable).boxed();
    let document = storable.clone().prop_map(|json| format!("{{\"type\":\"doc\",\"content\":{json}}}"));
    let object = prop::collection::btree_map("[a-z]{1,5}", text(), 0..4)
        .prop_map(|members| json::object(members.iter().map(|(k, v)| (k.as_str(), v.as_str()))))
        .boxed();
    let option = prop::sample::select(vec!["\"a\"", "\"b\"", "3", "true"]).prop_map(ToOwned::to_owned);
    let options = r#"{"options":["a",{"value":"b","label":"B"},3,true]}"#;
    let chosen = prop::sample::subsequence(vec!["\"a\"", "\"b\"", "3", "true"], 0..=4)
        .prop_map(|items| format!("[{}]", items.join(",")));
    let pairs = object.clone().prop_map(|value| (input(InputType::KeyValue, "{}"), value));
    let remote = "https://[a-z]{1,9}\\.example/\\{entry\\}"
        .prop_map(|url| (input(InputType::RemoteData, "{}"), json::quote(&url)));
    prop_oneof![
        of("text", "{}", text().boxed()),
        of("textarea", "{}", text().boxed()),
        of("richText", "{}", document.boxed()),
        of("number", "{}", number.clone().boxed()),
        of("boolean", "{}", any::<bool>().prop_map(|b| b.to_string()).boxed()),
        of("date", "{}", day.boxed()),
        of("datetime", "{}", moment.boxed()),
        of("select", options, option.boxed()),
        of("multiSelect", options, chosen.boxed()),
        of("tags", "{}", list(text().boxed())),
        of("image", "{}", file.clone().boxed()),
        of("file", r#"{"multiple":true}"#, list(file.boxed())),
        of("url", "{}", "/[a-z]{0,9}".prop_map(|text| json::quote(&text)).boxed()),
        of("email", "{}", "[a-z]{1,9}@[a-z]{1,9}\\.example".prop_map(|text| json::quote(&text)).boxed()),
        of("slug", "{}", "[a-z0-9]{1,9}(/[a-z]{1,3})?".prop_map(|text| json::quote(&text)).boxed()),
        of("color", "{}", "#[0-9a-f]{6}".prop_map(|text| json::quote(&text)).boxed()),
        of("json", "{}", storable.clone()),
        of("relation", "{}", id.clone().boxed()),
        of("relation", r#"{"multiple":true}"#, list(id.boxed())),
        of("group", "{}", object),
        of("array", "{}", list(storable)),
        of("array", r#"{"of":"number"}"#, list(number.boxed())),
        of(
            "array",
            r#"{"of":"text"}"#,
            list(
                any::<String>()
                    .prop_filter("storable", |t| !t.contains('\0'))
                    .prop_map(|t| json::quote(&t))
                    .boxed()
            )
        ),
        pairs.boxed(),
        remote.boxed(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_was_serialised_parses_to_what_was_stored((field, stored) in any_value()) {
        prop_assert_eq!(field.check(Some(&stored)), None);
        let shown = serialise(&field, &stored);
        prop_assert_eq!(parse(&field, shown.as_deref(), now()), Ok(Some(stored.clone())), "{} {:?}", field.type_name, shown);
        prop_assert_eq!(parse_over(&field, shown.as_deref(), Some(&stored), now()), Ok(Some(stored)));
    }

    #[test]
    fn nothing_panics_and_everything_shown_is_json(value in any_json(), config in any_json(), junk in any::<String>()) {
        let kinds = FieldType::ALL.into_iter().map(|kind| Field::new("x", kind));
        let inputs = InputType::ALL.into_iter().map(|kind| input(kind, &config));
        for field in kinds.chain(inputs) {
            let field = field.with("config", &config).unwrap();
            for stored in [&value, &junk] {
                let _ = serialise(&field, stored);
                let _ = references(&field, Some(stored));
            }
            let rendered = render(&field, Some(&value), &mut FakeRendering);
            prop_assert!(serde_json::from_str::<serde_json::Value>(&rendered).is_ok(), "{}", rendered);
            for sent in [&value, &junk] {
                if let Ok(Some(stored)) = parse(&field, Some(sent), now()) {
                    prop_assert_eq!(field.check(Some(&stored)), None);
                }
            }
        }
    }

    #[test]
    fn settings_never_panic(settings in any_json(), of in any_json()) {
        for kind in InputType::ALL {
            let _ = super::check_settings(kind, &settings);
            let merged = super::merged_settings(kind, Some(&settings)).unwrap_or_else(|_| "{}".to_owned());
            let id = uuid::Uuid::nil();
            let definition = super::Definition { id, name: "X", field_name: "x", description: None, kind, required: true, settings: &merged };
            let field = definition.field(None, &Site).unwrap();
            prop_assert_eq!(InputType::of(&field), kind);
            let odd = field.with("config", &json::object([("of", of.as_str()), ("options", &of)])).unwrap();
            let shown = super::Input::of(&odd, AUTHORS.parse().unwrap(), &Site);
            prop_assert!(json::members(&shown.settings).is_ok());
            prop_assert!(definition.field(Some(&odd), &Site).is_ok());
        }
    }
}
