//! `POST /api/tokens`

use std::time::Duration;

use serde_json::json;
use weft_tests::Weft;

use crate::fixtures::Cms;

#[test]
fn a_token_is_shown_once() {
    let weft = Weft::start();
    let cms = Cms::of(&weft, &weft.site());
    let body = json!({ "name": "build-token", "repos": [cms.repo], "permissions": ["content:read", "config:read"], "expiresIn": 7_776_000 });
    let answer = cms.browser().post("/api/tokens", body).send();
    answer.is(201).shows("/name", "build-token").shows("/repos", json!([cms.repo]));
    answer.shows("/permissions", json!(["content:read", "config:read"])).shows("/lastUsedAt", json!(null));
    answer.shows("/createdAt", "2026-03-25T10:01:00.000Z").shows("/expiresAt", "2026-06-23T10:01:00.000Z");
    let (id, token) = (answer.text_at("/tokenId"), answer.text_at("/token"));
    let (public, secret) = token.strip_prefix("cms_").unwrap().split_once('.').unwrap();
    assert_eq!((public, id.len(), secret.len()), (id.as_str(), 40, 64));
    assert!([public, secret].concat().bytes().all(|byte| byte.is_ascii_hexdigit()), "{token}");
    let names: Vec<String> = answer.json().as_object().unwrap().keys().cloned().collect();
    let expected =
        ["tokenId", "name", "repos", "permissions", "createdAt", "expiresAt", "lastUsedAt", "token"];
    assert_eq!(names, expected);
    let listed = cms.browser().get("/api/tokens").send();
    assert!(!listed.text().contains(secret), "{listed}");
}

#[test]
fn an_expired_token_is_none() {
    let weft = Weft::start();
    let cms = Cms::of(&weft, &weft.site());
    let body = json!({ "name": "short", "repos": ["*"], "permissions": ["repos:read", "config:read"], "expiresIn": 300 });
    let token = weft.bearer(&cms.browser().post("/api/tokens", body).send().is(201).text_at("/token"));
    token.get(cms.path("/config")).send().is(200);
    weft.clock().advance(Duration::from_secs(299));
    token.get("/api/repos").send().is(200);
    weft.tick();
    for path in ["/api/repos", &cms.path("/config")] {
        token.get(path).send().says(401, "Invalid or expired API token");
    }
    assert_eq!(cms.browser().get("/api/tokens").send().json(), json!([]));
}

#[test]
fn the_first_mistake_is_told() {
    let weft = Weft::start();
    let cms = Cms::of(&weft, &weft.site());
    let token = |name: &str, repos: &[&str], permissions: &[&str], life: serde_json::Value| json!({ "name": name, "repos": repos, "permissions": permissions, "expiresIn": life });
    let (all, read, none) = (&["*"][..], &["content:read"][..], json!(null));
    for (body, message) in [
        (token("", &[], &[], json!(0)), "Name is required (max 100 chars)"),
        (token("a<b", &[], &[], json!(0)), "Token name contains invalid characters"),
        (token("a", &[], &[], json!(0)), "At least one repo (or '*') is required"),
        (token("a", &["x"], &[], json!(0)), "Invalid repo format: x"),
        (token("a", all, &[], json!(0)), "At least one permission is required"),
        (token("a", all, &["content:fly"], json!(0)), "Invalid permission: content:fly"),
        (token("a", all, read, json!(0)), "Expiry must be at least 300 seconds (5 minutes)"),
        (token("a", all, read, json!(31_536_001)), "Expiry must not exceed 31536000 seconds (1 year)"),
    ] {
        cms.browser().post("/api/tokens", body).send().says(400, message);
    }
    cms.browser().post("/api/tokens", token("a", all, read, none)).send().is(201);
}

#[test]
fn a_token_makes_no_token() {
    let weft = Weft::start();
    let cms = Cms::of(&weft, &weft.site());
    let all = ["content:read", "content:write", "content:delete", "config:read", "repos:read"];
    let answer = cms.token_for(&["*"], &all).ask("POST", "/api/tokens").bytes("{").send();
    answer.says(403, "This endpoint requires browser session auth");
}

#[test]
fn a_session_of_one_site_makes_no_token() {
    let weft = Weft::with(|setup| {
        setup.variable("caret_edit_password", "the editors' password");
    });
    let cms = Cms::with_blog(&weft);
    let shared = json!({ "password": "the editors' password" });
    let shared = weft.anon().post("/api/cms/auth/login", shared).send();
    let shared = shared.is(200).header("set-cookie").split(['=', ';']).nth(1).unwrap().to_owned();
    for session in [weft.site().new_token(), shared] {
        let browser = weft.anon().header("cookie", &format!("cms_session={session}"));
        browser.get(cms.path("/content/blog")).send().is(200);
        let repos = browser.get("/api/repos").send().is(200).json();
        assert_eq!(repos.as_array().unwrap().len(), 1, "{repos}");
        for (method, path) in [
            ("POST", "/api/tokens"),
            ("GET", "/api/tokens"),
            ("DELETE", "/api/tokens/x"),
            ("POST", "/api/repos"),
            ("DELETE", "/api/repos/a%2Fb"),
        ] {
            let body = json!({ "name": "a", "repos": ["*"], "permissions": ["content:read"] });
            browser
                .ask(method, path)
                .json(body)
                .send()
                .says(403, "This endpoint requires browser session auth");
        }
    }
}

#[test]
fn a_token_is_none_for_the_other_apis() {
    let weft = Weft::start();
    let cms = Cms::with_blog(&weft);
    let all = ["content:read", "content:write", "content:delete", "config:read", "repos:read"];
    let token = cms.create_token(&["*"], &all).text_at("/token");
    weft.key(&token).get("/api/content?type=blog").send().is(401);
    weft.bearer(&token).get("/v1/auth/me").send().is(401);
    weft.bearer(&token).get("/api/accounts/me").send().is(401);
}
