//! `DELETE /api/websites/:website`

use serde_json::json;
use weft_tests::House;

use crate::things::{NOBODY, each};

#[test]
fn a_website_goes_with_everything_below_it() {
    let house = House::open();
    let (home, other) = (house.home(), house.other());
    let admin = house.admin();
    for website in [home, other] {
        let posts = admin.on(website).collection("Posts");
        posts.input("title", "text");
        posts.entry(json!({ "title": "Hello" }));
    }
    let both = house.hire("SUPERUSER", "both@house.example", &[home, other]);
    admin.key().delete(format!("/api/websites/{home}")).send().costs(1).tells("Website deleted");

    admin.key().get(format!("/api/websites/{home}")).send().says(404, "Website not found");
    admin.on(home).get("").send().says(404, "Website not found");
    assert_eq!(each(&admin.key().get("/api/websites").send().json(), "name"), ["Other"]);
    // Who had it, has it no longer; neither have his keys.
    house.superuser().key().get("/api/accounts/me").send().shows("/websites", json!([]));
    house.superuser().on(home).get("").send().says(403, "Forbidden");
    admin.key().get(both.path("")).send().shows("/websites", json!([other]));
    admin.key().get(both.path("/keys")).send().shows("/0/websites", json!([other]));
    // The other website is as it was.
    let collections = both.on(other).get("").send();
    assert_eq!(each(&collections.is(200).json(), "name"), ["Posts"]);
    let count = |table: &str| -> i64 {
        house.database().query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap()
    };
    assert_eq!((count("sites"), count("collections"), count("entries")), (1, 1, 1));
}

#[test]
fn there_is_nothing_to_delete_twice() {
    let house = House::open();
    let path = format!("/api/websites/{}", house.other());
    house.admin().session().delete(&path).send().tells("Website deleted");
    house.admin().session().delete(&path).send().says(404, "Website not found");
    house.admin().key().delete(format!("/api/websites/{NOBODY}")).send().says(404, "Website not found");
}

#[test]
fn only_an_administrator_may() {
    let house = House::open();
    for id in [house.home(), house.other(), NOBODY, "no-id"] {
        let path = format!("/api/websites/{id}");
        for person in [house.viewer(), house.user(), house.superuser()] {
            person.key().delete(&path).send().says(403, "Forbidden");
            person.session().delete(&path).send().says(403, "Forbidden");
        }
        house.anon().delete(&path).send().says(401, "Unauthorized");
    }
    assert_eq!(each(&house.admin().key().get("/api/websites").send().json(), "name"), ["Home", "Other"]);
}
