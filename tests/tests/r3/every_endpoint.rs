//! Properties of every endpoint, tested on every row of R3's tables. A new row is tested
//! without a change here, unless it has a body or a path parameter that this file does not know.

use serde_json::{Value, json};
use weft_tests::tables::{self, Row};
use weft_tests::{Actor, RequestBuilder, Site, Weft, a_document, a_type};

/// The values of path parameters, on one site.
pub(crate) struct Fixtures {
    pub(crate) type_name: String,
    id: String,
    slug: String,
    version: String,
    key: String,
    webhook: String,
    delivery: String,
}

/// The body of a webhook to which nothing is sent.
pub(crate) fn a_webhook() -> Value {
    json!({ "name": "n", "url": "https://hook.example/", "events": ["entry.publish"], "enabled": false })
}

/// Creates one resource for each path parameter, on a site.
pub(crate) fn fixtures(site: &Site<'_>, type_name: &str) -> Fixtures {
    let admin = site.admin();
    a_type(type_name).field("title", "text").create(&admin);
    let document = a_document(type_name).slug("a-slug").set("title", "Title").published().create(&admin);
    // Everybody who may rotate it may do as much.
    let key = admin.post("/api/keys", json!({ "name": "one more", "scopes": ["admin:accounts"] })).send();
    let webhook = admin.post("/api/webhooks", a_webhook()).send().is(201).text_at("/id");
    let test = admin.post_nothing(format!("/api/webhooks/{webhook}/test")).send();
    Fixtures {
        delivery: test.is(202).text_at("/id"),
        webhook,
        type_name: type_name.to_owned(),
        version: admin.get(document.at("versions")).send().is(200).text_at("/docs/0/id"),
        slug: "a-slug".to_owned(),
        id: document.id,
        key: key.is(201).text_at("/id"),
    }
}

fn rows() -> Vec<Row> {
    [tables::r3(), tables::r3_keys(), tables::r3_webhooks()].concat()
}

/// The path of a row, with these resources as its parameters.
pub(crate) fn path(row: &Row, fixtures: &Fixtures) -> String {
    let id = match row.path.as_str() {
        keys if keys.starts_with("/api/keys") => &fixtures.key,
        webhooks if webhooks.starts_with("/api/webhooks") => &fixtures.webhook,
        _ => &fixtures.id,
    };
    let mut path = row.path.clone();
    let names = [
        (":version", &fixtures.version),
        (":delivery", &fixtures.delivery),
        (":slug*", &fixtures.slug),
        (":type", &fixtures.type_name),
        (":name", &fixtures.type_name),
        (":id", id),
    ];
    for (name, value) in names {
        path = path.replace(name, value);
    }
    assert!(!path.contains(':'), "{path} has a parameter that this test does not know");
    path
}

/// A valid body for the row.
fn body(row: &Row, fixtures: &Fixtures) -> Option<Value> {
    match row.name.as_str() {
        "create a content type" => Some(json!({ "name": "brand_new", "label": "Brand New" })),
        "update a content type" => Some(json!({ "label": "Changed" })),
        "create a document" => Some(json!({ "type": fixtures.type_name, "data": { "title": "Brand New" } })),
        "update a document" => Some(json!({ "data": { "title": "Changed" } })),
        "create a webhook" => Some(a_webhook()),
        "update a webhook" => Some(json!({ "name": "Changed" })),
        "create a key" => Some(json!({ "name": "brand new", "scopes": ["read"] })),
        _ => None,
    }
}

fn ask<'w>(actor: &Actor<'w>, row: &Row, path: &str, fixtures: &Fixtures) -> RequestBuilder<'w> {
    let ask = actor.ask(&row.method, path);
    match body(row, fixtures) {
        Some(body) => ask.json(body),
        None => ask,
    }
}

#[test]
fn a_key_in_the_query_is_not_accepted() {
    let weft = Weft::start();
    for secret in weft.site().secrets() {
        let target = format!("/api/content?x-api-key={0}&apiKey={0}&key={0}", secret.replace(' ', "+"));
        weft.anon().get(target).send().is_error(401, "UNAUTHORIZED");
    }
}

