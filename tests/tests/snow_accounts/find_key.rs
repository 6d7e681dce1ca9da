//! `GET /api/accounts/:account/keys/:key`

use serde_json::json;
use weft_tests::House;

use crate::things::NOBODY;

#[test]
fn everybody_sees_his_own() {
    let house = House::open();
    for person in [house.viewer(), house.user(), house.superuser()] {
        let id = &person.new_key().id;
        let expected = json!({
            "id": id, "userId": person.id(), "name": "Key", "role": person.role(), "active": true,
            "websites": [house.home()]
        });
        for actor in [person.session(), person.key(), house.admin().session()] {
            let found = actor.get(person.path(&format!("/keys/{id}"))).send();
            assert_eq!(found.is(200).costs(1).json(), expected);
        }
    }
}

#[test]
fn one_that_is_not_there_is_a_bad_request() {
    let house = House::open();
    let user = house.user();
    for id in [NOBODY, "no-id", &house.viewer().new_key().id, user.id()] {
        let path = user.path(&format!("/keys/{id}"));
        user.session().get(&path).send().says(400, "API key does not exist");
        house.admin().key().get(&path).send().says(400, "API key does not exist");
    }
}

#[test]
fn of_others_nobody_learns_whether_they_are_there() {
    let house = House::open();
    let viewer = house.viewer();
    for id in [NOBODY, &viewer.new_key().id, &house.superuser().new_key().id] {
        let path = viewer.path(&format!("/keys/{id}"));
        house.superuser().key().get(&path).send().says(403, "Forbidden");
        house.anon().get(&path).send().says(401, "Unauthorized");
    }
}
