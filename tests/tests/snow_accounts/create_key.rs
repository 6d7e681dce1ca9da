//! `POST /api/accounts/:account/keys`

use serde_json::{Value, json};
use weft_tests::SnowInstallation;

use crate::fixtures::{UNKNOWN_ID, each};

fn body(role: &str, websites: Value) -> Value {
    json!({ "name": "New", "role": role, "active": true, "websites": websites })
}

#[test]
fn a_new_key_is_shown_with_its_secret() {
    let installation = SnowInstallation::start();
    let user = installation.user();
    let answer = user.session().post(user.path("/keys"), body("VIEWER", json!([installation.home()]))).send();
    let id = answer.costs(1).tells("Created API key");
    assert_eq!((id.len(), id.as_bytes()[14]), (36, b'7'));
    let secret = answer.text_at("/key");
    let is_legal = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    assert!(secret.len() == 43 && secret.bytes().all(is_legal), "{secret}");
    assert_eq!(answer.json().as_object().unwrap().len(), 3);
    let expected = json!({
        "id": id, "userId": user.id(), "name": "New", "role": "VIEWER", "active": true, "websites": [installation.home()]
    });
    assert_eq!(user.session().get(user.path(&format!("/keys/{id}"))).send().is(200).json(), expected);
    let key = installation.bearer(&format!("a:{id}.{secret}"));
    key.get(format!("/api/websites/{}/collections", installation.home())).send().is(200);
    key.get("/api/websites").send().is(200);
}

#[test]
fn a_key_is_inactive_by_default() {
    let installation = SnowInstallation::start();
    let user = installation.user();
    let body = json!({ "name": "New", "role": "USER", "websites": [installation.home()] });
    let answer = user.key().post(user.path("/keys"), body).send();
    let key = format!("a:{}.{}", answer.tells("Created API key"), answer.text_at("/key"));
    installation.bearer(&key).get("/api/accounts/me").send().says(401, "Unauthorized");
    let path = format!("/api/websites/{}/collections", installation.home());
    installation.bearer(&key).get(path).send().says(401, "Unauthorized");
}

#[test]
fn invalid_members_are_refused() {
    let installation = SnowInstallation::start();
    let user = installation.user();
    for actor in [user.session(), user.key(), installation.admin().key()] {
        let refused = |body: Value, words: &str| {
            actor.post(user.path("/keys"), body).send().says(400, words);
        };
        for member in ["name", "role", "websites"] {
            let mut body = body("USER", json!([]));
            body.as_object_mut().unwrap().remove(member);
            refused(body, "Name, role and websites are required");
        }
        refused(
            json!({ "name": " ", "role": "USER", "websites": [] }),
            "Name, role and websites are required",
        );
        refused(json!({ "name": "x".repeat(201), "role": "USER", "websites": [] }), "Name is too long");
        refused(body("OWNER", json!([])), "Invalid role");
        refused(body("USER", json!("x")), "Websites must be an array");
        refused(body("SUPERUSER", json!([])), "API key cannot have higher role than user");
        refused(body("ADMIN", json!([])), "API key cannot have higher role than user");
        for websites in [
            json!([installation.other()]),
            json!([installation.home(), installation.other()]),
            json!([UNKNOWN_ID]),
            json!(["no-id"]),
        ] {
            refused(body("USER", websites), "User does not have access to one or more websites");
        }
    }
    assert_eq!(each(&user.key().get(user.path("/keys")).send().json(), "name"), ["Key"]);
}

#[test]
fn a_key_cannot_create_a_key_with_more_rights() {
    let installation = SnowInstallation::start();
    let both = installation.create_account(
        "SUPERUSER",
        "both@house.example",
        &[installation.home(), installation.other()],
    );
    let key = installation.bearer(&installation.key_of(&both, "USER", &[installation.home()]).token());
    let ask = |role: &str, websites: Value| key.post(both.path("/keys"), body(role, websites)).send();
    ask("USER", json!([installation.home()])).tells("Created API key");
    ask("SUPERUSER", json!([])).says(400, "API key cannot have higher role than user");
    ask("USER", json!([installation.other()])).says(400, "User does not have access to one or more websites");
}

#[test]
fn viewers_and_other_accounts_are_forbidden() {
    let installation = SnowInstallation::start();
    let (viewer, superuser) = (installation.viewer(), installation.superuser());
    let body = || body("VIEWER", json!([]));
    viewer.session().post(viewer.path("/keys"), body()).send().says(403, "Forbidden");
    viewer.key().post(viewer.path("/keys"), body()).send().says(403, "Forbidden");
    superuser.session().post(viewer.path("/keys"), body()).send().says(403, "Forbidden");
    superuser.key().post(format!("/api/accounts/{UNKNOWN_ID}/keys"), body()).send().says(403, "Forbidden");
    installation.anon().post(viewer.path("/keys"), body()).send().says(401, "Unauthorized");
    installation.admin().session().post(viewer.path("/keys"), body()).send().tells("Created API key");
    let path = format!("/api/accounts/{UNKNOWN_ID}/keys");
    installation.admin().session().post(path, body()).send().says(404, "User not found");
}

#[test]
fn a_key_of_an_administrator_may_be_limited_to_any_website() {
    let installation = SnowInstallation::start();
    let admin = installation.admin();
    let answer =
        admin.key().post(admin.path("/keys"), body("SUPERUSER", json!([installation.other()]))).send();
    let key = format!("a:{}.{}", answer.tells("Created API key"), answer.text_at("/key"));
    let collections = |website: &str| format!("/api/websites/{website}/collections");
    installation.bearer(&key).get(collections(installation.other())).send().is(200);
    installation.bearer(&key).get(collections(installation.home())).send().says(403, "Forbidden");
    installation.bearer(&key).get("/api/accounts").send().says(403, "Forbidden");
}
