//! `POST /v1/definitions/sync`

use serde_json::json;
use weft_tests::Weft;

use crate::fixtures::{admin, elements, page, publish, sync, visitor};
use crate::{assert_error, assert_invalid};

#[test]
fn it_makes_what_is_missing_and_then_only_looks() {
    let weft = Weft::start();
    let body = elements("/", &["a", "b"]);
    let first = visitor(&weft).post("/v1/definitions/sync", body.clone()).send();
    first.is(200).shows("/data/pageId", "/").shows("/data/components", 2).shows("/data/created", 2);
    first.shows("/data/entries", json!([]));
    let again = visitor(&weft).post("/v1/definitions/sync", body.clone()).send();
    again.is(200).shows("/data/created", 0);
    assert_eq!(again.round_trips(), 1);
    let seen = admin(&weft).post("/v1/definitions/sync", body).send();
    assert_eq!(seen.is(200).each_in("/data/entries", "/instanceKey"), ["a", "b"]);
    assert_eq!(seen.each_in("/data/entries", "/status"), ["draft", "draft"]);
    publish(&weft, "/", "a", "One");
    sync(&weft, "/", &["a", "b"]);
    visitor(&weft).get(page("/")).send().shows("/data/0/fields/content", "One");
}

#[test]
fn components_are_content_types_with_the_union_of_their_fields() {
    let weft = Weft::start();
    let sync = |instance: &str, fields: serde_json::Value| {
        let component = json!({ "componentId": "Hero", "instanceKey": instance, "fields": fields });
        let body = json!({ "pageId": "/", "components": [component] });
        visitor(&weft).post("/v1/definitions/sync", body).send().is(200);
    };
    sync("a", json!([{ "key": "title", "type": "text" }]));
    sync("b", json!([{ "key": "count", "type": "number" }, { "key": "title", "type": "number" }]));
    let types = weft.admin().get("/api/content-types").send();
    assert_eq!(types.is(200).each("/label"), ["Hero"]);
    let fields = types.at("/docs/0/fields");
    let told: Vec<String> = fields
        .as_array()
        .unwrap()
        .iter()
        .map(|field| format!("{} {}", field["name"], field["type"]))
        .collect();
    assert_eq!(told, ["\"title\" \"json\"", "\"count\" \"number\""]);
    let entries = admin(&weft).get(page("/")).send();
    assert_eq!(entries.each_in("/data", "/componentId"), ["Hero", "Hero"]);
}

#[test]
fn fifty_browsers_at_once_make_each_entry_once() {
    let weft = Weft::start();
    let keys: Vec<String> = (0..20).map(|n| format!("k{n:02}")).collect();
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    let created: i64 = std::thread::scope(|scope| {
        let ask = || {
            let done = visitor(&weft).post("/v1/definitions/sync", elements("/", &keys)).send();
            done.is(200).at("/data/created").as_i64().unwrap()
        };
        let threads: Vec<_> = (0..50).map(|_| scope.spawn(ask)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).sum()
    });
    assert_eq!(created, 20);
    let shown = admin(&weft).get(page("/")).send();
    assert_eq!(shown.is(200).each_in("/data", "/instanceKey"), keys);
    assert_eq!(weft.admin().get("/api/content-types").send().is(200).each("/name"), ["inline"]);
}

#[test]
fn odd_names_are_names_and_bad_ones_are_told() {
    let weft = Weft::start();
    let component = |id: &str, instance: &str, key: &str| json!({ "componentId": id, "instanceKey": instance, "fields": [{ "key": key, "type": "text" }] });
    let post = |id: &str, components: serde_json::Value| {
        visitor(&weft).post("/v1/definitions/sync", json!({ "pageId": id, "components": components })).send()
    };
    for odd in ["__proto__", "constructor", "\u{1f600}", "a/../b\"\\"] {
        post(odd.trim_start_matches("a/../"), json!([component(odd, odd, "content")]))
            .is(200)
            .shows("/data/created", 1);
    }
    assert_invalid(&post("/..", json!([])), &["pageId format"]);
    assert_invalid(
        &post("/", json!([component("", "", "a b")])),
        &["components[0].instanceKey required", "components[0].fields[0].key name"],
    );
    assert_invalid(&post("/", json!([component("", "a", "b")])), &["components[0].componentId required"]);
    assert_invalid(&post("/", json!([{ "componentId": 7 }])), &["components type"]);
    assert_invalid(&post("/", json!(vec![component("a", "b", "c"); 501])), &["components max"]);
    let nobody = weft.anon().post("/v1/definitions/sync", elements("/", &["a"])).send();
    assert_error(&nobody, (401, "UNAUTHORIZED"));
}
