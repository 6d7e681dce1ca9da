//! A revoked credential is refused on the next request, in both components, also by instances that
//! have cached it.

use serde_json::{Value, json};
use weft_tests::{Account, Actor, Browser, SnowInstallation};

/// Requests both components, content first.
fn statuses(installation: &SnowInstallation, actor: &Actor<'_>) -> [u16; 2] {
    let content = format!("/api/websites/{}/collections", installation.home());
    [actor.get(&content).send().status(), actor.get("/api/accounts/me").send().status()]
}

/// Requests both components in reverse order, so that each component receives the first request
/// after the revocation once.
fn in_turn(installation: &SnowInstallation, actor: &Actor<'_>) -> [u16; 2] {
    let content = format!("/api/websites/{}/collections", installation.home());
    let me = actor.get("/api/accounts/me").send().status();
    [actor.get(&content).send().status(), me]
}

const GOOD: [u16; 2] = [200, 200];
const ENDED: [u16; 2] = [401, 401];

/// Creates a superuser with a key, a session and a browser, and warms the caches; runs `end`;
/// asserts the statuses of the key and of the sessions, with each component first.
fn after(end: impl Fn(&SnowInstallation, &Account<'_>), key: [u16; 2], session: [u16; 2]) {
    let installation = SnowInstallation::start();
    let bystander = installation.superuser();
    for (nth, ask) in [statuses, in_turn].into_iter().enumerate() {
        let account =
            installation.create_account("SUPERUSER", &format!("{nth}@house.example"), &[installation.home()]);
        let browser = Browser::open(&installation, account.email(), installation.password());
        let actors = [account.key(), account.session(), browser.cookies()];
        for actor in actors.iter().chain([&bystander.key(), &bystander.session()]) {
            assert_eq!(ask(&installation, actor), GOOD);
            assert_eq!(ask(&installation, actor), GOOD);
        }
        end(&installation, &account);
        assert_eq!(ask(&installation, &actors[0]), key, "the key");
        assert_eq!(ask(&installation, &actors[1]), session, "the session");
        assert_eq!(ask(&installation, &actors[2]), session, "the browser");
        assert_eq!(ask(&installation, &bystander.key()), GOOD, "other accounts stay valid");
        assert_eq!(ask(&installation, &bystander.session()), GOOD, "other accounts stay valid");
        assert_eq!(ask(&installation, &actors[0]), key, "the key, once more");
    }
}

fn edit(installation: &SnowInstallation, account: &Account<'_>, member: &str, value: Value) {
    let mut body =
        json!({ "email": account.email(), "role": account.role(), "websites": [installation.home()] });
    body[member] = value;
    installation.admin().session().put(account.path(""), body).send().tells("Account edited");
}

fn key_of(account: &Account<'_>) -> String {
    account.path(&format!("/keys/{}", account.new_key().id))
}

#[test]
fn a_reset_key_is_refused_at_once() {
    let end = |installation: &SnowInstallation, account: &Account<'_>| {
        let path = format!("{}/reset", key_of(account));
        installation.admin().key().post_nothing(path).send().tells("Reset API key");
    };
    after(end, ENDED, GOOD);
}

#[test]
fn a_deleted_key_is_refused_at_once() {
    let end = |_: &SnowInstallation, account: &Account<'_>| {
        account.session().delete(key_of(account)).send().tells("API key deleted");
    };
    after(end, ENDED, GOOD);
}

#[test]
fn a_deactivated_key_is_refused_at_once() {
    let end = |installation: &SnowInstallation, account: &Account<'_>| {
        let body =
            json!({ "name": "Key", "role": "SUPERUSER", "active": false, "websites": [installation.home()] });
        account.session().put(key_of(account), body).send().tells("Edited API key");
    };
    after(end, ENDED, GOOD);
}

#[test]
fn a_key_that_lost_the_website_is_forbidden_at_once() {
    let end = |_: &SnowInstallation, account: &Account<'_>| {
        let body = json!({ "name": "Key", "role": "SUPERUSER", "websites": [] });
        account.session().put(key_of(account), body).send().tells("Edited API key");
    };
    after(end, [403, 200], GOOD);
}

#[test]
fn a_deactivated_account_is_refused_at_once() {
    after(|installation, account| edit(installation, account, "active", json!(false)), ENDED, ENDED);
}

#[test]
fn a_deleted_account_is_refused_at_once() {
    let end = |installation: &SnowInstallation, account: &Account<'_>| {
        installation.admin().session().delete(account.path("")).send().tells("Account deleted");
    };
    after(end, ENDED, ENDED);
}

#[test]
fn an_account_that_lost_the_website_is_forbidden_at_once() {
    after(|installation, account| edit(installation, account, "websites", json!([])), [403, 200], [403, 200]);
}

#[test]
fn a_password_change_by_an_administrator_ends_sessions_and_no_keys() {
    after(
        |installation, account| edit(installation, account, "password", json!("another battery staple")),
        GOOD,
        ENDED,
    );
}

#[test]
fn a_password_change_by_the_account_ends_its_other_sessions() {
    let installation = SnowInstallation::start();
    let user = installation.user();
    let browser = Browser::open(&installation, user.email(), installation.password());
    assert_eq!(
        (statuses(&installation, &browser.cookies()), statuses(&installation, &user.session())),
        (GOOD, GOOD)
    );
    let body = json!({
        "email": user.email(), "role": "USER", "websites": [installation.home()], "password": "another battery staple"
    });
    browser.page().put(user.path(""), body).send().tells("Account edited");
    assert_eq!(statuses(&installation, &user.session()), ENDED);
    assert_eq!(statuses(&installation, &browser.cookies()), GOOD);
    assert_eq!(statuses(&installation, &user.key()), GOOD);
}

#[test]
fn a_deleted_website_is_gone_at_once() {
    let installation = SnowInstallation::start();
    let (user, admin) = (installation.user(), installation.admin());
    for actor in [user.key(), user.session(), admin.key(), admin.session()] {
        assert_eq!(statuses(&installation, &actor), GOOD);
    }
    admin.session().delete(format!("/api/websites/{}", installation.home())).send().tells("Website deleted");
    for actor in [user.key(), user.session()] {
        assert_eq!(statuses(&installation, &actor), [403, 200]);
        actor.get(format!("/api/websites/{}", installation.home())).send().says(403, "Forbidden");
    }
    for actor in [admin.key(), admin.session()] {
        assert_eq!(statuses(&installation, &actor), [404, 200]);
    }
}

/// The rights of an account are looked up for each request, so lowered and raised roles apply at
/// once.
#[test]
fn a_changed_role_applies_at_once() {
    let installation = SnowInstallation::start();
    let account = installation.create_account("SUPERUSER", "new@house.example", &[installation.home()]);
    let path = account.on(installation.home()).path("");
    for (role, status) in [("SUPERUSER", 200), ("USER", 403), ("SUPERUSER", 200), ("VIEWER", 403)] {
        edit(&installation, &account, "role", json!(role));
        for actor in [account.key(), account.session()] {
            actor.get(&path).send().is(200);
            actor.post(&path, json!({ "name": "Posts" })).send().is(status);
            actor.get("/api/accounts/me").send().shows("/role", role);
        }
    }
}
