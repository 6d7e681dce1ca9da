//! `GET /api/accounts/:account`

use serde_json::json;
use weft_tests::House;

use crate::things::NOBODY;

#[test]
fn everybody_sees_himself() {
    let house = House::open();
    for person in [house.viewer(), house.user(), house.superuser(), house.admin()] {
        let expected = json!({
            "id": person.id(), "email": person.email(), "role": person.role(), "active": true, "websites": [house.home()]
        });
        for actor in [person.session(), person.key()] {
            assert_eq!(actor.get(person.path("")).send().is(200).costs(1).json(), expected);
        }
    }
}

#[test]
fn a_key_that_may_less_sees_its_owner() {
    let house = House::open();
    let key = house.bearer(&house.key_of(&house.superuser(), "VIEWER", &[]).token());
    key.get(house.superuser().path("")).send().is(200).shows("/role", "SUPERUSER");
}

#[test]
fn of_others_nobody_learns_whether_they_are_there() {
    let house = House::open();
    let superuser = house.superuser();
    // A key's own id is no account's.
    for id in [house.viewer().id(), house.admin().id(), NOBODY, "no-id", "%00", &superuser.new_key().id] {
        for actor in [superuser.session(), superuser.key()] {
            actor.get(format!("/api/accounts/{id}")).send().says(403, "Forbidden");
        }
    }
    house.anon().get(superuser.path("")).send().says(401, "Unauthorized");
}

#[test]
fn an_administrator_sees_everybody() {
    let house = House::open();
    for person in [house.viewer(), house.user(), house.superuser()] {
        house.admin().key().get(person.path("")).send().is(200).shows("/email", person.email());
    }
    for id in [NOBODY, "no-id", &house.admin().new_key().id] {
        house.admin().key().get(format!("/api/accounts/{id}")).send().says(404, "User not found");
    }
}
