//! `GET /v1/auth/me`

use serde_json::{Value, json};
use weft_tests::Weft;

use crate::assert_error;

#[test]
fn it_is_the_user_of_the_login() {
    let weft = Weft::start();
    let site = weft.site();
    let login = weft
        .anon()
        .post("/v1/auth/login", json!({ "email": site.email(), "password": site.password() }))
        .send();
    let me = weft.bearer(&login.text_at("/data/token")).get("/v1/auth/me").send();
    assert_eq!(me.is(200).json(), json!({ "data": { "user": login.at("/data/user") }, "error": null }));
}

#[test]
fn everybody_sees_his_own_account() {
    let weft = Weft::start();
    for site in [weft.site(), weft.other_site()] {
        let me = site.session().get("/v1/auth/me").send();
        me.shows("/data/user/email", site.email()).shows("/data/user/projectId", site.id());
        me.shows("/data/user/name", Value::Null);
    }
}

#[test]
fn a_role_that_changes_shows_at_the_next_request() {
    let weft = Weft::start();
    for (role, shown) in
        [("viewer", "viewer"), ("editor", "editor"), ("developer", "editor"), ("admin", "admin")]
    {
        weft.set_role(role);
        weft.session().get("/v1/auth/me").send().is(200).shows("/data/user/role", shown);
    }
}

#[test]
fn a_disabled_account_is_out_at_once() {
    let weft = Weft::start();
    weft.session().get("/v1/auth/me").send().is(200);
    let disable = "UPDATE accounts SET disabled_at = created_at WHERE email = ?";
    weft.database().execute(disable, [weft.site().email()]).unwrap();
    assert_error(&weft.session().get("/v1/auth/me").send(), (401, "UNAUTHORIZED"));
    weft.admin().get("/api/content").send().is_error(401, "UNAUTHORIZED");
    weft.other_site().session().get("/v1/auth/me").send().is(200);
}

#[test]
fn keys_are_no_sessions() {
    let weft = Weft::start();
    for actor in [weft.admin(), weft.site().public()] {
        assert_error(&actor.get("/v1/auth/me").send(), (401, "UNAUTHORIZED"));
    }
}
