//! Invalid request bodies: each gets the documented error or succeeds, and none affects an
//! instance.

use serde_json::{Value, json};
use weft_tests::{Weft, a_document, a_type};

/// Every endpoint that takes a body, with a valid body.
fn endpoints(weft: &Weft) -> Vec<(&'static str, String, Value)> {
    let page = a_type("page").set("slugField", "title").field("title", "text").field("n", "number");
    page.field("any", "json").create(&weft.admin());
    let document = a_document("page").set("title", "one").create(&weft.admin());
    let admin = json!({ "email": "new@example.com", "password": "correct horse" });
    let fields = json!([{ "name": "title", "label": "Title", "type": "text", "required": false }]);
    let key = json!({ "name": "k", "scopes": ["read"], "plan": { "perMinute": 1, "perDay": 1 }, "expiresAt": "2027-01-01T00:00:00Z" });
    vec![
        (
            "POST",
            "/api/content".into(),
            json!({ "type": "page", "slug": "s", "status": "draft", "data": { "title": "t", "n": 1, "any": [] } }),
        ),
        (
            "PATCH",
            document.path(),
            json!({ "slug": "s2", "status": "draft", "data": { "title": "t", "n": 1, "any": [] } }),
        ),
        (
            "POST",
            "/api/content-types".into(),
            json!({ "name": "new", "label": "New", "description": "d", "slugField": "title", "titleField": "title", "icon": "i", "fields": fields }),
        ),
        (
            "PATCH",
            "/api/content-types/page".into(),
            json!({ "label": "Page", "description": "d", "slugField": "title", "titleField": "title", "icon": "i" }),
        ),
        ("POST", "/api/keys".into(), key),
        ("POST", "/v1/auth/login".into(), json!({ "email": "nobody@example.com", "password": "wrong" })),
        ("POST", "/v1/projects".into(), json!({ "name": "n", "admin": admin })),
    ]
}

/// The error for a body that is not JSON. R3 has one code for all invalid input; for InlineCMS's
/// API, Weft chose the code.
fn refusal(path: &str) -> (u16, &'static str) {
    if path.starts_with("/v1/") { (400, "MALFORMED") } else { (422, "VALIDATION_ERROR") }
}

#[test]
fn malformed_bodies_are_refused_by_every_endpoint() {
    let weft = Weft::with(|setup| {
        setup.variable("onboarding", "open");
    });
    let deep = |open: &str, close: &str, levels| {
        format!("{{\"a\":{}1{}}}", open.repeat(levels), close.repeat(levels))
    };
    let bodies: Vec<Vec<u8>> = vec![
        vec![],
        b" \r\n\t".into(),
        b"{".into(),
        b"}".into(),
        b"[]".into(),
        b"7".into(),
        b"null".into(),
        b"\"text\"".into(),
        b"{}{}".into(),
        b"{\"type\":\"page\",\"data\":{}".into(),
        b"{\"type\":\"page\",}".into(),
        b"{'type':'page'}".into(),
        b"{type:\"page\"}".into(),
        b"{\"type\":\"page\"} // comment".into(),
        b"{\"type\":NaN}".into(),
        b"{\"type\":+1}".into(),
        b"{\"type\":01}".into(),
        b"{\"type\":\"a\nb\"}".into(),
        b"{\"type\":\"\\x\"}".into(),
        b"{\"type\":\"\\u12\"}".into(),
        b"\xef\xbb\xbf{}".into(),
        b"{\0}".into(),
        b"{\"a\":\"\0\"}".into(),
        b"{\"a\":\"\\u0000\"}".into(),
        b"{\"\\u0000\":1}".into(),
        b"{\"a\":\"\\ud800\"}".into(),
        b"{\"a\":\"\\udc00\\ud800\"}".into(),
        b"{\"\\ud800\":1}".into(),
        b"{\"a\":1e400}".into(),
        b"{\"a\":[-1E999]}".into(),
        b"{\"a\":\"\xff\"}".into(),
        b"{\"a\":\"\xc3\x28\"}".into(),
        b"{\"a\":\"\xed\xa0\x80\"}".into(),
        b"{\"a\":\"\xc0\x80\"}".into(),
        b"\xff\xfe{\0}\0".into(),
        b"type=page&data=x".into(),
        b"<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>".into(),
        deep("[", "]", 64).into(),
        deep("{\"a\":", "}", 64).into(),
        "[".repeat(200_000).into(),
        "{\"a\":".repeat(100_000).into(),
        format!("{{\"a\":{}}}", "9".repeat(400)).into(),
    ];
    for (method, path, _) in endpoints(&weft) {
        let (status, code) = refusal(&path);
        for body in &bodies {
            let ask = weft.admin().ask(method, &path).header("content-type", "application/json");
            ask.bytes(body.clone()).send().is_error(status, code);
        }
        for content_type in
            ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=a", "json", ""]
        {
            let ask = weft.admin().ask(method, &path).header("content-type", content_type);
            ask.bytes("{}").send().is_error(status, code);
        }
    }
    weft.admin().get("/api/content?draft=true").send().shows("/totalDocs", 1);
    assert_eq!(weft.running().guest_output(), "");
}

