//! `GET /api/webhooks/:id/deliveries/:delivery`

use serde_json::{Value, json};
use weft_tests::Receiver;

use super::{body, tick, webhook, weft};

#[test]
fn every_attempt_is_shown_with_what_was_sent_and_what_came_back() {
    let receiver = Receiver::answering(|_| 503);
    let weft = weft(&[&receiver]);
    let path = webhook(&weft, body(&receiver.url(), &["entry.publish"]));
    let id = weft.admin().post_nothing(format!("{path}/test")).send().text_at("/id");
    receiver.wait_for(1);
    tick(&weft);
    weft.clock().advance(std::time::Duration::from_secs(6));
    tick(&weft);
    let got = receiver.wait_for(2);
    let shown = weft.admin().get(format!("{path}/deliveries/{id}")).send();
    shown
        .is(200)
        .costs(1)
        .shows("/status", "pending")
        .shows("/attempts/1/response", json!({ "status": 503, "body": "told" }));
    shown
        .shows("/attempts/0/request/url", receiver.url())
        .shows("/attempts/0/request/body", got[0].body.as_str());
    shown.shows("/attempts/0/request/headers/webhook-signature", got[0].header("webhook-signature"));
    assert_eq!(shown.at("/attempts").as_array().unwrap().len(), 2);
    assert!(shown.at("/attempts/0/durationMs").is_u64() && shown.at("/attempts/0/error").is_string());
    assert_eq!((got[0].header("webhook-id"), &got[0].body), (got[1].header("webhook-id"), &got[1].body));
}

#[test]
fn a_receiver_that_hangs_up_has_no_response() {
    let receiver = Receiver::answering(|_| 0);
    let weft = weft(&[&receiver]);
    let path = webhook(&weft, body(&receiver.url(), &["entry.publish"]));
    let id = weft.admin().post_nothing(format!("{path}/test")).send().text_at("/id");
    receiver.wait_for(1);
    tick(&weft);
    let shown = weft.admin().get(format!("{path}/deliveries/{id}")).send();
    assert!(shown.shows("/attempts/0/response", Value::Null).at("/attempts/0/error").is_string());
}
