//! What holds for every endpoint of InlineCMS's table: a new row is asked too.

use serde_json::json;
use weft_tests::Weft;
use weft_tests::tables::{self, Row};

use crate::assert_error;
use crate::fixtures::{Things, admin};

fn rows() -> Vec<Row> {
    [tables::inline(), tables::inline_content()].concat()
}

#[test]
fn round_trips_are_those_of_the_table() {
    for row in rows() {
        let weft = Weft::with(|setup| _ = setup.variable("onboarding", "open"));
        let things = Things::new(&weft, 0);
        weft.session().get("/v1/auth/me").send().is(200);
        let ask = admin(&weft).ask(&row.method, things.path(&row));
        let ask = match things.body(&weft, &row, 1) {
            Some(body) => ask.json(body),
            None => ask,
        };
        let answer = ask.send();
        let least = row.round_trips.min(1);
        assert!(
            answer.status() < 300 && (least..=row.round_trips).contains(&answer.round_trips()),
            "{row:?}{answer}"
        );
    }
}

#[test]
fn a_wrong_method_is_told_the_right_one() {
    let weft = Weft::start();
    let things = Things::new(&weft, 0);
    for row in rows() {
        let answer = weft.session().ask("PUT", things.path(&row)).send();
        assert_error(&answer, (405, "METHOD_NOT_ALLOWED"));
        let allowed = answer.header("allow").to_owned();
        assert!(allowed.split(", ").any(|method| method == row.method), "{allowed} {row:?}");
    }
}

#[test]
fn browsers_of_any_origin_may_ask() {
    let weft = Weft::start();
    let things = Things::new(&weft, 0);
    for row in rows() {
        let preflight = weft.anon().options(things.path(&row)).header("origin", "https://a.example");
        let preflight = preflight.header("access-control-request-method", &row.method).send();
        preflight.is(204);
        assert!(preflight.header("access-control-allow-methods").contains(&row.method));
        // The SDK sends its key with every request.
        assert!(preflight.header("access-control-allow-headers").contains("x-inlinecms-key"));
    }
}

#[test]
fn bodies_of_every_row_must_be_json_objects() {
    let weft = Weft::start();
    let things = Things::new(&weft, 0);
    let with_body = |row: &Row| things.body(&weft, row, 1).is_some() && row.test != "create_project";
    for row in rows().iter().filter(|row| with_body(row)) {
        for body in ["", "{", "[]", "null", "\"x\"", "{}x"] {
            let answer = admin(&weft).ask(&row.method, things.path(row)).bytes(body).send();
            assert_error(&answer, (400, "MALFORMED"));
        }
        let answer =
            admin(&weft).ask(&row.method, things.path(row)).json(json!({ "x": "x".repeat(3 << 20) })).send();
        assert_error(&answer, (413, "PAYLOAD_TOO_LARGE"));
    }
}

#[test]
fn bodies_that_are_no_json_objects_are_refused() {
    let weft = Weft::with(|setup| _ = setup.variable("onboarding", "open"));
    for row in tables::inline().iter().filter(|row| row.is_open && row.method == "POST") {
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
    for path in ["/v1/", "/v1/auth", "/v1/auth/me/x", "/v1/projects/1", "/v1/content", "/v1/users/x/y"] {
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
