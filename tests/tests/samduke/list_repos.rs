//! `GET /api/repos`

use serde_json::json;
use weft_tests::Weft;

use crate::fixtures::Cms;

#[test]
fn the_sites_of_the_account_are_repositories() {
    let weft = Weft::start();
    let cms = Cms::of(&weft, &weft.site());
    let answer = cms.browser().get("/api/repos").send();
    let repo = json!({ "fullName": cms.repo, "addedAt": "2026-03-25T10:00:00.000Z" });
    assert_eq!(answer.is(200).json(), json!([repo]));
    assert!(cms.repo.starts_with("local/"), "{}", cms.repo);
}

#[test]
fn a_token_sees_what_it_names() {
    let weft = Weft::start();
    let (cms, other) = (Cms::of(&weft, &weft.site()), Cms::of(&weft, &weft.other_site()));
    assert_ne!(cms.repo, other.repo);
    for (repos, count) in
        [(vec!["*"], 1), (vec![cms.repo.as_str()], 1), (vec!["a/b", other.repo.as_str()], 0)]
    {
        let answer = cms.token_for(&repos, &["repos:read"]).get("/api/repos").send();
        assert_eq!(answer.is(200).json().as_array().unwrap().len(), count, "{repos:?}");
    }
}

#[test]
fn a_site_of_a_name_that_is_taken_is_called_otherwise() {
    let weft = Weft::with(|setup| _ = setup.variable("onboarding", "open"));
    let cms = Cms::of(&weft, &weft.site());
    let name = cms.repo.strip_prefix("local/").unwrap();
    let admin = json!({ "email": "third@example.com", "password": weft.site().password() });
    let project = json!({ "name": name, "admin": admin });
    weft.anon().post("/v1/projects", project).send().is(201);
    let login = json!({ "email": "third@example.com", "password": weft.site().password() });
    let answer = weft.anon().post("/auth/login", login).send();
    let cookie = answer.header("set-cookie").split(';').next().unwrap().to_owned();
    let repo = weft.anon().header("cookie", &cookie).get("/api/repos").send().text_at("/0/fullName");
    assert!(repo.starts_with(&format!("{}-", cms.repo)), "{repo}");
}
