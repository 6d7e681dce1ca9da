//! `DELETE /api/accounts/:account`

use serde_json::json;
use weft_tests::{Account, SnowInstallation, an_account};

use crate::fixtures::{UNKNOWN_ID, each};

#[test]
fn an_account_is_deleted_with_its_keys() {
    let installation = SnowInstallation::start();
    let (admin, user) = (installation.admin().session(), installation.user());
    admin.delete(user.path("")).send().costs(1).tells("Account deleted");
    admin.get(user.path("")).send().says(404, "User not found");
    admin.get(user.path("/keys")).send().says(404, "User not found");
    admin.get(user.path(&format!("/keys/{}", user.new_key().id))).send().says(400, "API key does not exist");
    admin.delete(user.path("")).send().says(404, "User not found");
    assert_eq!(each(&admin.get("/api/accounts").send().json(), "id").len(), 3);
    user.key().get("/api/accounts/me").send().says(401, "Unauthorized");
    user.session().get("/api/accounts/me").send().says(401, "Unauthorized");
}

#[test]
fn the_address_of_a_deleted_account_is_free_and_revives_no_credential() {
    let installation = SnowInstallation::start();
    let (admin, user) = (installation.admin().key(), installation.user());
    admin.delete(user.path("")).send().tells("Account deleted");
    let body = an_account(user.email(), "USER", &[installation.home()]);
    let id = admin.post("/api/accounts", body).send().tells("Created account");
    assert_ne!(id, user.id());
    user.key().get("/api/accounts/me").send().says(401, "Unauthorized");
    user.session().get("/api/accounts/me").send().says(401, "Unauthorized");
}

#[test]
fn only_administrators_are_permitted() {
    let installation = SnowInstallation::start();
    for account in [installation.viewer(), installation.user(), installation.superuser()] {
        for id in [account.id(), installation.admin().id(), UNKNOWN_ID, "no-id"] {
            account.key().delete(format!("/api/accounts/{id}")).send().says(403, "Forbidden");
            account.session().delete(format!("/api/accounts/{id}")).send().says(403, "Forbidden");
        }
    }
    installation.anon().delete(installation.user().path("")).send().says(401, "Unauthorized");
    installation
        .admin()
        .key()
        .delete(format!("/api/accounts/{UNKNOWN_ID}"))
        .send()
        .says(404, "User not found");
}

const LAST: &str = "The last active admin cannot be deleted, deactivated, or given another role";

#[test]
fn the_last_active_administrator_stays() {
    let mut installation = SnowInstallation::start();
    installation.add_account("SECOND", "ADMIN", "second@house.example", &[]);
    installation.add_account("RESTING", "ADMIN", "resting@house.example", &[]);
    let (first, second) = (installation.admin(), installation.account("SECOND"));
    let resting = installation.account("RESTING");
    let change = |account: &Account<'_>, role: &str, active: bool| {
        let body = json!({ "email": account.email(), "role": role, "active": active, "websites": [] });
        first.session().put(account.path(""), body).send()
    };
    change(&resting, "ADMIN", false).tells("Account edited");
    first.session().delete(second.path("")).send().tells("Account deleted");
    for actor in [first.session(), first.key()] {
        actor.delete(first.path("")).send().says(400, LAST);
    }
    change(&first, "USER", true).says(400, LAST);
    change(&first, "ADMIN", false).says(400, LAST);
    change(&first, "ADMIN", true).tells("Account edited");
    first.session().get("/api/accounts/me").send().is(200).shows("/role", "ADMIN");
    // An inactive one may go, and take the place when it is active again.
    change(&resting, "ADMIN", true).tells("Account edited");
    first.session().delete(first.path("")).send().tells("Account deleted");
    let session = installation.log_in(resting.email());
    installation.bearer(&session).delete(resting.path("")).send().says(400, LAST);
}

#[test]
fn of_administrators_that_delete_themselves_at_once_one_stays() {
    let mut installation = SnowInstallation::start();
    let names = ["A", "B", "C", "D"];
    for name in names {
        installation.add_account(name, "ADMIN", &format!("{name}@house.example"), &[]);
    }
    let accounts: Vec<Account<'_>> =
        names.iter().map(|name| installation.account(name)).chain([installation.admin()]).collect();
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let delete = |account: &Account<'_>| account.session().delete(account.path("")).send().status();
        let running: Vec<_> = accounts.iter().map(|account| scope.spawn(move || delete(account))).collect();
        running.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(statuses.iter().filter(|status| **status == 400).count(), 1, "{statuses:?}");
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 4, "{statuses:?}");
}
