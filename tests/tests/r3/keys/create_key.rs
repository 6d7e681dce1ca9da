//! `POST /api/keys`

use serde_json::{Value, json};
use weft_tests::Weft;

use crate::reference::{NOW, is_uuid, members};

#[test]
fn the_secret_is_shown_once_and_works_at_once() {
    let weft = Weft::start();
    let answer = weft.session().post("/api/keys", json!({ "name": "ci", "scopes": ["read"] })).send();
    answer.is(201).costs(1).has("cache-control", "no-store");
    let key = answer.json();
    let expected = ["id", "name", "prefix", "scopes", "plan", "createdAt", "expiresAt", "lastUsedAt", "key"];
    assert_eq!(members(&key), expected);
    assert!(is_uuid(&key["id"]));
    answer
        .shows("/name", "ci")
        .shows("/scopes", json!(["read"]))
        .shows("/createdAt", NOW)
        .shows("/expiresAt", Value::Null);
    answer.shows("/plan", json!({ "perMinute": 60, "perDay": 10000 })).shows("/lastUsedAt", Value::Null);
    let (secret, prefix) = (answer.text_at("/key"), answer.text_at("/prefix"));
    assert!(secret.starts_with(&prefix) && secret.len() >= prefix.len() + 32, "{answer}");
    answer.has("location", &format!("/api/keys/{}", answer.text_at("/id")));
    weft.key(&secret).get("/api/content").send().is(200);
    assert!(!weft.admin().get("/api/keys").send().text().contains(&secret));
}

#[test]
fn every_key_has_its_own_secret() {
    let weft = Weft::start();
    let make =
        || weft.admin().post("/api/keys", json!({ "name": "ci", "scopes": ["read"] })).send().text_at("/key");
    let mut secrets: Vec<String> = (0..20).map(|_| make()).collect();
    secrets.sort();
    secrets.dedup();
    assert_eq!(secrets.len(), 20);
}

#[test]
fn an_expired_key_is_refused() {
    let weft = Weft::start();
    let body = json!({ "name": "short", "scopes": ["read"], "expiresAt": "2026-03-25T10:02:00.000Z" });
    let made = weft.admin().post("/api/keys", body).send();
    made.is(201).shows("/expiresAt", "2026-03-25T10:02:00.000Z");
    let short = weft.key(&made.text_at("/key"));
    short.get("/api/content").send().is(200);
    weft.clock().advance(std::time::Duration::from_secs(59));
    short.get("/api/content").send().is(200);
    weft.tick();
    weft.tick();
    short.get("/api/content").send().is_error(401, "UNAUTHORIZED");
}

#[test]
fn all_violations_are_reported_together() {
    let weft = Weft::start();
    let post = |body: Value| weft.admin().post("/api/keys", body).send();
    post(json!({})).is_invalid(&["name required", "scopes required"]);
    post(json!({ "name": 1, "scopes": "read", "expiresAt": 5, "plan": [] })).is_invalid(&[
        "name type",
        "scopes type",
        "expiresAt type",
        "plan type",
    ]);
    post(json!({ "name": "a", "scopes": [] })).is_invalid(&["scopes option"]);
    post(json!({ "name": "a", "scopes": ["read", "everything"] })).is_invalid(&["scopes option"]);
    post(json!({ "name": "a", "scopes": ["read"], "expiresAt": "tomorrow", "plan": { "perMinute": -1, "perDay": 1.5 } }))
        .is_invalid(&["expiresAt format", "plan.perMinute number", "plan.perDay number"]);
    weft.admin().get("/api/keys").send().shows("/totalDocs", 4);
}

#[test]
fn only_admins_may_create_keys() {
    let weft = Weft::start();
    for actor in [weft.editor(), weft.reader(), weft.site().public()] {
        actor.post("/api/keys", json!({ "name": "a", "scopes": ["read"] })).send().is_error(403, "FORBIDDEN");
    }
}

#[test]
fn a_key_reads_its_own_site_only() {
    let weft = Weft::start();
    let theirs = weft
        .other_site()
        .session()
        .post("/api/keys", json!({ "name": "a", "scopes": ["read", "write", "admin"] }))
        .send();
    weft_tests::a_type("mine").create(&weft.admin());
    let their_key = weft.key(&theirs.text_at("/key"));
    their_key.get("/api/content-types").send().is(200).shows("/totalDocs", 0);
    their_key.get("/api/content-types/mine").send().is_error(404, "NOT_FOUND");
}
