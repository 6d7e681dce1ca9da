//! `GET /api/accounts/:account`

use serde_json::json;
use weft_tests::SnowInstallation;

use crate::fixtures::UNKNOWN_ID;

#[test]
fn every_account_sees_itself() {
    let installation = SnowInstallation::start();
    for account in
        [installation.viewer(), installation.user(), installation.superuser(), installation.admin()]
    {
        let expected = json!({
            "id": account.id(), "email": account.email(), "role": account.role(), "active": true, "websites": [installation.home()]
        });
        for actor in [account.session(), account.key()] {
            assert_eq!(actor.get(account.path("")).send().is(200).costs(1).json(), expected);
        }
    }
}

#[test]
fn a_key_with_fewer_rights_sees_its_account() {
    let installation = SnowInstallation::start();
    let key = installation.bearer(&installation.key_of(&installation.superuser(), "VIEWER", &[]).token());
    key.get(installation.superuser().path("")).send().is(200).shows("/role", "SUPERUSER");
}

#[test]
fn responses_do_not_disclose_whether_other_accounts_exist() {
    let installation = SnowInstallation::start();
    let superuser = installation.superuser();
    // The id of a key is not the id of an account.
    for id in [
        installation.viewer().id(),
        installation.admin().id(),
        UNKNOWN_ID,
        "no-id",
        "%00",
        &superuser.new_key().id,
    ] {
        for actor in [superuser.session(), superuser.key()] {
            actor.get(format!("/api/accounts/{id}")).send().says(403, "Forbidden");
        }
    }
    installation.anon().get(superuser.path("")).send().says(401, "Unauthorized");
}

#[test]
fn an_administrator_sees_every_account() {
    let installation = SnowInstallation::start();
    for account in [installation.viewer(), installation.user(), installation.superuser()] {
        installation.admin().key().get(account.path("")).send().is(200).shows("/email", account.email());
    }
    for id in [UNKNOWN_ID, "no-id", &installation.admin().new_key().id] {
        installation.admin().key().get(format!("/api/accounts/{id}")).send().says(404, "User not found");
    }
}
