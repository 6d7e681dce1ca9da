//! `PUT /api/accounts/:account`

use serde_json::{Value, json};
use weft_tests::{Browser, House, Person, an_account};

use crate::things::NOBODY;

const FIXED: &str = "Non-admin users cannot modify their own role, websites, or active status";
const NEW: &str = "another battery staple";

/// The account as it is, with something changed.
fn with(person: &Person<'_>, house: &House, member: &str, value: impl Into<Value>) -> Value {
    let mut body = json!({ "email": person.email(), "role": person.role(), "websites": [house.home()] });
    body[member] = value.into();
    body
}

#[test]
fn an_administrator_changes_everything() {
    let house = House::open();
    let (admin, user) = (house.admin().session(), house.user());
    let body = json!({
        "email": "New@house.example", "role": "SUPERUSER", "active": false, "websites": [house.other(), house.home()],
        "password": NEW
    });
    admin.put(user.path(""), body).send().tells("Account edited");
    let expected = json!({
        "id": user.id(), "email": "new@house.example", "role": "SUPERUSER", "active": false,
        "websites": [house.home(), house.other()]
    });
    assert_eq!(admin.get(user.path("")).send().is(200).json(), expected);
    admin.put(user.path(""), with(&user, &house, "active", true)).send().tells("Account edited");
    admin
        .get(user.path(""))
        .send()
        .shows("/email", user.email())
        .shows("/active", true)
        .shows("/role", "USER");
    Browser::open(&house, user.email(), NEW);
}

#[test]
fn no_websites_take_nothing_from_an_administrator() {
    let house = House::open();
    let admin = house.admin();
    let before = admin.session().get("/api/accounts/me").send().is(200).json();
    let body =
        json!({ "email": admin.email(), "role": "ADMIN", "active": true, "websites": [], "password": "" });
    admin.session().put(admin.path(""), body).send().tells("Account edited");
    for actor in [admin.session(), admin.key()] {
        assert_eq!(actor.get("/api/websites").send().is(200).json().as_array().map(Vec::len), Some(2));
        for website in [house.home(), house.other()] {
            actor.get(format!("/api/websites/{website}/collections")).send().is(200);
            let name = json!({ "name": "Renamed" });
            actor.put(format!("/api/websites/{website}"), name).send().tells("Website edited");
        }
    }
    assert_eq!(admin.session().get("/api/accounts/me").send().is(200).json(), before);
    signs_in_everywhere(&house, admin.email(), house.password(), house.home());
}

#[test]
fn an_administrator_without_any_website_signs_in_everywhere() {
    let house = House::open();
    let body = an_account("second@house.example", "ADMIN", &[]);
    house.admin().session().post("/api/accounts", body).send().tells("Created account");
    signs_in_everywhere(&house, "second@house.example", house.password(), house.home());
    // One who was a member of something becomes one of everything.
    let user = house.user();
    let body = json!({ "email": user.email(), "role": "ADMIN", "active": true, "websites": [] });
    house.admin().session().put(user.path(""), body).send().tells("Account edited");
    signs_in_everywhere(&house, user.email(), house.password(), house.home());
}

/// Through SnowCMS's door and InlineCMS's; with the latter's session a key for R3's clients can be
/// made.
#[track_caller]
fn signs_in_everywhere(house: &House, email: &str, password: &str, site: &str) {
    let browser = Browser::open(house, email, password);
    browser.cookies().get(format!("/api/websites/{}", house.other())).send().is(200);
    let login = json!({ "email": email, "password": password });
    let session = house.anon().post("/v1/auth/login", login).send();
    session.is(200).shows("/data/user/projectId", site).shows("/data/user/role", "admin");
    let session = house.bearer(&session.text_at("/data/token"));
    session.get("/v1/auth/me").send().is(200).shows("/data/user/email", email);
    let key = json!({ "name": "key", "scopes": ["read", "write", "admin"] });
    let key = session.post("/api/keys", key).send().is(201).text_at("/key");
    house.key(&key).get("/api/content-types").send().is(200);
}

#[test]
fn what_may_be_left_out_stays() {
    let house = House::open();
    let (admin, user) = (house.admin().key(), house.user());
    admin.put(user.path(""), with(&user, &house, "active", false)).send().tells("Account edited");
    admin.put(user.path(""), with(&user, &house, "password", "")).send().tells("Account edited");
    admin.get(user.path("")).send().shows("/active", false);
    admin.put(user.path(""), with(&user, &house, "active", true)).send().tells("Account edited");
    Browser::open(&house, user.email(), house.password());
}

