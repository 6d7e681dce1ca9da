//! `PUT /api/accounts/:account/keys/:key`

use serde_json::{Value, json};
use weft_tests::House;

use crate::things::NOBODY;

fn body(role: &str, websites: Value) -> Value {
    json!({ "name": "Changed", "role": role, "websites": websites })
}

#[test]
fn a_key_changes_and_keeps_its_secret() {
    let house = House::open();
    let both = house.hire("SUPERUSER", "both@house.example", &[house.home(), house.other()]);
    let key = house.key_of(&both, "SUPERUSER", &[house.home()]);
    let path = both.path(&format!("/keys/{}", key.id));
    let on =
        |website: &str| house.bearer(&key.token()).get(format!("/api/websites/{website}/collections")).send();
    on(house.home()).is(200);
    on(house.other()).says(403, "Forbidden");
    both.session().put(&path, body("VIEWER", json!([house.other()]))).send().costs(1).tells("Edited API key");
    let expected = json!({
        "id": key.id, "userId": both.id(), "name": "Changed", "role": "VIEWER", "active": true,
        "websites": [house.other()]
    });
    assert_eq!(both.key().get(&path).send().is(200).json(), expected);
    on(house.home()).says(403, "Forbidden");
    on(house.other()).is(200);
    let collection = json!({ "name": "Posts" });
    let path = format!("/api/websites/{}/collections", house.other());
    house.bearer(&key.token()).post(path, collection).send().says(403, "Forbidden");
}

#[test]
fn it_rests_and_wakes() {
    let house = House::open();
    let user = house.user();
    let path = user.path(&format!("/keys/{}", user.new_key().id));
    for is_active in [false, true, false] {
        let mut body = body("USER", json!([house.home()]));
        body["active"] = json!(is_active);
        user.session().put(&path, body.clone()).send().tells("Edited API key");
        user.session().get(&path).send().shows("/active", is_active);
        let status = if is_active { 200 } else { 401 };
        user.key().get("/api/accounts/me").send().is(status);
        user.on(house.home()).get("").send().is(status);
        // What is left out stays.
        body.as_object_mut().unwrap().remove("active");
        user.session().put(&path, body).send().tells("Edited API key");
        user.session().get(&path).send().shows("/active", is_active);
    }
}

#[test]
fn what_is_wrong_is_told() {
    let house = House::open();
    let user = house.user();
    let path = user.path(&format!("/keys/{}", user.new_key().id));
    for actor in [user.session(), house.admin().key()] {
        let refused = |body: Value, words: &str| {
            actor.put(&path, body).send().says(400, words);
        };
        for member in ["name", "role", "websites"] {
            let mut body = body("USER", json!([]));
            body.as_object_mut().unwrap().remove(member);
            refused(body, "Name, role and websites are required");
        }
        refused(body("OWNER", json!([])), "Invalid role");
        refused(body("USER", json!({})), "Websites must be an array");
        refused(body("SUPERUSER", json!([])), "API key cannot have higher role than user");
        for websites in [json!([house.other()]), json!([NOBODY])] {
            refused(body("USER", websites), "User does not have access to one or more websites");
        }
        for id in [NOBODY, "no-id", &house.viewer().new_key().id] {
            let answer = actor.put(user.path(&format!("/keys/{id}")), body("USER", json!([]))).send();
            answer.says(400, "API key does not exist");
        }
    }
    user.session().get(&path).send().shows("/name", "Key").shows("/role", "USER");
}

#[test]
fn a_key_does_not_touch_what_may_more_than_itself() {
    let house = House::open();
    let both = house.hire("SUPERUSER", "both@house.example", &[house.home(), house.other()]);
    let less = house.bearer(&house.key_of(&both, "USER", &[house.home()]).token());
    let higher = house.key_of(&both, "SUPERUSER", &[]).id;
    let wider = house.key_of(&both, "VIEWER", &[house.other()]).id;
    let equal = house.key_of(&both, "USER", &[house.home()]).id;
    for id in [&higher, &wider] {
        let path = both.path(&format!("/keys/{id}"));
        less.put(&path, body("VIEWER", json!([]))).send().says(403, "Forbidden");
        less.post_nothing(format!("{path}/reset")).send().says(403, "Forbidden");
        less.delete(&path).send().says(403, "Forbidden");
        both.session().put(&path, body("VIEWER", json!([]))).send().tells("Edited API key");
    }
    let path = both.path(&format!("/keys/{equal}"));
    less.put(&path, body("USER", json!([house.home()]))).send().tells("Edited API key");
    less.post_nothing(format!("{path}/reset")).send().tells("Reset API key");
    less.delete(&path).send().tells("API key deleted");
}

#[test]
fn viewers_and_strangers_may_not_and_nobody_anothers() {
    let house = House::open();
    let (viewer, superuser) = (house.viewer(), house.superuser());
    for id in [viewer.new_key().id.as_str(), NOBODY] {
        let path = viewer.path(&format!("/keys/{id}"));
        for actor in [viewer.session(), viewer.key(), superuser.session(), superuser.key()] {
            actor.put(&path, body("VIEWER", json!([]))).send().says(403, "Forbidden");
        }
        house.anon().put(&path, body("VIEWER", json!([]))).send().says(401, "Unauthorized");
    }
}
