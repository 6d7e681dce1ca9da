//! `publishedAt` in `POST /api/content` and `PATCH /api/content/:id`

use serde_json::{Value, json};
use weft_tests::Weft;

use crate::reference::{NOW, a_post, assert_document, hello_world, with_blog};

const EARLIER: &str = "2019-05-06T05:30:00.000Z";

#[test]
fn a_new_published_document_may_set_published_at() {
    let weft = Weft::start();
    with_blog(&weft.admin());
    for (title, said, shown) in [
        ("Offset", "2019-05-06T07:30:00+02:00", EARLIER),
        ("Fraction", "2019-05-06T05:30:00.0009Z", EARLIER),
        ("Day", "2019-05-06", "2019-05-06T00:00:00.000Z"),
        ("Now", NOW, NOW),
    ] {
        let mut body = a_post(title).published().body();
        body["publishedAt"] = json!(said);
        let answer = weft.editor().post("/api/content", body).send();
        answer.is(201).shows("/publishedAt", shown).shows("/createdAt", NOW);
        assert_document(&answer.json());
        let found = weft.reader().get(answer.header("location")).send();
        assert_eq!((found.json(), found.etag()), (answer.json(), answer.etag()));
    }
}

#[test]
fn lists_sort_and_filter_by_a_sent_published_at() {
    let weft = Weft::start();
    with_blog(&weft.admin());
    for (title, day) in [("B", "2020-01-02"), ("C", "2021-01-02"), ("A", "2019-01-02")] {
        let mut body = a_post(title).published().body();
        body["publishedAt"] = json!(day);
        weft.editor().post("/api/content", body).send().is(201);
    }
    let titles = |query: &str| weft.reader().get(format!("/api/content?{query}")).send().each("/slug");
    assert_eq!(titles("sort=publishedAt"), ["a", "b", "c"]);
    assert_eq!(titles("sort=-publishedAt&filters[publishedAt][$gte]=2020-01-01"), ["c", "b"]);
}

#[test]
fn a_change_sets_published_at_of_a_published_document() {
    let weft = Weft::start();
    with_blog(&weft.admin());
    let document = hello_world().published().create(&weft.editor());
    let patch = |body: Value| weft.editor().patch(document.path(), body).send();
    let answer = patch(json!({ "publishedAt": "2019-05-06T07:30:00+02:00" }));
    answer.is(200).costs(1).shows("/publishedAt", EARLIER).shows("/status", "published");
    assert_ne!(answer.etag(), document.etag);
    patch(json!({ "data": { "title": "B" } })).is(200).shows("/publishedAt", EARLIER);
    patch(json!({ "status": "published" })).is(200).shows("/publishedAt", EARLIER);
    patch(json!({ "publishedAt": null })).is(200).shows("/publishedAt", EARLIER);
    patch(json!({ "status": "archived" })).is(200).shows("/publishedAt", EARLIER);
    patch(json!({ "publishedAt": "2018-01-01" })).is(200).shows("/publishedAt", "2018-01-01T00:00:00.000Z");
    weft.tick();
    let published = weft.editor().post_nothing(document.at("publish")).send();
    published.is(200).shows("/publishedAt", "2026-03-25T10:01:01.000Z");
}

#[test]
fn a_change_that_publishes_may_set_published_at() {
    let weft = Weft::start();
    with_blog(&weft.admin());
    let document = hello_world().create(&weft.editor());
    let answer = weft
        .editor()
        .patch(document.path(), json!({ "status": "published", "publishedAt": "2019-05-06T05:30:00Z" }))
        .send();
    answer.is(200).costs(1).shows("/status", "published").shows("/publishedAt", EARLIER);
    weft.reader().get(document.path()).send().is(200).shows("/publishedAt", EARLIER);
}

