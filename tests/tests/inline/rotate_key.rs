//! `POST /v1/projects/:id/rotate-key`, also as `/api-key` and `/regenerate-key`

use weft_tests::Weft;

use crate::assert_error;
use crate::fixtures::page;

#[test]
fn the_old_key_is_refused_and_sessions_live_on() {
    let weft = Weft::start();
    let mut old = weft.site().secrets()[0].to_owned();
    let session = weft.session();
    let read = |key: &str| weft.anon().header("x-inlinecms-key", key).get(page("/")).send();
    read(&old).is(200);
    for name in ["rotate-key", "api-key", "regenerate-key"] {
        let done = session.post_nothing(format!("/v1/projects/{}/{name}", weft.site().id())).send();
        let new = done.is(200).text_at("/data/apiKey");
        assert_error(&read(&old), (401, "UNAUTHORIZED"));
        // Nor does it choose the project of somebody who has just signed in.
        let fresh = weft.site().new_session().header("x-inlinecms-key", &old);
        assert_error(&fresh.get(page("/")).send(), (401, "UNAUTHORIZED"));
        read(&new).is(200);
        session.get("/v1/auth/me").send().is(200);
        let project = session.get(format!("/v1/projects/{}", weft.site().id())).send();
        project.is(200).shows("/data/apiKey", new.as_str());
        old = new;
    }
    // Other keys of the site are not the project's.
    weft.admin().get("/api/content").send().is(200);
    let other = format!("/v1/projects/{}/rotate-key", weft.other_site().id());
    assert_error(&session.post_nothing(other).send(), (403, "FORBIDDEN"));
}
