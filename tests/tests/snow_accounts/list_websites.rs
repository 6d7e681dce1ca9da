//! `GET /api/websites`

use serde_json::json;
use weft_tests::House;

use crate::things::each;

#[test]
fn everybody_sees_his_own_and_an_administrator_all() {
    let house = House::open();
    let home = json!({ "id": house.home(), "name": "Home", "hook": null });
    let other = json!({ "id": house.other(), "name": "Other", "hook": null });
    for person in [house.viewer(), house.user(), house.superuser()] {
        for actor in [person.session(), person.key()] {
            assert_eq!(actor.get("/api/websites").send().is(200).costs(1).json(), json!([home]));
        }
    }
    for actor in [house.admin().session(), house.admin().key()] {
        assert_eq!(actor.get("/api/websites").send().is(200).json(), json!([home, other]));
    }
}

#[test]
fn a_key_sees_its_own() {
    let house = House::open();
    let both = house.hire("SUPERUSER", "both@house.example", &[house.home(), house.other()]);
    let key = house.key_of(&both, "USER", &[house.other()]);
    assert_eq!(each(&both.key().get("/api/websites").send().json(), "id"), [house.home(), house.other()]);
    let seen = house.bearer(&key.token()).get("/api/websites").send();
    assert_eq!(each(&seen.is(200).json(), "id"), [house.other()]);
    let none = house.key_of(&both, "USER", &[]);
    assert_eq!(house.bearer(&none.token()).get("/api/websites").send().is(200).json(), json!([]));
}

#[test]
fn who_asks_for_pages_gets_pages() {
    let house = House::open();
    house.tick();
    house.admin().key().post("/api/websites", json!({ "name": "Third" })).send().tells("Website created");
    let list = |query: &str| {
        let page = house.admin().key().get(format!("/api/websites?{query}")).send();
        (each(&page.is(200).json(), "name"), page.at("/page"), page.at("/pages"))
    };
    let names = |names: &[&str]| names.iter().map(|name| json!(name)).collect::<Vec<_>>();
    assert_eq!(list("page=1"), (names(&["Home", "Other", "Third"]), json!(1), json!(1)));
    assert_eq!(list("page=1&limit=10&sort=asc"), (names(&["Home", "Other", "Third"]), json!(1), json!(1)));
    assert_eq!(list("limit=2"), (names(&["Home", "Other"]), json!(1), json!(2)));
    assert_eq!(list("limit=2&page=2"), (names(&["Third"]), json!(2), json!(2)));
    assert_eq!(list("limit=2&page=9"), (names(&[]), json!(9), json!(2)));
    assert_eq!(list("sort=desc&limit=2"), (names(&["Third", "Other"]), json!(1), json!(2)));
}

#[test]
fn who_has_none_sees_none() {
    let house = House::open();
    let guest = house.hire("VIEWER", "guest@house.example", &[]).session();
    assert_eq!(guest.get("/api/websites").send().is(200).json(), json!([]));
    let page = guest.get("/api/websites?page=1").send();
    assert_eq!(page.is(200).json(), json!({ "data": [], "page": 1, "pages": 0 }));
}

#[test]
fn strangers_see_nothing() {
    House::open().anon().get("/api/websites").send().says(401, "Unauthorized");
}
