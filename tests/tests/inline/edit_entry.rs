//! `PATCH /v1/content/:id`

use serde_json::{Value, json};
use weft_tests::{Actor, Weft, a_document, a_type};

use crate::fixtures::{admin, entry, page, publish, someone, sync, visitor};
use crate::{assert_error, assert_invalid};

fn patch(actor: &Actor<'_>, id: &str, body: Value) -> weft_tests::Answer {
    actor.patch(format!("/v1/content/{id}"), body).send()
}

/// What visitors see at `title` of `/`.
fn seen(weft: &Weft) -> Value {
    visitor(weft).get(page("/")).send().is(200).at("/data")[0]["fields"]["content"].clone()
}

#[test]
fn fields_of_what_is_published_go_to_its_draft_until_that_is_published() {
    let weft = Weft::start();
    sync(&weft, "/", &["title"]);
    let id = publish(&weft, "/", "title", "One");
    let edited = patch(&admin(&weft), &id, json!({ "fields": { "content": "Two", "more": [1] } }));
    edited
        .is(200)
        .shows("/data/status", "published")
        .shows("/data/hasDraft", true)
        .shows("/error", Value::Null);
    edited
        .shows("/data/fields", json!({ "content": "Two", "more": [1] }))
        .shows("/data/componentId", "__inline_title");
    assert_eq!(seen(&weft), "One");
    patch(&admin(&weft), &id, json!({ "fields": { "more": 2 } }))
        .is(200)
        .shows("/data/fields/content", "Two");
    // What is published is the draft with what the request says.
    let published = patch(&admin(&weft), &id, json!({ "fields": { "last": true }, "status": "published" }));
    published.is(200).shows("/data/fields", json!({ "content": "Two", "more": 2, "last": true }));
    published.shows("/data/hasDraft", false);
    assert_eq!(seen(&weft), "Two");
}

#[test]
fn a_status_takes_it_off_the_site_and_brings_it_back() {
    let weft = Weft::start();
    sync(&weft, "/", &["title"]);
    let id = publish(&weft, "/", "title", "One");
    patch(&admin(&weft), &id, json!({ "fields": { "content": "Two" } })).is(200);
    patch(&admin(&weft), &id, json!({ "status": "draft" })).is(200).shows("/data/fields/content", "Two");
    assert_eq!(seen(&weft), Value::Null);
    patch(&admin(&weft), &id, json!({ "status": "archived" })).is(200).shows("/data/status", "archived");
    patch(&admin(&weft), &id, json!({ "status": "published" })).is(200).shows("/data/status", "published");
    assert_eq!(seen(&weft), "Two");
}

#[test]
fn what_is_published_already_is_not_published_again() {
    let weft = Weft::start();
    sync(&weft, "/", &["title"]);
    let id = publish(&weft, "/", "title", "One");
    let first = patch(&admin(&weft), &id, json!({ "status": "published" }));
    let second = patch(&admin(&weft), &id, json!({ "status": "published" }));
    assert_eq!(first.is(200).json(), second.is(200).json());
    let history = admin(&weft).get(format!("/v1/content/{id}/history")).send();
    assert_eq!(history.is(200).at("/data").as_array().unwrap().len(), 1);
}

#[test]
fn writes_keep_to_the_pages_of_the_account() {
    let weft = Weft::start();
    sync(&weft, "/blog/post", &["title"]);
    sync(&weft, "/about", &["title"]);
    let (inside, outside) = (entry(&weft, "/blog/post", "title"), entry(&weft, "/about", "title"));
    let limited = someone(&weft, "editor", &["/Blog/**"]);
    let body = json!({ "fields": { "content": "x" }, "status": "published" });
    patch(&limited, &inside, body.clone()).is(200);
    assert_error(&patch(&limited, &outside, body.clone()), (403, "FORBIDDEN"));
    // Whatever the API: R3's sees the same account.
    let free = someone(&weft, "editor", &[]);
    patch(&free, &outside, body.clone()).is(200);
    let administrator = someone(&weft, "admin", &["/nowhere"]);
    patch(&administrator, &outside, body).is(200);
}

