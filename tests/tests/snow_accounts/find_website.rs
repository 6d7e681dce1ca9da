//! `GET /api/websites/:website`

use serde_json::json;
use weft_tests::House;

use crate::things::NOBODY;

#[test]
fn whoever_has_it_sees_it() {
    let house = House::open();
    let home = json!({ "id": house.home(), "name": "Home", "hook": null });
    for person in [house.viewer(), house.user(), house.superuser(), house.admin()] {
        for actor in [person.session(), person.key()] {
            let found = actor.get(format!("/api/websites/{}", house.home())).send();
            assert_eq!(found.is(200).costs(1).json(), home);
        }
    }
}

#[test]
fn who_has_it_not_does_not_learn_whether_it_is_there() {
    let house = House::open();
    let both = house.hire("SUPERUSER", "both@house.example", &[house.home(), house.other()]);
    let key = house.bearer(&house.key_of(&both, "SUPERUSER", &[house.other()]).token());
    key.get(format!("/api/websites/{}", house.home())).send().says(403, "Forbidden");
    key.get(format!("/api/websites/{}", house.other())).send().is(200);
    for id in [house.other(), NOBODY, "no-id", "%00"] {
        let path = format!("/api/websites/{id}");
        house.superuser().key().get(&path).send().says(403, "Forbidden");
        house.anon().get(&path).send().says(401, "Unauthorized");
    }
}

#[test]
fn an_administrator_is_told_that_there_is_none() {
    let house = House::open();
    for id in [NOBODY, "no-id", "%27%20OR%201=1", &"x".repeat(500)] {
        let answer = house.admin().session().get(format!("/api/websites/{id}")).send();
        answer.says(404, "Website not found");
    }
}
