//! `DELETE /api/accounts/:account`

use weft_tests::{SnowInstallation, an_account};

use crate::fixtures::{UNKNOWN_ID, each};

#[test]
fn an_account_goes_with_its_keys() {
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
fn its_address_is_free_and_revives_nothing() {
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
fn only_an_administrator_may() {
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