#[test]
fn ids_of_another_site_are_not_found() {
    let weft = Weft::start();
    let mine = fixtures(&weft.site(), "page");
    let theirs = fixtures(&weft.other_site(), "secret_page");
    let mut swapped = 0;
    for row in rows() {
        let mixed = [
            Fixtures { type_name: theirs.type_name.clone(), ..copy(&mine) },
            Fixtures {
                id: theirs.id.clone(),
                key: theirs.key.clone(),
                webhook: theirs.webhook.clone(),
                ..copy(&mine)
            },
            Fixtures { delivery: theirs.delivery.clone(), ..copy(&mine) },
            Fixtures { version: theirs.version.clone(), ..copy(&mine) },
            copy(&theirs),
        ];
        for fixtures in mixed.iter().filter(|fixtures| path(&row, fixtures) != path(&row, &mine)) {
            let target = path(&row, fixtures);
            for target in [target.clone(), format!("{target}?draft=true")] {
                ask(&weft.admin(), &row, &target, &mine).send().is_error(404, "NOT_FOUND");
                swapped += 1;
            }
        }
    }
    assert!(swapped >= 2 * 13, "only {swapped} ids were swapped");
    let other = weft.other_site().admin();
    other
        .get(format!("/api/content/{}", theirs.id))
        .send()
        .is(200)
        .shows("/data/title", "Title")
        .shows("/status", "published");
    other.get("/api/keys").send().shows("/totalDocs", 5);
    other.get("/api/content-types/secret_page").send().shows("/label", "secret_page");
}

fn copy(fixtures: &Fixtures) -> Fixtures {
    let Fixtures { type_name, id, slug, version, key, webhook, delivery } = fixtures;
    Fixtures {
        type_name: type_name.clone(),
        id: id.clone(),
        slug: slug.clone(),
        version: version.clone(),
        key: key.clone(),
        webhook: webhook.clone(),
        delivery: delivery.clone(),
    }
}

#[test]
fn unknown_and_malformed_ids_are_not_found() {
    let weft = Weft::start();
    let mine = fixtures(&weft.site(), "page");
    let nothing = Fixtures {
        type_name: "nothing".to_owned(),
        id: "018f3f70-1c2d-7abc-8def-0123456789ab".to_owned(),
        slug: "nothing".to_owned(),
        version: "018f3f70-1c2d-7abc-8def-0123456789ab".to_owned(),
        key: "018f3f70-1c2d-7abc-8def-0123456789ab".to_owned(),
        webhook: "018f3f70-1c2d-7abc-8def-0123456789ab".to_owned(),
        delivery: "018f3f70-1c2d-7abc-8def-0123456789ab".to_owned(),
    };
    let malformed = Fixtures {
        type_name: "%00'\"--".to_owned(),
        id: "42".to_owned(),
        slug: "%ff%fe".to_owned(),
        version: "latest".to_owned(),
        key: "%F0%9F%92%A9".to_owned(),
        webhook: "42".to_owned(),
        delivery: "%F0%9F%92%A9".to_owned(),
    };
    for row in rows().iter().filter(|row| row.path.contains(':')) {
        for fixtures in [&nothing, &malformed] {
            ask(&weft.admin(), row, &path(row, fixtures), &mine).send().is_error(404, "NOT_FOUND");
        }
    }
    for unknown in
        ["/", "/api", "/api/contents", "/api/content/", "/api/keys/", "/api/content-types//", "/API/content"]
    {
        let status = weft.admin().get(unknown).send().status();
        assert_eq!(status == 404, !matches!(unknown, "/api/content/" | "/api/keys/"), "{unknown}");
    }
}

