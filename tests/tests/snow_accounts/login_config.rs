//! `GET /api/login/config`

use serde_json::json;
use weft_tests::SnowInstallation;

#[test]
fn everybody_learns_what_a_login_page_may_offer() {
    let installation = SnowInstallation::start();
    let expected =
        json!({ "sso": { "enabled": false, "forced": false, "text": "Log in with SSO" }, "smtp": false });
    for actor in [
        installation.anon(),
        installation.viewer().session(),
        installation.admin().key(),
        installation.bearer("x:y"),
    ] {
        let answer = actor.get("/api/login/config").send();
        assert_eq!(answer.is(200).costs(0).json(), expected);
    }
}
