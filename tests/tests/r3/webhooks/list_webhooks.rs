//! `GET /api/webhooks`

use serde_json::json;
use weft_tests::Weft;

use super::webhook;

#[test]
fn webhooks_are_listed_newest_first_page_by_page() {
    let weft = Weft::start();
    weft.admin().get("/api/webhooks").send().is(200).shows("/totalDocs", 0).shows("/docs", json!([]));
    for name in ["a", "b", "c"] {
        webhook(
            &weft,
            json!({ "name": name, "url": "https://a.example/", "events": ["entry.publish"], "enabled": false }),
        );
    }
    let list = weft.admin().get("/api/webhooks").send();
    assert_eq!(list.is(200).costs(1).each("/name"), ["c", "b", "a"]);
    let page = weft.admin().get("/api/webhooks?limit=2&page=2").send();
    assert_eq!(page.is(200).shows("/totalDocs", 3).each("/name"), ["a"]);
    weft.other_site().admin().get("/api/webhooks").send().shows("/totalDocs", 0);
}
