//! `PATCH /v1/users/:id`, `PATCH /v1/projects/:project/users/:id`

use serde_json::{Value, json};
use weft_tests::{Answer, Weft};

use crate::fixtures::{PASSWORD, entry, page, sign_in, sync, user};
use crate::{assert_error, assert_invalid};

fn update(weft: &Weft, id: &str, body: Value) -> Answer {
    weft.session().patch(format!("/v1/users/{id}"), body).send()
}

#[test]
fn role_and_pages_count_at_once() {
    let weft = Weft::start();
    sync(&weft, "/", &["title"]);
    let title = entry(&weft, "/", "title");
    let id = user(&weft, "ann@people.example", "viewer", &[]);
    let ann = sign_in(&weft, "ann@people.example");
    let edit = || ann.patch(format!("/v1/content/{title}"), json!({ "fields": { "n": 1 } })).send();
    assert_error(&edit(), (403, "FORBIDDEN"));
    update(&weft, &id, json!({ "role": "editor" })).is(200).shows("/data/role", "editor");
    edit().is(200);
    update(&weft, &id, json!({ "allowedPaths": ["/blog"] }))
        .is(200)
        .shows("/data/allowedPaths", json!(["/blog"]));
    assert_error(&edit(), (403, "FORBIDDEN"));
    let of = format!("/v1/projects/{}/users/{id}", weft.site().id());
    weft.session().patch(of, json!({ "role": "admin" })).send().is(200);
    edit().is(200);
}

#[test]
fn a_new_password_ends_their_sessions() {
    let weft = Weft::start();
    let id = user(&weft, "ann@people.example", "editor", &[]);
    let ann = sign_in(&weft, "ann@people.example");
    ann.get(page("/")).send().is(200);
    update(&weft, &id, json!({ "password": "another battery staple", "name": "Ann" }))
        .is(200)
        .shows("/data/name", "Ann");
    assert_error(&ann.get(page("/")).send(), (401, "UNAUTHORIZED"));
    let body = json!({ "email": "ann@people.example", "password": PASSWORD });
    assert_error(&weft.anon().post("/v1/auth/login", body).send(), (401, "UNAUTHORIZED"));
}

#[test]
fn what_is_not_the_projects_to_change_is_refused() {
    let weft = Weft::start();
    let me = weft.session().get("/v1/auth/me").send().text_at("/data/user/id");
    assert_invalid(&update(&weft, &me, json!({ "role": "viewer" })), &["role fixed"]);
    let other = weft.other_site().session().get("/v1/auth/me").send().text_at("/data/user/id");
    assert_error(&update(&weft, &other, json!({ "name": "x" })), (404, "NOT_FOUND"));
    assert_error(&update(&weft, "nobody", json!({ "name": "x" })), (404, "NOT_FOUND"));
    // Ann is also of the other site: her password is not this one's to set.
    let id = user(&weft, "ann@people.example", "editor", &[]);
    let join = "INSERT INTO memberships (account, site, role) SELECT a.pk, s.pk, 'editor' FROM accounts AS a, sites AS s WHERE a.id = ? AND s.id = ?";
    weft.database().execute(join, [id.as_str(), weft.other_site().id()]).unwrap();
    assert_error(&update(&weft, &id, json!({ "password": "another battery staple" })), (403, "FORBIDDEN"));
    update(&weft, &id, json!({ "role": "viewer" })).is(200);
}