#[test]
fn head_returns_the_headers_of_get_without_a_body() {
    let weft = Weft::start();
    let fixtures = fixtures(&weft.site(), "page");
    for row in rows().iter().filter(|row| row.method == "GET") {
        let path = path(row, &fixtures);
        let get = weft.admin().get(&path).send();
        let head = weft.admin().head(&path).send();
        get.is(200);
        head.is(200);
        assert!(head.bytes().is_empty() && !get.bytes().is_empty(), "{path}");
        for name in ["content-length", "content-type", "etag", "link", "cache-control", "vary"] {
            assert_eq!(head.header(name), get.header(name), "{name} of {path}");
        }
        assert_eq!(get.header("content-length"), get.bytes().len().to_string());
        weft.anon().head(&path).send().is(401);
    }
}

#[test]
fn a_trailing_slash_is_ignored() {
    let weft = Weft::start();
    let fixtures = fixtures(&weft.site(), "page");
    for row in rows().iter().filter(|row| row.method == "GET") {
        let path = path(row, &fixtures);
        let (without, with) = (weft.admin().get(&path).send(), weft.admin().get(format!("{path}/")).send());
        assert_eq!(without.is(200).text(), with.is(200).text());
    }
}

#[test]
fn an_unsupported_method_gets_the_allowed_methods() {
    let weft = Weft::start();
    let fixtures = fixtures(&weft.site(), "page");
    let rows = rows();
    for row in &rows {
        let mut allowed = Vec::new();
        for same in rows.iter().filter(|same| same.path == row.path) {
            allowed.push(same.method.as_str());
            allowed.extend((same.method == "GET").then_some("HEAD"));
        }
        let allowed = allowed.join(", ");
        for method in ["PUT", "TRACE", "OPTIONS", "BREW"] {
            let answer = weft.admin().ask(method, path(row, &fixtures)).send();
            answer.is_error(405, "METHOD_NOT_ALLOWED").has("allow", &allowed);
        }
    }
}

#[test]
fn the_cors_preflight_admits_every_origin() {
    let weft = Weft::start();
    let fixtures = fixtures(&weft.site(), "page");
    for row in rows() {
        let preflight = weft
            .anon()
            .options(path(&row, &fixtures))
            .header("origin", "https://a.example")
            .header("access-control-request-method", &row.method)
            .header("access-control-request-headers", "x-api-key, content-type")
            .send();
        preflight.is(204).costs(0);
        let methods: Vec<&str> = preflight.header("access-control-allow-methods").split(", ").collect();
        assert!(methods.contains(&row.method.as_str()), "{row:?}");
        let headers: Vec<&str> = preflight.header("access-control-allow-headers").split(", ").collect();
        for header in ["x-api-key", "authorization", "content-type", "if-match", "if-none-match"] {
            assert!(headers.contains(&header), "{header}");
        }
        let actual = ask(&weft.anon(), &row, &path(&row, &fixtures), &fixtures)
            .header("origin", "https://a.example")
            .send();
        assert!(actual.is(401).header("access-control-expose-headers").contains("ETag"));
    }
}

#[test]
fn round_trips_match_the_table() {
    for row in rows() {
        let weft = Weft::start();
        let fixtures = fixtures(&weft.site(), "page");
        let admin = weft.admin();
        // After these requests, the instances of both components have cached the principal and the
        // content types.
        admin.get("/api/content?type=page").send().is(200);
        admin.get("/api/keys").send().is(200);
        a_document("page").set("title", "Warm").create(&admin);
        let target = path(&row, &fixtures);
        let (statements, answer) = weft.statements_of(|| ask(&admin, &row, &target, &fixtures).send());
        assert!(answer.status() < 300, "{answer}");
        assert!(answer.round_trips() <= row.round_trips, "{row:?} costs more:{answer}");
        assert!(answer.round_trips() >= 1, "{row:?} costs nothing?{answer}");
        // A batch is one round trip of one or more statements.
        assert!(statements >= answer.round_trips(), "the host counted {statements} statements:{answer}");
    }
}

