//! GET /api/cms/auth/session

use crate::{Caret, with_cookie};

const SESSION: &str = "/api/cms/auth/session";

#[test]
fn whoever_is_signed_in_is_told_so() {
    let caret = Caret::start();
    caret.signed_in().get(SESSION).send().is(200).shows("/authenticated", true).costs(1);
    for nobody in [caret.anon(), with_cookie(caret.anon(), "sess_nothing"), caret.admin()] {
        nobody.get(SESSION).send().is(200).shows("/authenticated", false);
    }
}

#[test]
fn a_session_ends_after_half_a_day() {
    let caret = Caret::start();
    let editor = caret.signed_in();
    caret.clock().advance(std::time::Duration::from_secs(43_199));
    editor.get(SESSION).send().shows("/authenticated", true);
    caret.tick();
    editor.get(SESSION).send().shows("/authenticated", false);
}
