//! Properties of every endpoint of the accounts table. A new row is tested without a change here.

use weft_tests::tables;
use weft_tests::{Answer, SnowInstallation};

use crate::fixtures::Fixtures;

#[track_caller]
fn is_unlisted(answer: &Answer) {
    answer.has("x-robots-tag", "noindex");
}

#[test]
fn round_trips_match_the_table() {
    let installation = SnowInstallation::start();
    for row in tables::snow_accounts() {
        let mut fixtures = Fixtures::new(&installation, installation.home(), installation.user().id());
        match row.test.as_str() {
            "delete_website" => fixtures.website = new_website(&installation),
            "delete_account" => fixtures.account = new_account(&installation, &fixtures),
            _ => {}
        }
        let actor =
            if row.test == "log_out" { installation.user().session() } else { installation.admin().key() };
        let answer = fixtures.ask(&actor, &row).send();
        is_unlisted(answer.is(200));
        assert!(answer.round_trips() <= row.round_trips, "{row:?}{answer}");
    }
}

fn new_website(installation: &SnowInstallation) -> String {
    let body = serde_json::json!({ "name": "New" });
    installation.admin().key().post("/api/websites", body).send().tells("Website created")
}

fn new_account(installation: &SnowInstallation, fixtures: &Fixtures) -> String {
    let body = weft_tests::an_account(&format!("{}@new.example", fixtures.new_name()), "USER", &[]);
    installation.admin().key().post("/api/accounts", body).send().tells("Created account")
}

#[test]
fn an_unsupported_method_gets_the_allowed_methods() {
    let installation = SnowInstallation::start();
    let rows = tables::snow_accounts();
    let fixtures = Fixtures::new(&installation, installation.home(), installation.user().id());
    for row in &rows {
        for actor in [installation.admin().key(), installation.anon()] {
            let answer = actor.ask("PATCH", fixtures.target(row)).send();
            is_unlisted(answer.says(405, "Method not allowed"));
            let allow: Vec<&str> = answer.header("allow").split(", ").collect();
            for other in rows.iter().filter(|other| other.path == row.path) {
                assert!(allow.contains(&other.method.as_str()), "{other:?}{answer}");
            }
            assert_eq!(allow.contains(&"HEAD"), allow.contains(&"GET"), "{answer}");
            assert!(!allow.contains(&"PATCH"), "{answer}");
        }
    }
}

#[test]
fn a_trailing_slash_is_ignored_and_head_has_the_headers_of_get() {
    let installation = SnowInstallation::start();
    let fixtures = Fixtures::new(&installation, installation.home(), installation.user().id());
    for row in tables::snow_accounts().iter().filter(|row| row.method == "GET") {
        let target = fixtures.target(row);
        let found = installation.admin().key().get(&target).send();
        let head = installation.admin().key().head(&target).send();
        is_unlisted(head.is(200).has("content-length", found.header("content-length")));
        // Where the manifest has an exact route, the host routes the path with a slash to another
        // component.
        if row.path.starts_with("/api/accounts/") || row.path.starts_with("/api/login/") {
            installation.admin().key().get(format!("{target}/")).send().is(200);
        }
    }
}

#[test]
fn the_cors_preflight_admits_every_origin() {
    let installation = SnowInstallation::start();
    let fixtures = Fixtures::new(&installation, installation.home(), installation.user().id());
    for row in tables::snow_accounts() {
        let preflight =
            installation.anon().options(fixtures.target(&row)).header("origin", "https://a.example");
        let preflight = preflight.header("access-control-request-method", &row.method).send();
        preflight.is(204);
        assert!(preflight.header("access-control-allow-methods").contains(&row.method));
        assert!(preflight.header("access-control-allow-credentials").is_empty(), "{preflight}");
    }
}

#[test]
fn unknown_paths_are_not_found() {
    let installation = SnowInstallation::start();
    for path in [
        "/api/accounts/a/b",
        "/api/accounts/a/keys/b/c",
        "/api/accounts/a/keys/b/reset/c",
        "/api/login/password-reset",
        "/api/login/nothing",
        "/api/accounts/me/keys/x/y/z",
        "/api/websites/a/b",
    ] {
        for actor in [installation.anon(), installation.admin().key()] {
            is_unlisted(actor.get(path).send().says(404, "Route not found"));
        }
    }
}

#[test]
fn a_database_error_is_a_500_that_hides_its_cause() {
    let installation = SnowInstallation::start();
    installation.admin().key().get("/api/accounts").send().is(200);
    installation.database().execute_batch("ALTER TABLE accounts RENAME TO gone").unwrap();
    let answer = installation.admin().key().get("/api/accounts").may_fail().send();
    is_unlisted(answer.says(500, "Internal server error"));
}

#[test]
fn a_database_that_cannot_be_opened_is_a_503() {
    let mut weft = weft_tests::Weft::start();
    weft.restart_with(|data| {
        std::fs::read_dir(data).unwrap().for_each(|entry| drop(std::fs::remove_file(entry.unwrap().path())));
        std::fs::create_dir(data.join("default.db")).unwrap();
    });
    for path in ["/api/accounts/me", "/api/login/config", "/api/websites"] {
        let answer = weft.anon().get(path).may_fail().send();
        is_unlisted(answer.says(503, "Try again in a moment").has("retry-after", "1"));
    }
}
