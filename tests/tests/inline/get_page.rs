//! `GET /v1/content/:id`

use serde_json::json;
use weft_tests::Weft;

use crate::fixtures::{admin, page, publish, someone, sync, visitor, with_key};
use crate::{assert_error, assert_invalid};

#[test]
fn visitors_see_what_is_published_and_the_signed_in_see_drafts_over_it() {
    let weft = Weft::start();
    sync(&weft, "/", &["title", "text"]);
    visitor(&weft).get(page("/")).send().is(200).shows("/data", json!([]));
    let id = publish(&weft, "/", "title", "One");
    let edit = json!({ "fields": { "content": "Two" } });
    admin(&weft).patch(format!("/v1/content/{id}"), edit).send().is(200);
    let seen = visitor(&weft).get(page("/")).send();
    seen.is(200).shows(
        "/data",
        json!([{ "id": id, "instanceKey": "title", "componentId": "__inline_title", "status": "published", "fields": { "content": "One" } }]),
    );
    let viewer = someone(&weft, "viewer", &[]);
    for reader in [admin(&weft), viewer, weft.session()] {
        let seen = reader.get(page("/")).send();
        assert_eq!(seen.is(200).each_in("/data", "/instanceKey"), ["text", "title"]);
        seen.shows("/data/1/fields/content", "Two").shows("/data/1/hasDraft", true);
        seen.shows("/data/0/status", "draft")
            .shows("/data/0/fields", json!({}))
            .shows("/data/0/hasDraft", false);
    }
}

#[test]
fn archived_entries_are_seen_by_nobody() {
    let weft = Weft::start();
    sync(&weft, "/", &["title"]);
    let id = publish(&weft, "/", "title", "One");
    admin(&weft).patch(format!("/v1/content/{id}"), json!({ "status": "archived" })).send().is(200);
    for reader in [admin(&weft), visitor(&weft)] {
        reader.get(page("/")).send().is(200).shows("/data", json!([]));
    }
    sync(&weft, "/", &["title"]);
    admin(&weft).get(page("/")).send().is(200).shows("/data", json!([]));
}

#[test]
fn pages_are_decoded_once_and_kept_apart() {
    let weft = Weft::start();
    for (number, id) in
        ["/", "%2F", "/a/b", "\u{1f600}/\u{e4}", "__proto__", "constructor"].iter().enumerate()
    {
        sync(&weft, id, &["key"]);
        publish(&weft, id, "key", &number.to_string());
    }
    for (number, id) in
        ["/", "%2F", "/a/b", "\u{1f600}/\u{e4}", "__proto__", "constructor"].iter().enumerate()
    {
        let shown = visitor(&weft).get(page(id)).send();
        shown.is(200).shows("/data/0/fields/content", number.to_string());
        assert_eq!(shown.at("/data").as_array().unwrap().len(), 1);
    }
    visitor(&weft).get(page("/nowhere")).send().is(200).shows("/data", json!([]));
}

#[test]
fn what_is_no_page_is_refused() {
    let weft = Weft::start();
    for bad in ["%00", "%2", "%FF", "%2F..", "%2F..%2Fetc", "%0A"] {
        assert_invalid(&visitor(&weft).get(format!("/v1/content/{bad}")).send(), &["pageId format"]);
    }
    let long = "a".repeat(2049);
    assert_invalid(&visitor(&weft).get(format!("/v1/content/{long}")).send(), &["pageId max"]);
}

#[test]
fn key_and_session_must_fit() {
    let weft = Weft::start();
    assert_error(&weft.anon().get(page("/")).send(), (401, "UNAUTHORIZED"));
    let nobody = weft.anon().header("x-inlinecms-key", "weft_nothing");
    assert_error(&nobody.get(page("/")).send(), (401, "UNAUTHORIZED"));
    let foreign = with_key(&weft, weft.other_site().session());
    assert_error(&foreign.get(page("/")).send(), (403, "FORBIDDEN"));
    assert_error(&with_key(&weft, weft.bearer("sess_gone")).get(page("/")).send(), (401, "UNAUTHORIZED"));
    // A key that may do everything is a visitor's all the same.
    let all = weft.site().secrets()[1];
    let strong = weft.anon().header("x-inlinecms-key", all);
    sync(&weft, "/", &["title"]);
    strong.get(page("/")).send().is(200).shows("/data", json!([]));
}
