//! Quotas hold for any number of connections and instances, and do not cost a write per request.

use serde_json::json;
use weft_host::Reuse;
use weft_tests::{Actor, Answer, Weft};

use super::parallel::at_once;

/// A key with all scopes and these limits.
fn key(weft: &Weft, per_minute: u32, per_day: u32) -> Actor<'_> {
    let plan = json!({ "perMinute": per_minute, "perDay": per_day });
    let body = json!({ "name": "limited", "scopes": ["read", "write", "admin"], "plan": plan });
    let secret = weft.session().post("/api/keys", body).send().is(201).text_at("/key");
    weft.key(&secret)
}

fn read(key: &Actor<'_>) -> Answer {
    key.get("/api/content").send()
}

/// Returns the number of permitted requests before the first refusal; asserts the headers of the
/// refusal.
fn until_refused(key: &Actor<'_>, retry_after: u64) -> u32 {
    for allowed in 0..1000 {
        let answer = read(key);
        if answer.status() != 200 {
            let retry = retry_after.to_string();
            answer.is_error(429, "RATE_LIMITED").has("retry-after", &retry);
            assert!(answer.header("ratelimit").contains(&format!(";r=0;t={retry}")), "{answer}");
            return allowed;
        }
    }
    panic!("no request was refused")
}

fn seconds(weft: &Weft, seconds: u64) {
    weft.clock().advance(std::time::Duration::from_secs(seconds));
}

#[test]
fn sixty_requests_a_minute_are_permitted_and_each_shows_the_remainder() {
    let weft = Weft::start();
    let key = key(&weft, 60, 0);
    for left in (0..60).rev() {
        let answer = read(&key);
        answer.is(200).has("x-ratelimit-limit", "60").has("x-ratelimit-remaining", &left.to_string());
        answer.has("x-ratelimit-reset", "60").has("ratelimit-policy", "\"minute\";q=60;w=60");
        answer.has("ratelimit", &format!("\"minute\";r={left};t=60"));
    }
    read(&key).is(429).has("x-ratelimit-remaining", "0").has("ratelimit", "\"minute\";r=0;t=60");
    seconds(&weft, 59);
    assert_eq!(until_refused(&key, 1), 0);
    seconds(&weft, 1);
    assert_eq!(until_refused(&key, 60), 60);
}

#[test]
fn many_connections_and_instances_cannot_exceed_the_limit() {
    let weft = Weft::with(|setup| setup.reuse = Reuse { max_requests: 3, ..setup.reuse });
    let key = key(&weft, 60, 0);
    for _ in 0..2 {
        let statuses = at_once(16, |_| -> Vec<u16> { (0..10).map(|_| read(&key).status()).collect() });
        let statuses = statuses.concat();
        let allowed = statuses.iter().filter(|status| **status == 200).count();
        assert_eq!(statuses.iter().filter(|status| **status == 429).count(), 160 - allowed, "{statuses:?}");
        assert!((1..=60).contains(&allowed), "{allowed} were allowed");
        assert_eq!(read(&key).status(), 429, "every lease is used up or lost");
        seconds(&weft, 60);
    }
    assert!(weft.running().instances() > 50);
}

#[test]
fn sixteen_connections_get_nearly_the_whole_limit() {
    let weft = Weft::start();
    let key = key(&weft, 60, 0);
    let statuses = at_once(16, |_| -> Vec<u16> { (0..10).map(|_| read(&key).status()).collect() }).concat();
    let allowed = statuses.iter().filter(|status| **status == 200).count();
    // Other instances cannot use the unused part of an instance's lease, which is a sixteenth of
    // the remainder.
    let instances = std::thread::available_parallelism().unwrap().get();
    assert!(allowed <= 60 && allowed + 4 * instances >= 60, "{allowed} were allowed");
}

#[test]
fn a_restart_does_not_reset_the_limit() {
    let mut weft = Weft::start();
    let body = json!({ "name": "limited", "scopes": ["read"], "plan": { "perMinute": 20, "perDay": 0 } });
    let secret = weft.session().post("/api/keys", body).send().is(201).text_at("/key");
    let mut allowed = 0;
    for _ in 0..4 {
        let key = weft.key(&secret);
        allowed += (0..8).filter(|_| read(&key).status() == 200).count();
        weft.restart();
    }
    assert!(allowed <= 20, "{allowed} were allowed");
}

#[test]
fn the_daily_limit_counts_requests_and_not_unused_leases() {
    let weft = Weft::start();
    let key = key(&weft, 10, 25);
    let midnight = 86_400 - weft.clock().now().as_secs() % 86_400;
    // The unused part of a lease of the first minute returns to the daily limit.
    assert_eq!((0..7).filter(|_| read(&key).status() == 200).count(), 7);
    seconds(&weft, 60);
    assert_eq!(until_refused(&key, 60), 10);
    seconds(&weft, 60);
    assert_eq!(until_refused(&key, midnight - 120), 8);
    seconds(&weft, midnight - 121);
    assert_eq!(until_refused(&key, 1), 0);
    seconds(&weft, 1);
    assert_eq!(until_refused(&key, 60), 10);
}

#[test]
fn a_refused_write_changes_nothing_and_every_component_counts() {
    let weft = Weft::start();
    let key = key(&weft, 3, 0);
    for _ in 0..3 {
        key.get("/api/content-types").send().is(200);
    }
    let body = json!({ "name": "page", "label": "Page", "fields": [] });
    key.post("/api/content-types", body).send().is_error(429, "RATE_LIMITED");
    key.get("/api/keys").send().is_error(429, "RATE_LIMITED");
    weft.admin().get("/api/content-types/page").send().is(404);
    // Requests with an unknown key and requests without an endpoint are not counted.
    seconds(&weft, 60);
    key.get("/nowhere").send().is(404);
    key.delete("/api/content").send().is(405);
    assert_eq!(until_refused(&key, 60), 3);
}

#[test]
fn a_large_limit_does_not_cost_a_write_per_request() {
    let weft = Weft::start();
    for key in [key(&weft, 100_000, 0), key(&weft, 0, 10_000_000), key(&weft, 0, 0)] {
        read(&key).is(200);
        let (statements, ()) = weft.statements_of(|| {
            for _ in 0..100 {
                read(&key).is(200).costs(1);
            }
        });
        // An instance renews its lease a few times; a key without a limit has no leases.
        assert!((100..108).contains(&statements), "{statements} statements for 100 requests");
    }
}
