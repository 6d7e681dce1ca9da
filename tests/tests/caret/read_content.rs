//! GET /content

use serde_json::json;
use weft_tests::{a_document, a_type};

use crate::{Caret, says};

#[test]
fn visitors_see_published_entries() {
    let caret = Caret::start();
    let editor = caret.signed_in();
    editor.put("home", json!({ "a": 1 }));
    editor
        .send(json!({ "type": "put_entry", "collection": "site", "id": "global", "data": { "b": 2 } }))
        .is(200);
    a_type("post").field("title", "text").create(&caret.admin());
    a_document("post").slug("draft").set("title", "Not yet").create(&caret.editor());
    let keys = "/content?keys=pages::home,site::global,pages::nothing,post::draft";
    let answer = caret.anon().get(keys).send();
    let entries = json!({ "pages::home": { "a": 1 }, "site::global": { "b": 2 } });
    assert_eq!(answer.is(200).json(), json!({ "entries": entries }));
    answer.costs(1);
    let bearer = caret.bearer(&caret.token());
    bearer.get(keys).send().shows("/entries/post::draft/title", "Not yet");
    caret.bearer("sess_nothing").get(keys).send().is(200).shows("/entries", entries);
    caret.anon().get("/content").send().is(200).shows("/entries", json!({}));
}

#[test]
fn a_public_token_is_a_key_of_the_site() {
    let caret = Caret::start();
    caret.signed_in().put("home", json!({ "a": 1 }));
    let key = caret
        .admin()
        .post(
            "/api/keys",
            json!({ "name": "page", "scopes": ["read"], "plan": { "perMinute": 2, "perDay": 0 } }),
        )
        .send();
    let key = key.is(201).text_at("/key");
    for token in [key.as_str(), "nothing"] {
        let answer = caret.anon().header("x-caret-token", token).get("/content?keys=pages::home").send();
        answer.is(200).shows("/entries/pages::home/a", 1);
    }
}

#[test]
fn malformed_keys_are_refused() {
    let caret = Caret::start();
    for keys in ["home", "a::b::c", "::", "1::a"] {
        let answer = caret.anon().get(format!("/content?keys={keys}")).send();
        says(&answer, 400, "Invalid keys. Each is <collection>::<id>.");
    }
    let many = vec!["a::b"; 101].join(",");
    let answer = caret.anon().get(format!("/content?keys={many}")).send();
    says(&answer, 400, "Invalid keys. At most 100 may be read at a time.");
}
