//! `GET /api/login/config`

use serde_json::json;
use weft_tests::House;

#[test]
fn everybody_learns_what_a_login_page_may_offer() {
    let house = House::open();
    let expected =
        json!({ "sso": { "enabled": false, "forced": false, "text": "Log in with SSO" }, "smtp": false });
    for actor in [house.anon(), house.viewer().session(), house.admin().key(), house.bearer("x:y")] {
        let answer = actor.get("/api/login/config").send();
        assert_eq!(answer.is(200).costs(0).json(), expected);
    }
}
