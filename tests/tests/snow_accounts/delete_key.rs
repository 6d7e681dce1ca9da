//! `DELETE /api/accounts/:account/keys/:key`

use serde_json::json;
use weft_tests::House;

use crate::things::NOBODY;

#[test]
fn a_key_goes_and_the_session_stays() {
    let house = House::open();
    let user = house.user();
    let path = user.path(&format!("/keys/{}", user.new_key().id));
    user.session().delete(&path).send().costs(1).tells("API key deleted");
    user.session().get(&path).send().says(400, "API key does not exist");
    user.session().delete(&path).send().says(400, "API key does not exist");
    assert_eq!(user.session().get(user.path("/keys")).send().is(200).json(), json!([]));
    user.key().get("/api/accounts/me").send().says(401, "Unauthorized");
}

#[test]
fn an_administrator_deletes_anybodys() {
    let house = House::open();
    let viewer = house.viewer();
    house
        .admin()
        .key()
        .delete(viewer.path(&format!("/keys/{}", viewer.new_key().id)))
        .send()
        .tells("API key deleted");
    viewer.key().get("/api/accounts/me").send().says(401, "Unauthorized");
}

#[test]
fn one_that_is_not_there_is_a_bad_request() {
    let house = House::open();
    let user = house.user();
    for id in [NOBODY, "no-id", &house.viewer().new_key().id] {
        let path = user.path(&format!("/keys/{id}"));
        user.session().delete(&path).send().says(400, "API key does not exist");
        house.admin().key().delete(&path).send().says(400, "API key does not exist");
    }
    house.viewer().key().get("/api/accounts/me").send().is(200);
}

#[test]
fn viewers_and_strangers_may_not_and_nobody_anothers() {
    let house = House::open();
    let (viewer, superuser) = (house.viewer(), house.superuser());
    for id in [viewer.new_key().id.as_str(), NOBODY] {
        let path = viewer.path(&format!("/keys/{id}"));
        for actor in [viewer.session(), viewer.key(), superuser.session(), superuser.key()] {
            actor.delete(&path).send().says(403, "Forbidden");
        }
        house.anon().delete(&path).send().says(401, "Unauthorized");
    }
    viewer.key().get("/api/accounts/me").send().is(200);
}
