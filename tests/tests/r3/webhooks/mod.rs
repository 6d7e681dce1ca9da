//! `/api/webhooks`, with receivers on this machine. The tests ask for ticks with the operator's
//! secret.

mod create_webhook;
mod delete_webhook;
mod find_delivery;
mod find_webhook;
mod list_deliveries;
mod list_webhooks;
mod replay_delivery;
mod test_webhook;
mod tick;
mod update_webhook;

use serde_json::{Value, json};
use weft_tests::{Answer, Receiver, Weft};

const TICK: &str = "a secret of the operator";

/// A host that may tell these receivers.
fn weft(receivers: &[&Receiver]) -> Weft {
    Weft::with(|setup| {
        let hosts: Vec<_> = receivers.iter().map(|receiver| receiver.host()).collect();
        setup.variable("webhook_allow_insecure", &hosts.join(",")).variable("tick_secret", TICK);
    })
}

fn body(url: &str, events: &[&str]) -> Value {
    json!({ "name": "n", "url": url, "events": events })
}

/// Creates a webhook; returns its path.
#[track_caller]
fn webhook(weft: &Weft, body: Value) -> String {
    let made = weft.admin().post("/api/webhooks", body).send();
    let path = format!("/api/webhooks/{}", made.is(201).text_at("/id"));
    // A receiver makes what instances know of the site outdated; they verify the key anew.
    weft.admin().get(&path).send().is(200);
    path
}

/// Asks for ticks until nothing can be done now, also by the ticks that components have asked for.
fn tick(weft: &Weft) {
    let is_leased = || weft.count("SELECT count(*) FROM webhooks WHERE lease IS NOT NULL") > 0;
    while ask(weft, TICK).is(200).at("/more") == true || is_leased() {
        std::thread::yield_now();
    }
}

fn ask(weft: &Weft, secret: &str) -> Answer {
    weft.bearer(secret).post_nothing("/_weft/tick").send()
}
