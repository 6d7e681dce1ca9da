//! `GET /api/accounts/:account/keys`

use serde_json::json;
use weft_tests::SnowInstallation;

use crate::fixtures::{UNKNOWN_ID, each};

#[test]
fn every_account_sees_its_own_keys_without_secrets() {
    let installation = SnowInstallation::start();
    for account in [installation.viewer(), installation.user(), installation.superuser()] {
        let expected = json!([{
            "id": account.new_key().id, "userId": account.id(), "name": "Key", "role": account.role(), "active": true,
            "websites": [installation.home()]
        }]);
        for actor in [account.session(), account.key()] {
            assert_eq!(actor.get(account.path("/keys")).send().is(200).costs(1).json(), expected);
        }
    }
}

#[test]
fn a_key_with_fewer_rights_sees_the_keys_of_its_account() {
    let installation = SnowInstallation::start();
    let key = installation.key_of(&installation.superuser(), "VIEWER", &[]);
    let list = installation.bearer(&key.token()).get(installation.superuser().path("/keys")).send();
    assert_eq!(each(&list.is(200).json(), "role"), ["SUPERUSER", "VIEWER"]);
}

#[test]
fn paging_parameters_get_pages() {
    let installation = SnowInstallation::start();
    let user = installation.user();
    for _ in 0..3 {
        installation.tick();
        installation.key_of(&user, "VIEWER", &[]);
    }
    let all = each(&user.key().get(user.path("/keys")).send().json(), "id");
    assert_eq!(all.len(), 4);
    let page = user.key().get(user.path("/keys?limit=3&page=2")).send();
    assert_eq!(each(&page.is(200).json(), "id"), all[3..]);
    page.shows("/page", 2).shows("/pages", 2);
    let page = user.key().get(user.path("/keys?sort=desc&limit=1")).send();
    assert_eq!(each(&page.is(200).json(), "id"), all[3..]);
}

#[test]
fn responses_do_not_disclose_whether_other_accounts_exist() {
    let installation = SnowInstallation::start();
    for account in [installation.viewer().id(), installation.admin().id(), UNKNOWN_ID, "no-id"] {
        let path = format!("/api/accounts/{account}/keys");
        installation.superuser().key().get(&path).send().says(403, "Forbidden");
        installation.anon().get(&path).send().says(401, "Unauthorized");
    }
}

#[test]
fn an_administrator_sees_the_keys_of_every_account() {
    let installation = SnowInstallation::start();
    let list = installation.admin().session().get(installation.viewer().path("/keys")).send();
    assert_eq!(each(&list.is(200).json(), "id"), [installation.viewer().new_key().id.as_str()]);
    let path = format!("/api/accounts/{UNKNOWN_ID}/keys");
    installation.admin().key().get(path).send().says(404, "User not found");
}
