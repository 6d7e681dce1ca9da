//! `POST /api/webhooks/:id/test`

use weft_tests::Receiver;

use super::{body, webhook, weft};
use crate::reference::{NOW, is_uuid};

#[test]
fn a_test_arrives_without_a_tick_because_the_component_asks_for_one() {
    let receiver = Receiver::start();
    let weft = weft(&[&receiver]);
    let path = webhook(&weft, body(&receiver.url(), &["entry.publish"]));
    let told = weft.admin().post_nothing(format!("{path}/test")).send();
    told.is(202)
        .costs(1)
        .shows("/event", "webhook.test")
        .shows("/status", "pending")
        .shows("/createdAt", NOW);
    assert!(is_uuid(&told.at("/id")));
    let got = receiver.wait_for(1).remove(0);
    assert_eq!(got.header("webhook-id"), told.text_at("/id"));
    assert_eq!(
        (got.json()["event"].as_str(), got.json()["timestamp"].as_str()),
        (Some("webhook.test"), Some(NOW))
    );
}
