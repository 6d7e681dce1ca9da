//! `POST /v1/users`, `POST /v1/projects/:project/users`

use serde_json::{Value, json};
use weft_tests::Weft;

use crate::fixtures::{PASSWORD, sign_in};
use crate::{assert_error, assert_invalid};

#[test]
fn they_sign_in_with_what_was_sent() {
    let weft = Weft::start();
    let of = format!("/v1/projects/{}/users", weft.site().id());
    for (number, path) in ["/v1/users", &of].into_iter().enumerate() {
        let email = format!("Ann{number}@People.example");
        let body = json!({ "email": email, "password": PASSWORD, "name": "Ann", "role": "viewer", "allowedPaths": ["/a"] });
        let made = weft.session().post(path, body).send();
        made.is(201)
            .shows("/data/email", email.to_lowercase())
            .shows("/data/role", "viewer")
            .shows("/data/name", "Ann");
        let me = sign_in(&weft, &email).get("/v1/auth/me").send();
        me.is(200).shows("/data/user", made.at("/data"));
    }
}

#[test]
fn what_is_wrong_is_told() {
    let weft = Weft::start();
    let post = |body: Value| weft.session().post("/v1/users", body).send();
    assert_invalid(&post(json!({})), &["email required", "password required"]);
    let with = |name: &str, value: Value| {
        let mut body = json!({ "email": "ann@people.example", "password": PASSWORD });
        body[name] = value;
        post(body)
    };
    assert_invalid(&with("role", json!("developer")), &["role option"]);
    assert_invalid(&with("allowedPaths", json!("/a")), &["allowedPaths type"]);
    assert_invalid(&with("allowedPaths", json!([""])), &["allowedPaths[0] format"]);
    assert_invalid(&with("name", json!("")), &["name length"]);
    with("name", json!("Ann")).is(201);
    assert_error(&with("name", json!("Ann")), (409, "CONFLICT"));
    let taken = post(json!({ "email": weft.other_site().email(), "password": PASSWORD }));
    assert_error(&taken, (409, "CONFLICT"));
}
