//! `GET /api/webhooks/:id`

use serde_json::json;
use weft_tests::Weft;

use super::webhook;

#[test]
fn a_webhook_is_found_by_administrators_of_its_site() {
    let weft = Weft::start();
    let path = webhook(
        &weft,
        json!({ "name": "n", "url": "https://a.example/", "events": ["entry.publish"], "enabled": false }),
    );
    weft.admin().get(&path).send().is(200).costs(1).shows("/name", "n");
    weft.other_site().admin().get(&path).send().is_error(404, "NOT_FOUND");
    weft.editor().get(&path).send().is_error(403, "FORBIDDEN");
}