#[test]
fn who_may_not_is_refused() {
    let weft = Weft::start();
    sync(&weft, "/", &["title"]);
    let id = entry(&weft, "/", "title");
    let body = json!({ "fields": { "content": "x" } });
    assert_error(&patch(&visitor(&weft), &id, body.clone()), (401, "UNAUTHORIZED"));
    assert_error(&patch(&someone(&weft, "viewer", &[]), &id, body.clone()), (403, "FORBIDDEN"));
    assert_error(&patch(&weft.other_site().session(), &id, body.clone()), (404, "NOT_FOUND"));
    assert_error(
        &patch(&admin(&weft), "018f3f70-1c2d-7abc-8def-0123456789ab", body.clone()),
        (404, "NOT_FOUND"),
    );
    assert_error(&patch(&admin(&weft), "nothing", body), (404, "NOT_FOUND"));
}

#[test]
fn what_is_wrong_is_told() {
    let weft = Weft::start();
    sync(&weft, "/", &["title"]);
    let id = entry(&weft, "/", "title");
    for (body, told) in [
        (json!({}), "fields required"),
        (json!({ "fields": [] }), "fields type"),
        (json!({ "fields": { "content": 7 } }), "fields.content type"),
        (json!({ "fields": { "": 1 } }), "fields. name"),
    ] {
        assert_invalid(&patch(&admin(&weft), &id, body), &[told]);
    }
    let odd =
        json!({ "fields": { "__proto__": { "a": 1 }, "constructor": "\u{1f600}", "content": "\u{1f600}" } });
    patch(&admin(&weft), &id, odd.clone()).is(200).shows("/data/fields", odd["fields"].clone());
    let big = json!({ "fields": { "content": "x".repeat(3 << 20) } });
    assert_error(&patch(&admin(&weft), &id, big), (413, "PAYLOAD_TOO_LARGE"));
    let tag = patch(&admin(&weft), &id, json!({ "fields": { "n": 1 } })).header("etag").to_owned();
    patch(&admin(&weft), &id, json!({ "fields": { "n": 2 } })).is(200);
    let stale =
        admin(&weft).patch(format!("/v1/content/{id}"), json!({ "fields": { "n": 3 } })).if_match(&tag);
    assert_error(&stale.send(), (409, "CONFLICT"));
}

#[test]
fn a_draft_is_a_draft_of_r3_and_hidden_from_snowcms() {
    let weft = Weft::start();
    sync(&weft, "/", &["title"]);
    let id = publish(&weft, "/", "title", "One");
    patch(&admin(&weft), &id, json!({ "fields": { "content": "Two" } })).is(200);
    let document = format!("/api/content/{id}");
    weft.reader().get(&document).send().is(200).shows("/data/content", "One");
    weft.admin().get(format!("{document}?draft=true")).send().is(200).shows("/data/content", "Two");
    let kind = weft.admin().get("/api/content-types/inline").send().is(200).text_at("/id");
    assert_eq!(weft.snow().the(&kind).text(&id, "content"), "One");
    weft.editor().post_nothing(format!("{document}/publish")).send().is(200);
    assert_eq!(seen(&weft), "Two");
    weft.admin().delete(&document).send();
    visitor(&weft).get(page("/")).send().is(200).shows("/data", json!([]));
}

#[test]
fn a_relation_leads_to_an_entry_that_is_there() {
    let weft = Weft::start();
    a_type("author").create(&weft.admin());
    let ada = a_document("author").create(&weft.editor());
    let component = json!({
        "componentId": "hero", "instanceKey": "hero", "fields": [{ "key": "author", "type": "relation" }],
    });
    let body = json!({ "pageId": "/", "components": [component] });
    weft.session().post("/v1/definitions/sync", body).send().is(200);
    let id = entry(&weft, "/", "hero");
    let nobody = "018f3f70-1c2d-7abc-8def-000000000001";
    for status in [None, Some("draft"), Some("published"), None] {
        let with = |author: &str| match status {
            None => json!({ "fields": { "author": author } }),
            Some(status) => json!({ "fields": { "author": author }, "status": status }),
        };
        assert_invalid(&patch(&admin(&weft), &id, with(nobody)), &["fields.author reference"]);
        patch(&admin(&weft), &id, with(&ada.id)).is(200).shows("/data/fields/author", ada.id.as_str());
    }
}
