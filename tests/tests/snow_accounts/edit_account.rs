//! `PUT /api/accounts/:account`

use serde_json::{Value, json};
use weft_tests::{Account, Browser, SnowInstallation, an_account};

use crate::fixtures::UNKNOWN_ID;

const FIXED: &str = "Non-admin users cannot modify their own role, websites, or active status";
const NEW: &str = "another battery staple";

/// The body of an account with one member changed.
fn with(
    account: &Account<'_>,
    installation: &SnowInstallation,
    member: &str,
    value: impl Into<Value>,
) -> Value {
    let mut body =
        json!({ "email": account.email(), "role": account.role(), "websites": [installation.home()] });
    body[member] = value.into();
    body
}

#[test]
fn an_administrator_changes_everything() {
    let installation = SnowInstallation::start();
    let (admin, user) = (installation.admin().session(), installation.user());
    let body = json!({
        "email": "New@house.example", "role": "SUPERUSER", "active": false, "websites": [installation.other(), installation.home()],
        "password": NEW
    });
    admin.put(user.path(""), body).send().tells("Account edited");
    let expected = json!({
        "id": user.id(), "email": "new@house.example", "role": "SUPERUSER", "active": false,
        "websites": [installation.home(), installation.other()]
    });
    assert_eq!(admin.get(user.path("")).send().is(200).json(), expected);
    admin.put(user.path(""), with(&user, &installation, "active", true)).send().tells("Account edited");
    admin
        .get(user.path(""))
        .send()
        .shows("/email", user.email())
        .shows("/active", true)
        .shows("/role", "USER");
    Browser::open(&installation, user.email(), NEW);
}

#[test]
fn an_empty_list_of_websites_does_not_limit_an_administrator() {
    let installation = SnowInstallation::start();
    let admin = installation.admin();
    let before = admin.session().get("/api/accounts/me").send().is(200).json();
    let body =
        json!({ "email": admin.email(), "role": "ADMIN", "active": true, "websites": [], "password": "" });
    admin.session().put(admin.path(""), body).send().tells("Account edited");
    for actor in [admin.session(), admin.key()] {
        assert_eq!(actor.get("/api/websites").send().is(200).json().as_array().map(Vec::len), Some(2));
        for website in [installation.home(), installation.other()] {
            actor.get(format!("/api/websites/{website}/collections")).send().is(200);
            let name = json!({ "name": "Renamed" });
            actor.put(format!("/api/websites/{website}"), name).send().tells("Website edited");
        }
    }
    assert_eq!(admin.session().get("/api/accounts/me").send().is(200).json(), before);
    signs_in_everywhere(&installation, admin.email(), installation.password(), installation.home());
}

#[test]
fn an_administrator_without_websites_signs_in_everywhere() {
    let installation = SnowInstallation::start();
    let body = an_account("second@house.example", "ADMIN", &[]);
    installation.admin().session().post("/api/accounts", body).send().tells("Created account");
    signs_in_everywhere(&installation, "second@house.example", installation.password(), installation.home());
    // A member of one website who becomes an administrator can use all websites.
    let user = installation.user();
    let body = json!({ "email": user.email(), "role": "ADMIN", "active": true, "websites": [] });
    installation.admin().session().put(user.path(""), body).send().tells("Account edited");
    signs_in_everywhere(&installation, user.email(), installation.password(), installation.home());
}

/// Signs in through SnowCMS's and InlineCMS's APIs, and creates a key for R3's API with the session
/// of the latter.
#[track_caller]
fn signs_in_everywhere(installation: &SnowInstallation, email: &str, password: &str, site: &str) {
    let browser = Browser::open(installation, email, password);
    browser.cookies().get(format!("/api/websites/{}", installation.other())).send().is(200);
    let login = json!({ "email": email, "password": password });
    let session = installation.anon().post("/v1/auth/login", login).send();
    session.is(200).shows("/data/user/projectId", site).shows("/data/user/role", "admin");
    let session = installation.bearer(&session.text_at("/data/token"));
    session.get("/v1/auth/me").send().is(200).shows("/data/user/email", email);
    let key = json!({ "name": "key", "scopes": ["read", "write", "admin"] });
    let key = session.post("/api/keys", key).send().is(201).text_at("/key");
    installation.key(&key).get("/api/content-types").send().is(200);
}

#[test]
fn missing_optional_members_stay() {
    let installation = SnowInstallation::start();
    let (admin, user) = (installation.admin().key(), installation.user());
    admin.put(user.path(""), with(&user, &installation, "active", false)).send().tells("Account edited");
    admin.put(user.path(""), with(&user, &installation, "password", "")).send().tells("Account edited");
    admin.get(user.path("")).send().shows("/active", false);
    admin.put(user.path(""), with(&user, &installation, "active", true)).send().tells("Account edited");
    Browser::open(&installation, user.email(), installation.password());
}

