//! `POST /api/websites/:website/collections`

use serde_json::{Value, json};
use weft_tests::Weft;

use crate::blog::each;

#[test]
fn a_new_collection_is_empty() {
    let weft = Weft::start();
    let snow = weft.snow();
    let answer = snow.post("", json!({ "name": "Posts" })).send();
    let id = answer.costs(2).tells("Collection created");
    let found = snow.the(&id).get("").send();
    let expected = json!({
        "id": id, "websiteId": weft.site().id(), "name": "Posts", "callHook": false, "title": null, "slug": null,
        "backdatingEnabled": false
    });
    assert_eq!(found.is(200).json(), expected);
    assert_eq!(snow.the(&id).get("/inputs").send().is(200).json(), json!([]));
}

#[test]
fn the_id_is_a_uuid_of_version_7() {
    let weft = Weft::start();
    let posts = weft.snow().collection("Posts");
    assert_eq!((posts.id.len(), posts.id.as_bytes()[14]), (36, b'7'));
}

#[test]
fn optional_members_are_stored() {
    let weft = Weft::start();
    let body = json!({ "name": "Posts", "callHook": true, "backdatingEnabled": true, "unknown": [1] });
    let id = weft.snow().post("", body).send().tells("Collection created");
    weft.snow().the(&id).get("").send().shows("/callHook", true).shows("/backdatingEnabled", true);
}

#[test]
fn a_name_is_required() {
    let weft = Weft::start();
    for body in [json!({}), json!({ "name": "" }), json!({ "name": " " }), json!({ "name": null })] {
        weft.snow().post("", body).send().says(400, "Name is required");
    }
    assert_eq!(weft.snow().get("").send().json(), json!([]));
}

#[test]
fn names_are_free_text_and_need_not_be_unique() {
    let weft = Weft::start();
    let names = ["Posts", "Posts", "日本語", "!?", "Ünïcode & <b>\"quotes\"</b>"];
    for name in names {
        weft.snow().collection(name);
    }
    assert_eq!(each(&weft.snow().get("").send().json(), "name"), names);
    let listed = weft.admin().get("/api/content-types").send();
    let mut types: Vec<Value> = listed.each("/name");
    types.sort_by_key(Value::to_string);
    types.dedup();
    assert_eq!(types.len(), names.len(), "every collection has its own name in R3's API");
}

#[test]
fn readers_and_editors_are_forbidden() {
    let weft = Weft::start();
    weft.site().snow_reader().post("", json!({ "name": "Posts" })).send().says(403, "Forbidden");
    for role in ["viewer", "editor"] {
        weft.set_role(role);
        weft.snow().post("", json!({ "name": "Posts" })).send().says(403, "Forbidden");
    }
    weft.set_role("developer");
    weft.snow().collection("Posts");
}