/// Unusual values, which the tests put in the place of every member at every depth.
fn oddities() -> Vec<Value> {
    let long = "x".repeat(100_000);
    let many: Vec<Value> = (0..2_000).map(Value::from).collect();
    vec![
        Value::Null,
        json!(true),
        json!(0),
        json!(-1),
        json!(1.5),
        json!(u64::MAX),
        json!(1e308),
        json!(""),
        json!("\u{7f}\u{200f}\u{feff}\u{10ffff}"),
        json!("'; DROP TABLE entries; --"),
        json!("$.\"a\"'[0]"),
        json!("a\r\nset-cookie: b=c"),
        json!("../../../etc/passwd"),
        json!(long),
        json!([]),
        json!(many),
        json!([null, [], {}, "x", 1]),
        json!({}),
        json!({ "": "", "a": { "b": {} } }),
        json!({ "__proto__": 1, "constructor": [], "$ref": "#" }),
    ]
}

/// Copies of the body, each with one member at any depth replaced by the value, or removed.
fn twisted(body: &Value, value: Option<&Value>) -> Vec<Value> {
    let mut found = Vec::new();
    let mut replace = |pointer: String| {
        let mut twisted = body.clone();
        match (value, pointer.rsplit_once('/')) {
            (Some(value), _) => *twisted.pointer_mut(&pointer).unwrap() = value.clone(),
            (None, Some((parent, name))) => match twisted.pointer_mut(parent).unwrap() {
                Value::Object(members) => drop(members.remove(name)),
                Value::Array(items) => drop(items.pop()),
                _ => {}
            },
            (None, None) => {}
        }
        found.push(twisted);
    };
    let mut pending = vec![(String::new(), body)];
    while let Some((pointer, value)) = pending.pop() {
        match value {
            Value::Object(members) => {
                pending.extend(members.iter().map(|(name, value)| (format!("{pointer}/{name}"), value)))
            }
            Value::Array(items) => {
                pending.extend(items.iter().enumerate().map(|(at, value)| (format!("{pointer}/{at}"), value)))
            }
            _ => {}
        }
        if !pointer.is_empty() {
            replace(pointer);
        }
    }
    found
}

#[test]
fn members_of_wrong_types_are_refused_and_never_a_5xx() {
    let weft = Weft::with(|setup| {
        setup.variable("onboarding", "closed");
    });
    for (method, path, body) in endpoints(&weft) {
        let values: Vec<Option<Value>> = oddities().into_iter().map(Some).chain([None]).collect();
        for value in &values {
            for twisted in twisted(&body, value.as_ref()) {
                // `send` fails the test for a 5xx.
                let answer = weft.admin().ask(method, &path).json(twisted.clone()).send();
                let expected: &[u16] =
                    if path.starts_with("/v1/") { &[400, 401, 403, 429] } else { &[200, 201, 422] };
                assert!(expected.contains(&answer.status()), "{answer}");
            }
        }
    }
    assert_eq!(weft.running().guest_output(), "");
}

