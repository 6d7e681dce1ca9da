//! `POST /_weft/tick`

use weft_tests::{Receiver, Weft, a_document, a_type};

use super::{TICK, ask, body, tick, webhook, weft};

#[test]
fn a_tick_takes_the_operators_secret_and_is_one_round_trip_with_nothing_to_do() {
    let weft = weft(&[]);
    tick(&weft);
    ask(&weft, TICK).is(200).costs(1).shows("/more", false);
    for secret in ["x", ""] {
        ask(&weft, secret).is(401);
    }
    weft.anon().post_nothing("/_weft/tick").send().is(401);
    weft.admin().post_nothing("/_weft/tick").send().is(401);
    weft.anon().get("/_weft/tick").send().is(405);
    let without = Weft::start();
    ask(&without, "").is(401);
}

#[test]
fn a_write_is_followed_by_its_delivery_without_a_tick() {
    let receiver = Receiver::start();
    let weft = weft(&[&receiver]);
    a_type("post").field("title", "text").create(&weft.admin());
    webhook(&weft, body(&receiver.url(), &["entry.create"]));
    for n in 1..=5 {
        a_document("post").set("title", format!("{n}")).create(&weft.editor());
    }
    assert_eq!(receiver.wait_for(5).len(), 5);
}
