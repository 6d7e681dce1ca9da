//! `GET /api/websites/:website`

use serde_json::json;
use weft_tests::SnowInstallation;

use crate::fixtures::UNKNOWN_ID;

#[test]
fn members_and_administrators_see_a_website() {
    let installation = SnowInstallation::start();
    let home = json!({ "id": installation.home(), "name": "Home", "hook": null });
    for account in
        [installation.viewer(), installation.user(), installation.superuser(), installation.admin()]
    {
        for actor in [account.session(), account.key()] {
            let found = actor.get(format!("/api/websites/{}", installation.home())).send();
            assert_eq!(found.is(200).costs(1).json(), home);
        }
    }
}

#[test]
fn responses_do_not_disclose_whether_other_websites_exist() {
    let installation = SnowInstallation::start();
    let both = installation.create_account(
        "SUPERUSER",
        "both@house.example",
        &[installation.home(), installation.other()],
    );
    let key = installation.bearer(&installation.key_of(&both, "SUPERUSER", &[installation.other()]).token());
    key.get(format!("/api/websites/{}", installation.home())).send().says(403, "Forbidden");
    key.get(format!("/api/websites/{}", installation.other())).send().is(200);
    for id in [installation.other(), UNKNOWN_ID, "no-id", "%00"] {
        let path = format!("/api/websites/{id}");
        installation.superuser().key().get(&path).send().says(403, "Forbidden");
        installation.anon().get(&path).send().says(401, "Unauthorized");
    }
}

#[test]
fn an_administrator_gets_404_for_an_unknown_website() {
    let installation = SnowInstallation::start();
    for id in [UNKNOWN_ID, "no-id", "%27%20OR%201=1", &"x".repeat(500)] {
        let answer = installation.admin().session().get(format!("/api/websites/{id}")).send();
        answer.says(404, "Website not found");
    }
}
