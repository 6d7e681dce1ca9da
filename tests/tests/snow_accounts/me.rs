//! `GET /api/accounts/me`, also as `GET /api/users/me`

use serde_json::json;
use weft_tests::SnowInstallation;

const PATHS: [&str; 2] = ["/api/accounts/me", "/api/users/me"];

#[test]
fn a_session_shows_its_account() {
    let installation = SnowInstallation::start();
    for account in
        [installation.viewer(), installation.user(), installation.superuser(), installation.admin()]
    {
        let expected = json!({
            "id": account.id(), "email": account.email(), "role": account.role(), "active": true, "websites": [installation.home()]
        });
        for path in PATHS {
            assert_eq!(account.session().get(path).send().is(200).costs(0).json(), expected);
        }
    }
}

#[test]
fn a_key_shows_itself() {
    let installation = SnowInstallation::start();
    let key = installation.key_of(&installation.superuser(), "USER", &[installation.home()]);
    let expected = json!({
        "id": key.id, "email": "apikey@snowcms", "role": "USER", "active": true, "websites": [installation.home()]
    });
    for path in PATHS {
        assert_eq!(installation.bearer(&key.token()).get(path).send().is(200).json(), expected);
    }
    installation.bearer(&format!("{}.more", key.token())).get(PATHS[0]).send().shows("/id", key.id.as_str());
}

#[test]
fn a_key_has_no_more_rights_than_its_account() {
    let installation = SnowInstallation::start();
    let both = installation.create_account(
        "SUPERUSER",
        "both@house.example",
        &[installation.home(), installation.other()],
    );
    both.key()
        .get(PATHS[0])
        .send()
        .shows("/role", "SUPERUSER")
        .shows("/websites", json!([installation.home(), installation.other()]));
    let lowered = json!({ "email": both.email(), "role": "USER", "websites": [installation.other()] });
    installation.admin().session().put(both.path(""), lowered).send().tells("Account edited");
    both.key().get(PATHS[0]).send().shows("/role", "USER").shows("/websites", json!([installation.other()]));
    both.session()
        .get(PATHS[0])
        .send()
        .shows("/role", "USER")
        .shows("/websites", json!([installation.other()]));
}

#[test]
fn invalid_credentials_are_unauthorised() {
    let installation = SnowInstallation::start();
    let key = installation.user().new_key().clone();
    let session = installation.user().token().split_once(':').unwrap().1.to_owned();
    for header in [
        "Bearer".to_owned(),
        "Bearer ".to_owned(),
        "Bearer x".to_owned(),
        format!("Bearer {}", key.secret),
        format!("Bearer a:{}", key.id),
        format!("Bearer a:{}.", key.id),
        format!("Bearer a:{}.{}", installation.viewer().new_key().id, key.secret),
        format!("Bearer a:{}.{}", installation.user().id(), key.secret),
        format!("Bearer a:.{}", key.secret),
        format!("Bearer a:{}.{}", key.id, key.secret.to_uppercase()),
        format!("Basic {}", key.token()),
        key.token(),
        format!("Bearer {session}"),
        format!("Bearer :{session}"),
        format!("Bearer {}:{session}", installation.viewer().id()),
        format!("Bearer a:{}.{session}", key.id),
        format!("Bearer {}:{}", installation.user().id(), key.secret),
    ] {
        for path in PATHS {
            let answer = installation.anon().get(path).header("authorization", &header).send();
            answer.says(401, "Unauthorized");
        }
    }
    // The scheme and the digits of an id are case-insensitive.
    let id = key.id.to_uppercase();
    for header in [format!("bearer {}", key.token()), format!("BEARER a:{id}.{}", key.secret)] {
        installation.anon().get("/api/accounts/me").header("authorization", &header).send().is(200);
    }
    installation.anon().get(PATHS[0]).send().says(401, "Unauthorized");
    installation.anon().get(PATHS[1]).send().says(401, "Unauthorized");
    // A key in another header or in the query is not accepted.
    installation.key(&key.token()).get(PATHS[0]).send().says(401, "Unauthorized");
    installation.anon().get(format!("/api/accounts/me?key={}", key.token())).send().says(401, "Unauthorized");
}
