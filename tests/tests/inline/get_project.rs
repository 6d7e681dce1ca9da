//! `GET /v1/projects/:id`

use serde_json::json;
use weft_tests::Weft;

use crate::assert_error;
use crate::fixtures::someone;

#[test]
fn a_key_that_was_rotated_elsewhere_is_not_known() {
    let weft = Weft::start();
    let path = format!("/v1/projects/{}", weft.site().id());
    let keys = weft.session().get("/api/keys?limit=100").send().is(200).at("/docs");
    let key = keys.as_array().unwrap().iter().find(|key| key["name"] == "project key").unwrap();
    let rotated =
        weft.session().post_nothing(format!("/api/keys/{}/rotate", key["id"].as_str().unwrap())).send();
    weft.session().get(&path).send().is(200).shows("/data/apiKey", json!(null));
    let secret = rotated.is(200).text_at("/key");
    for file in std::fs::read_dir(weft.data_dir()).unwrap().map(|file| file.unwrap().path()) {
        let bytes = std::fs::read(file).unwrap();
        assert!(!bytes.windows(secret.len()).any(|window| window == secret.as_bytes()));
    }
}

#[test]
fn members_see_it_and_administrators_its_key() {
    let weft = Weft::start();
    let path = format!("/v1/projects/{}", weft.site().id());
    let shown = weft.session().get(&path).send();
    shown
        .is(200)
        .shows("/data/id", weft.site().id())
        .shows("/data/domains", json!([]))
        .shows("/data/deployHooks", json!([]));
    shown.shows("/data/cdnUrl", json!(null)).shows("/data/createdAt", "2026-03-25T10:00:00.000Z");
    shown.shows("/data/apiKey", weft.site().secrets()[0]);
    for role in ["viewer", "editor"] {
        someone(&weft, role, &[]).get(&path).send().is(200).shows("/data/apiKey", json!(null));
    }
    someone(&weft, "admin", &["/nowhere"])
        .get(&path)
        .send()
        .is(200)
        .shows("/data/apiKey", weft.site().secrets()[0]);
    let other = format!("/v1/projects/{}", weft.other_site().id());
    assert_error(&weft.session().get(other).send(), (403, "FORBIDDEN"));
    assert_error(&weft.session().get("/v1/projects/x").send(), (404, "NOT_FOUND"));
}
