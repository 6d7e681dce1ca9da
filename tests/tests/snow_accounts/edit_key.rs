//! `PUT /api/accounts/:account/keys/:key`

use serde_json::{Value, json};
use weft_tests::SnowInstallation;

use crate::fixtures::UNKNOWN_ID;

fn body(role: &str, websites: Value) -> Value {
    json!({ "name": "Changed", "role": role, "websites": websites })
}

#[test]
fn a_key_changes_and_keeps_its_secret() {
    let installation = SnowInstallation::start();
    let both = installation.create_account(
        "SUPERUSER",
        "both@house.example",
        &[installation.home(), installation.other()],
    );
    let key = installation.key_of(&both, "SUPERUSER", &[installation.home()]);
    let path = both.path(&format!("/keys/{}", key.id));
    let on = |website: &str| {
        installation.bearer(&key.token()).get(format!("/api/websites/{website}/collections")).send()
    };
    on(installation.home()).is(200);
    on(installation.other()).says(403, "Forbidden");
    both.session()
        .put(&path, body("VIEWER", json!([installation.other()])))
        .send()
        .costs(1)
        .tells("Edited API key");
    let expected = json!({
        "id": key.id, "userId": both.id(), "name": "Changed", "role": "VIEWER", "active": true,
        "websites": [installation.other()]
    });
    assert_eq!(both.key().get(&path).send().is(200).json(), expected);
    on(installation.home()).says(403, "Forbidden");
    on(installation.other()).is(200);
    let collection = json!({ "name": "Posts" });
    let path = format!("/api/websites/{}/collections", installation.other());
    installation.bearer(&key.token()).post(path, collection).send().says(403, "Forbidden");
}

#[test]
fn a_key_is_deactivated_and_activated() {
    let installation = SnowInstallation::start();
    let user = installation.user();
    let path = user.path(&format!("/keys/{}", user.new_key().id));
    for is_active in [false, true, false] {
        let mut body = body("USER", json!([installation.home()]));
        body["active"] = json!(is_active);
        user.session().put(&path, body.clone()).send().tells("Edited API key");
        user.session().get(&path).send().shows("/active", is_active);
        let status = if is_active { 200 } else { 401 };
        user.key().get("/api/accounts/me").send().is(status);
        user.on(installation.home()).get("").send().is(status);
        // A missing member stays unchanged.
        body.as_object_mut().unwrap().remove("active");
        user.session().put(&path, body).send().tells("Edited API key");
        user.session().get(&path).send().shows("/active", is_active);
    }
}

#[test]
fn invalid_members_are_refused() {
    let installation = SnowInstallation::start();
    let user = installation.user();
    let path = user.path(&format!("/keys/{}", user.new_key().id));
    for actor in [user.session(), installation.admin().key()] {
        let refused = |body: Value, words: &str| {
            actor.put(&path, body).send().says(400, words);
        };
        for member in ["name", "role", "websites"] {
            let mut body = body("USER", json!([]));
            body.as_object_mut().unwrap().remove(member);
            refused(body, "Name, role and websites are required");
        }
        refused(body("OWNER", json!([])), "Invalid role");
        refused(body("USER", json!({})), "Websites must be an array");
        refused(body("SUPERUSER", json!([])), "API key cannot have higher role than user");
        for websites in [json!([installation.other()]), json!([UNKNOWN_ID])] {
            refused(body("USER", websites), "User does not have access to one or more websites");
        }
        for id in [UNKNOWN_ID, "no-id", &installation.viewer().new_key().id] {
            let answer = actor.put(user.path(&format!("/keys/{id}")), body("USER", json!([]))).send();
            answer.says(400, "API key does not exist");
        }
    }
    user.session().get(&path).send().shows("/name", "Key").shows("/role", "USER");
}

#[test]
fn a_key_cannot_edit_a_key_with_more_rights() {
    let installation = SnowInstallation::start();
    let both = installation.create_account(
        "SUPERUSER",
        "both@house.example",
        &[installation.home(), installation.other()],
    );
    let less = installation.bearer(&installation.key_of(&both, "USER", &[installation.home()]).token());
    let higher = installation.key_of(&both, "SUPERUSER", &[]).id;
    let wider = installation.key_of(&both, "VIEWER", &[installation.other()]).id;
    let equal = installation.key_of(&both, "USER", &[installation.home()]).id;
    for id in [&higher, &wider] {
        let path = both.path(&format!("/keys/{id}"));
        less.put(&path, body("VIEWER", json!([]))).send().says(403, "Forbidden");
        less.post_nothing(format!("{path}/reset")).send().says(403, "Forbidden");
        less.delete(&path).send().says(403, "Forbidden");
        both.session().put(&path, body("VIEWER", json!([]))).send().tells("Edited API key");
    }
    let path = both.path(&format!("/keys/{equal}"));
    less.put(&path, body("USER", json!([installation.home()]))).send().tells("Edited API key");
    less.post_nothing(format!("{path}/reset")).send().tells("Reset API key");
    less.delete(&path).send().tells("API key deleted");
}

#[test]
fn viewers_and_other_accounts_are_forbidden() {
    let installation = SnowInstallation::start();
    let (viewer, superuser) = (installation.viewer(), installation.superuser());
    for id in [viewer.new_key().id.as_str(), UNKNOWN_ID] {
        let path = viewer.path(&format!("/keys/{id}"));
        for actor in [viewer.session(), viewer.key(), superuser.session(), superuser.key()] {
            actor.put(&path, body("VIEWER", json!([]))).send().says(403, "Forbidden");
        }
        installation.anon().put(&path, body("VIEWER", json!([]))).send().says(401, "Unauthorized");
    }
}
