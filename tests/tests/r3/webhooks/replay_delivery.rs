//! `POST /api/webhooks/:id/deliveries/:delivery/replay`

use weft_tests::Receiver;

use super::{body, tick, webhook, weft};

#[test]
fn a_replay_is_sent_again_under_its_id() {
    let receiver = Receiver::start();
    let weft = weft(&[&receiver]);
    let path = webhook(&weft, body(&receiver.url(), &["entry.publish"]));
    let id = weft.admin().post_nothing(format!("{path}/test")).send().text_at("/id");
    receiver.wait_for(1);
    tick(&weft);
    let path = format!("{path}/deliveries/{id}");
    weft.admin()
        .post_nothing(format!("{path}/replay"))
        .send()
        .is(202)
        .costs(1)
        .shows("/id", id.as_str())
        .shows("/status", "pending");
    let got = receiver.wait_for(2);
    assert_eq!((got[0].header("webhook-id"), &got[0].body), (got[1].header("webhook-id"), &got[1].body));
}
