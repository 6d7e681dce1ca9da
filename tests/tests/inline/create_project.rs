//! `POST /v1/projects`

use serde_json::{Value, json};
use weft_tests::{Weft, a_document, a_type};

use crate::{assert_error, assert_invalid};

fn project(name: &str, email: &str) -> Value {
    json!({ "name": name, "admin": { "email": email, "password": "correct horse battery" } })
}

#[test]
fn the_first_site_is_made_by_anybody_and_no_second_one() {
    let weft = Weft::empty(|_| {});
    let answer = weft.anon().post("/v1/projects", project(" My Site ", "Ann@Example.com")).send();
    answer.is(201).has("cache-control", "no-store").shows("/error", Value::Null);
    answer
        .shows("/data/project/name", "My Site")
        .shows("/data/project/createdAt", "2026-03-25T10:00:00.000Z");
    answer.shows("/data/admin/role", "admin");
    let names: Vec<String> = answer.at("/data/project").as_object().unwrap().keys().cloned().collect();
    assert_eq!(names, ["id", "name", "apiKey", "createdAt"]);
    let names: Vec<String> = answer.at("/data/admin").as_object().unwrap().keys().cloned().collect();
    assert_eq!(names, ["id", "email", "role"]);
    assert_error(
        &weft.anon().post("/v1/projects", project("Two", "b@example.com")).send(),
        (403, "FORBIDDEN"),
    );
}

#[test]
fn from_nothing_to_a_page_that_visitors_see() {
    let weft = Weft::empty(|_| {});
    let made = weft.anon().post("/v1/projects", project("My Site", "ann@example.com")).send();
    let visitor = weft.key(&made.text_at("/data/project/apiKey"));
    visitor.get("/api/content").send().is(200).shows("/totalDocs", 0);
    let login = json!({ "email": "ann@example.com", "password": "correct horse battery" });
    let session = weft.bearer(&weft.anon().post("/v1/auth/login", login).send().text_at("/data/token"));
    let key = session.post("/api/keys", json!({ "name": "k", "scopes": ["read", "write", "admin"] })).send();
    let admin = weft.key(&key.is(201).text_at("/key"));
    a_type("page").field("title", "text").create(&admin);
    let page = a_document("page").set("title", "Hello").published().create(&admin);
    visitor.get(page.path()).send().is(200).shows("/data/title", "Hello");
}

#[test]
fn an_open_installation_takes_every_site() {
    let weft = Weft::with(|setup| _ = setup.variable("onboarding", "open"));
    for name in ["three", "four"] {
        weft.anon().post("/v1/projects", project(name, &format!("{name}@example.com"))).send().is(201);
    }
}

#[test]
fn a_closed_installation_takes_none_and_neither_does_a_misspelt_one() {
    for policy in ["closed", "Open", "", "opne"] {
        let weft = Weft::empty(|setup| _ = setup.variable("onboarding", policy));
        let answer = weft.anon().post("/v1/projects", project("One", "a@example.com")).send();
        assert_error(&answer, (403, "FORBIDDEN"));
    }
}

#[test]
fn an_address_is_taken_once_however_it_is_spelt() {
    let weft = Weft::with(|setup| _ = setup.variable("onboarding", "open"));
    weft.anon().post("/v1/projects", project("a", "ann@example.com")).send().is(201);
    for email in ["ann@example.com", "ANN@example.com", " ann@Example.COM "] {
        let answer = weft.anon().post("/v1/projects", project("b", email)).send();
        assert_error(&answer, (409, "CONFLICT"));
    }
}

#[test]
fn everything_that_is_wrong_is_told() {
    let weft = Weft::empty(|_| {});
    let post = |body: Value| weft.anon().post("/v1/projects", body).send();
    assert_invalid(&post(json!({})), &["name required", "admin required"]);
    assert_invalid(
        &post(json!({ "name": 1, "admin": { "email": [] } })),
        &["name type", "admin.email type", "admin.password required"],
    );
    assert_error(&post(project("", "a@example.com")), (400, "VALIDATION_ERROR"));
    assert_error(&post(project("a", "no address")), (400, "VALIDATION_ERROR"));
    let short = json!({ "name": "a", "admin": { "email": "a@example.com", "password": "short" } });
    let answer = post(short);
    assert_error(&answer, (400, "VALIDATION_ERROR"));
    assert!(answer.violations()[0].starts_with("admin.password "), "{answer}");
    post(project("a", "a@example.com")).is(201);
}

#[test]
fn a_bad_credential_does_not_matter_here() {
    let weft = Weft::empty(|_| {});
    weft.bearer("nothing").post("/v1/projects", project("a", "a@example.com")).send().is(201);
}
