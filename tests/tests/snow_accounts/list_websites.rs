//! `GET /api/websites`

use serde_json::json;
use weft_tests::SnowInstallation;

use crate::fixtures::each;

#[test]
fn accounts_see_their_own_websites_and_administrators_all() {
    let installation = SnowInstallation::start();
    let home = json!({ "id": installation.home(), "name": "Home", "hook": null });
    let other = json!({ "id": installation.other(), "name": "Other", "hook": null });
    for account in [installation.viewer(), installation.user(), installation.superuser()] {
        for actor in [account.session(), account.key()] {
            assert_eq!(actor.get("/api/websites").send().is(200).costs(1).json(), json!([home]));
        }
    }
    for actor in [installation.admin().session(), installation.admin().key()] {
        assert_eq!(actor.get("/api/websites").send().is(200).json(), json!([home, other]));
    }
}

#[test]
fn a_key_sees_its_own_websites() {
    let installation = SnowInstallation::start();
    let both = installation.create_account(
        "SUPERUSER",
        "both@house.example",
        &[installation.home(), installation.other()],
    );
    let key = installation.key_of(&both, "USER", &[installation.other()]);
    assert_eq!(
        each(&both.key().get("/api/websites").send().json(), "id"),
        [installation.home(), installation.other()]
    );
    let seen = installation.bearer(&key.token()).get("/api/websites").send();
    assert_eq!(each(&seen.is(200).json(), "id"), [installation.other()]);
    let none = installation.key_of(&both, "USER", &[]);
    assert_eq!(installation.bearer(&none.token()).get("/api/websites").send().is(200).json(), json!([]));
}

#[test]
fn paging_parameters_get_pages() {
    let installation = SnowInstallation::start();
    installation.tick();
    installation
        .admin()
        .key()
        .post("/api/websites", json!({ "name": "Third" }))
        .send()
        .tells("Website created");
    let list = |query: &str| {
        let page = installation.admin().key().get(format!("/api/websites?{query}")).send();
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
fn an_account_without_websites_gets_an_empty_list() {
    let installation = SnowInstallation::start();
    let guest = installation.create_account("VIEWER", "guest@house.example", &[]).session();
    assert_eq!(guest.get("/api/websites").send().is(200).json(), json!([]));
    let page = guest.get("/api/websites?page=1").send();
    assert_eq!(page.is(200).json(), json!({ "data": [], "page": 1, "pages": 0 }));
}

#[test]
fn anonymous_clients_are_unauthorised() {
    SnowInstallation::start().anon().get("/api/websites").send().says(401, "Unauthorized");
}
