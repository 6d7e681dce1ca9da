//! `POST /v1/content/bulk-publish`

use serde_json::json;
use weft_tests::Weft;

use crate::fixtures::{admin, entry, page, publish, someone, sync, visitor};
use crate::{assert_error, assert_invalid};

#[test]
fn all_drafts_of_the_page_are_published_and_no_other() {
    let weft = Weft::start();
    sync(&weft, "/", &["a", "b", "c"]);
    sync(&weft, "/other", &["a"]);
    let id = publish(&weft, "/", "a", "One");
    publish(&weft, "/", "b", "Stays");
    admin(&weft).patch(format!("/v1/content/{id}"), json!({ "fields": { "content": "Two" } })).send().is(200);
    let body = json!({ "pageId": "/" });
    let done = admin(&weft).post("/v1/content/bulk-publish", body.clone()).send();
    done.is(200).shows("/data/published", 2).shows("/error", serde_json::Value::Null);
    assert_eq!(done.each_in("/data/entries", "/instanceKey"), ["a", "c"]);
    let seen = visitor(&weft).get(page("/")).send();
    assert_eq!(seen.each_in("/data", "/instanceKey"), ["a", "b", "c"]);
    seen.shows("/data/0/fields/content", "Two");
    visitor(&weft).get(page("/other")).send().shows("/data", json!([]));
    admin(&weft).post("/v1/content/bulk-publish", body).send().is(200).shows("/data/published", 0);
    let count = |kind: &str| -> i64 {
        let sql = "SELECT count(*) FROM events WHERE kind = ?";
        weft.database().query_row(sql, [kind], |row| row.get(0)).unwrap()
    };
    assert_eq!((count("page.publish"), count("publish")), (1, 4));
}

#[test]
fn an_editor_publishes_their_pages_and_a_viewer_none() {
    let weft = Weft::start();
    sync(&weft, "/blog/a", &["a"]);
    let publish = |actor: &weft_tests::Actor<'_>, id: &str| {
        actor.post("/v1/content/bulk-publish", json!({ "pageId": id })).send()
    };
    assert_error(&publish(&visitor(&weft), "/blog/a"), (401, "UNAUTHORIZED"));
    assert_error(&publish(&someone(&weft, "viewer", &[]), "/blog/a"), (403, "FORBIDDEN"));
    let limited = someone(&weft, "editor", &["/blog/*"]);
    assert_error(&publish(&limited, "/about"), (403, "FORBIDDEN"));
    publish(&limited, "/blog/a").is(200).shows("/data/published", 1);
}

#[test]
fn what_is_no_page_is_refused() {
    let weft = Weft::start();
    let publish = |body| admin(&weft).post("/v1/content/bulk-publish", body).send();
    assert_invalid(&publish(json!({})), &["pageId required"]);
    assert_invalid(&publish(json!({ "pageId": 1 })), &["pageId type"]);
    assert_invalid(&publish(json!({ "pageId": "/.." })), &["pageId format"]);
    assert_error(&admin(&weft).post("/v1/content/bulk-publish", json!([])).send(), (400, "MALFORMED"));
}

#[test]
fn of_twenty_at_once_each_draft_is_published_once() {
    let weft = Weft::start();
    let keys: Vec<String> = (0..20).map(|n| format!("k{n}")).collect();
    sync(&weft, "/", &keys.iter().map(String::as_str).collect::<Vec<_>>());
    let published: i64 = std::thread::scope(|scope| {
        let ask = || {
            let done = admin(&weft).post("/v1/content/bulk-publish", json!({ "pageId": "/" })).send();
            done.is(200).at("/data/published").as_i64().unwrap()
        };
        let threads: Vec<_> = (0..20).map(|_| scope.spawn(ask)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).sum()
    });
    assert_eq!(published, 20);
    for key in keys {
        let id = entry(&weft, "/", &key);
        let history = admin(&weft).get(format!("/v1/content/{id}/history")).send();
        assert_eq!(history.is(200).at("/data").as_array().unwrap().len(), 1);
    }
}
