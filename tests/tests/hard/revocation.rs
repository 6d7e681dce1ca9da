//! A revoked credential is refused on the next request, also by instances that have cached it.

use serde_json::json;
use weft_tests::{Actor, Weft, a_document, a_type};

/// A key with all scopes: its id and its secret.
fn key(weft: &Weft) -> (String, String) {
    let plan = json!({ "perMinute": 0, "perDay": 0 });
    let body = json!({ "name": "k", "scopes": ["read", "write", "admin"], "plan": plan });
    let made = weft.session().post("/api/keys", body).send();
    (made.is(201).text_at("/id"), made.text_at("/key"))
}

/// Requests to every endpoint with a key.
struct EndpointProbe {
    document: String,
    document_tag: String,
    list_tag: String,
}

impl EndpointProbe {
    fn new(weft: &Weft) -> Self {
        a_type("page").field("title", "text").create(&weft.admin());
        let document = a_document("page").set("title", "Hello").published().create(&weft.admin());
        let list_tag = weft.reader().get("/api/content?type=page").send().is(200).etag();
        Self { document: document.path(), document_tag: document.etag, list_tag }
    }

    fn statuses(&self, key: &Actor<'_>) -> Vec<u16> {
        let document = &self.document;
        let asks = [
            key.get(document),
            key.get(document).if_none_match(&self.document_tag),
            key.head(document),
            key.get("/api/content?type=page"),
            key.get("/api/content?type=page").if_none_match(&self.list_tag),
            key.get("/api/content/by-slug/page/nothing"),
            key.get(format!("{document}/versions")),
            key.get("/api/content-types"),
            key.get("/api/content-types/page"),
            key.post("/api/content", json!({ "type": "nothing", "data": {} })),
            key.patch(document, json!({ "slug": "not legal" })),
            key.post("/api/content-types", json!({ "name": "not legal", "label": "x" })),
            key.patch("/api/content-types/page", json!({ "name": "another" })),
            key.delete("/api/content/00000000-0000-7000-8000-000000000000"),
            key.post_nothing("/api/content/00000000-0000-7000-8000-000000000000/publish"),
            key.get("/api/keys"),
            key.delete("/api/keys/00000000-0000-7000-8000-000000000000"),
        ];
        asks.into_iter().map(|ask| ask.send().status()).collect()
    }
}

const GOOD: [u16; 17] = [200, 304, 200, 200, 304, 404, 200, 200, 200, 422, 422, 422, 422, 404, 404, 200, 404];

#[test]
fn a_deleted_key_is_refused_by_every_endpoint_at_once() {
    let weft = Weft::start();
    let probe = EndpointProbe::new(&weft);
    let (id, secret) = key(&weft);
    let (_, other) = key(&weft);
    let (key, other) = (weft.key(&secret), weft.key(&other));
    for _ in 0..2 {
        assert_eq!(probe.statuses(&key), GOOD);
        assert_eq!(probe.statuses(&other), GOOD);
    }
    weft.session().delete(format!("/api/keys/{id}")).send().is(200);
    assert_eq!(probe.statuses(&key), [401; GOOD.len()]);
    assert_eq!(probe.statuses(&other), GOOD, "other keys stay valid");
    assert_eq!(probe.statuses(&key), [401; GOOD.len()]);
}

