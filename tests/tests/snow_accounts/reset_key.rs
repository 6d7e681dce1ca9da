//! `POST /api/accounts/:account/keys/:key/reset`

use weft_tests::SnowInstallation;

use crate::fixtures::UNKNOWN_ID;

#[test]
fn a_reset_key_accepts_only_its_new_secret() {
    let installation = SnowInstallation::start();
    let user = installation.user();
    user.key().get("/api/accounts/me").send().is(200);
    user.on(installation.home()).get("").send().is(200);
    let path = user.path(&format!("/keys/{}/reset", user.new_key().id));
    let answer = user.session().post_nothing(&path).send();
    let id = answer.costs(1).tells("Reset API key");
    let secret = answer.text_at("/key");
    assert_eq!((&id, secret.len()), (&user.new_key().id, 43));
    assert_ne!(secret, user.new_key().secret);
    user.key().get("/api/accounts/me").send().says(401, "Unauthorized");
    user.on(installation.home()).get("").send().says(401, "Unauthorized");
    let new = installation.bearer(&format!("a:{id}.{secret}"));
    new.get("/api/accounts/me").send().is(200).shows("/id", id.as_str()).shows("/role", "USER");
    new.get(user.on(installation.home()).path("")).send().is(200);
}

#[test]
fn a_key_may_reset_itself() {
    let installation = SnowInstallation::start();
    let user = installation.user();
    let path = user.path(&format!("/keys/{}/reset", user.new_key().id));
    user.key().post(&path, serde_json::json!({})).send().tells("Reset API key");
    user.key().post_nothing(&path).send().says(401, "Unauthorized");
}

#[test]
fn an_unknown_key_is_a_400() {
    let installation = SnowInstallation::start();
    let user = installation.user();
    for id in [UNKNOWN_ID, "no-id", &installation.viewer().new_key().id] {
        let path = user.path(&format!("/keys/{id}/reset"));
        user.session().post_nothing(&path).send().says(400, "API key does not exist");
        installation.admin().key().post_nothing(&path).send().says(400, "API key does not exist");
    }
}

#[test]
fn viewers_and_other_accounts_are_forbidden() {
    let installation = SnowInstallation::start();
    let (viewer, superuser) = (installation.viewer(), installation.superuser());
    for id in [viewer.new_key().id.as_str(), UNKNOWN_ID] {
        let path = viewer.path(&format!("/keys/{id}/reset"));
        for actor in [viewer.session(), viewer.key(), superuser.session(), superuser.key()] {
            actor.post_nothing(&path).send().says(403, "Forbidden");
        }
        installation.anon().post_nothing(&path).send().says(401, "Unauthorized");
    }
    viewer.key().get("/api/accounts/me").send().is(200);
}
