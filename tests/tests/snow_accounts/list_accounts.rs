//! `GET /api/accounts`

use serde_json::json;
use weft_tests::SnowInstallation;

use crate::fixtures::each;

#[test]
fn an_administrator_sees_all_accounts_with_their_websites() {
    let installation = SnowInstallation::start();
    let accounts =
        [installation.admin(), installation.viewer(), installation.user(), installation.superuser()];
    let mut expected: Vec<_> = accounts
        .iter()
        .map(|account| {
            let (id, email, role) = (account.id(), account.email(), account.role());
            json!({ "id": id, "email": email, "role": role, "active": true, "websites": [installation.home()] })
        })
        .collect();
    let sort =
        |accounts: &mut Vec<serde_json::Value>| accounts.sort_by_key(|account| account["id"].to_string());
    sort(&mut expected);
    for admin in [installation.admin().session(), installation.admin().key()] {
        let list = admin.get("/api/accounts").send();
        assert_eq!(list.is(200).costs(1).json(), json!(expected));
    }
}

#[test]
fn paging_parameters_get_pages() {
    let installation = SnowInstallation::start();
    let admin = installation.admin().key();
    let all = each(&admin.get("/api/accounts").send().json(), "id");
    let page = admin.get("/api/accounts?limit=3&page=2&sort=asc").send();
    assert_eq!(each(&page.is(200).json(), "id"), all[3..]);
    page.shows("/page", 2).shows("/pages", 2);
    let last = admin.get("/api/accounts?limit=1&sort=desc").send();
    assert_eq!(each(&last.is(200).json(), "id"), all[3..]);
    last.shows("/pages", 4);
}

#[test]
fn other_roles_are_forbidden() {
    let installation = SnowInstallation::start();
    for account in [installation.viewer(), installation.user(), installation.superuser()] {
        account.key().get("/api/accounts").send().says(403, "Forbidden");
        account.session().get("/api/accounts?page=1").send().says(403, "Forbidden");
    }
    let key = installation.key_of(&installation.admin(), "SUPERUSER", &[]);
    installation.bearer(&key.token()).get("/api/accounts").send().says(403, "Forbidden");
    installation.anon().get("/api/accounts").send().says(401, "Unauthorized");
}
