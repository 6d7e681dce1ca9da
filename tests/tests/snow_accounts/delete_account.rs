//! `DELETE /api/accounts/:account`

use weft_tests::{House, an_account};

use crate::things::{NOBODY, each};

#[test]
fn an_account_goes_with_its_keys() {
    let house = House::open();
    let (admin, user) = (house.admin().session(), house.user());
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
    let house = House::open();
    let (admin, user) = (house.admin().key(), house.user());
    admin.delete(user.path("")).send().tells("Account deleted");
    let body = an_account(user.email(), "USER", &[house.home()]);
    let id = admin.post("/api/accounts", body).send().tells("Created account");
    assert_ne!(id, user.id());
    user.key().get("/api/accounts/me").send().says(401, "Unauthorized");
    user.session().get("/api/accounts/me").send().says(401, "Unauthorized");
}

#[test]
fn only_an_administrator_may() {
    let house = House::open();
    for person in [house.viewer(), house.user(), house.superuser()] {
        for id in [person.id(), house.admin().id(), NOBODY, "no-id"] {
            person.key().delete(format!("/api/accounts/{id}")).send().says(403, "Forbidden");
            person.session().delete(format!("/api/accounts/{id}")).send().says(403, "Forbidden");
        }
    }
    house.anon().delete(house.user().path("")).send().says(401, "Unauthorized");
    house.admin().key().delete(format!("/api/accounts/{NOBODY}")).send().says(404, "User not found");
}