/// Tries unusual values for every setting of every field type.
#[test]
fn unusual_field_definitions_never_cause_a_5xx() {
    let weft = Weft::start();
    let settings = [
        "name",
        "label",
        "type",
        "required",
        "unique",
        "indexed",
        "default",
        "options",
        "min",
        "max",
        "minLength",
        "maxLength",
        "pattern",
        "fields",
        "items",
        "of",
        "relationTo",
        "collection",
        "multiple",
        "accept",
        "localized",
    ];
    let types = [
        "text",
        "textarea",
        "richtext",
        "number",
        "boolean",
        "date",
        "datetime",
        "select",
        "multiselect",
        "array",
        "group",
        "relation",
        "image",
        "file",
        "json",
        "color",
        "email",
        "url",
        "slug",
        "tags",
        "unknown",
    ];
    for type_name in types {
        for setting in settings {
            for value in [
                json!(null),
                json!(-1),
                json!("("),
                json!([]),
                json!({}),
                json!([{ "name": "x", "type": "text" }]),
                json!(1e300),
                json!("$.a'"),
            ] {
                let mut field = json!({ "name": "f", "label": "F", "type": type_name });
                field[setting] = value;
                let body = json!({ "label": "Odd", "name": "odd", "fields": [field] });
                let answer = weft.admin().post("/api/content-types", body).send();
                if answer.status() == 422 {
                    continue;
                }
                answer.is(201);
                let value = json!({ "f": ["x", 1, { "x": "y" }] });
                weft.admin().post("/api/content", json!({ "type": "odd", "data": value })).send();
                weft.admin().post("/api/content", json!({ "type": "odd", "data": {} })).send();
                weft.admin()
                    .get("/api/content?type=odd&draft=true&sort=data.f&filters[data.f][$notNull]=true")
                    .send()
                    .is(200);
                weft.admin().delete("/api/content-types/odd").send().is(200);
            }
        }
    }
    assert_eq!(weft.running().guest_output(), "");
}

#[test]
fn values_at_the_limits_are_returned_unchanged() {
    let weft = Weft::start();
    a_type("page").field("title", "text").field("n", "number").create(&weft.admin());
    let deep = format!("{}{}", "[".repeat(62), "]".repeat(62));
    let data = [
        format!("{{\"any\":{deep}}}"),
        "{\"n\":-0,\"any\":-0}".into(),
        "{\"n\":9223372036854775807,\"any\":9223372036854775808}".into(),
        "{\"n\":-9223372036854775809,\"any\":18446744073709551616}".into(),
        "{\"n\":1e308,\"any\":-1.7976931348623157e308}".into(),
        "{\"n\":5e-324,\"any\":1e-400}".into(),
        "{\"n\":0.1,\"any\":123456789012345678901234567890.123456789}".into(),
        "{\"any\":\"\u{1f600}\u{2028}\u{7f}\\u001f\"}".into(),
        "{\"any\":\"\u{10ffff}\u{feff}\u{202e}\"}".into(),
        "{\"any\":{\"\":0,\"a.b\":1,\"$\":2,\"\\\"\":3,\"'\":4}}".into(),
    ];
    for data in &data {
        let body = format!("{{\"type\":\"page\",\"data\":{data}}}");
        let answer = weft.admin().ask("POST", "/api/content").bytes(body).send();
        answer.is(201);
        let read = weft.admin().get(format!("/api/content/{}?draft=true", answer.text_at("/id"))).send();
        assert!(read.text().contains(&format!("\"data\":{data}")), "{data} in {read}");
    }
    // Sorted by any of these values, the cursors return every document once.
    for sort in ["data.any", "-data.any", "data.n", "-data.n", "data.any.a"] {
        let (mut seen, mut cursor) = (Vec::new(), Some(String::new()));
        while let Some(from) = cursor {
            assert!(seen.len() <= data.len(), "the cursors of {sort} do not end: {seen:?}");
            let target = format!("/api/content?draft=true&limit=1&sort={sort}&cursor={from}");
            let page = weft.admin().get(target).send();
            seen.extend(page.is(200).each("/data"));
            cursor = page.at("/nextCursor").as_str().map(str::to_owned);
        }
        seen.sort_by_key(Value::to_string);
        seen.dedup();
        assert_eq!(seen.len(), data.len(), "{sort}");
    }
}
