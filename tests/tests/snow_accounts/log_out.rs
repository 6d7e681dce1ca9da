//! `GET /api/login/logout`

use serde_json::json;
use weft_tests::{Answer, Browser, SnowInstallation};

#[track_caller]
fn assert_out(answer: &Answer) {
    assert_eq!(answer.is(200).json(), json!({ "redirect": "/login" }));
    let cookies: Vec<&str> = answer
        .headers()
        .iter()
        .filter(|(name, _)| name == "set-cookie")
        .map(|(_, value)| value.as_str())
        .collect();
    let rest = "Path=/; Max-Age=0; SameSite=Lax";
    assert_eq!(cookies, [format!("snowcms_session=; {rest}"), format!("snowcms_csrf=; {rest}")]);
}

#[test]
fn a_session_is_refused_after_the_logout() {
    let installation = SnowInstallation::start();
    let user = installation.user();
    let collections = user.on(installation.home()).path("");
    let [left, other] = [(); 2].map(|()| Browser::open(&installation, user.email(), installation.password()));
    for browser in [&left, &other] {
        browser.cookies().get("/api/accounts/me").send().is(200);
        browser.cookies().get(&collections).send().is(200);
    }
    let answer = left.cookies().get("/api/login/logout").send();
    assert_out(&answer);
    answer.costs(1);
    left.cookies().get(&collections).send().says(401, "Unauthorized");
    left.cookies().get("/api/accounts/me").send().says(401, "Unauthorized");
    installation.bearer(left.session()).get(&collections).send().says(401, "Unauthorized");
    other.cookies().get(&collections).send().is(200);
    other.cookies().get("/api/accounts/me").send().is(200);
    assert_out(&left.cookies().get("/api/login/logout").send());
}

#[test]
fn a_logout_without_a_session_succeeds() {
    let installation = SnowInstallation::start();
    assert_out(&installation.anon().get("/api/login/logout").send());
    assert_out(&installation.bearer("x:y").get("/api/login/logout").send());
}

#[test]
fn a_logout_with_a_key_changes_nothing() {
    let installation = SnowInstallation::start();
    assert_out(&installation.user().key().get("/api/login/logout").send());
    installation.user().key().get("/api/accounts/me").send().is(200);
    installation.user().session().get("/api/accounts/me").send().is(200);
}
