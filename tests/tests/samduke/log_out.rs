//! `POST /auth/logout`

use serde_json::json;
use weft_tests::Weft;

use crate::fixtures::Cms;

const EMPTIED: &str = "cms_session=; HttpOnly; Path=/; Max-Age=0; SameSite=Lax";

#[test]
fn the_session_ends() {
    let weft = Weft::start();
    let cms = Cms::of(&weft, &weft.site());
    let answer = cms.browser().post_nothing("/auth/logout").send();
    assert_eq!(answer.is(200).has("set-cookie", EMPTIED).json(), json!({ "ok": true }));
    cms.browser().get("/api/repos").send().says(401, "Unauthorized");
}

#[test]
fn without_a_session_it_is_the_same() {
    let weft = Weft::start();
    weft.anon().post_nothing("/auth/logout").send().is(200).has("set-cookie", EMPTIED);
}

#[test]
fn a_token_signs_nobody_out() {
    let weft = Weft::start();
    let cms = Cms::of(&weft, &weft.site());
    let token = cms.token(&["repos:read"]);
    token.post_nothing("/auth/logout").send().is(200);
    token.get("/api/repos").send().is(200);
    cms.browser().get("/api/repos").send().is(200);
}
