//! `DELETE /api/websites/:website`

use serde_json::json;
use weft_tests::SnowInstallation;

use crate::fixtures::{UNKNOWN_ID, each};

#[test]
fn a_website_is_deleted_with_its_content() {
    let installation = SnowInstallation::start();
    let (home, other) = (installation.home(), installation.other());
    let admin = installation.admin();
    for website in [home, other] {
        let posts = admin.on(website).collection("Posts");
        posts.input("title", "text");
        posts.entry(json!({ "title": "Hello" }));
    }
    let both = installation.create_account("SUPERUSER", "both@house.example", &[home, other]);
    admin.key().delete(format!("/api/websites/{home}")).send().costs(1).tells("Website deleted");

    admin.key().get(format!("/api/websites/{home}")).send().says(404, "Website not found");
    admin.on(home).get("").send().says(404, "Website not found");
    assert_eq!(each(&admin.key().get("/api/websites").send().json(), "name"), ["Other"]);
    // Its members and their keys lose the website.
    installation.superuser().key().get("/api/accounts/me").send().shows("/websites", json!([]));
    installation.superuser().on(home).get("").send().says(403, "Forbidden");
    admin.key().get(both.path("")).send().shows("/websites", json!([other]));
    admin.key().get(both.path("/keys")).send().shows("/0/websites", json!([other]));
    // The other website is unchanged.
    let collections = both.on(other).get("").send();
    assert_eq!(each(&collections.is(200).json(), "name"), ["Posts"]);
    let count = |table: &str| -> i64 {
        installation
            .database()
            .query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0))
            .unwrap()
    };
    assert_eq!((count("sites"), count("collections"), count("entries")), (1, 1, 1));
}

#[test]
fn a_second_deletion_is_not_found() {
    let installation = SnowInstallation::start();
    let path = format!("/api/websites/{}", installation.other());
    installation.admin().session().delete(&path).send().tells("Website deleted");
    installation.admin().session().delete(&path).send().says(404, "Website not found");
    installation
        .admin()
        .key()
        .delete(format!("/api/websites/{UNKNOWN_ID}"))
        .send()
        .says(404, "Website not found");
}

#[test]
fn only_administrators_are_permitted() {
    let installation = SnowInstallation::start();
    for id in [installation.home(), installation.other(), UNKNOWN_ID, "no-id"] {
        let path = format!("/api/websites/{id}");
        for account in [installation.viewer(), installation.user(), installation.superuser()] {
            account.key().delete(&path).send().says(403, "Forbidden");
            account.session().delete(&path).send().says(403, "Forbidden");
        }
        installation.anon().delete(&path).send().says(401, "Unauthorized");
    }
    assert_eq!(
        each(&installation.admin().key().get("/api/websites").send().json(), "name"),
        ["Home", "Other"]
    );
}
