//! Server errors and exceeded limits: 413, 429, 500, 503. No response shows the cause.

use serde_json::{Value, json};
use weft_tests::{Weft, a_document, a_type};

#[test]
fn an_oversized_body_is_refused() {
    let weft = Weft::start();
    a_type("page").create(&weft.admin());
    let large = a_document("page").set("x", "x".repeat(3 << 20)).body();
    weft.editor().post("/api/content", large).send().is_error(413, "PAYLOAD_TOO_LARGE");
    let data = a_document("page").set("x", "x".repeat((1 << 20) + 1)).body();
    let answer = weft.editor().post("/api/content", data).send();
    assert!(matches!(answer.status(), 201 | 413 | 422), "{answer}");
    weft.admin().get("/api/content?draft=true&limit=1&fields=slug").send().is(200);
}

#[test]
fn the_rate_limit_of_a_plan_is_enforced_and_shown() {
    let weft = Weft::start();
    let plan = json!({ "perMinute": 3, "perDay": 100 });
    let made =
        weft.admin().post("/api/keys", json!({ "name": "slow", "scopes": ["read"], "plan": plan })).send();
    let slow = weft.key(&made.text_at("/key"));
    for _ in 0..3 {
        slow.get("/api/content").send().is(200).has("x-ratelimit-limit", "3");
    }
    let refused = slow.get("/api/content").send();
    refused.is_error(429, "RATE_LIMITED").has("x-ratelimit-remaining", "0").has("retry-after", "60");
    weft.reader().get("/api/content").send().is(200);
    weft.clock().advance(std::time::Duration::from_secs(60));
    slow.get("/api/content").send().is(200);
}

#[test]
fn a_database_error_is_a_500_that_hides_its_cause() {
    let weft = Weft::start();
    a_type("page").create(&weft.admin());
    weft.admin().get("/api/content").send().is(200);
    weft.database().execute_batch("ALTER TABLE entries RENAME TO gone").unwrap();
    let answer = weft.reader().get("/api/content").header("x-request-id", "broken-1").may_fail().send();
    answer.is_error(500, "INTERNAL_ERROR").shows("/error/message", "Server error");
    assert!(!answer.text().contains("entries") && !answer.text().contains("SELECT"), "{answer}");
    let log = weft.running().guest_output();
    let line = log.lines().find(|line| line.contains("broken-1")).expect("the log names the request id");
    assert!(line.contains("entries"), "{line}");
    assert_eq!(log.matches("broken-1").count(), 1, "{log}");
    weft.database().execute_batch("ALTER TABLE gone RENAME TO entries").unwrap();
    weft.reader().get("/api/content").send().is(200);
}

#[test]
fn a_database_that_cannot_be_opened_is_a_503() {
    let mut weft = Weft::start();
    weft.restart_with(|data| {
        let database = data.join("default.db");
        for entry in std::fs::read_dir(data).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                std::fs::remove_file(path).unwrap();
            }
        }
        std::fs::create_dir(database).unwrap();
    });
    for target in ["/api/content", "/api/keys"] {
        let answer = weft.reader().get(target).may_fail().send();
        answer.is_error(503, "UNAVAILABLE").has("retry-after", "1").has("cache-control", "no-store");
        assert!(!answer.text().contains("default"), "{answer}");
    }
}

#[test]
fn no_secret_is_stored_or_logged() {
    let weft = Weft::start();
    a_type("page").create(&weft.admin());
    let made =
        weft.session().post("/api/keys", json!({ "name": "k", "scopes": ["read"] })).send().text_at("/key");
    weft.session().post("/api/keys", Value::Null).send().is(422);
    let mut stored = Vec::new();
    for entry in std::fs::read_dir(weft.data_dir()).unwrap() {
        let path = entry.unwrap().path();
        stored.extend(if path.is_file() { std::fs::read(path).unwrap() } else { Vec::new() });
    }
    let stored = String::from_utf8_lossy(&stored).into_owned();
    let log = weft.running().guest_output();
    for secret in weft.site().secrets().into_iter().skip(1).chain([made.as_str()]) {
        assert!(!stored.contains(secret) && !log.contains(secret));
    }
}

#[test]
fn acknowledged_writes_survive_a_restart() {
    let mut weft = Weft::start();
    a_type("page").field("title", "text").create(&weft.admin());
    let page = a_document("page").set("title", "Hello").published().create(&weft.editor());
    let before = weft.reader().get(page.path()).send();
    weft.restart();
    let after = weft.reader().get(page.path()).send();
    assert_eq!((after.is(200).json(), after.etag()), (before.json(), before.etag()));
    weft.session().get("/api/keys").send().is(200);
    let second = a_document("page").set("title", "Again").create(&weft.editor());
    assert_ne!(second.id, page.id);
}

#[test]
fn one_instance_serves_consecutive_requests() {
    let weft = Weft::start();
    weft.reader().get("/api/content").send().is(200);
    let (instances, opens) = (weft.running().instances(), weft.running().opens());
    for _ in 0..50 {
        weft.reader().get("/api/content").send().is(200).costs(1);
    }
    assert_eq!((weft.running().instances(), weft.running().opens()), (instances, opens));
}

#[test]
fn a_revoked_key_gets_no_error_details() {
    let weft = Weft::start();
    a_type("page").field("title", "text").required().create(&weft.admin());
    let made =
        weft.admin().post("/api/keys", json!({ "name": "k", "scopes": ["read", "write", "admin"] })).send();
    let key = weft.key(&made.text_at("/key"));
    key.get("/api/content").send().is(200);
    key.post("/api/content", a_document("page").set("title", "Warm").body()).send().is(201);
    weft.admin().delete(format!("/api/keys/{}", made.text_at("/id"))).send().is(200);
    key.post("/api/content", a_document("page").set("title", 5).body()).send().is_error(401, "UNAUTHORIZED");
    key.post_nothing("/api/content").bytes("{").send().is_error(401, "UNAUTHORIZED");
    key.get("/api/content/42").send().is_error(401, "UNAUTHORIZED");
    key.get("/api/content?limit=x").send().is_error(401, "UNAUTHORIZED");
    key.patch("/api/content/42", json!({})).send().is_error(401, "UNAUTHORIZED");
}
