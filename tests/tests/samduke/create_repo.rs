//! `POST /api/repos`

use serde_json::json;
use weft_tests::Weft;

use crate::fixtures::Cms;

#[test]
fn a_site_is_connected_already() {
    let weft = Weft::start();
    let cms = Cms::of(&weft, &weft.site());
    let answer = cms.browser().post("/api/repos", json!({ "fullName": cms.repo })).send();
    answer.says(409, "Repo already connected");
}

#[test]
fn nothing_else_can_be_connected() {
    let weft = Weft::start();
    let (cms, other) = (Cms::of(&weft, &weft.site()), Cms::of(&weft, &weft.other_site()));
    for name in ["owner/name", &other.repo] {
        let answer = cms.browser().post("/api/repos", json!({ "fullName": name })).send();
        answer.says(400, "No cms.config.json found in repo root");
    }
}

#[test]
fn a_name_has_an_owner() {
    let weft = Weft::start();
    let cms = Cms::of(&weft, &weft.site());
    for body in
        [json!({}), json!({ "fullName": "a" }), json!({ "fullName": "a/b/c" }), json!({ "fullName": 7 })]
    {
        let answer = cms.browser().post("/api/repos", body).send();
        answer.says(400, "Invalid repo format. Use owner/repo-name");
    }
}

#[test]
fn a_token_is_refused_before_the_body_is_read() {
    let weft = Weft::start();
    let cms = Cms::of(&weft, &weft.site());
    let answer = cms.token(&["repos:read"]).ask("POST", "/api/repos").bytes("{").send();
    answer.says(403, "This endpoint requires browser session auth");
}