#[test]
fn an_account_may_change_its_own_address_and_password() {
    let installation = SnowInstallation::start();
    for (nth, account) in [installation.user(), installation.superuser()].into_iter().enumerate() {
        let actor = if nth == 0 { account.session() } else { account.key() };
        let email = format!("new{nth}@house.example");
        let mut body = with(&account, &installation, "email", email.as_str());
        body["password"] = json!(NEW);
        actor.put(account.path(""), body).send().tells("Account edited");
        let browser = Browser::open(&installation, &email, NEW);
        browser.cookies().get("/api/accounts/me").send().is(200).shows("/email", email.as_str());
        let old = json!({ "email": account.email(), "password": installation.password() });
        installation.anon().post("/api/login", old).send().says(400, "Email or password incorrect");
    }
}

#[test]
fn an_account_may_not_change_its_own_rights() {
    let installation = SnowInstallation::start();
    for account in [installation.user(), installation.superuser()] {
        for actor in [account.session(), account.key()] {
            for (member, value) in [
                ("role", json!("ADMIN")),
                ("role", json!("VIEWER")),
                ("active", json!(false)),
                ("websites", json!([installation.home(), installation.other()])),
                ("websites", json!([])),
                ("websites", json!([UNKNOWN_ID])),
            ] {
                actor
                    .put(account.path(""), with(&account, &installation, member, value))
                    .send()
                    .says(400, FIXED);
            }
            let body = with(&account, &installation, "active", true);
            actor.put(account.path(""), body).send().tells("Account edited");
        }
    }
}

#[test]
fn invalid_members_are_refused() {
    let installation = SnowInstallation::start();
    let user = installation.user();
    for actor in [installation.admin().session(), user.session(), user.key()] {
        for member in ["email", "role", "websites"] {
            let answer = actor.put(user.path(""), with(&user, &installation, member, json!(null))).send();
            answer.says(400, "Email, role, and websites are required");
        }
        actor
            .put(user.path(""), with(&user, &installation, "email", "new"))
            .send()
            .says(400, "Invalid email");
        actor
            .put(user.path(""), with(&user, &installation, "role", "OWNER"))
            .send()
            .says(400, "Invalid role");
        let answer = actor.put(user.path(""), with(&user, &installation, "websites", "x")).send();
        answer.says(400, "Websites must be an array");
        let answer = actor.put(user.path(""), with(&user, &installation, "password", "short")).send();
        answer.says(400, "Password is too short or too long");
    }
    let admin = installation.admin().key();
    let answer = admin.put(user.path(""), with(&user, &installation, "websites", json!([UNKNOWN_ID]))).send();
    answer.says(400, "One or more websites do not exist");
    let answer =
        admin.put(user.path(""), with(&user, &installation, "email", installation.viewer().email())).send();
    answer.says(400, "User with that email address already exists");
    let path = format!("/api/accounts/{UNKNOWN_ID}");
    admin.put(path, with(&user, &installation, "role", "USER")).send().says(404, "User does not exist");
}

#[test]
fn viewers_and_other_accounts_are_forbidden() {
    let installation = SnowInstallation::start();
    let body = |account: &Account<'_>| with(account, &installation, "password", NEW);
    let (viewer, superuser) = (installation.viewer(), installation.superuser());
    viewer.session().put(viewer.path(""), body(&viewer)).send().says(403, "Forbidden");
    viewer.key().put(viewer.path(""), body(&viewer)).send().says(403, "Forbidden");
    superuser.key().put(viewer.path(""), body(&viewer)).send().says(403, "Forbidden");
    superuser
        .session()
        .put(format!("/api/accounts/{UNKNOWN_ID}"), body(&viewer))
        .send()
        .says(403, "Forbidden");
    installation.anon().put(viewer.path(""), body(&viewer)).send().says(401, "Unauthorized");
    // A key with fewer rights than its account may not edit the account.
    for (role, websites) in [("USER", vec![installation.home()]), ("SUPERUSER", vec![])] {
        let key = installation.bearer(&installation.key_of(&superuser, role, &websites).token());
        key.put(superuser.path(""), body(&superuser)).send().says(403, "Forbidden");
    }
    Browser::open(&installation, superuser.email(), installation.password());
}

#[test]
fn edits_do_not_disclose_which_addresses_exist() {
    let installation = SnowInstallation::start();
    let user = installation.user();
    let ask =
        |email: &str| user.session().put(user.path(""), with(&user, &installation, "email", email)).send();
    ask(installation.admin().email()).says(400, "Email cannot be used");
    let statuses: Vec<u16> = (0..12).map(|_| ask(installation.viewer().email()).status()).collect();
    assert_eq!(statuses, [vec![400; 9], vec![429; 3]].concat());
    ask(installation.viewer().email()).says(429, "Too many requests").has("retry-after", "840");
    // Other edits are not throttled.
    ask(user.email()).tells("Account edited");
}
