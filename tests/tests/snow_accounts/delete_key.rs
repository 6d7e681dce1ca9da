//! `DELETE /api/accounts/:account/keys/:key`

use serde_json::json;
use weft_tests::SnowInstallation;

use crate::fixtures::UNKNOWN_ID;

#[test]
fn a_key_is_deleted_and_sessions_stay() {
    let installation = SnowInstallation::start();
    let user = installation.user();
    let path = user.path(&format!("/keys/{}", user.new_key().id));
    user.session().delete(&path).send().costs(1).tells("API key deleted");
    user.session().get(&path).send().says(400, "API key does not exist");
    user.session().delete(&path).send().says(400, "API key does not exist");
    assert_eq!(user.session().get(user.path("/keys")).send().is(200).json(), json!([]));
    user.key().get("/api/accounts/me").send().says(401, "Unauthorized");
}

#[test]
fn an_administrator_deletes_keys_of_every_account() {
    let installation = SnowInstallation::start();
    let viewer = installation.viewer();
    installation
        .admin()
        .key()
        .delete(viewer.path(&format!("/keys/{}", viewer.new_key().id)))
        .send()
        .tells("API key deleted");
    viewer.key().get("/api/accounts/me").send().says(401, "Unauthorized");
}

#[test]
fn an_unknown_key_is_a_400() {
    let installation = SnowInstallation::start();
    let user = installation.user();
    for id in [UNKNOWN_ID, "no-id", &installation.viewer().new_key().id] {
        let path = user.path(&format!("/keys/{id}"));
        user.session().delete(&path).send().says(400, "API key does not exist");
        installation.admin().key().delete(&path).send().says(400, "API key does not exist");
    }
    installation.viewer().key().get("/api/accounts/me").send().is(200);
}

#[test]
fn viewers_and_other_accounts_are_forbidden() {
    let installation = SnowInstallation::start();
    let (viewer, superuser) = (installation.viewer(), installation.superuser());
    for id in [viewer.new_key().id.as_str(), UNKNOWN_ID] {
        let path = viewer.path(&format!("/keys/{id}"));
        for actor in [viewer.session(), viewer.key(), superuser.session(), superuser.key()] {
            actor.delete(&path).send().says(403, "Forbidden");
        }
        installation.anon().delete(&path).send().says(401, "Unauthorized");
    }
    viewer.key().get("/api/accounts/me").send().is(200);
}
