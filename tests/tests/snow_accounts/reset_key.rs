//! `POST /api/accounts/:account/keys/:key/reset`

use weft_tests::House;

use crate::things::NOBODY;

#[test]
fn a_key_has_its_new_secret_only() {
    let house = House::open();
    let user = house.user();
    user.key().get("/api/accounts/me").send().is(200);
    user.on(house.home()).get("").send().is(200);
    let path = user.path(&format!("/keys/{}/reset", user.new_key().id));
    let answer = user.session().post_nothing(&path).send();
    let id = answer.costs(1).tells("Reset API key");
    let secret = answer.text_at("/key");
    assert_eq!((&id, secret.len()), (&user.new_key().id, 43));
    assert_ne!(secret, user.new_key().secret);
    user.key().get("/api/accounts/me").send().says(401, "Unauthorized");
    user.on(house.home()).get("").send().says(401, "Unauthorized");
    let new = house.bearer(&format!("a:{id}.{secret}"));
    new.get("/api/accounts/me").send().is(200).shows("/id", id.as_str()).shows("/role", "USER");
    new.get(user.on(house.home()).path("")).send().is(200);
}

#[test]
fn a_key_may_reset_itself() {
    let house = House::open();
    let user = house.user();
    let path = user.path(&format!("/keys/{}/reset", user.new_key().id));
    user.key().post(&path, serde_json::json!({})).send().tells("Reset API key");
    user.key().post_nothing(&path).send().says(401, "Unauthorized");
}

#[test]
fn one_that_is_not_there_is_a_bad_request() {
    let house = House::open();
    let user = house.user();
    for id in [NOBODY, "no-id", &house.viewer().new_key().id] {
        let path = user.path(&format!("/keys/{id}/reset"));
        user.session().post_nothing(&path).send().says(400, "API key does not exist");
        house.admin().key().post_nothing(&path).send().says(400, "API key does not exist");
    }
}

#[test]
fn viewers_and_strangers_may_not_and_nobody_anothers() {
    let house = House::open();
    let (viewer, superuser) = (house.viewer(), house.superuser());
    for id in [viewer.new_key().id.as_str(), NOBODY] {
        let path = viewer.path(&format!("/keys/{id}/reset"));
        for actor in [viewer.session(), viewer.key(), superuser.session(), superuser.key()] {
            actor.post_nothing(&path).send().says(403, "Forbidden");
        }
        house.anon().post_nothing(&path).send().says(401, "Unauthorized");
    }
    viewer.key().get("/api/accounts/me").send().is(200);
}
