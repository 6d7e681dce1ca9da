//! `DELETE /api/tokens/:token`

use serde_json::json;
use weft_tests::Weft;

use crate::fixtures::Cms;

#[test]
fn a_revoked_token_is_none_at_once() {
    let weft = Weft::start();
    let cms = Cms::with_blog(&weft);
    let made = cms.create_token(&["*"], &["content:read", "repos:read"]);
    let (id, token) = (made.text_at("/tokenId"), weft.bearer(&made.text_at("/token")));
    token.get(cms.path("/content/blog")).send().is(200);
    let answer = cms.browser().delete(format!("/api/tokens/{id}")).send();
    assert_eq!(answer.is(200).json(), json!({ "ok": true }));
    for path in [cms.path("/content/blog"), "/api/repos".to_owned()] {
        token.get(path).send().says(401, "Invalid or expired API token");
    }
    cms.browser().delete(format!("/api/tokens/{id}")).send().says(404, "Token not found");
}

#[test]
fn another_accounts_token_is_not_there() {
    let weft = Weft::start();
    let (cms, other) = (Cms::of(&weft, &weft.site()), Cms::of(&weft, &weft.other_site()));
    let made = cms.create_token(&["*"], &["repos:read"]);
    let path = format!("/api/tokens/{}", made.text_at("/tokenId"));
    other.browser().delete(&path).send().says(404, "Token not found");
    for id in ["x", "%00", "%zz", "a%2Fb"] {
        cms.browser().delete(format!("/api/tokens/{id}")).send().says(404, "Token not found");
    }
    weft.bearer(&made.text_at("/token")).get("/api/repos").send().is(200);
}