#[test]
fn bodies_other_than_json_objects_are_refused() {
    let weft = Weft::start();
    let fixtures = fixtures(&weft.site(), "page");
    let deep = format!("{{\"data\":{}{}}}", "[".repeat(2000), "]".repeat(2000));
    let bodies: [&[u8]; 10] = [
        b"",
        b" ",
        b"{",
        b"[]",
        b"null",
        b"\"text\"",
        b"{\"name\":\"\xff\"}",
        b"{} {}",
        b"{\"name\":\"\\u0000\"}",
        deep.as_bytes(),
    ];
    for row in rows().iter().filter(|row| body(row, &fixtures).is_some()) {
        for body in bodies {
            let answer = weft.admin().ask(&row.method, path(row, &fixtures)).bytes(body).send();
            answer.is_error(422, "VALIDATION_ERROR");
        }
    }
    weft.admin().get("/api/content-types").send().shows("/totalDocs", 1);
    weft.admin()
        .get("/api/content?draft=true")
        .send()
        .shows("/totalDocs", 1)
        .shows("/docs/0/data/title", "Title");
}

#[test]
fn a_stale_if_match_is_refused_and_a_current_one_is_accepted() {
    let conditional = rows()
        .into_iter()
        .filter(|row| row.path.contains(':') && row.method != "GET")
        // Keys and webhooks have no validators.
        .filter(|row| !row.path.starts_with("/api/keys") && !row.path.starts_with("/api/webhooks"));
    let mut asked = 0;
    for row in conditional {
        let weft = Weft::start();
        let fixtures = fixtures(&weft.site(), "page");
        let of = if row.path.contains(":name") {
            "/api/content-types/page".to_owned()
        } else {
            format!("/api/content/{}", fixtures.id)
        };
        let admin = weft.admin();
        let old = admin.get(&of).send().etag();
        let change = if row.path.contains(":name") {
            json!({ "label": "New" })
        } else {
            json!({ "data": { "title": "New" } })
        };
        admin.patch(&of, change).send().is(200);
        let new = admin.get(&of).send().etag();
        assert_ne!(old, new);
        let target = path(&row, &fixtures);
        ask(&admin, &row, &target, &fixtures).if_match(&old).send().is_error(412, "PRECONDITION_FAILED");
        ask(&admin, &row, &target, &fixtures)
            .if_match("\"nonsense\"")
            .send()
            .is_error(412, "PRECONDITION_FAILED");
        let weak = format!("W/{new}");
        ask(&admin, &row, &target, &fixtures).if_match(&weak).send().is_error(412, "PRECONDITION_FAILED");
        admin.get(&of).if_none_match(&new).send().is(304);
        ask(&admin, &row, &target, &fixtures).if_match(&format!("{old}, {new}")).send().is(200);
        asked += 1;
    }
    assert_eq!(asked, 7);
}

#[test]
fn the_request_id_of_the_client_is_returned() {
    let weft = Weft::start();
    weft.anon().get("/api/content").header("x-request-id", "my-id.42").send().has("x-request-id", "my-id.42");
    let long = "x".repeat(129);
    for unfit in ["", "with space", &long] {
        let answer = weft.anon().get("/api/content").header("x-request-id", unfit).send();
        assert_eq!(answer.header("x-request-id").len(), 36, "{answer}");
    }
}

#[test]
fn unknown_parameters_and_members_are_ignored() {
    let weft = Weft::start();
    let fixtures = fixtures(&weft.site(), "page");
    for row in rows() {
        let target = format!("{}?websiteId=1&x[y]=z&_=1", path(&row, &fixtures));
        let ask = weft.admin().ask(&row.method, &target);
        let ask = match body(&row, &fixtures) {
            Some(Value::Object(mut body)) => {
                body.insert("websiteId".to_owned(), json!("1"));
                body.insert("id".to_owned(), json!("mine"));
                ask.json(Value::Object(body))
            }
            _ => ask,
        };
        // A deletion would remove the resources that later rows need.
        if row.method != "DELETE" {
            assert!(ask.send().status() < 300, "{row:?}");
        }
    }
}
