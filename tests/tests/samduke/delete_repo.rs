//! `DELETE /api/repos/:repo`

use weft_tests::Weft;

use crate::fixtures::Cms;

#[test]
fn a_site_cannot_be_disconnected() {
    let weft = Weft::start();
    let cms = Cms::of(&weft, &weft.site());
    let answer = cms.browser().delete(cms.path("")).send();
    answer.says(403, "A site of this installation cannot be disconnected");
    cms.browser().get("/api/repos").send().is(200).shows("/0/fullName", cms.repo.as_str());
}

#[test]
fn other_repositories_are_not_there() {
    let weft = Weft::start();
    let (cms, other) = (Cms::of(&weft, &weft.site()), Cms::of(&weft, &weft.other_site()));
    for path in [other.path(""), "/api/repos/owner%2Fname".to_owned(), "/api/repos/owner".to_owned()] {
        cms.browser().delete(path).send().says(404, "Repo not found");
    }
}

#[test]
fn a_token_is_refused() {
    let weft = Weft::start();
    let cms = Cms::of(&weft, &weft.site());
    let answer = cms.token(&["repos:read"]).delete(cms.path("")).send();
    answer.says(403, "This endpoint requires browser session auth");
}
