//! `GET /api/login/config`

use serde_json::json;
use weft_tests::SnowInstallation;

#[test]
fn every_client_reads_the_options_of_the_login_page() {
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
