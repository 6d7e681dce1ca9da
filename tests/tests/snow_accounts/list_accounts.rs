//! `GET /api/accounts`

use serde_json::json;
use weft_tests::House;

use crate::things::each;

#[test]
fn an_administrator_sees_all_accounts_with_their_websites() {
    let house = House::open();
    let people = [house.admin(), house.viewer(), house.user(), house.superuser()];
    let mut expected: Vec<_> = people
        .iter()
        .map(|person| {
            let (id, email, role) = (person.id(), person.email(), person.role());
            json!({ "id": id, "email": email, "role": role, "active": true, "websites": [house.home()] })
        })
        .collect();
    let sort =
        |accounts: &mut Vec<serde_json::Value>| accounts.sort_by_key(|account| account["id"].to_string());
    sort(&mut expected);
    for admin in [house.admin().session(), house.admin().key()] {
        let list = admin.get("/api/accounts").send();
        assert_eq!(list.is(200).costs(1).json(), json!(expected));
    }
}

#[test]
fn who_asks_for_pages_gets_pages() {
    let house = House::open();
    let admin = house.admin().key();
    let all = each(&admin.get("/api/accounts").send().json(), "id");
    let page = admin.get("/api/accounts?limit=3&page=2&sort=asc").send();
    assert_eq!(each(&page.is(200).json(), "id"), all[3..]);
    page.shows("/page", 2).shows("/pages", 2);
    let last = admin.get("/api/accounts?limit=1&sort=desc").send();
    assert_eq!(each(&last.is(200).json(), "id"), all[3..]);
    last.shows("/pages", 4);
}

#[test]
fn nobody_else_sees_them() {
    let house = House::open();
    for person in [house.viewer(), house.user(), house.superuser()] {
        person.key().get("/api/accounts").send().says(403, "Forbidden");
        person.session().get("/api/accounts?page=1").send().says(403, "Forbidden");
    }
    let key = house.key_of(&house.admin(), "SUPERUSER", &[]);
    house.bearer(&key.token()).get("/api/accounts").send().says(403, "Forbidden");
    house.anon().get("/api/accounts").send().says(401, "Unauthorized");
}
