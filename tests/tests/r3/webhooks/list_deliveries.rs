//! `GET /api/webhooks/:id/deliveries`

use serde_json::{Value, json};
use weft_tests::{Receiver, a_document, a_type};

use super::{body, tick, webhook, weft};

#[test]
fn deliveries_are_listed_newest_first_by_cursor() {
    let receiver = Receiver::answering(|request| if request.body.contains("bad") { 500 } else { 200 });
    let weft = weft(&[&receiver]);
    a_type("post").field("title", "text").create(&weft.admin());
    let path = webhook(&weft, body(&receiver.url(), &["entry.create"]));
    for title in ["one", "bad", "three"] {
        a_document("post").set("title", title).create(&weft.editor());
    }
    tick(&weft);
    let list = |query: &str| weft.admin().get(format!("{path}/deliveries{query}")).send();
    let all = list("");
    all.is(200).costs(1).shows("/nextCursor", Value::Null);
    assert_eq!(all.each("/status"), ["delivered", "pending", "delivered"]);
    assert_eq!(all.each("/event"), vec![json!("entry.create"); 3]);
    let first = list("?limit=2&cursor=");
    let second = list(&format!("?limit=2&cursor={}", first.text_at("/nextCursor")));
    assert_eq!([first.each("/id"), second.each("/id")].concat(), all.each("/id"));
    second.shows("/nextCursor", Value::Null);
    for cursor in ["x", "AAAA"] {
        list(&format!("?cursor={cursor}")).is_invalid(&["cursor format"]);
    }
    list("?limit=0").is_invalid(&["limit number"]);
}
