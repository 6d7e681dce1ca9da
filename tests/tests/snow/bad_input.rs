//! Invalid requests: each is refused with a 4xx in the API's format, and changes nothing.

use serde_json::{Value, json};
use weft_tests::{Answer, SnowCollection, Weft, an_input};

use crate::blog::{a_post, blog};

/// The endpoints below a collection that take a body.
fn targets(posts: &SnowCollection<'_>) -> Vec<(&'static str, String)> {
    let input = posts.shown_input("title")["id"].as_str().unwrap().to_owned();
    let entry = posts.get("/entries").send().text_at("/0/id");
    vec![
        ("PUT", String::new()),
        ("PUT", "/title".to_owned()),
        ("POST", "/inputs".to_owned()),
        ("PUT", format!("/inputs/{input}")),
        ("PATCH", format!("/inputs/{input}/order")),
        ("POST", "/entries".to_owned()),
        ("PATCH", format!("/entries/{entry}")),
    ]
}

/// Asserts a 4xx with a message.
#[track_caller]
fn is_refused(answer: &Answer) {
    assert!(matches!(answer.status(), 400 | 413), "{answer}");
    assert!(!answer.text_at("/error").is_empty(), "{answer}");
}

#[test]
fn bodies_other_than_json_objects_are_refused() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    posts.entry(a_post("One", "one"));
    let before = posts.get("/inputs").send().json();
    let deep = "[".repeat(10_000);
    let nested = format!("{{\"title\":{}1{}}}", "[".repeat(10_000), "]".repeat(10_000));
    let bodies: [&[u8]; 12] = [
        b"",
        b" \n",
        b"{",
        b"[]",
        b"null",
        b"7",
        b"\"text\"",
        b"{\"name\":\"\xff\"}",
        b"{} {}",
        b"{\"name\":\"\\u0000\"}",
        deep.as_bytes(),
        nested.as_bytes(),
    ];
    for (method, rest) in targets(&posts) {
        for body in bodies {
            is_refused(&posts.actor().ask(method, posts.path(&rest)).bytes(body).send());
        }
        let form = posts.actor().ask(method, posts.path(&rest)).header("content-type", "text/plain");
        is_refused(&form.bytes("{}").send());
    }
    assert_eq!(posts.get("/inputs").send().json(), before);
    posts.get("/entries").send().shows("/0/title", "One");
}

#[test]
fn members_of_the_wrong_type_are_refused() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    posts.entry(a_post("One", "one"));
    for wrong in [json!(7), json!(["x"]), json!({ "a": 1 }), json!(true)] {
        is_refused(&weft.snow().post("", json!({ "name": wrong })).send());
        is_refused(&posts.put("/title", json!({ "inputId": wrong })).send());
        is_refused(&posts.put("", json!({ "name": "x", "title": wrong })).send());
        for member in ["name", "fieldName", "input", "description"] {
            let mut body = an_input("x", "text", json!({}));
            body[member] = wrong.clone();
            is_refused(&posts.post("/inputs", body).send());
        }
    }
    for wrong in [json!("yes"), json!(1), json!([])] {
        is_refused(&weft.snow().post("", json!({ "name": "x", "callHook": wrong })).send());
        is_refused(&posts.put("", json!({ "name": "x", "backdatingEnabled": wrong })).send());
        is_refused(&posts.post("/inputs", an_input("x", "text", json!({ "required": wrong }))).send());
    }
    posts.get("").send().shows("/name", "Posts").shows("/callHook", false);
}

#[test]
fn values_other_than_texts_are_stored_as_json_text() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    let id = posts.entry(json!({ "title": 7 }));
    assert_eq!(posts.text(&id, "title"), "7");
    let id = posts.entry(json!({ "title": { "a": [1] } }));
    assert_eq!(posts.text(&id, "title"), "{\"a\":[1]}");
    posts.try_entry(json!({ "title": "x", "slug": [1] })).is(400);
    posts.try_entry(json!({ "title": "x", "body": true })).says(400, "Invalid Rich Text Input data");
}

