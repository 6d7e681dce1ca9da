//! Rights that depend on more than the row: changed roles, keys with fewer rights than their
//! account, the content of a request. `authorisation` tests every row with every subject.

use serde_json::json;
use weft_tests::{Weft, a_document, a_type};

#[test]
fn a_lowered_role_applies_to_the_next_request() {
    let weft = Weft::start();
    a_type("page").create(&weft.admin());
    a_document("page").create(&weft.editor());
    weft.set_role("viewer");
    weft.editor().post("/api/content", a_document("page").body()).send().is_error(403, "FORBIDDEN");
    weft.admin().get("/api/content?draft=true").send().is(200);
    weft.set_role("admin");
    weft.editor().post("/api/content", a_document("page").body()).send().is(201);
}

#[test]
fn the_public_key_of_a_new_site_only_reads() {
    let weft = Weft::start();
    a_type("page").create(&weft.admin());
    let public = weft.site().public();
    public.get("/api/content").send().is(200);
    public.get("/api/content?draft=true").send().is_error(403, "FORBIDDEN");
    public.post("/api/content", a_document("page").body()).send().is_error(403, "FORBIDDEN");
    public.get("/api/keys").send().is_error(403, "FORBIDDEN");
}

#[test]
fn a_key_without_publish_cannot_publish_by_writing_a_status() {
    let weft = Weft::start();
    a_type("page").create(&weft.admin());
    let body =
        json!({ "name": "k", "scopes": ["read", "write:entries"], "plan": { "perMinute": 0, "perDay": 0 } });
    let secret = weft.admin().post("/api/keys", body).send().is(201).text_at("/key");
    let key = weft.key(&secret);
    let draft = a_document("page").slug("s").create(&key);
    key.post("/api/content", a_document("page").published().body()).send().is_error(403, "FORBIDDEN");
    let path = format!("/api/content/{}", draft.id);
    key.patch(&path, json!({ "status": "published" })).send().is_error(403, "FORBIDDEN");
    key.patch(&path, json!({ "data": {} })).send().is(200);
    key.delete(&path).send().is_error(403, "FORBIDDEN");
}

#[test]
fn a_session_manages_keys_and_reads_no_content() {
    let weft = Weft::start();
    weft.session().get("/api/keys").send().is(200);
    weft.session().get("/api/content").send().is_error(401, "UNAUTHORIZED");
}
