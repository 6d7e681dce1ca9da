//! `POST /v1/auth/refresh`

use weft_tests::Weft;

use crate::assert_error;

#[test]
fn the_old_token_ends_and_the_new_one_begins() {
    let weft = Weft::start();
    let old = weft.site().new_session();
    old.get("/v1/auth/me").send().is(200);
    old.get("/api/keys").send().is(200);
    weft.tick();
    let answer = old.post_nothing("/v1/auth/refresh").send();
    answer.is(200).has("cache-control", "no-store").shows("/data/expiresAt", "2026-04-01T10:01:01.000Z");
    answer.shows("/data/user/email", weft.site().email());
    let new = weft.bearer(&answer.text_at("/data/token"));
    assert_error(&old.get("/v1/auth/me").send(), (401, "UNAUTHORIZED"));
    old.get("/api/keys").send().is_error(401, "UNAUTHORIZED");
    assert_error(&old.post_nothing("/v1/auth/refresh").send(), (401, "UNAUTHORIZED"));
    new.get("/v1/auth/me").send().is(200);
    new.get("/api/keys").send().is(200);
}

#[test]
fn it_can_be_done_again_and_again() {
    let weft = Weft::start();
    let mut session = weft.site().new_session();
    for _ in 0..3 {
        session =
            weft.bearer(&session.post_nothing("/v1/auth/refresh").send().is(200).text_at("/data/token"));
    }
    session.get("/v1/auth/me").send().is(200);
}
