//! `POST /api/accounts`

use serde_json::{Value, json};
use weft_tests::{Browser, House, an_account};

use crate::things::{NOBODY, each};

#[test]
fn an_account_is_made_and_gets_in() {
    let house = House::open();
    let body = an_account(" New@House.Example ", "USER", &[house.home()]);
    let answer = house.admin().session().post("/api/accounts", body).send();
    let id = answer.costs(1).tells("Created account");
    assert_eq!((id.len(), id.as_bytes()[14]), (36, b'7'));
    let expected = json!({
        "id": id, "email": "new@house.example", "role": "USER", "active": true, "websites": [house.home()]
    });
    assert_eq!(house.admin().key().get(format!("/api/accounts/{id}")).send().is(200).json(), expected);
    let browser = Browser::open(&house, "new@house.example", house.password());
    assert_eq!(browser.cookies().get("/api/accounts/me").send().is(200).json(), expected);
}

#[test]
fn an_account_is_not_active_unless_it_is_said() {
    let house = House::open();
    let mut body = an_account("new@house.example", "USER", &[house.home()]);
    body.as_object_mut().unwrap().remove("active");
    let id = house.admin().session().post("/api/accounts", body).send().tells("Created account");
    house.admin().key().get(format!("/api/accounts/{id}")).send().shows("/active", false);
    let login = json!({ "email": "new@house.example", "password": house.password() });
    house.anon().post("/api/login", login).send().says(400, "Email or password incorrect");
}

#[test]
fn what_is_wrong_is_told() {
    let house = House::open();
    let admin = house.admin().key();
    let with = |member: &str, value: Value| {
        let mut body = an_account("new@house.example", "USER", &[]);
        body[member] = value;
        body
    };
    for member in ["email", "password", "role", "websites"] {
        admin.post("/api/accounts", with(member, json!(null))).send().says(400, "All fields are required");
    }
    for member in ["email", "password", "role"] {
        admin.post("/api/accounts", with(member, json!(""))).send().says(400, "All fields are required");
    }
    admin.post("/api/accounts", json!({})).send().says(400, "All fields are required");
    for email in ["new", "new at house.example", "@", "new@", "a@b@c", "a b@c"] {
        admin.post("/api/accounts", with("email", json!(email))).send().says(400, "Invalid email");
    }
    for role in ["OWNER", "user", "20"] {
        admin.post("/api/accounts", with("role", json!(role))).send().says(400, "Invalid role");
    }
    for websites in [json!("x"), json!({}), json!(1), json!([1]), json!([null])] {
        let answer = admin.post("/api/accounts", with("websites", websites)).send();
        answer.says(400, "Websites must be an array");
    }
    for websites in [json!([NOBODY]), json!([house.home(), "no-id"])] {
        let answer = admin.post("/api/accounts", with("websites", websites)).send();
        answer.says(400, "One or more websites do not exist");
    }
    for password in ["short".to_owned(), "x".repeat(257)] {
        let answer = admin.post("/api/accounts", with("password", json!(password))).send();
        answer.says(400, "Password is too short or too long");
    }
    for email in [house.viewer().email().to_owned(), house.viewer().email().to_uppercase()] {
        let answer = admin.post("/api/accounts", with("email", json!(email))).send();
        answer.says(400, "User with that email address already exists");
    }
    assert_eq!(each(&admin.get("/api/accounts").send().json(), "id").len(), 4);
}

#[test]
fn only_an_administrator_may() {
    let house = House::open();
    let body = || an_account("new@house.example", "VIEWER", &[house.home()]);
    for person in [house.viewer(), house.user(), house.superuser()] {
        person.key().post("/api/accounts", body()).send().says(403, "Forbidden");
        person.session().post("/api/accounts", body()).send().says(403, "Forbidden");
    }
    let key = house.key_of(&house.admin(), "SUPERUSER", &[house.home()]);
    house.bearer(&key.token()).post("/api/accounts", body()).send().says(403, "Forbidden");
    house.anon().post("/api/accounts", body()).send().says(401, "Unauthorized");
}

#[test]
fn a_second_administrator_may_do_as_much_as_the_first() {
    let house = House::open();
    let second = house.hire("ADMIN", "second@house.example", &[]);
    assert_eq!(each(&second.key().get("/api/websites").send().json(), "name"), ["Home", "Other"]);
    second.key().delete(house.admin().path("")).send().tells("Account deleted");
    house.admin().session().get("/api/accounts/me").send().says(401, "Unauthorized");
}
