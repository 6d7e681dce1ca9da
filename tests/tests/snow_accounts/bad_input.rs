//! Invalid requests are refused with a 4xx and a message; nothing changes, and no internal cause is
//! shown.

use serde_json::json;
use weft_tests::{SnowInstallation, tables};

use crate::fixtures::Fixtures;

#[test]
fn invalid_list_parameters_get_the_messages_of_the_original() {
    let installation = SnowInstallation::start();
    let admin = installation.admin();
    for path in ["/api/websites".to_owned(), "/api/accounts".to_owned(), admin.path("/keys")] {
        for (query, words) in [
            ("limit=0", "Limit must be in range 1-100"),
            ("limit=101", "Limit must be in range 1-100"),
            ("limit=ten", "Value is not a number"),
            ("page=-1", "Value is not a number"),
            ("page=99999999999", "Value is not a number"),
            ("page=0", "Page must be at least 1"),
            ("sort=up", "Sort must be either asc or desc"),
        ] {
            admin.key().get(format!("{path}?{query}")).send().says(400, words);
        }
        for query in [
            "page=1&limit=100&sort=desc",
            "search=x",
            "unknown=1&&=",
            "page=4294967295",
            "page=&limit=&sort=",
        ] {
            admin.key().get(format!("{path}?{query}")).send().is(200);
        }
    }
}

#[test]
fn bodies_other_than_json_objects_are_refused() {
    let installation = SnowInstallation::start();
    let fixtures = Fixtures::new(&installation, installation.home(), installation.user().id());
    let has_body = ["POST", "PUT"];
    for row in tables::snow_accounts() {
        if !has_body.contains(&row.method.as_str()) || row.test == "reset_key" {
            continue;
        }
        for body in ["", " ", "{", "[]", "null", "1", "\"x\"", "{}x", "{\"name\":1,\"email\":1,\"url\":1}"] {
            let answer =
                installation.admin().key().ask(&row.method, fixtures.target(&row)).bytes(body).send();
            let text = answer.is(400).text_at("/error");
            assert!(!text.is_empty() && !text.contains(".rs"), "{row:?} {body}{answer}");
        }
        let deep = format!("{}{}", "[".repeat(5000), "]".repeat(5000));
        installation.admin().key().ask(&row.method, fixtures.target(&row)).bytes(deep).send().is(400);
        installation
            .admin()
            .key()
            .ask(&row.method, fixtures.target(&row))
            .bytes(b"{\"name\":\"\xff\"}")
            .send()
            .is(400);
        let form = installation.admin().key().ask(&row.method, fixtures.target(&row)).bytes("name=x");
        form.header("content-type", "application/x-www-form-urlencoded").send().is(400);
    }
}

#[test]
fn an_oversized_body_is_refused() {
    let installation = SnowInstallation::start();
    let body = json!({ "name": "x".repeat(3 << 20) });
    let answer = installation.admin().key().post("/api/websites", body).send();
    answer.is(413);
    assert!(answer.text_at("/error").starts_with("At most "), "{answer}");
}

#[test]
fn hostile_names_are_returned_unchanged() {
    let installation = SnowInstallation::start();
    let admin = installation.admin();
    let zero = json!({ "name": "a\u{0}b" });
    admin.key().post("/api/websites", zero).send().is(400);
    for name in
        ["'; DROP TABLE sites; --", "<script>alert(1)</script>", "日本語 \u{202e}", "\" \\ \u{7f}", "${7*7}"]
    {
        let id = admin
            .key()
            .post("/api/websites", json!({ "name": name, "hook": name }))
            .send()
            .tells("Website created");
        let found = admin.key().get(format!("/api/websites/{id}")).send();
        found.shows("/name", name).shows("/hook", name);
        let key = json!({ "name": name, "role": "VIEWER", "websites": [] });
        let id = admin.key().post(admin.path("/keys"), key).send().tells("Created API key");
        admin.key().get(admin.path(&format!("/keys/{id}"))).send().shows("/name", name);
    }
}
