//! `DELETE /v1/users/:id`, `DELETE /v1/projects/:project/users/:id`

use serde_json::json;
use weft_tests::Weft;

use crate::fixtures::{PASSWORD, page, sign_in, user};
use crate::{assert_error, assert_invalid};

#[test]
fn their_sessions_end_and_the_project_goes_on() {
    let weft = Weft::start();
    let id = user(&weft, "ann@people.example", "admin", &[]);
    let ann = sign_in(&weft, "ann@people.example");
    let rotated = ann.post_nothing(format!("/v1/projects/{}/rotate-key", weft.site().id())).send();
    let key = rotated.is(200).text_at("/data/apiKey");
    weft.session().delete(format!("/v1/users/{id}")).send().is(200).shows("/data/ok", true);
    assert_error(&weft.bearer("x").get("/v1/auth/me").send(), (401, "UNAUTHORIZED"));
    assert_error(&ann.get("/v1/auth/me").send(), (401, "UNAUTHORIZED"));
    let login = json!({ "email": "ann@people.example", "password": PASSWORD });
    assert_error(&weft.anon().post("/v1/auth/login", login).send(), (401, "UNAUTHORIZED"));
    // The key that they made is the project's.
    weft.anon().header("x-inlinecms-key", &key).get(page("/")).send().is(200);
    assert_error(&weft.session().delete(format!("/v1/users/{id}")).send(), (404, "NOT_FOUND"));
    let again = user(&weft, "ann@people.example", "viewer", &[]);
    weft.session().delete(format!("/v1/projects/{}/users/{again}", weft.site().id())).send().is(200);
}

#[test]
fn nobody_deletes_themselves_and_the_other_project_is_out_of_reach() {
    let weft = Weft::start();
    let me = weft.session().get("/v1/auth/me").send().text_at("/data/user/id");
    assert_invalid(&weft.session().delete(format!("/v1/users/{me}")).send(), &["id fixed"]);
    let other = weft.other_site().session().get("/v1/auth/me").send().text_at("/data/user/id");
    assert_error(&weft.session().delete(format!("/v1/users/{other}")).send(), (404, "NOT_FOUND"));
}
