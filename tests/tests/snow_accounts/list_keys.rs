//! `GET /api/accounts/:account/keys`

use serde_json::json;
use weft_tests::House;

use crate::things::{NOBODY, each};

#[test]
fn everybody_sees_his_own_without_secrets() {
    let house = House::open();
    for person in [house.viewer(), house.user(), house.superuser()] {
        let expected = json!([{
            "id": person.new_key().id, "userId": person.id(), "name": "Key", "role": person.role(), "active": true,
            "websites": [house.home()]
        }]);
        for actor in [person.session(), person.key()] {
            assert_eq!(actor.get(person.path("/keys")).send().is(200).costs(1).json(), expected);
        }
    }
}

#[test]
fn a_key_that_may_less_sees_its_owners() {
    let house = House::open();
    let key = house.key_of(&house.superuser(), "VIEWER", &[]);
    let list = house.bearer(&key.token()).get(house.superuser().path("/keys")).send();
    assert_eq!(each(&list.is(200).json(), "role"), ["SUPERUSER", "VIEWER"]);
}

#[test]
fn who_asks_for_pages_gets_pages() {
    let house = House::open();
    let user = house.user();
    for _ in 0..3 {
        house.tick();
        house.key_of(&user, "VIEWER", &[]);
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
fn of_others_nobody_learns_whether_they_are_there() {
    let house = House::open();
    for account in [house.viewer().id(), house.admin().id(), NOBODY, "no-id"] {
        let path = format!("/api/accounts/{account}/keys");
        house.superuser().key().get(&path).send().says(403, "Forbidden");
        house.anon().get(&path).send().says(401, "Unauthorized");
    }
}

#[test]
fn an_administrator_sees_everybodys() {
    let house = House::open();
    let list = house.admin().session().get(house.viewer().path("/keys")).send();
    assert_eq!(each(&list.is(200).json(), "id"), [house.viewer().new_key().id.as_str()]);
    let path = format!("/api/accounts/{NOBODY}/keys");
    house.admin().key().get(path).send().says(404, "User not found");
}
