//! `POST /api/websites`

use serde_json::json;
use weft_tests::SnowInstallation;

use crate::fixtures::each;

#[test]
fn a_new_website_has_no_members() {
    let installation = SnowInstallation::start();
    let admin = installation.admin();
    let body = json!({ "name": " New ", "hook": "https://example.com/hook" });
    let answer = admin.key().post("/api/websites", body).send();
    let id = answer.costs(1).tells("Website created");
    assert_eq!((id.len(), id.as_bytes()[14]), (36, b'7'));
    let found = admin.key().get(format!("/api/websites/{id}")).send();
    assert_eq!(found.is(200).json(), json!({ "id": id, "name": "New", "hook": "https://example.com/hook" }));
    installation.superuser().key().get(format!("/api/websites/{id}")).send().says(403, "Forbidden");
    // The administrator can use the new website at once.
    let posts = admin.on(&id).collection("Posts");
    assert_eq!(posts.get("/entries").send().is(200).json(), json!([]));
}

#[test]
fn a_name_is_required() {
    let installation = SnowInstallation::start();
    let admin = installation.admin().key();
    for body in [json!({}), json!({ "name": "" }), json!({ "name": "  " }), json!({ "name": null })] {
        admin.post("/api/websites", body).send().says(400, "Name is required");
    }
    admin.post("/api/websites", json!({ "name": "x".repeat(201) })).send().says(400, "Name is too long");
    let hook = json!({ "name": "x", "hook": format!("https://{}", "x".repeat(2048)) });
    admin.post("/api/websites", hook).send().says(400, "Hook is too long");
    assert_eq!(each(&admin.get("/api/websites").send().json(), "name"), ["Home", "Other"]);
}

#[test]
fn an_empty_hook_means_no_hook() {
    let installation = SnowInstallation::start();
    let admin = installation.admin().key();
    for hook in [json!(""), json!(null)] {
        let body = json!({ "name": "New", "hook": hook });
        let id = admin.post("/api/websites", body).send().tells("Website created");
        admin.get(format!("/api/websites/{id}")).send().shows("/hook", json!(null));
    }
}

#[test]
fn only_administrators_are_permitted() {
    let installation = SnowInstallation::start();
    for account in [installation.viewer(), installation.user(), installation.superuser()] {
        for actor in [account.session(), account.key()] {
            actor.post("/api/websites", json!({ "name": "New" })).send().says(403, "Forbidden");
        }
    }
    let key = installation.key_of(&installation.admin(), "SUPERUSER", &[installation.home()]);
    installation
        .bearer(&key.token())
        .post("/api/websites", json!({ "name": "New" }))
        .send()
        .says(403, "Forbidden");
    installation.anon().post("/api/websites", json!({ "name": "New" })).send().says(401, "Unauthorized");
    assert_eq!(
        each(&installation.admin().key().get("/api/websites").send().json(), "name"),
        ["Home", "Other"]
    );
}
