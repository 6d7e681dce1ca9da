//! GET /api/cms/mutate

use crate::{Caret, says};

#[test]
fn a_get_describes_how_to_send_a_command() {
    let caret = Caret::start();
    let answer = caret.signed_in().get("/api/cms/mutate").send();
    answer.is(200).shows("/ok", true).shows("/route", "/api/cms/mutate").shows("/methods/0", "POST");
    assert!(!answer.text_at("/note").is_empty());
    says(&caret.anon().get("/api/cms/mutate").send(), 401, "Unauthorized");
}
