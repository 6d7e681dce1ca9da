//! `PATCH /api/webhooks/:id`

use serde_json::json;
use weft_tests::{Receiver, Weft, a_document, a_type};

use super::{body, tick, webhook, weft};

#[test]
fn what_is_sent_is_changed_and_nothing_else() {
    let weft = Weft::start();
    let path = webhook(
        &weft,
        json!({ "name": "n", "url": "https://a.example/", "events": ["entry.publish"], "enabled": false }),
    );
    weft.tick();
    let done =
        weft.admin().patch(&path, json!({ "events": ["entry.delete"], "contentTypes": ["post"] })).send();
    done.is(200).costs(1).shows("/events", json!(["entry.delete"])).shows("/contentTypes", json!(["post"]));
    done.shows("/name", "n")
        .shows("/url", "https://a.example/")
        .shows("/enabled", false)
        .shows("/updatedAt", "2026-03-25T10:01:01.000Z");
    for url in ["http://a.example/", "https://10.0.0.1/", "https://localhost/"] {
        weft.admin().patch(&path, json!({ "url": url })).send().is_invalid(&["url url"]);
    }
}

#[test]
fn a_webhook_that_is_disabled_gets_nothing_until_it_is_enabled() {
    let receiver = Receiver::start();
    let weft = weft(&[&receiver]);
    a_type("post").field("title", "text").create(&weft.admin());
    let path = webhook(&weft, body(&receiver.url(), &["entry.create"]));
    weft.admin().patch(&path, json!({ "enabled": false })).send().is(200).shows("/enabled", false);
    a_document("post").set("title", "One").create(&weft.editor());
    tick(&weft);
    assert!(receiver.requests().is_empty());
    weft.admin().patch(&path, json!({ "enabled": true })).send().is(200).shows("/enabled", true);
    a_document("post").set("title", "Two").create(&weft.editor());
    tick(&weft);
    assert_eq!(receiver.wait_for(1)[0].json()["document"]["data"]["title"], "Two");
}

#[test]
fn while_a_secret_rotates_both_sign() {
    let receiver = Receiver::start();
    let weft = weft(&[&receiver]);
    let path = webhook(&weft, body(&receiver.url(), &["entry.create"]));
    let done = weft.admin().patch(&path, json!({ "secret": "another secret" })).send();
    assert!(!done.is(200).text().contains("another secret"));
    weft.admin().post_nothing(format!("{path}/test")).send().is(202);
    tick(&weft);
    assert_eq!(receiver.wait_for(1)[0].header("webhook-signature").split(' ').count(), 2);
}
