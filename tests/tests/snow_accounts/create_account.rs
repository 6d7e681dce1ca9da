//! `POST /api/accounts`

use serde_json::{Value, json};
use weft_tests::{Browser, SnowInstallation, an_account};

use crate::fixtures::{UNKNOWN_ID, each};

#[test]
fn a_new_account_signs_in() {
    let installation = SnowInstallation::start();
    let body = an_account(" New@SnowInstallation.Example ", "USER", &[installation.home()]);
    let answer = installation.admin().session().post("/api/accounts", body).send();
    let id = answer.costs(1).tells("Created account");
    assert_eq!((id.len(), id.as_bytes()[14]), (36, b'7'));
    let expected = json!({
        "id": id, "email": "new@snowinstallation.example", "role": "USER", "active": true, "websites": [installation.home()]
    });
    assert_eq!(installation.admin().key().get(format!("/api/accounts/{id}")).send().is(200).json(), expected);
    let browser = Browser::open(&installation, "new@snowinstallation.example", installation.password());
    assert_eq!(browser.cookies().get("/api/accounts/me").send().is(200).json(), expected);
}

#[test]
fn an_account_is_inactive_by_default() {
    let installation = SnowInstallation::start();
    let mut body = an_account("new@snowinstallation.example", "USER", &[installation.home()]);
    body.as_object_mut().unwrap().remove("active");
    let id = installation.admin().session().post("/api/accounts", body).send().tells("Created account");
    installation.admin().key().get(format!("/api/accounts/{id}")).send().shows("/active", false);
    let login = json!({ "email": "new@snowinstallation.example", "password": installation.password() });
    installation.anon().post("/api/login", login).send().says(400, "Email or password incorrect");
}

#[test]
fn invalid_members_are_refused() {
    let installation = SnowInstallation::start();
    let admin = installation.admin().key();
    let with = |member: &str, value: Value| {
        let mut body = an_account("new@snowinstallation.example", "USER", &[]);
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
    for websites in [json!([UNKNOWN_ID]), json!([installation.home(), "no-id"])] {
        let answer = admin.post("/api/accounts", with("websites", websites)).send();
        answer.says(400, "One or more websites do not exist");
    }
    for password in ["short".to_owned(), "x".repeat(257)] {
        let answer = admin.post("/api/accounts", with("password", json!(password))).send();
        answer.says(400, "Password is too short or too long");
    }
    for email in [installation.viewer().email().to_owned(), installation.viewer().email().to_uppercase()] {
        let answer = admin.post("/api/accounts", with("email", json!(email))).send();
        answer.says(400, "User with that email address already exists");
    }
    assert_eq!(each(&admin.get("/api/accounts").send().json(), "id").len(), 4);
}

#[test]
fn only_administrators_are_permitted() {
    let installation = SnowInstallation::start();
    let body = || an_account("new@snowinstallation.example", "VIEWER", &[installation.home()]);
    for account in [installation.viewer(), installation.user(), installation.superuser()] {
        account.key().post("/api/accounts", body()).send().says(403, "Forbidden");
        account.session().post("/api/accounts", body()).send().says(403, "Forbidden");
    }
    let key = installation.key_of(&installation.admin(), "SUPERUSER", &[installation.home()]);
    installation.bearer(&key.token()).post("/api/accounts", body()).send().says(403, "Forbidden");
    installation.anon().post("/api/accounts", body()).send().says(401, "Unauthorized");
}

#[test]
fn a_second_administrator_has_the_rights_of_the_first() {
    let installation = SnowInstallation::start();
    let second = installation.create_account("ADMIN", "second@house.example", &[]);
    assert_eq!(each(&second.key().get("/api/websites").send().json(), "name"), ["Home", "Other"]);
    second.key().delete(installation.admin().path("")).send().tells("Account deleted");
    installation.admin().session().get("/api/accounts/me").send().says(401, "Unauthorized");
}