/// Each endpoint in turn receives the first request after the revocation, with warm instances.
#[test]
fn the_first_request_after_a_revocation_is_refused_by_every_endpoint() {
    let weft = Weft::start();
    let probe = EndpointProbe::new(&weft);
    let asks: [fn(&Actor<'_>, &EndpointProbe) -> u16; 7] = [
        |key, probe| key.get(&probe.document).send().status(),
        |key, probe| key.get(&probe.document).if_none_match(&probe.document_tag).send().status(),
        |key, probe| key.get("/api/content?type=page").if_none_match(&probe.list_tag).send().status(),
        |key, _| key.get("/api/content?type=page&cursor=").send().status(),
        |key, probe| key.patch(&probe.document, json!({ "data": { "title": "changed" } })).send().status(),
        |key, _| key.post("/api/content", a_document("page").set("title", "new").body()).send().status(),
        |key, _| key.get("/api/keys").send().status(),
    ];
    for ask in asks {
        let (id, secret) = key(&weft);
        let key = weft.key(&secret);
        key.get(&probe.document).send().is(200);
        key.get("/api/keys").send().is(200);
        weft.session().delete(format!("/api/keys/{id}")).send().is(200);
        assert_eq!(ask(&key, &probe), 401);
    }
    weft.reader().get(&probe.document).send().shows("/data/title", "Hello");
    weft.reader().get("/api/content?type=page").send().shows("/totalDocs", 1);
}

#[test]
fn a_rotated_key_accepts_only_its_new_secret() {
    let weft = Weft::start();
    let probe = EndpointProbe::new(&weft);
    let (id, old) = key(&weft);
    assert_eq!(probe.statuses(&weft.key(&old)), GOOD);
    let new = weft.session().post_nothing(format!("/api/keys/{id}/rotate")).send().is(200).text_at("/key");
    assert_ne!(old, new);
    assert_eq!(probe.statuses(&weft.key(&old)), [401; GOOD.len()]);
    assert_eq!(probe.statuses(&weft.key(&new)), GOOD);
}

#[test]
fn a_session_is_refused_after_the_logout() {
    let weft = Weft::start();
    let (session, other) = (weft.site().new_session(), weft.site().new_session());
    for session in [&session, &other] {
        session.get("/v1/auth/me").send().is(200);
        session.get("/api/keys").send().is(200);
    }
    session.post_nothing("/v1/auth/logout").send().is(200);
    session.get("/v1/auth/me").send().is(401);
    session.get("/api/keys").send().is(401);
    session.post_nothing("/v1/auth/refresh").send().is(401);
    session.post_nothing("/v1/auth/logout").send().is(401);
    other.get("/v1/auth/me").send().is(200);

    let refreshed = other.post_nothing("/v1/auth/refresh").send().is(200).text_at("/data/token");
    other.get("/v1/auth/me").send().is(401);
    other.get("/api/keys").send().is(401);
    weft.bearer(&refreshed).get("/v1/auth/me").send().is(200);
}

#[test]
fn keys_and_sessions_expire_at_their_time() {
    let weft = Weft::start();
    let probe = EndpointProbe::new(&weft);
    let body = json!({ "name": "short", "scopes": ["read"], "expiresAt": "2026-03-25T10:02:00.000Z" });
    let secret = weft.session().post("/api/keys", body).send().is(201).text_at("/key");
    let key = weft.key(&secret);
    key.get(&probe.document).send().is(200);
    weft.clock().advance(std::time::Duration::from_secs(59));
    key.get(&probe.document).send().is(200);
    weft.tick();
    key.get(&probe.document).send().is(401);
    key.get(&probe.document).if_none_match(&probe.document_tag).send().is(401);

    weft.session().get("/v1/auth/me").send().is(200);
    weft.clock().advance(std::time::Duration::from_secs(7 * 86_400));
    weft.session().get("/v1/auth/me").send().is(401);
}

#[test]
fn a_lowered_role_applies_at_once() {
    let weft = Weft::start();
    let probe = EndpointProbe::new(&weft);
    let (_, secret) = key(&weft);
    let key = weft.key(&secret);
    assert_eq!(probe.statuses(&key), GOOD);
    weft.set_role("viewer");
    key.get(&probe.document).send().is(200);
    key.patch(&probe.document, json!({ "data": {} })).send().is(403);
    key.post("/api/content", a_document("page").body()).send().is(403);
    key.get("/api/keys").send().is(403);
    let disable = "UPDATE accounts SET disabled_at = '2026-03-25T10:00:00.000Z'";
    weft.database().execute(disable, []).unwrap();
    assert_eq!(probe.statuses(&key), [401; GOOD.len()]);
    weft.session().get("/v1/auth/me").send().is(401);
}

/// A right on one site gives no access to resources of another site.
#[test]
fn ids_of_another_site_are_not_found() {
    let weft = Weft::start();
    let probe = EndpointProbe::new(&weft);
    let stranger = weft.other_site().admin();
    stranger.get(format!("{}?draft=true", probe.document)).send().is(404);
    stranger.get(&probe.document).if_none_match(&probe.document_tag).send().is(404);
    stranger.patch(&probe.document, json!({ "data": {} })).send().is(404);
    stranger.delete(&probe.document).send().is(404);
    let (id, secret) = key(&weft);
    stranger.delete(format!("/api/keys/{id}")).send().is(404);
    stranger.post_nothing(format!("/api/keys/{id}/rotate")).send().is(404);
    weft.key(&secret).get(&probe.document).send().is(200);
}
