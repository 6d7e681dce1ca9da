//! `PATCH /api/websites/:website/collections/:collection/inputs/:input/order`

use serde_json::{Value, json};
use weft_tests::{SnowCollection, Weft};

use crate::blog::{UNKNOWN_ID, a_post, blog, each};

fn order(posts: &SnowCollection<'_>) -> Vec<Value> {
    let list = posts.get("/inputs").send().is(200).json();
    let count = i64::try_from(list.as_array().unwrap().len()).unwrap();
    assert_eq!(each(&list, "order"), (0..count).map(Value::from).collect::<Vec<_>>());
    each(&list, "fieldName")
}

#[test]
fn a_move_shifts_the_other_inputs() {
    let weft = Weft::start();
    let posts = weft.snow().collection("Posts");
    let ids: Vec<String> = ["a", "b", "c", "d"].map(|field| posts.input(field, "text")).into();
    for (moved, to, expected) in [
        (0, 2, ["b", "c", "a", "d"]),
        (3, 0, ["d", "b", "c", "a"]),
        (3, 0, ["d", "b", "c", "a"]),
        (1, 3, ["d", "c", "a", "b"]),
    ] {
        let answer = posts.patch(format!("/inputs/{}/order", ids[moved]), json!({ "order": to })).send();
        assert_eq!(answer.is(200).json(), json!({ "message": format!("Moved input to position {to}") }));
        assert_eq!(order(&posts), expected);
    }
}

#[test]
fn a_position_beyond_the_end_is_the_end() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    let id = posts.shown_input("title")["id"].as_str().unwrap().to_owned();
    // Also where a component's own numbers end.
    for place in [99, 4_294_967_296_u64, u64::MAX] {
        let answer = posts.patch(format!("/inputs/{id}/order"), json!({ "order": place })).send();
        answer.tells(&format!("Moved input to position {place}"));
        assert_eq!(order(&posts), ["slug", "body", "title"]);
        posts
            .patch(format!("/inputs/{id}/order"), json!({ "order": 0.0 }))
            .send()
            .tells("Moved input to position 0");
    }
}

#[test]
fn values_and_title_stay_with_their_inputs() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    let post = posts.entry(a_post("One", "one"));
    let id = posts.shown_input("title")["id"].as_str().unwrap().to_owned();
    let answer = posts.patch(format!("/inputs/{id}/order"), json!({ "order": 2 })).send();
    answer.tells("Moved input to position 2");
    posts.get("").send().shows("/title", id.as_str());
    assert_eq!((posts.text(&post, "title"), posts.text(&post, "slug")), (json!("One"), json!("one")));
}

#[test]
fn an_order_is_required() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    let id = posts.shown_input("title")["id"].as_str().unwrap().to_owned();
    for order in [json!({}), json!({ "order": "1" }), json!({ "order": null }), json!({ "order": -1 })] {
        let answer = posts.patch(format!("/inputs/{id}/order"), order).send();
        answer.says(400, "Order is required and must be a number");
    }
    assert_eq!(order(&posts), ["title", "slug", "body"]);
}

#[test]
fn unknown_ids_are_not_found() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    for id in [UNKNOWN_ID, "42", "title"] {
        let answer = posts.patch(format!("/inputs/{id}/order"), json!({ "order": 0 })).send();
        answer.says(404, "Collection Input not found");
    }
    let nothing = weft.snow().the(UNKNOWN_ID);
    let answer = nothing.patch(format!("/inputs/{UNKNOWN_ID}/order"), json!({ "order": 0 })).send();
    answer.says(404, "Collection not found");
}

#[test]
fn readers_and_editors_are_forbidden() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    let target = format!("/inputs/{}/order", posts.shown_input("title")["id"].as_str().unwrap());
    let reader = weft.site().snow_reader();
    posts.by(&reader).patch(&target, json!({ "order": 1 })).send().says(403, "Forbidden");
    weft.set_role("editor");
    posts.patch(&target, json!({ "order": 1 })).send().says(403, "Forbidden");
    assert_eq!(order(&posts), ["title", "slug", "body"]);
}
