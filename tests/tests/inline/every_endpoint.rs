//! What holds for every endpoint of InlineCMS's table: a new row is asked too.

use serde_json::json;
use weft_tests::Weft;
use weft_tests::tables::{self, Row};

use crate::assert_error;

/// A body with which the row succeeds.
fn body(weft: &Weft, row: &Row) -> serde_json::Value {
    let site = weft.site();
    match row.name.as_str() {
        "create a project" => {
            json!({ "name": "New", "admin": { "email": "new@example.com", "password": site.password() } })
        }
        "log in" => json!({ "email": site.email(), "password": site.password() }),
        _ => json!({}),
    }
}

#[test]
fn round_trips_are_those_of_the_table() {
    for row in tables::inline() {
        let weft = Weft::with(|setup| _ = setup.variable("onboarding", "open"));
        weft.session().get("/v1/auth/me").send().is(200);
        let ask = weft.session().ask(&row.method, &row.path);
        let ask = if row.method == "GET" { ask } else { ask.json(body(&weft, &row)) };
        let answer = ask.send();
        assert!(
            answer.status() < 300 && (1..=row.round_trips).contains(&answer.round_trips()),
            "{row:?}{answer}"
        );
    }
}

#[test]
fn a_wrong_method_is_told_the_right_one() {
    let weft = Weft::start();
    for row in tables::inline() {
        let answer = weft.session().ask("PATCH", &row.path).send();
        assert_error(&answer, (405, "METHOD_NOT_ALLOWED"));
        answer.has("allow", if row.method == "GET" { "GET, HEAD" } else { &row.method });
    }
}

#[test]
fn browsers_of_any_origin_may_ask() {
    let weft = Weft::start();
    for row in tables::inline() {
        let preflight = weft.anon().options(&row.path).header("origin", "https://a.example");
        let preflight = preflight.header("access-control-request-method", &row.method).send();
        preflight.is(204);
        assert!(preflight.header("access-control-allow-methods").contains(&row.method));
        // The SDK sends its key with every request.
        assert!(preflight.header("access-control-allow-headers").contains("x-inlinecms-key"));
    }
}

#[test]
fn bodies_that_are_no_json_objects_are_refused() {
    let weft = Weft::with(|setup| _ = setup.variable("onboarding", "open"));
    for row in tables::inline().iter().filter(|row| row.is_open) {
        for body in ["", "{", "[]", "null", "\"x\"", "{}x"] {
            let answer = weft.anon().ask(&row.method, &row.path).bytes(body).send();
            assert_error(&answer, (400, "MALFORMED"));
        }
    }
}

#[test]
fn a_body_that_is_too_large_is_refused() {
    let weft = Weft::start();
    let answer = weft.anon().post("/v1/auth/login", json!({ "email": "x".repeat(3 << 20) })).send();
    assert_error(&answer, (413, "PAYLOAD_TOO_LARGE"));
}

#[test]
fn other_paths_are_not_found() {
    let weft = Weft::start();
    for path in ["/v1/", "/v1/auth", "/v1/auth/me/x", "/v1/projects/1"] {
        assert_error(&weft.session().get(path).send(), (404, "NOT_FOUND"));
    }
}

#[test]
fn our_faults_are_told_without_their_causes() {
    let weft = Weft::start();
    weft.session().get("/v1/auth/me").send().is(200);
    weft.database().execute_batch("ALTER TABLE accounts RENAME TO gone").unwrap();
    let answer = weft.session().get("/v1/auth/me").may_fail().send();
    assert_error(&answer, (500, "INTERNAL_ERROR"));
    assert!(!answer.text().contains("accounts"), "{answer}");
}

#[test]
fn a_database_that_does_not_open_is_unavailable() {
    let mut weft = Weft::start();
    weft.restart_with(|data| {
        std::fs::read_dir(data).unwrap().for_each(|entry| drop(std::fs::remove_file(entry.unwrap().path())));
        std::fs::create_dir(data.join("default.db")).unwrap();
    });
    let answer = weft.session().get("/v1/auth/me").may_fail().send();
    assert_error(&answer, (503, "UNAVAILABLE"));
    answer.has("retry-after", "1");
}
