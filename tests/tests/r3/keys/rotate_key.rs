//! `POST /api/keys/:id/rotate`

use serde_json::json;
use weft_tests::Weft;

use crate::reference::members;

#[test]
fn a_rotation_replaces_the_secret_on_the_next_request() {
    let weft = Weft::start();
    let made = weft.session().post("/api/keys", json!({ "name": "ci", "scopes": ["read", "admin"] })).send();
    let old = weft.key(&made.text_at("/key"));
    for target in ["/api/content", "/api/content?draft=true", "/api/content-types", "/api/keys"] {
        old.get(target).send().is(200);
    }
    let rotated = weft.session().post_nothing(format!("/api/keys/{}/rotate", made.text_at("/id"))).send();
    rotated.is(200).costs(1).has("cache-control", "no-store");
    assert_eq!(members(&rotated.json()), members(&made.json()));
    assert_ne!(rotated.text_at("/key"), made.text_at("/key"));
    for member in ["/id", "/name", "/scopes", "/plan", "/createdAt", "/expiresAt"] {
        assert_eq!(rotated.at(member), made.at(member), "{member}");
    }
    for target in ["/api/content", "/api/content?draft=true", "/api/content-types", "/api/keys"] {
        old.get(target).send().is_error(401, "UNAUTHORIZED");
        weft.key(&rotated.text_at("/key")).get(target).send().is(200);
    }
}

#[test]
fn each_rotation_revokes_the_previous_secret() {
    let weft = Weft::start();
    let made = weft.session().post("/api/keys", json!({ "name": "ci", "scopes": ["read"] })).send();
    let mut secrets = vec![made.text_at("/key")];
    for _ in 0..3 {
        secrets.push(
            weft.session()
                .post_nothing(format!("/api/keys/{}/rotate", made.text_at("/id")))
                .send()
                .text_at("/key"),
        );
        let statuses: Vec<u16> =
            secrets.iter().map(|secret| weft.key(secret).get("/api/content").send().status()).collect();
        let (last, earlier) = statuses.split_last().unwrap();
        assert!(*last == 200 && earlier.iter().all(|status| *status == 401), "{statuses:?}");
    }
}

#[test]
fn a_key_can_rotate_itself() {
    let weft = Weft::start();
    let made = weft.session().post("/api/keys", json!({ "name": "ci", "scopes": ["admin"] })).send();
    let path = format!("/api/keys/{}/rotate", made.text_at("/id"));
    let rotated = weft.key(&made.text_at("/key")).post_nothing(&path).send();
    weft.key(&made.text_at("/key")).post_nothing(&path).send().is_error(401, "UNAUTHORIZED");
    weft.key(&rotated.text_at("/key")).post_nothing(&path).send().is(200);
}

#[test]
fn only_admins_may_rotate_keys() {
    let weft = Weft::start();
    let id =
        weft.session().post("/api/keys", json!({ "name": "ci", "scopes": ["read"] })).send().text_at("/id");
    for actor in [weft.editor(), weft.reader()] {
        actor.post_nothing(format!("/api/keys/{id}/rotate")).send().is_error(403, "FORBIDDEN");
    }
}

#[test]
fn nobody_gets_the_secret_of_a_key_that_can_do_more() {
    let weft = Weft::start();
    let key = |scopes: &[&str]| {
        let made = weft.session().post("/api/keys", json!({ "name": "ci", "scopes": scopes })).send();
        made.is(201);
        (made.text_at("/id"), weft.key(&made.text_at("/key")))
    };
    let ((weak_id, weak), (strong_id, strong)) =
        (key(&["read", "admin:accounts"]), key(&["read", "write", "admin"]));
    let (writing, _) = key(&["write:entries"]);
    let rotate =
        |actor: &weft_tests::Actor<'_>, id: &str| actor.post_nothing(format!("/api/keys/{id}/rotate")).send();
    for id in [&strong_id, &writing] {
        rotate(&weak, id).is_error(403, "FORBIDDEN");
    }
    strong.get("/api/content").send().is(200);
    let again = weft.key(&rotate(&weak, &weak_id).is(200).text_at("/key"));
    rotate(&again, "018f3f70-1c2d-7abc-8def-0123456789ab").is_error(404, "NOT_FOUND");
    rotate(&strong, &writing).is(200).costs(1);
    let own = rotate(&strong, &strong_id).is(200).text_at("/key");
    weft.key(&own).get("/api/content").send().is(200);
}
