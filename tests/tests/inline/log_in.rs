//! `POST /v1/auth/login`

use serde_json::{Value, json};
use weft_tests::{Answer, Weft};

use crate::{assert_error, assert_invalid};

fn log_in(weft: &Weft, email: &str, password: &str) -> Answer {
    weft.anon().post("/v1/auth/login", json!({ "email": email, "password": password })).send()
}

#[test]
fn a_session_is_shown_once_with_its_user() {
    let weft = Weft::start();
    let site = weft.site();
    let answer = log_in(&weft, site.email(), site.password());
    answer.is(200).has("cache-control", "no-store").shows("/error", Value::Null);
    let names: Vec<String> = answer.at("/data").as_object().unwrap().keys().cloned().collect();
    assert_eq!(names, ["user", "token", "expiresAt"]);
    let names: Vec<String> = answer.at("/data/user").as_object().unwrap().keys().cloned().collect();
    assert_eq!(names, ["id", "email", "name", "role", "allowedPaths", "projectId"]);
    answer
        .shows("/data/user/email", site.email())
        .shows("/data/user/role", "admin")
        .shows("/data/user/projectId", site.id());
    answer.shows("/data/expiresAt", "2026-04-01T10:01:00.000Z").shows("/data/user/allowedPaths", json!([]));
    weft.bearer(&answer.text_at("/data/token")).get("/v1/auth/me").send().is(200);
}

#[test]
fn an_address_may_be_spelt_otherwise_and_a_password_may_not() {
    let weft = Weft::start();
    let site = weft.site();
    log_in(&weft, &site.email().to_uppercase(), site.password()).is(200);
    for wrong in [
        site.password().to_uppercase(),
        format!(" {}", site.password()),
        format!("{} ", site.password()),
        String::new(),
    ] {
        assert_error(&log_in(&weft, site.email(), &wrong), (401, "UNAUTHORIZED"));
    }
}

#[test]
fn unknown_addresses_and_wrong_passwords_are_told_alike() {
    let weft = Weft::start();
    let wrong = log_in(&weft, weft.site().email(), "wrong");
    for email in ["nobody@example.com", "no address", "", "' OR 1=1 --"] {
        let unknown = log_in(&weft, email, "wrong");
        assert_error(&unknown, (401, "UNAUTHORIZED"));
        assert_eq!(unknown.text(), wrong.text());
    }
}

#[test]
fn who_tries_passwords_out_is_limited_until_the_period_is_over() {
    let weft = Weft::start();
    let site = weft.site();
    let limited = (0..20).map(|_| log_in(&weft, site.email(), "wrong")).find(|answer| answer.status() == 429);
    let limited = limited.expect("twenty wrong passwords are too many");
    assert_error(&limited, (429, "RATE_LIMITED"));
    let seconds: u64 = limited.header("retry-after").parse().unwrap();
    assert!((1..=900).contains(&seconds));
    assert_error(&log_in(&weft, site.email(), site.password()), (429, "RATE_LIMITED"));
    log_in(&weft, weft.other_site().email(), site.password()).is(200);
    weft.clock().advance(std::time::Duration::from_secs(seconds));
    log_in(&weft, site.email(), site.password()).is(200);
}

#[test]
fn a_session_ends_after_a_week() {
    let weft = Weft::start();
    let session = weft.site().new_session();
    weft.clock().advance(std::time::Duration::from_secs(7 * 86_400 - 1));
    session.get("/v1/auth/me").send().is(200);
    weft.clock().advance(std::time::Duration::from_secs(2));
    assert_error(&session.get("/v1/auth/me").send(), (401, "UNAUTHORIZED"));
}

#[test]
fn members_of_the_body_are_checked() {
    let weft = Weft::start();
    let post = |body: Value| weft.anon().post("/v1/auth/login", body).send();
    assert_invalid(&post(json!({})), &["email required", "password required"]);
    assert_invalid(&post(json!({ "email": 1, "password": null })), &["email type", "password required"]);
}