#[test]
fn one_may_change_ones_own_address_and_password() {
    let house = House::open();
    for (nth, person) in [house.user(), house.superuser()].into_iter().enumerate() {
        let actor = if nth == 0 { person.session() } else { person.key() };
        let email = format!("new{nth}@house.example");
        let mut body = with(&person, &house, "email", email.as_str());
        body["password"] = json!(NEW);
        actor.put(person.path(""), body).send().tells("Account edited");
        let browser = Browser::open(&house, &email, NEW);
        browser.cookies().get("/api/accounts/me").send().is(200).shows("/email", email.as_str());
        let old = json!({ "email": person.email(), "password": house.password() });
        house.anon().post("/api/login", old).send().says(400, "Email or password incorrect");
    }
}

#[test]
fn one_may_not_change_what_one_may() {
    let house = House::open();
    for person in [house.user(), house.superuser()] {
        for actor in [person.session(), person.key()] {
            for (member, value) in [
                ("role", json!("ADMIN")),
                ("role", json!("VIEWER")),
                ("active", json!(false)),
                ("websites", json!([house.home(), house.other()])),
                ("websites", json!([])),
                ("websites", json!([NOBODY])),
            ] {
                actor.put(person.path(""), with(&person, &house, member, value)).send().says(400, FIXED);
            }
            let body = with(&person, &house, "active", true);
            actor.put(person.path(""), body).send().tells("Account edited");
        }
    }
}

#[test]
fn what_is_wrong_is_told() {
    let house = House::open();
    let user = house.user();
    for actor in [house.admin().session(), user.session(), user.key()] {
        for member in ["email", "role", "websites"] {
            let answer = actor.put(user.path(""), with(&user, &house, member, json!(null))).send();
            answer.says(400, "Email, role, and websites are required");
        }
        actor.put(user.path(""), with(&user, &house, "email", "new")).send().says(400, "Invalid email");
        actor.put(user.path(""), with(&user, &house, "role", "OWNER")).send().says(400, "Invalid role");
        let answer = actor.put(user.path(""), with(&user, &house, "websites", "x")).send();
        answer.says(400, "Websites must be an array");
        let answer = actor.put(user.path(""), with(&user, &house, "password", "short")).send();
        answer.says(400, "Password is too short or too long");
    }
    let admin = house.admin().key();
    let answer = admin.put(user.path(""), with(&user, &house, "websites", json!([NOBODY]))).send();
    answer.says(400, "One or more websites do not exist");
    let answer = admin.put(user.path(""), with(&user, &house, "email", house.viewer().email())).send();
    answer.says(400, "User with that email address already exists");
    let path = format!("/api/accounts/{NOBODY}");
    admin.put(path, with(&user, &house, "role", "USER")).send().says(404, "User does not exist");
}

#[test]
fn viewers_and_strangers_may_not_and_nobody_anothers() {
    let house = House::open();
    let body = |person: &Person<'_>| with(person, &house, "password", NEW);
    let (viewer, superuser) = (house.viewer(), house.superuser());
    viewer.session().put(viewer.path(""), body(&viewer)).send().says(403, "Forbidden");
    viewer.key().put(viewer.path(""), body(&viewer)).send().says(403, "Forbidden");
    superuser.key().put(viewer.path(""), body(&viewer)).send().says(403, "Forbidden");
    superuser.session().put(format!("/api/accounts/{NOBODY}"), body(&viewer)).send().says(403, "Forbidden");
    house.anon().put(viewer.path(""), body(&viewer)).send().says(401, "Unauthorized");
    // A key that may less than its account is not the account.
    for (role, websites) in [("USER", vec![house.home()]), ("SUPERUSER", vec![])] {
        let key = house.bearer(&house.key_of(&superuser, role, &websites).token());
        key.put(superuser.path(""), body(&superuser)).send().says(403, "Forbidden");
    }
    Browser::open(&house, superuser.email(), house.password());
}

#[test]
fn nobody_learns_whose_an_address_is_by_trying() {
    let house = House::open();
    let user = house.user();
    let ask = |email: &str| user.session().put(user.path(""), with(&user, &house, "email", email)).send();
    ask(house.admin().email()).says(400, "Email cannot be used");
    let statuses: Vec<u16> = (0..12).map(|_| ask(house.viewer().email()).status()).collect();
    assert_eq!(statuses, [vec![400; 9], vec![429; 3]].concat());
    ask(house.viewer().email()).says(429, "Too many requests").has("retry-after", "840");
    // Other changes are not concerned.
    ask(user.email()).tells("Account edited");
}
