//! `GET /api/accounts/:account/keys/:key`

use serde_json::json;
use weft_tests::SnowInstallation;

use crate::fixtures::UNKNOWN_ID;

#[test]
fn every_account_sees_its_own_keys() {
    let installation = SnowInstallation::start();
    for account in [installation.viewer(), installation.user(), installation.superuser()] {
        let id = &account.new_key().id;
        let expected = json!({
            "id": id, "userId": account.id(), "name": "Key", "role": account.role(), "active": true,
            "websites": [installation.home()]
        });
        for actor in [account.session(), account.key(), installation.admin().session()] {
            let found = actor.get(account.path(&format!("/keys/{id}"))).send();
            assert_eq!(found.is(200).costs(1).json(), expected);
        }
    }
}

#[test]
fn an_unknown_key_is_a_400() {
    let installation = SnowInstallation::start();
    let user = installation.user();
    for id in [UNKNOWN_ID, "no-id", &installation.viewer().new_key().id, user.id()] {
        let path = user.path(&format!("/keys/{id}"));
        user.session().get(&path).send().says(400, "API key does not exist");
        installation.admin().key().get(&path).send().says(400, "API key does not exist");
    }
}

#[test]
fn responses_do_not_disclose_whether_other_accounts_exist() {
    let installation = SnowInstallation::start();
    let viewer = installation.viewer();
    for id in [UNKNOWN_ID, &viewer.new_key().id, &installation.superuser().new_key().id] {
        let path = viewer.path(&format!("/keys/{id}"));
        installation.superuser().key().get(&path).send().says(403, "Forbidden");
        installation.anon().get(&path).send().says(401, "Unauthorized");
    }
}
