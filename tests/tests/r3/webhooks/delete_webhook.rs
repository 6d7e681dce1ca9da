//! `DELETE /api/webhooks/:id`

use serde_json::json;
use weft_tests::{Receiver, a_document, a_type};

use super::{body, tick, webhook, weft};

#[test]
fn a_webhook_that_is_deleted_gets_nothing_more() {
    let receiver = Receiver::start();
    let weft = weft(&[&receiver]);
    a_type("post").field("title", "text").create(&weft.admin());
    let path = webhook(&weft, body(&receiver.url(), &["entry.create"]));
    weft.admin().delete(&path).send().is(200).costs(1).shows("/success", true);
    a_document("post").set("title", "One").create(&weft.editor());
    tick(&weft);
    assert!(receiver.requests().is_empty());
    weft.admin().get(&path).send().is_error(404, "NOT_FOUND");
    weft.admin().delete(&path).send().is_error(404, "NOT_FOUND");
    weft.admin().patch(&path, json!({ "name": "x" })).send().is_error(404, "NOT_FOUND");
}
