//! What has ended is refused on the very next request, in both components, by instances that knew
//! it well.

use serde_json::{Value, json};
use weft_tests::{Actor, Browser, House, Person};

/// One request to each component.
fn statuses(house: &House, actor: &Actor<'_>) -> [u16; 2] {
    let content = format!("/api/websites/{}/collections", house.home());
    [actor.get(&content).send().status(), actor.get("/api/accounts/me").send().status()]
}

/// The same the other way round, so that each component is once the first to see the end.
fn in_turn(house: &House, actor: &Actor<'_>) -> [u16; 2] {
    let content = format!("/api/websites/{}/collections", house.home());
    let me = actor.get("/api/accounts/me").send().status();
    [actor.get(&content).send().status(), me]
}

const GOOD: [u16; 2] = [200, 200];
const ENDED: [u16; 2] = [401, 401];

/// A superuser with a key, a session and a browser, all of them warm; `end` happens; the key and
/// the sessions are asked again, once this component first and once that.
fn after(end: impl Fn(&House, &Person<'_>), key: [u16; 2], session: [u16; 2]) {
    let house = House::open();
    let bystander = house.superuser();
    for (nth, ask) in [statuses, in_turn].into_iter().enumerate() {
        let person = house.hire("SUPERUSER", &format!("{nth}@house.example"), &[house.home()]);
        let browser = Browser::open(&house, person.email(), house.password());
        let actors = [person.key(), person.session(), browser.cookies()];
        for actor in actors.iter().chain([&bystander.key(), &bystander.session()]) {
            assert_eq!(ask(&house, actor), GOOD);
            assert_eq!(ask(&house, actor), GOOD);
        }
        end(&house, &person);
        assert_eq!(ask(&house, &actors[0]), key, "the key");
        assert_eq!(ask(&house, &actors[1]), session, "the session");
        assert_eq!(ask(&house, &actors[2]), session, "the browser");
        assert_eq!(ask(&house, &bystander.key()), GOOD, "who was not meant goes on");
        assert_eq!(ask(&house, &bystander.session()), GOOD, "who was not meant goes on");
        assert_eq!(ask(&house, &actors[0]), key, "the key, once more");
    }
}

fn edit(house: &House, person: &Person<'_>, member: &str, value: Value) {
    let mut body = json!({ "email": person.email(), "role": person.role(), "websites": [house.home()] });
    body[member] = value;
    house.admin().session().put(person.path(""), body).send().tells("Account edited");
}

fn key_of(person: &Person<'_>) -> String {
    person.path(&format!("/keys/{}", person.new_key().id))
}

#[test]
fn a_reset_key_is_refused_at_once() {
    let end = |house: &House, person: &Person<'_>| {
        let path = format!("{}/reset", key_of(person));
        house.admin().key().post_nothing(path).send().tells("Reset API key");
    };
    after(end, ENDED, GOOD);
}

#[test]
fn a_deleted_key_is_refused_at_once() {
    let end = |_: &House, person: &Person<'_>| {
        person.session().delete(key_of(person)).send().tells("API key deleted");
    };
    after(end, ENDED, GOOD);
}

#[test]
fn a_deactivated_key_is_refused_at_once() {
    let end = |house: &House, person: &Person<'_>| {
        let body = json!({ "name": "Key", "role": "SUPERUSER", "active": false, "websites": [house.home()] });
        person.session().put(key_of(person), body).send().tells("Edited API key");
    };
    after(end, ENDED, GOOD);
}

#[test]
fn a_key_that_lost_the_website_is_forbidden_at_once() {
    let end = |_: &House, person: &Person<'_>| {
        let body = json!({ "name": "Key", "role": "SUPERUSER", "websites": [] });
        person.session().put(key_of(person), body).send().tells("Edited API key");
    };
    after(end, [403, 200], GOOD);
}

#[test]
fn a_deactivated_account_is_refused_at_once() {
    after(|house, person| edit(house, person, "active", json!(false)), ENDED, ENDED);
}

#[test]
fn a_deleted_account_is_refused_at_once() {
    let end = |house: &House, person: &Person<'_>| {
        house.admin().session().delete(person.path("")).send().tells("Account deleted");
    };
    after(end, ENDED, ENDED);
}

#[test]
fn an_account_that_lost_the_website_is_forbidden_at_once() {
    after(|house, person| edit(house, person, "websites", json!([])), [403, 200], [403, 200]);
}

#[test]
fn a_password_that_an_administrator_changed_ends_the_sessions_and_no_key() {
    after(|house, person| edit(house, person, "password", json!("another battery staple")), GOOD, ENDED);
}

#[test]
fn a_password_that_one_changed_oneself_ends_the_other_sessions() {
    let house = House::open();
    let user = house.user();
    let browser = Browser::open(&house, user.email(), house.password());
    assert_eq!((statuses(&house, &browser.cookies()), statuses(&house, &user.session())), (GOOD, GOOD));
    let body = json!({
        "email": user.email(), "role": "USER", "websites": [house.home()], "password": "another battery staple"
    });
    browser.page().put(user.path(""), body).send().tells("Account edited");
    assert_eq!(statuses(&house, &user.session()), ENDED);
    assert_eq!(statuses(&house, &browser.cookies()), GOOD);
    assert_eq!(statuses(&house, &user.key()), GOOD);
}

#[test]
fn a_removed_website_is_gone_at_once() {
    let house = House::open();
    let (user, admin) = (house.user(), house.admin());
    for actor in [user.key(), user.session(), admin.key(), admin.session()] {
        assert_eq!(statuses(&house, &actor), GOOD);
    }
    admin.session().delete(format!("/api/websites/{}", house.home())).send().tells("Website deleted");
    for actor in [user.key(), user.session()] {
        assert_eq!(statuses(&house, &actor), [403, 200]);
        actor.get(format!("/api/websites/{}", house.home())).send().says(403, "Forbidden");
    }
    for actor in [admin.key(), admin.session()] {
        assert_eq!(statuses(&house, &actor), [404, 200]);
    }
}

/// What an account may is looked up for each request, so less counts at once; so does more.
#[test]
fn a_role_counts_at_once() {
    let house = House::open();
    let person = house.hire("SUPERUSER", "new@house.example", &[house.home()]);
    let path = person.on(house.home()).path("");
    for (role, status) in [("SUPERUSER", 200), ("USER", 403), ("SUPERUSER", 200), ("VIEWER", 403)] {
        edit(&house, &person, "role", json!(role));
        for actor in [person.key(), person.session()] {
            actor.get(&path).send().is(200);
            actor.post(&path, json!({ "name": "Posts" })).send().is(status);
            actor.get("/api/accounts/me").send().shows("/role", role);
        }
    }
}
