//! GET /api/cms/auth/session

use crate::{Caret, with_cookie};

const SESSION: &str = "/api/cms/auth/session";

#[test]
fn a_valid_session_is_authenticated() {
    let caret = Caret::start();
    caret.signed_in().get(SESSION).send().is(200).shows("/authenticated", true).costs(1);
    for nobody in [caret.anon(), with_cookie(caret.anon(), "sess_nothing"), caret.admin()] {
        nobody.get(SESSION).send().is(200).shows("/authenticated", false);
    }
}

#[test]
fn a_session_expires_after_twelve_hours() {
    let caret = Caret::start();
    let editor = caret.signed_in();
    caret.clock().advance(std::time::Duration::from_secs(43_199));
    editor.get(SESSION).send().shows("/authenticated", true);
    caret.tick();
    editor.get(SESSION).send().shows("/authenticated", false);
}
