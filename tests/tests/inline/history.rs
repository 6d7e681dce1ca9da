//! `GET /v1/content/:id/history`

use serde_json::json;
use weft_tests::Weft;

use crate::fixtures::{admin, publish, someone, sync, visitor};
use crate::{assert_error, assert_invalid};

#[test]
fn it_has_what_visitors_saw_newest_first() {
    let weft = Weft::start();
    sync(&weft, "/", &["title"]);
    let id = publish(&weft, "/", "title", "One");
    weft.tick();
    let patch = |body| admin(&weft).patch(format!("/v1/content/{id}"), body).send();
    patch(json!({ "fields": { "content": "never seen" } })).is(200);
    patch(json!({ "fields": { "content": "Two" } })).is(200);
    patch(json!({ "status": "published" })).is(200);
    patch(json!({ "fields": { "content": "a draft" } })).is(200);
    let history = admin(&weft).get(format!("/v1/content/{id}/history")).send();
    assert_eq!(history.is(200).each_in("/data", "/fields/content"), ["Two", "One"]);
    let me = weft.session().get("/v1/auth/me").send().text_at("/data/user/id");
    history.shows("/data/0/publishedBy", me.as_str()).shows("/data/0/entryId", id.as_str());
    history
        .shows("/data/1/publishedAt", "2026-03-25T10:01:00.000Z")
        .shows("/data/0/publishedAt", "2026-03-25T10:01:01.000Z");
    let part = admin(&weft).get(format!("/v1/content/{id}/history?limit=1&offset=1")).send();
    assert_eq!(part.is(200).each_in("/data", "/fields/content"), ["One"]);
    assert_invalid(&admin(&weft).get(format!("/v1/content/{id}/history?limit=0")).send(), &["limit range"]);
}

#[test]
fn visitors_and_strangers_do_not_see_it() {
    let weft = Weft::start();
    sync(&weft, "/", &["title"]);
    let id = publish(&weft, "/", "title", "One");
    let path = format!("/v1/content/{id}/history");
    assert_error(&visitor(&weft).get(&path).send(), (401, "UNAUTHORIZED"));
    assert_error(&weft.other_site().session().get(&path).send(), (404, "NOT_FOUND"));
    assert_error(&admin(&weft).get("/v1/content/nothing/history").send(), (404, "NOT_FOUND"));
    someone(&weft, "viewer", &[]).get(&path).send().is(200);
}
