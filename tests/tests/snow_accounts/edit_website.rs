//! `PUT /api/websites/:website`

use serde_json::json;
use weft_tests::SnowInstallation;

use crate::fixtures::UNKNOWN_ID;

#[test]
fn an_edit_replaces_name_and_hook() {
    let installation = SnowInstallation::start();
    let path = format!("/api/websites/{}", installation.home());
    let superuser = installation.superuser().session();
    let body = json!({ "name": "Changed", "hook": "https://example.com/" });
    superuser.put(&path, body.clone()).send().costs(1).tells("Website edited");
    let expected = json!({ "id": installation.home(), "name": "Changed", "hook": "https://example.com/" });
    assert_eq!(installation.viewer().key().get(&path).send().is(200).json(), expected);
    superuser.put(&path, json!({ "name": "Again" })).send().tells("Website edited");
    installation.viewer().key().get(&path).send().shows("/name", "Again").shows("/hook", json!(null));
    let other = format!("/api/websites/{}", installation.other());
    installation.admin().key().put(other, body).send().tells("Website edited");
}

#[test]
fn refused_edits_change_nothing() {
    let installation = SnowInstallation::start();
    let path = format!("/api/websites/{}", installation.home());
    let superuser = installation.superuser().key();
    superuser.put(&path, json!({ "hook": "x" })).send().says(400, "Name is required");
    superuser.put(&path, json!({ "name": "x".repeat(201) })).send().says(400, "Name is too long");
    for actor in [installation.viewer().key(), installation.user().key(), installation.user().session()] {
        actor.put(&path, json!({ "name": "Changed" })).send().says(403, "Forbidden");
    }
    superuser.get(&path).send().shows("/name", "Home");
}

#[test]
fn responses_do_not_disclose_other_websites() {
    let installation = SnowInstallation::start();
    for id in [installation.other(), UNKNOWN_ID, "no-id"] {
        let path = format!("/api/websites/{id}");
        installation.superuser().key().put(path, json!({ "name": "Changed" })).send().says(403, "Forbidden");
    }
    let path = format!("/api/websites/{UNKNOWN_ID}");
    installation.admin().key().put(path, json!({ "name": "Changed" })).send().says(404, "Website not found");
}