#[test]
fn published_at_is_refused_for_drafts() {
    let weft = Weft::start();
    with_blog(&weft.admin());
    for status in [Value::Null, json!("draft")] {
        let mut body = hello_world().body();
        body["status"] = status;
        body["publishedAt"] = json!("2019-05-06");
        weft.editor().post("/api/content", body).send().is_invalid(&["publishedAt draft"]);
    }
    let document = hello_world().create(&weft.editor());
    let patch = |body: Value| weft.editor().patch(document.path(), body).send();
    patch(json!({ "publishedAt": "2019-05-06" })).is_invalid(&["publishedAt draft"]);
    patch(json!({ "publishedAt": "2019-05-06", "data": { "title": "B" } }))
        .is_invalid(&["publishedAt draft"]);
    patch(json!({ "publishedAt": "2019-05-06", "status": "draft" })).is_invalid(&["publishedAt draft"]);
    let found = weft.admin().get(format!("{}?draft=true", document.path())).send();
    assert_eq!((found.json(), found.etag()), (document.json(), document.etag.clone()));
    let stale = weft.editor().patch(document.path(), json!({ "publishedAt": "2019-05-06" }));
    stale.if_match("\"stale\"").send().is_error(412, "PRECONDITION_FAILED");
    let nobodys = "/api/content/018f3f70-1c2d-7abc-8def-000000000000";
    weft.editor().patch(nobodys, json!({ "publishedAt": "2019-05-06" })).send().is_error(404, "NOT_FOUND");
}

#[test]
fn malformed_and_future_times_are_refused() {
    let weft = Weft::start();
    with_blog(&weft.admin());
    let document = hello_world().published().create(&weft.editor());
    for (said, violation) in [
        (json!("soon"), "publishedAt format"),
        (json!(""), "publishedAt format"),
        (json!("2026-02-29"), "publishedAt format"),
        (json!("2019-05-06T05:30:00"), "publishedAt format"),
        (json!("-000001-01-01T00:00:00Z"), "publishedAt format"),
        (json!(1_557_120_600), "publishedAt type"),
        (json!({}), "publishedAt type"),
        (json!("2026-03-25T11:00:00.000Z"), "publishedAt max"),
        (json!("2026-03-26"), "publishedAt max"),
        (json!("9999-12-30"), "publishedAt max"),
    ] {
        let mut body = a_post("A").published().body();
        body["publishedAt"] = said.clone();
        weft.editor().post("/api/content", body).send().is_invalid(&[violation]);
        let change = json!({ "publishedAt": said });
        weft.editor().patch(document.path(), change).send().is_invalid(&[violation]);
    }
    let found = weft.reader().get(document.path()).send();
    assert_eq!((found.json(), found.etag()), (document.json(), document.etag.clone()));
    weft.reader().get("/api/content").send().shows("/totalDocs", 1);
}

#[test]
fn setting_published_at_requires_the_permission_to_publish() {
    let weft = Weft::start();
    with_blog(&weft.admin());
    let document = hello_world().published().create(&weft.editor());
    let change = json!({ "publishedAt": "2019-05-06" });
    weft.reader().patch(document.path(), change.clone()).send().is_error(403, "FORBIDDEN");
    weft.site().public().patch(document.path(), change.clone()).send().is_error(403, "FORBIDDEN");
    weft.set_role("viewer");
    weft.admin().patch(document.path(), change).send().is_error(403, "FORBIDDEN");
    let mut body = a_post("A").published().body();
    body["publishedAt"] = json!("2019-05-06");
    weft.admin().post("/api/content", body).send().is_error(403, "FORBIDDEN");
}

#[test]
fn members_that_only_weft_sets_are_ignored() {
    let weft = Weft::start();
    with_blog(&weft.admin());
    let document = hello_world().published().create(&weft.editor());
    let whole = document.json();
    weft.editor().patch(document.path(), whole.clone()).send().is(200).shows("/publishedAt", NOW);
    let mut other = whole;
    for (name, value) in [
        ("id", "018f3f70-1c2d-7abc-8def-000000000000"),
        ("authorId", "018f3f70-1c2d-7abc-8def-000000000000"),
        ("createdAt", "2019-05-06T05:30:00.000Z"),
        ("updatedAt", "2019-05-06T05:30:00.000Z"),
    ] {
        other[name] = json!(value);
    }
    let answer = weft.editor().patch(document.path(), other).send();
    answer.is(200).shows("/id", document.id.as_str()).shows("/createdAt", NOW).shows("/updatedAt", NOW);
    answer.shows("/authorId", document.json()["authorId"].clone());
}
