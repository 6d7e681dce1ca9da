//! `GET /api/auth/me`

use serde_json::json;
use weft_tests::Weft;

use crate::fixtures::Cms;

#[test]
fn the_cookie_says_who_is_signed_in() {
    let weft = Weft::start();
    let cms = Cms::of(&weft, &weft.site());
    let answer = cms.browser().get("/api/auth/me").send();
    assert_eq!(answer.is(200).json(), json!({ "authenticated": true, "username": weft.site().email() }));
}

#[test]
fn nothing_else_does() {
    let weft = Weft::start();
    let cms = Cms::of(&weft, &weft.site());
    let token = cms.token(&["content:read"]);
    let ended = weft.anon().header("cookie", "cms_session=nothing");
    for actor in [weft.anon(), token, ended, weft.session()] {
        let answer = actor.get("/api/auth/me").send();
        assert_eq!(answer.is(200).json(), json!({ "authenticated": false }));
    }
}
