//! `POST /api/webhooks`

use serde_json::json;
use weft_tests::{Receiver, Weft, a_document, a_type};

use super::{body, tick, webhook, weft};
use crate::reference::{NOW, is_uuid, members};

const MEMBERS: [&str; 10] = [
    "id",
    "name",
    "url",
    "events",
    "contentTypes",
    "enabled",
    "disabledReason",
    "hasSecret",
    "createdAt",
    "updatedAt",
];

#[test]
fn a_secret_that_weft_makes_is_shown_once_and_one_that_is_sent_never() {
    let weft = Weft::start();
    let sent = json!({ "name": "Deploy", "url": "https://a.example/hook", "events": ["entry.publish"], "enabled": false });
    let made = weft.admin().post("/api/webhooks", sent.clone()).send();
    made.is(201)
        .costs(1)
        .has("cache-control", "no-store")
        .has("location", &format!("/api/webhooks/{}", made.text_at("/id")));
    assert_eq!(members(&made.json()), [MEMBERS.as_slice(), &["secret"]].concat());
    assert!(is_uuid(&made.at("/id")) && made.text_at("/secret").starts_with("whsec_"));
    made.shows("/contentTypes", json!([]))
        .shows("/hasSecret", true)
        .shows("/createdAt", NOW)
        .shows("/disabledReason", json!(null));
    let mut sent = sent;
    sent["secret"] = json!("my own secret");
    let own = weft.admin().post("/api/webhooks", sent).send();
    assert_eq!(members(&own.is(201).json()), MEMBERS);
    for target in ["/api/webhooks".to_owned(), format!("/api/webhooks/{}", own.text_at("/id"))] {
        let shown = weft.admin().get(target).send();
        assert!(!shown.text().contains("my own secret") && !shown.text().contains("whsec_"), "{shown}");
    }
}

#[test]
fn an_event_arrives_as_r3_documents_it() {
    let receiver = Receiver::start();
    let weft = weft(&[&receiver]);
    a_type("post").field("title", "text").create(&weft.admin());
    webhook(&weft, body(&receiver.url(), &["entry.create", "entry.publish"]));
    let post = a_document("post").slug("hello").set("title", "Hello").create(&weft.editor());
    weft.editor().post_nothing(post.at("publish")).send().is(200);
    weft.editor().patch(post.path(), json!({ "data": { "title": "Later" } })).send().is(200);
    tick(&weft);
    let got = receiver.wait_for(2);
    let expected = |event: &str, status: &str| {
        json!({
            "event": event, "timestamp": NOW, "contentType": "post", "websiteId": weft.site().id(),
            "document": { "id": post.id, "slug": "hello", "status": status, "data": { "title": "Hello" } },
        })
    };
    assert_eq!(got[0].json(), expected("entry.create", "draft"));
    assert_eq!(got[1].json(), expected("entry.publish", "published"), "and no entry.update");
    assert_eq!(
        (got[0].line.as_str(), got[0].header("content-type")),
        ("POST /hook HTTP/1.1", "application/json")
    );
    tick(&weft);
    assert_eq!(receiver.requests().len(), 2);
}

#[test]
fn everything_that_is_wrong_is_told_at_once() {
    let weft = Weft::start();
    let post = |body| weft.admin().post("/api/webhooks", body).send();
    post(json!({})).is_invalid(&["name required", "url required", "events required"]);
    post(json!({ "name": "", "url": "http://a.example", "events": ["x"], "secret": "" })).is_invalid(&[
        "name length",
        "url url",
        "events option",
        "secret length",
    ]);
    for url in [
        "https://127.0.0.1/",
        "https://2130706433/",
        "https://[::ffff:10.0.0.1]/",
        "https://localhost/",
        "https://a.internal/",
        "https://u:p@a.example/",
        "https://a.example:25/",
    ] {
        post(body(url, &["entry.publish"])).is_invalid(&["url url"]);
    }
    weft.admin().get("/api/webhooks").send().shows("/totalDocs", 0);
}
