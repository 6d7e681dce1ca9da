//! `GET /api/accounts/me`, also as `GET /api/users/me`

use serde_json::json;
use weft_tests::House;

const PATHS: [&str; 2] = ["/api/accounts/me", "/api/users/me"];

#[test]
fn a_session_is_its_account() {
    let house = House::open();
    for person in [house.viewer(), house.user(), house.superuser(), house.admin()] {
        let expected = json!({
            "id": person.id(), "email": person.email(), "role": person.role(), "active": true, "websites": [house.home()]
        });
        for path in PATHS {
            assert_eq!(person.session().get(path).send().is(200).costs(0).json(), expected);
        }
    }
}

#[test]
fn a_key_is_itself() {
    let house = House::open();
    let key = house.key_of(&house.superuser(), "USER", &[house.home()]);
    let expected = json!({
        "id": key.id, "email": "apikey@snowcms", "role": "USER", "active": true, "websites": [house.home()]
    });
    for path in PATHS {
        assert_eq!(house.bearer(&key.token()).get(path).send().is(200).json(), expected);
    }
    house.bearer(&format!("{}.more", key.token())).get(PATHS[0]).send().shows("/id", key.id.as_str());
}

#[test]
fn a_key_can_do_no_more_than_its_owner() {
    let house = House::open();
    let both = house.hire("SUPERUSER", "both@house.example", &[house.home(), house.other()]);
    both.key()
        .get(PATHS[0])
        .send()
        .shows("/role", "SUPERUSER")
        .shows("/websites", json!([house.home(), house.other()]));
    let lowered = json!({ "email": both.email(), "role": "USER", "websites": [house.other()] });
    house.admin().session().put(both.path(""), lowered).send().tells("Account edited");
    both.key().get(PATHS[0]).send().shows("/role", "USER").shows("/websites", json!([house.other()]));
    both.session().get(PATHS[0]).send().shows("/role", "USER").shows("/websites", json!([house.other()]));
}

#[test]
fn strangers_are_nobody() {
    let house = House::open();
    let key = house.user().new_key().clone();
    let session = house.user().token().split_once(':').unwrap().1.to_owned();
    for header in [
        "Bearer".to_owned(),
        "Bearer ".to_owned(),
        "Bearer x".to_owned(),
        format!("Bearer {}", key.secret),
        format!("Bearer a:{}", key.id),
        format!("Bearer a:{}.", key.id),
        format!("Bearer a:{}.{}", house.viewer().new_key().id, key.secret),
        format!("Bearer a:{}.{}", house.user().id(), key.secret),
        format!("Bearer a:.{}", key.secret),
        format!("Bearer a:{}.{}", key.id, key.secret.to_uppercase()),
        format!("Basic {}", key.token()),
        key.token(),
        format!("Bearer {session}"),
        format!("Bearer :{session}"),
        format!("Bearer {}:{session}", house.viewer().id()),
        format!("Bearer a:{}.{session}", key.id),
        format!("Bearer {}:{}", house.user().id(), key.secret),
    ] {
        for path in PATHS {
            let answer = house.anon().get(path).header("authorization", &header).send();
            answer.says(401, "Unauthorized");
        }
    }
    // The name of the scheme is read in either case, as are the digits of an id.
    let id = key.id.to_uppercase();
    for header in [format!("bearer {}", key.token()), format!("BEARER a:{id}.{}", key.secret)] {
        house.anon().get("/api/accounts/me").header("authorization", &header).send().is(200);
    }
    house.anon().get(PATHS[0]).send().says(401, "Unauthorized");
    house.anon().get(PATHS[1]).send().says(401, "Unauthorized");
    // Nor is a key in another place.
    house.key(&key.token()).get(PATHS[0]).send().says(401, "Unauthorized");
    house.anon().get(format!("/api/accounts/me?key={}", key.token())).send().says(401, "Unauthorized");
}
