//! `DELETE /api/repos/:repo/content/:collection/:slug`

use serde_json::json;
use weft_tests::{Weft, a_document};

use crate::fixtures::{CONFLICT, Cms};

#[test]
fn a_file_goes_for_whoever_knows_it() {
    let weft = Weft::start();
    let cms = Cms::with_blog(&weft);
    let sha = cms.write("a", json!({ "title": "A" }), "x");
    let token = cms.token(&["content:delete"]);
    let path = cms.post("a");
    token.delete(&path).send().says(400, "sha is required");
    token.delete(format!("{path}?sha=")).send().says(400, "sha is required");
    token.delete(format!("{path}?sha={}", "0".repeat(40))).send().says(409, CONFLICT);
    let answer = token.delete(format!("{path}?sha={sha}")).send();
    assert_eq!(answer.is(200).json(), json!({ "ok": true }));
    cms.browser().get(&path).send().says(404, "Item not found");
    token.delete(format!("{path}?sha={sha}")).send().says(404, "Item not found");
    weft.admin().get("/api/content/by-slug/blog/a").send().is(404);
}

#[test]
fn a_new_file_of_an_old_name_is_another_one() {
    let weft = Weft::start();
    let cms = Cms::with_blog(&weft);
    let sha = cms.write("a", json!({ "title": "A" }), "x");
    cms.browser().delete(format!("{}?sha={sha}", cms.post("a"))).send().is(200);
    assert_eq!(cms.write("a", json!({ "title": "A" }), "x"), sha);
    cms.browser().delete(format!("{}?sha={sha}", cms.post("a"))).send().is(200);
}

#[test]
fn a_draft_of_another_api_is_not_there() {
    let weft = Weft::start();
    let cms = Cms::with_blog(&weft);
    let draft = a_document("blog").slug("draft").set("title", "Draft").create(&weft.admin());
    cms.browser().delete(format!("{}?sha=x", cms.post("draft"))).send().says(404, "Item not found");
    weft.admin().get(format!("{}?draft=true", draft.path())).send().is(200);
    cms.browser().delete(cms.path("/content/none/a?sha=x")).send().says(404, "Collection not found");
}
