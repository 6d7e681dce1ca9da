//! `DELETE /api/keys/:id`

use serde_json::json;
use weft_tests::Weft;

#[test]
fn a_deleted_key_is_refused_on_the_next_request() {
    let weft = Weft::start();
    let made = weft
        .session()
        .post("/api/keys", json!({ "name": "ci", "scopes": ["read", "write", "admin"] }))
        .send();
    let key = weft.key(&made.text_at("/key"));
    weft_tests::a_type("page").create(&weft.admin());
    for target in ["/api/content", "/api/content-types", "/api/keys"] {
        key.get(target).send().is(200);
    }
    let deleted = weft.session().delete(format!("/api/keys/{}", made.text_at("/id"))).send();
    assert_eq!(deleted.is(200).costs(1).json(), json!({ "success": true }));
    key.post("/api/content", weft_tests::a_document("page").body()).send().is_error(401, "UNAUTHORIZED");
    for target in [
        "/api/content",
        "/api/content-types",
        "/api/content-types/page",
        "/api/content?draft=true",
        "/api/keys",
    ] {
        key.get(target).send().is_error(401, "UNAUTHORIZED");
    }
    weft.admin().get("/api/keys").send().is(200).shows("/totalDocs", 4);
    weft.admin().get("/api/content?draft=true").send().shows("/totalDocs", 0);
}

#[test]
fn a_deleted_key_gets_no_304() {
    let weft = Weft::start();
    let made = weft.session().post("/api/keys", json!({ "name": "ci", "scopes": ["read"] })).send();
    let key = weft.key(&made.text_at("/key"));
    let etag = key.get("/api/content").send().etag();
    key.get("/api/content").if_none_match(&etag).send().is(304);
    weft.session().delete(format!("/api/keys/{}", made.text_at("/id"))).send().is(200);
    key.get("/api/content").if_none_match(&etag).send().is_error(401, "UNAUTHORIZED");
}

#[test]
fn a_second_deletion_is_not_found() {
    let weft = Weft::start();
    let id =
        weft.session().post("/api/keys", json!({ "name": "ci", "scopes": ["read"] })).send().text_at("/id");
    weft.session().delete(format!("/api/keys/{id}")).send().is(200);
    weft.session().delete(format!("/api/keys/{id}")).send().is_error(404, "NOT_FOUND");
    weft.session().post_nothing(format!("/api/keys/{id}/rotate")).send().is_error(404, "NOT_FOUND");
}

#[test]
fn a_key_can_delete_itself() {
    let weft = Weft::start();
    let made = weft.session().post("/api/keys", json!({ "name": "ci", "scopes": ["admin"] })).send();
    let key = weft.key(&made.text_at("/key"));
    key.delete(format!("/api/keys/{}", made.text_at("/id"))).send().is(200);
    key.delete(format!("/api/keys/{}", made.text_at("/id"))).send().is_error(401, "UNAUTHORIZED");
}

#[test]
fn a_session_cannot_be_deleted_as_a_key() {
    let weft = Weft::start();
    let id: String = weft
        .database()
        .query_row("SELECT id FROM credentials WHERE kind = 'session' ORDER BY pk LIMIT 1", [], |row| {
            row.get(0)
        })
        .unwrap();
    weft.session().delete(format!("/api/keys/{id}")).send().is_error(404, "NOT_FOUND");
    weft.session().get("/v1/auth/me").send().is(200);
}

#[test]
fn only_admins_may_delete_keys() {
    let weft = Weft::start();
    let id =
        weft.session().post("/api/keys", json!({ "name": "ci", "scopes": ["read"] })).send().text_at("/id");
    for actor in [weft.editor(), weft.reader()] {
        actor.delete(format!("/api/keys/{id}")).send().is_error(403, "FORBIDDEN");
    }
}
