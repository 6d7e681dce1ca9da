//! `POST /api/login`

use std::time::Duration;

use serde_json::json;
use weft_tests::{Browser, SnowInstallation};

#[test]
fn a_login_gets_two_cookies_and_an_empty_body() {
    let installation = SnowInstallation::start();
    let login = json!({ "email": " USER@house.example ", "password": installation.password() });
    let answer = installation.anon().post("/api/login", login).send();
    assert!(answer.is(200).bytes().is_empty() && answer.round_trips() <= 3, "{answer}");
    answer.has("content-length", "0").has("cache-control", "no-store").has("x-robots-tag", "noindex");
    let cookies: Vec<&str> = answer
        .headers()
        .iter()
        .filter(|(name, _)| name == "set-cookie")
        .map(|(_, value)| value.as_str())
        .collect();
    let rest = "Path=/; Max-Age=86400; SameSite=Lax";
    let [session, csrf] = cookies[..] else { panic!("not two cookies:{answer}") };
    let start = format!("snowcms_session={}:", installation.user().id());
    assert!(session.starts_with(&start) && session.ends_with(&format!("; HttpOnly; {rest}")), "{session}");
    assert_eq!(session.len(), start.len() + 43 + "; HttpOnly; ".len() + rest.len());
    let csrf = csrf.strip_prefix("snowcms_csrf=").unwrap().strip_suffix(&format!("; {rest}")).unwrap();
    let (hash, random) = csrf.split_once('.').unwrap();
    let is_hex = |text: &str| text.bytes().all(|byte| byte.is_ascii_hexdigit());
    assert!(hash.len() == 64 && is_hex(hash) && !random.is_empty(), "{csrf}");
}

#[test]
fn logins_from_webhooks_are_forbidden() {
    let installation = SnowInstallation::start();
    let login = json!({ "email": "user@house.example", "password": installation.password() });
    let answer =
        installation.anon().post("/api/login", login).header("x-snowcms-unsafe-source", "webhook").send();
    assert_eq!(answer.is(403).json()["error"], "Forbidden");
}

#[test]
fn both_components_accept_the_cookie() {
    let installation = SnowInstallation::start();
    let user = installation.user();
    let browser = Browser::open(&installation, user.email(), installation.password());
    browser.cookies().get("/api/accounts/me").send().is(200).shows("/id", user.id());
    browser.cookies().get(user.on(installation.home()).path("")).send().is(200);
    // The token is also accepted in the Authorization header.
    installation
        .bearer(browser.session())
        .get("/api/accounts/me")
        .send()
        .is(200)
        .shows("/email", user.email());
    installation.bearer(browser.session()).get(user.on(installation.home()).path("")).send().is(200);
}

#[test]
fn failures_do_not_disclose_whether_the_address_or_the_password_is_wrong() {
    let installation = SnowInstallation::start();
    let refused = |body: serde_json::Value, words: &str| {
        let answer = installation.anon().post("/api/login", body).send();
        answer.says(400, words);
        assert!(answer.header("set-cookie").is_empty(), "{answer}");
    };
    let (email, password) = (installation.user().email().to_owned(), installation.password());
    for body in [
        json!({}),
        json!({ "email": email }),
        json!({ "password": password }),
        json!({ "email": "", "password": password }),
        json!({ "email": email, "password": "" }),
        json!({ "email": null, "password": null }),
    ] {
        refused(body, "Email and password are required");
    }
    let incorrect = "Email or password incorrect";
    refused(json!({ "email": email, "password": "wrong" }), incorrect);
    refused(json!({ "email": email, "password": "long enough, but wrong" }), incorrect);
    refused(json!({ "email": "nobody@house.example", "password": password }), incorrect);
    refused(json!({ "email": "no address", "password": password }), incorrect);
    let body = json!({ "email": email, "role": "USER", "active": false, "websites": [] });
    installation.admin().key().put(installation.user().path(""), body).send().tells("Account edited");
    refused(json!({ "email": email, "password": password }), incorrect);
}

#[test]
fn a_login_needs_no_csrf_token() {
    let installation = SnowInstallation::start();
    let browser = Browser::open(&installation, installation.user().email(), installation.password());
    let login = json!({ "email": installation.viewer().email(), "password": installation.password() });
    browser.cookies().post("/api/login", login).send().is(200);
}

#[test]
fn a_session_expires_after_a_day() {
    let installation = SnowInstallation::start();
    let browser = Browser::open(&installation, installation.user().email(), installation.password());
    let collections = installation.user().on(installation.home()).path("");
    installation.clock().advance(Duration::from_secs(86_399));
    browser.cookies().get("/api/accounts/me").send().is(200);
    browser.cookies().get(&collections).send().is(200);
    installation.tick();
    browser.cookies().get("/api/accounts/me").send().says(401, "Unauthorized");
    browser.cookies().get(&collections).send().says(401, "Unauthorized");
}

#[test]
fn session_tokens_of_inlinecms_and_snowcms_are_not_interchangeable() {
    let installation = SnowInstallation::start();
    let body = json!({ "email": installation.admin().email(), "password": installation.password() });
    let theirs = installation.anon().post("/v1/auth/login", body).send().is(200).text_at("/data/token");
    installation.bearer(&theirs).get("/api/accounts/me").send().says(401, "Unauthorized");
    installation.bearer(installation.admin().token()).get("/v1/auth/me").send().is(401);
    installation
        .bearer(installation.admin().token().split_once(':').unwrap().1)
        .get("/v1/auth/me")
        .send()
        .is(401);
}
