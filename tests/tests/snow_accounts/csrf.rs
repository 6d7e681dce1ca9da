//! CSRF: a browser sends its cookies with requests from every page; only pages of the same origin
//! can send the token.

use serde_json::json;
use weft_tests::{Browser, SnowInstallation, Weft};

fn browser<'w>(installation: &'w SnowInstallation, role: &str) -> Browser<'w> {
    Browser::open(installation, installation.account(role).email(), installation.password())
}

/// Writes in both components: method and target.
fn changes(installation: &SnowInstallation) -> [(&'static str, String); 4] {
    let user = installation.superuser();
    [
        ("POST", user.path("/keys")),
        ("PUT", format!("/api/websites/{}", installation.home())),
        ("DELETE", user.path(&format!("/keys/{}", crate::fixtures::UNKNOWN_ID))),
        ("POST", user.on(installation.home()).path("")),
    ]
}

#[test]
fn a_page_of_the_same_origin_may_write() {
    let installation = SnowInstallation::start();
    let page = browser(&installation, "SUPERUSER").page();
    let body = json!({ "name": "New", "role": "USER", "websites": [] });
    let statuses: Vec<u16> = changes(&installation)
        .iter()
        .map(|(method, path)| page.ask(method, path).json(body.clone()).send().status())
        .collect();
    // The key to delete does not exist.
    assert_eq!(statuses, [200, 200, 400, 200]);
}

#[test]
fn a_page_of_another_origin_may_not_write() {
    let installation = SnowInstallation::start();
    let (ours, another) = (browser(&installation, "SUPERUSER"), browser(&installation, "SUPERUSER"));
    let session_only = format!("snowcms_session={}", ours.session());
    let both = |csrf: &str| format!("{session_only}; snowcms_csrf={csrf}");
    let body = json!({ "name": "New", "role": "USER", "websites": [] });
    for (method, path) in changes(&installation) {
        let refused = |cookies: &str, token: Option<&str>, words: &str| {
            let ask = installation.anon().ask(method, &path).json(body.clone()).header("cookie", cookies);
            let ask = token.into_iter().fold(ask, |ask, token| ask.header("x-csrf-token", token));
            ask.send().says(400, &format!("CSRF token error: {words}"));
        };
        refused(&both(ours.csrf()), None, "No token provided");
        refused(&both(ours.csrf()), Some(""), "No token provided");
        refused(&session_only, None, "No token provided");
        refused(&session_only, Some(ours.csrf()), "No CSRF cookie");
        refused(&both(ours.csrf()), Some("x"), "Token mismatch");
        refused(&both(ours.csrf()), Some(another.csrf()), "Token mismatch");
        // An attacker who can set cookies cannot forge a matching token.
        refused(&both("x.y"), Some("x.y"), "Token mismatch");
        refused(&both(another.csrf()), Some(another.csrf()), "Token mismatch");
    }
}

#[test]
fn reads_need_no_csrf_token() {
    let installation = SnowInstallation::start();
    let cookies = browser(&installation, "SUPERUSER").cookies();
    cookies.get("/api/websites").send().is(200);
    cookies.head("/api/websites").send().is(200);
    cookies.get(installation.superuser().on(installation.home()).path("")).send().is(200);
}

#[test]
fn the_authorization_header_takes_precedence_over_the_cookie() {
    let installation = SnowInstallation::start();
    let cookies = browser(&installation, "SUPERUSER").cookies();
    let with = |header: &str| cookies.clone().header("authorization", header);
    let key = with(&format!("Bearer {}", installation.viewer().new_key().token()));
    key.get("/api/accounts/me").send().is(200).shows("/role", "VIEWER");
    key.post(installation.superuser().on(installation.home()).path(""), json!({ "name": "New" }))
        .send()
        .says(403, "Forbidden");
    for header in ["Bearer x", "Basic eDp5", ""] {
        for target in
            ["/api/accounts/me".to_owned(), installation.superuser().on(installation.home()).path("")]
        {
            with(header).get(&target).send().says(401, "Unauthorized");
        }
    }
    // Requests with the header need no CSRF token.
    let key = with(&format!("Bearer {}", installation.superuser().new_key().token()));
    key.post(installation.superuser().on(installation.home()).path(""), json!({ "name": "New" }))
        .send()
        .tells("Collection created");
}

#[test]
fn an_invalid_session_gets_no_details_of_its_csrf_token() {
    let installation = SnowInstallation::start();
    for (method, path) in changes(&installation) {
        let ask =
            installation.anon().ask(method, &path).json(json!({})).header("cookie", "snowcms_session=x:y");
        ask.send().says(401, "Unauthorized");
    }
}

#[test]
fn requests_from_webhooks_are_forbidden() {
    let installation = SnowInstallation::start();
    for (method, path) in changes(&installation) {
        let actor = installation.superuser().key().header("x-snowcms-unsafe-source", "webhook");
        actor.ask(method, &path).json(json!({})).send().says(403, "Forbidden");
        actor.get("/api/websites").send().says(403, "Forbidden");
    }
}

/// The CSRF check also holds for a tenant who has one website.
#[test]
fn the_csrf_check_holds_for_tenants() {
    let weft = Weft::start();
    let site = weft.site();
    let browser = Browser::open(&weft, site.email(), site.password());
    let path = format!("/api/websites/{}", site.id());
    let answer = browser.cookies().put(&path, json!({ "name": "New" })).send();
    answer.says(400, "CSRF token error: No token provided");
    browser.page().put(&path, json!({ "name": "New" })).send().tells("Website edited");
}

#[test]
fn caches_tell_answers_apart_by_the_cookie() {
    let installation = SnowInstallation::start();
    let user = installation.user();
    let browser = Browser::open(&installation, user.email(), installation.password());
    let collections = user.on(installation.home()).path("");
    for answer in [
        browser.cookies().get("/api/accounts/me").send(),
        browser.cookies().get(&collections).send(),
        user.key().get(&collections).send(),
        installation.anon().get("/api/accounts/me").send(),
        installation.anon().options("/api/accounts/me").send(),
    ] {
        answer.has("vary", "authorization, cookie, origin");
    }
    // Where no cookie is read, none is named.
    installation.anon().get("/api/content").send().has("vary", "x-api-key, origin");
    installation.anon().get("/api/keys").send().has("vary", "x-api-key, authorization, origin");
    installation.anon().get("/v1/auth/me").send().has("vary", "x-inlinecms-key, authorization, origin");
}
