//! Properties of every endpoint, tested on every row of the table. A new row is tested without a
//! change here, unless it has a body or a path parameter that this file does not know.

use serde_json::{Value, json};
use weft_tests::tables::{self, Row};
use weft_tests::{Actor, Answer, RequestBuilder, Site, Weft, an_input};

use crate::blog::{UNKNOWN_ID, a_post, blog};

/// The values of path parameters, on one website.
#[derive(Clone, PartialEq)]
pub(crate) struct Fixtures {
    website: String,
    collection: String,
    input: String,
    entry: String,
    draft: String,
    slug: String,
}

/// Creates one resource for each path parameter, on a website.
pub(crate) fn fixtures(site: &Site<'_>) -> Fixtures {
    let posts = blog(&site.snow());
    Fixtures {
        website: site.id().to_owned(),
        input: posts.shown_input("slug")["id"].as_str().unwrap().to_owned(),
        entry: posts.entry(a_post("One", "one")),
        draft: posts.post("/drafts", json!({ "title": "Zero" })).send().tells("Draft created"),
        slug: "one".to_owned(),
        collection: posts.id,
    }
}

fn path(row: &Row, fixtures: &Fixtures) -> String {
    let mut path = row.path.clone();
    for (name, value) in [
        (":website", &fixtures.website),
        (":collection", &fixtures.collection),
        (":input", &fixtures.input),
        (":entry", &fixtures.entry),
        (":draft", &fixtures.draft),
        (":slug*", &fixtures.slug),
        (":file", &UNKNOWN_ID.to_owned()),
    ] {
        path = path.replace(name, value);
    }
    assert!(!path.contains(':'), "{path} has a parameter that this test does not know");
    path
}

/// A valid body for the row.
fn body(row: &Row, fixtures: &Fixtures) -> Option<Value> {
    match row.test.as_str() {
        "create_collection" | "edit_collection" => Some(json!({ "name": "Brand New" })),
        "edit_title" => Some(json!({ "inputId": fixtures.input })),
        "create_input" => Some(an_input("new", "text", json!({}))),
        "edit_input" => Some(an_input("slug", "slug", json!({ "inputConfig": { "fieldName": "title" } }))),
        "move_input" => Some(json!({ "order": 0 })),
        "create_entry" | "edit_entry" | "create_draft" | "edit_draft" => Some(a_post("Two", "two")),
        _ => None,
    }
}

/// The status of a successful request.
pub(crate) fn success(row: &Row) -> u16 {
    if row.test == "media" { 501 } else { 200 }
}

pub(crate) fn ask<'w>(actor: &Actor<'w>, row: &Row, fixtures: &Fixtures) -> RequestBuilder<'w> {
    let ask = actor.ask(&row.method, path(row, fixtures));
    match body(row, fixtures) {
        Some(body) => ask.json(body),
        None => ask,
    }
}

fn admin(weft: &Weft) -> Actor<'_> {
    weft.snow().actor().clone()
}

/// Asserts that no request changed anything.
fn is_untouched(weft: &Weft, fixtures: &Fixtures) {
    let posts = weft.snow().the(&fixtures.collection);
    posts.get("").send().is(200).shows("/name", "Posts");
    assert_eq!(posts.get("/inputs").send().json().as_array().unwrap().len(), 3);
    posts.get("/entries").send().shows("/0/title", "One");
}

#[test]
fn a_key_is_accepted_with_its_own_id_and_in_its_header_only() {
    let weft = Weft::start();
    let fixtures = fixtures(&weft.site());
    let made = weft.admin().post("/api/keys", json!({ "name": "x", "scopes": ["read"] })).send();
    let (id, key) = (made.is(201).text_at("/id"), made.text_at("/key"));
    let target = weft.snow().path("");
    weft.bearer(&format!("a:{id}.{key}")).get(&target).send().is(200);
    weft.bearer(&format!("a:{id}.{key}.more")).get(&target).send().is(200);
    for other in [UNKNOWN_ID, "", "x", &fixtures.website] {
        weft.bearer(&format!("a:{other}.{key}")).get(&target).send().says(401, "Unauthorized");
    }
    weft.key(&key).get(&target).send().says(401, "Unauthorized");
    weft.anon().get(format!("{target}?key={key}")).send().says(401, "Unauthorized");
    weft.admin().delete(format!("/api/keys/{id}")).send().is(200);
    weft.bearer(&format!("a:{id}.{key}")).get(&target).send().says(401, "Unauthorized");
}

#[test]
fn another_website_is_forbidden() {
    let weft = Weft::start();
    let theirs = fixtures(&weft.other_site());
    for row in tables::snow() {
        ask(&admin(&weft), &row, &theirs).send().says(403, "Forbidden");
        for website in [UNKNOWN_ID, "42", "%00"] {
            let elsewhere = Fixtures { website: website.to_owned(), ..theirs.clone() };
            ask(&admin(&weft), &row, &elsewhere).send().says(403, "Forbidden");
        }
    }
    let posts = weft.other_site().snow().the(&theirs.collection);
    posts.get("/entries").send().is(200).shows("/0/title", "One");
}

