//! POST /api/cms/auth/logout

use serde_json::json;

use crate::{Caret, says};

const LOGOUT: &str = "/api/cms/auth/logout";

#[test]
fn a_logout_ends_the_session_on_the_server() {
    let caret = Caret::start();
    let (editor, other) = (caret.signed_in(), caret.signed_in());
    editor.get("/api/cms/entries?collection=pages").send().is(200);
    let answer = editor.post(LOGOUT, json!({})).send();
    assert_eq!(answer.is(200).json(), json!({ "ok": true, "redirect": "/admin" }));
    assert!(
        answer.header("set-cookie").starts_with("caret_session=; ")
            && answer.header("set-cookie").contains("Max-Age=0")
    );
    says(&editor.get("/api/cms/entries?collection=pages").send(), 401, "Unauthorized");
    other.get("/api/cms/entries?collection=pages").send().is(200);
    editor.get("/api/cms/auth/session").send().shows("/authenticated", false);
}

#[test]
fn a_logout_needs_no_session_and_redirects_forms() {
    let caret = Caret::start();
    caret.anon().post(LOGOUT, json!({})).send().is(200);
    caret.anon().post_nothing(LOGOUT).send().is(302).has("location", "/admin");
    caret.anon().get(LOGOUT).send().is(405);
}