#[test]
fn oversized_values_are_refused() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    let long = "x".repeat(5000);
    is_refused(&weft.snow().post("", json!({ "name": long })).send());
    is_refused(&posts.put("", json!({ "name": long })).send());
    for member in ["name", "fieldName", "input", "description"] {
        let mut body = an_input("x", "text", json!({}));
        body[member] = json!(long);
        is_refused(&posts.post("/inputs", body).send());
    }
    posts.try_entry(json!({ "title": "x", "slug": long })).is(400);
    let huge = "x".repeat(1024 * 1024);
    posts.try_entry(json!({ "title": huge })).is(413);
    posts.try_entry(json!({ "title": "x".repeat(3 * 1024 * 1024) })).is(413);
    posts.get("").send().shows("/name", "Posts");
    assert_eq!(posts.get("/entries").send().json(), json!([]));
}

#[test]
fn too_many_members_pairs_or_parameters_are_refused() {
    let weft = Weft::start();
    let posts = weft.snow().collection("Posts");
    let many: serde_json::Map<String, Value> =
        (0..5000).map(|n| (format!("field-{n}"), json!("x"))).collect();
    is_refused(&posts.try_entry(Value::Object(many)));
    posts.input_with("list", "array", json!({ "inputConfig": { "input": "key-value" } }));
    let pairs = json!((0..5000).map(|n| json!([n.to_string(), "x"])).collect::<Vec<_>>()).to_string();
    is_refused(&posts.try_entry(json!({ "list": json!([pairs]).to_string() })));
    let query: String = (0..600).map(|n| format!("&x{n}=1")).collect();
    is_refused(&posts.get(format!("/entries?page=1{query}")).send());
}

#[test]
fn nested_arrays_and_deep_settings_are_refused() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    let mut settings = json!({ "input": "text" });
    for _ in 0..20 {
        settings = json!({ "input": "array", "inputConfig": settings });
        let answer = posts.post("/inputs", an_input("x", "array", json!({ "inputConfig": settings }))).send();
        answer.says(400, "Input cannot be another Array Input");
    }
    let text = format!("{}1{}", "{\"a\":".repeat(10_000), "}".repeat(10_000));
    for settings in [json!(text), json!("[".repeat(10_000)), json!({ "input": "text", "inputConfig": text })]
    {
        is_refused(&posts.post("/inputs", an_input("x", "array", json!({ "inputConfig": settings }))).send());
    }
    posts.input_with("x", "array", json!({ "inputConfig": { "input": "text" } }));
    let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    posts.try_entry(json!({ "title": "a", "x": deep })).says(400, "Array Input must be a value");
}

#[test]
fn malformed_ids_in_the_path_are_not_found() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    for odd in ["%00", "%ff%fe", "%F0%9F%92%A9", "%", "%zz", "..", "'%20OR%201=1--", &"x".repeat(4000)] {
        posts.get(format!("/entries/{odd}")).send().says(404, "Collection Entry not found");
        posts.delete(format!("/inputs/{odd}")).send().says(404, "Collection Input not found");
        weft.snow().the(odd).get("").send().says(404, "Collection not found");
        posts.get(format!("/entries/slug/{odd}")).send().is(400);
    }
}

#[test]
fn malformed_queries_are_refused_or_ignored() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    let id = posts.entry(a_post("One", "one"));
    for rest in ["/entries?search=%00", "/entries?%00", &format!("/entries/{id}?render=%00")] {
        is_refused(&posts.get(rest).send());
    }
    for rest in ["/entries?search=%ff%fe", "/entries?search=%", "/entries?&&=&?", "/entries?search='--%25_"] {
        posts.get(rest).send().is(200);
    }
}

#[test]
fn a_repeated_member_creates_at_most_one_entry() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    let body = r#"{"title":"One","title":"Two","slug":"a"}"#;
    let answer = posts.actor().ask("POST", posts.path("/entries")).bytes(body).send();
    assert!(matches!(answer.status(), 200 | 400), "{answer}");
    let list = posts.get("/entries").send().is(200).json();
    assert!(list.as_array().unwrap().len() <= 1, "{list}");
}