#[test]
fn ids_of_another_website_are_not_found() {
    let weft = Weft::start();
    let (mine, theirs) = (fixtures(&weft.site()), fixtures(&weft.other_site()));
    let mut swapped = 0;
    for row in tables::snow() {
        let mixed = [
            Fixtures { collection: theirs.collection.clone(), ..mine.clone() },
            Fixtures { input: theirs.input.clone(), ..mine.clone() },
            Fixtures { entry: theirs.entry.clone(), ..mine.clone() },
            Fixtures { draft: theirs.draft.clone(), ..mine.clone() },
        ];
        for fixtures in mixed.iter().filter(|fixtures| path(&row, fixtures) != path(&row, &mine)) {
            let ask = admin(&weft).ask(&row.method, path(&row, fixtures));
            let answer = body(&row, &mine).into_iter().fold(ask, |ask, body| ask.json(body)).send();
            answer.is(404);
            assert!(answer.text_at("/error").ends_with(" not found"), "{answer}");
            swapped += 1;
        }
    }
    assert!(swapped >= 24, "only {swapped} ids were swapped");
    is_untouched(&weft, &mine);
}

#[test]
fn an_unknown_route_is_not_found() {
    let weft = Weft::start();
    let Fixtures { website, collection, .. } = fixtures(&weft.site());
    let base = format!("/api/websites/{website}/collections");
    for target in [
        format!("/api/websites/{website}/collection"),
        format!("{base}/{collection}/nothing"),
        format!("{base}/{collection}/inputs/x/y"),
        format!("{base}/{collection}/entries/x/y"),
        format!("{base}//"),
        format!("/api/websites/{website}/colletions/{collection}/title"),
        format!("/api/wesbites/{website}/collections"),
    ] {
        for actor in [weft.anon(), admin(&weft)] {
            actor.get(&target).send().says(404, "Route not found");
        }
    }
}

#[test]
fn an_unsupported_method_gets_the_allowed_methods() {
    let weft = Weft::start();
    let fixtures = fixtures(&weft.site());
    let rows = tables::snow();
    for row in &rows {
        let mut allowed = Vec::new();
        for same in rows.iter().filter(|same| same.path == row.path) {
            allowed.push(same.method.as_str());
            allowed.extend((same.method == "GET").then_some("HEAD"));
        }
        for method in ["TRACE", "OPTIONS", "BREW"] {
            let answer = admin(&weft).ask(method, path(row, &fixtures)).send();
            answer.says(405, "Method not allowed").has("allow", &allowed.join(", "));
        }
    }
    is_untouched(&weft, &fixtures);
}

#[test]
fn requests_from_webhooks_are_forbidden() {
    let weft = Weft::start();
    let fixtures = fixtures(&weft.site());
    for row in tables::snow() {
        let from_hook =
            ask(&admin(&weft), &row, &fixtures).header("x-snowcms-unsafe-source", "webhook").send();
        from_hook.says(403, "Forbidden");
    }
    is_untouched(&weft, &fixtures);
}

#[test]
fn every_response_forbids_indexing() {
    let robots = |answer: &Answer| answer.has("x-robots-tag", "noindex").status();
    for row in tables::snow() {
        let weft = Weft::start();
        let fixtures = fixtures(&weft.site());
        assert_eq!(robots(&ask(&weft.anon(), &row, &fixtures).send()), 401);
        let head = admin(&weft).head(path(&row, &fixtures)).send();
        assert_eq!(robots(&head), if row.method == "GET" { success(&row) } else { head.status() });
        assert_eq!(robots(&ask(&admin(&weft), &row, &fixtures).send()), success(&row), "{row:?}");
    }
}

#[test]
fn round_trips_match_the_table() {
    for row in tables::snow() {
        let weft = Weft::start();
        let fixtures = fixtures(&weft.site());
        // After this request, the instance has cached the principal and the content types.
        weft.snow().the(&fixtures.collection).get("/entries").send().is(200);
        let (statements, answer) = weft.statements_of(|| ask(&admin(&weft), &row, &fixtures).send());
        assert!(answer.is(success(&row)).round_trips() <= row.round_trips, "{row:?} costs more:{answer}");
        assert!(answer.round_trips() >= row.round_trips.min(1), "{row:?} costs nothing?{answer}");
        // A batch is one round trip of one or more statements.
        assert!(statements >= answer.round_trips(), "the host counted {statements} statements:{answer}");
    }
}

#[test]
fn a_trailing_slash_is_ignored() {
    let weft = Weft::start();
    let fixtures = fixtures(&weft.site());
    for row in tables::snow().iter().filter(|row| row.method == "GET") {
        let path = path(row, &fixtures);
        let (without, with) = (admin(&weft).get(&path).send(), admin(&weft).get(format!("{path}/")).send());
        assert_eq!(without.is(success(row)).text(), with.is(success(row)).text());
    }
}

#[test]
fn the_cors_preflight_admits_every_origin() {
    let weft = Weft::start();
    let fixtures = fixtures(&weft.site());
    for row in tables::snow() {
        let preflight = weft.anon().options(path(&row, &fixtures)).header("origin", "https://a.example");
        let preflight = preflight.header("access-control-request-method", &row.method).send();
        let methods: Vec<&str> =
            preflight.is(204).header("access-control-allow-methods").split(", ").collect();
        assert!(methods.contains(&row.method.as_str()), "{row:?}");
        ask(&admin(&weft), &row, &fixtures).header("origin", "https://a.example").send();
    }
}
