//! `POST /v1/auth/logout`

use serde_json::json;
use weft_tests::Weft;

use crate::assert_error;

#[test]
fn the_session_is_refused_at_the_very_next_request() {
    let weft = Weft::start();
    let session = weft.site().new_session();
    session.get("/v1/auth/me").send().is(200);
    session.get("/api/keys").send().is(200);
    let answer = session.post_nothing("/v1/auth/logout").send();
    assert_eq!(answer.is(200).json(), json!({ "data": { "ok": true }, "error": null }));
    assert_error(&session.get("/v1/auth/me").send(), (401, "UNAUTHORIZED"));
    session.get("/api/keys").send().is_error(401, "UNAUTHORIZED");
    assert_error(&session.post_nothing("/v1/auth/logout").send(), (401, "UNAUTHORIZED"));
    assert_error(&session.post_nothing("/v1/auth/refresh").send(), (401, "UNAUTHORIZED"));
}

#[test]
fn other_sessions_and_keys_go_on() {
    let weft = Weft::start();
    weft.site().new_session().post_nothing("/v1/auth/logout").send().is(200);
    weft.session().get("/v1/auth/me").send().is(200);
    weft.admin().get("/api/content").send().is(200);
}
