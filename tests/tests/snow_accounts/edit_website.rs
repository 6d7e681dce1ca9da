//! `PUT /api/websites/:website`

use serde_json::json;
use weft_tests::House;

use crate::things::NOBODY;

#[test]
fn name_and_hook_are_put_in_the_place_of_what_was_there() {
    let house = House::open();
    let path = format!("/api/websites/{}", house.home());
    let superuser = house.superuser().session();
    let body = json!({ "name": "Changed", "hook": "https://example.com/" });
    superuser.put(&path, body.clone()).send().costs(1).tells("Website edited");
    let expected = json!({ "id": house.home(), "name": "Changed", "hook": "https://example.com/" });
    assert_eq!(house.viewer().key().get(&path).send().is(200).json(), expected);
    superuser.put(&path, json!({ "name": "Again" })).send().tells("Website edited");
    house.viewer().key().get(&path).send().shows("/name", "Again").shows("/hook", json!(null));
    let other = format!("/api/websites/{}", house.other());
    house.admin().key().put(other, body).send().tells("Website edited");
}

#[test]
fn what_is_refused_changes_nothing() {
    let house = House::open();
    let path = format!("/api/websites/{}", house.home());
    let superuser = house.superuser().key();
    superuser.put(&path, json!({ "hook": "x" })).send().says(400, "Name is required");
    superuser.put(&path, json!({ "name": "x".repeat(201) })).send().says(400, "Name is too long");
    for actor in [house.viewer().key(), house.user().key(), house.user().session()] {
        actor.put(&path, json!({ "name": "Changed" })).send().says(403, "Forbidden");
    }
    superuser.get(&path).send().shows("/name", "Home");
}

#[test]
fn of_another_website_nothing_is_told() {
    let house = House::open();
    for id in [house.other(), NOBODY, "no-id"] {
        let path = format!("/api/websites/{id}");
        house.superuser().key().put(path, json!({ "name": "Changed" })).send().says(403, "Forbidden");
    }
    let path = format!("/api/websites/{NOBODY}");
    house.admin().key().put(path, json!({ "name": "Changed" })).send().says(404, "Website not found");
}
