//! `GET /v1/projects/:id`

use serde_json::json;
use weft_tests::Weft;

use crate::assert_error;
use crate::fixtures::someone;

#[test]
fn members_see_it_and_administrators_how_its_key_begins() {
    let weft = Weft::start();
    let path = format!("/v1/projects/{}", weft.site().id());
    let shown = weft.session().get(&path).send();
    shown
        .is(200)
        .shows("/data/id", weft.site().id())
        .shows("/data/domains", json!([]))
        .shows("/data/deployHooks", json!([]));
    shown.shows("/data/cdnUrl", json!(null)).shows("/data/createdAt", "2026-03-25T10:00:00.000Z");
    let key = weft.site().secrets()[0];
    let told = shown.text_at("/data/apiKey");
    assert!(told != key && key.starts_with(told.trim_end_matches('\u{2026}')), "{told}");
    for role in ["viewer", "editor"] {
        let shown = someone(&weft, role, &[]).get(&path).send();
        assert!(shown.is(200).json()["data"].get("apiKey").is_none(), "{shown}");
    }
    let other = format!("/v1/projects/{}", weft.other_site().id());
    assert_error(&weft.session().get(other).send(), (403, "FORBIDDEN"));
    assert_error(&weft.session().get("/v1/projects/x").send(), (404, "NOT_FOUND"));
}
