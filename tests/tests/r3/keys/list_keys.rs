//! `GET /api/keys`

use serde_json::{Value, json};
use weft_tests::Weft;

use crate::reference::{is_moment, is_uuid, members};

#[test]
fn keys_are_listed_without_their_secrets() {
    let weft = Weft::start();
    let answer = weft.admin().get("/api/keys").send();
    answer.is(200).costs(1).shows("/totalDocs", 4).shows("/limit", 20).shows("/page", 1);
    for key in answer.at("/docs").as_array().unwrap() {
        assert_eq!(
            members(key),
            ["id", "name", "prefix", "scopes", "plan", "createdAt", "expiresAt", "lastUsedAt"]
        );
        assert!(is_uuid(&key["id"]) && is_moment(&key["createdAt"]) && key["expiresAt"].is_null());
    }
    for secret in weft.site().secrets() {
        assert!(!answer.text().contains(secret), "{answer}");
    }
    let mut names: Vec<Value> = answer.each("/name");
    names.sort_by_key(Value::to_string);
    assert_eq!(names, ["admin", "editor", "project key", "reader"]);
}

#[test]
fn a_session_lists_the_keys() {
    let weft = Weft::start();
    assert_eq!(
        weft.session().get("/api/keys").send().is(200).json(),
        weft.session().get("/api/keys").send().json()
    );
}

#[test]
fn keys_are_paged() {
    let weft = Weft::start();
    let all = weft.admin().get("/api/keys").send().each("/id");
    let mut paged = Vec::new();
    for page in 1..=2 {
        let answer = weft.admin().get(format!("/api/keys?limit=3&page={page}")).send();
        answer.is(200).shows("/totalPages", 2).shows("/hasNextPage", page == 1);
        paged.extend(answer.each("/id"));
    }
    assert_eq!(paged, all);
    weft.admin().get("/api/keys?page=0").send().is_error(422, "VALIDATION_ERROR");
    weft.admin().get("/api/keys?page=9").send().is(200).shows("/docs", json!([]));
}

#[test]
fn sessions_are_not_listed() {
    let weft = Weft::start();
    weft.site().new_session();
    weft.admin().get("/api/keys").send().shows("/totalDocs", 4);
}

#[test]
fn a_key_with_a_plan_shows_its_last_use() {
    let weft = Weft::start();
    let made = weft.admin().post("/api/keys", json!({ "name": "k", "scopes": ["read"] })).send();
    made.shows("/lastUsedAt", Value::Null);
    weft.key(&made.text_at("/key")).get("/api/content").send().is(200);
    let answer = weft.admin().get("/api/keys").send();
    let docs = answer.at("/docs");
    let shown = docs.as_array().unwrap().iter().find(|key| key["id"] == made.at("/id")).unwrap();
    assert!(is_moment(&shown["lastUsedAt"]), "{answer}");
}

#[test]
fn only_admins_may_list_keys() {
    let weft = Weft::start();
    for actor in [weft.editor(), weft.reader(), weft.site().public()] {
        actor.get("/api/keys").send().is_error(403, "FORBIDDEN");
    }
    weft.set_role("developer");
    weft.session().get("/api/keys").send().is_error(403, "FORBIDDEN");
}
