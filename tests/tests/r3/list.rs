//! `GET /api/content`: the envelope, visibility, validators. Filters, sorting, pages and fields
//! have files of their own.

use serde_json::{Value, json};
use weft_tests::{Weft, a_document, a_type};

use crate::reference::{a_post, assert_document, members, published_hello_world, with_blog};

#[test]
fn the_envelope_has_the_members_of_the_reference() {
    let weft = Weft::start();
    with_blog(&weft.admin());
    let document = published_hello_world(&weft.editor());
    let answer = weft.reader().get("/api/content?type=blog_post&limit=10&page=1").send();
    let expected = [
        "docs",
        "totalDocs",
        "limit",
        "totalPages",
        "page",
        "hasNextPage",
        "hasPrevPage",
        "nextPage",
        "prevPage",
    ];
    assert_eq!(members(&answer.is(200).json()), expected);
    assert_document(&answer.at("/docs/0"));
    assert_eq!(answer.at("/docs/0"), document.json());
    let rest = json!({
        "docs": [document.json()], "totalDocs": 1, "limit": 10, "totalPages": 1, "page": 1,
        "hasNextPage": false, "hasPrevPage": false, "nextPage": null, "prevPage": null
    });
    assert_eq!(answer.json(), rest);
}

#[test]
fn a_list_with_its_total_costs_one_round_trip_on_a_warm_instance() {
    let weft = Weft::start();
    with_blog(&weft.admin());
    published_hello_world(&weft.editor());
    weft.reader().get("/api/content?type=blog_post").send().is(200);
    for target in [
        "/api/content",
        "/api/content?type=blog_post",
        "/api/content?type=blog_post&filters[data.title][$contains]=hello&sort=-publishedAt,data.title&fields=title",
        "/api/content?cursor=",
        "/api/content?page=7",
    ] {
        let (statements, answer) = weft.statements_of(|| weft.reader().get(target).send());
        answer.is(200).costs(1).shows("/totalDocs", 1);
        assert_eq!(statements, 1, "{target}");
    }
}

#[test]
fn an_empty_list_has_one_page() {
    let weft = Weft::start();
    let answer = weft.reader().get("/api/content").send();
    answer
        .is(200)
        .shows("/docs", json!([]))
        .shows("/totalDocs", 0)
        .shows("/totalPages", 1)
        .shows("/limit", 20);
    answer.shows("/page", 1).shows("/hasNextPage", false).shows("/nextPage", Value::Null);
}

#[test]
fn an_unknown_type_has_no_documents() {
    let weft = Weft::start();
    with_blog(&weft.admin());
    published_hello_world(&weft.editor());
    weft.reader().get("/api/content?type=nothing").send().is(200).shows("/totalDocs", 0);
    weft.reader().get("/api/content?type=").send().is(200).shows("/totalDocs", 1);
}

#[test]
fn only_published_documents_are_listed() {
    let weft = Weft::start();
    with_blog(&weft.admin());
    for (title, status) in [("Draft", "draft"), ("Published", "published"), ("Archived", "archived")] {
        a_post(title).status(status).create(&weft.editor());
    }
    for actor in [weft.admin(), weft.editor(), weft.reader(), weft.site().public()] {
        let answer = actor.get("/api/content").send();
        assert_eq!(answer.each("/data/title"), ["Published"]);
        answer.shows("/totalDocs", 1);
    }
}

#[test]
fn drafts_are_listed_only_for_the_admin_scope_and_only_on_request() {
    let weft = Weft::start();
    with_blog(&weft.admin());
    for status in ["draft", "published", "archived"] {
        a_post(status).status(status).create(&weft.editor());
    }
    for actor in [weft.editor(), weft.reader(), weft.site().public()] {
        actor.get("/api/content?draft=true").send().is_error(403, "FORBIDDEN");
        actor.get("/api/content?draft=false").send().is(200).shows("/totalDocs", 1);
    }
    weft.admin().get("/api/content?draft=true").send().is(200).shows("/totalDocs", 3);
    weft.admin().get("/api/content?draft=true&filters[status][$eq]=archived").send().shows("/totalDocs", 1);
    weft.admin().get("/api/content?draft=1").send().is_invalid(&["draft option"]);
}

#[test]
fn the_newest_come_first_also_within_one_millisecond() {
    let weft = Weft::start();
    with_blog(&weft.admin());
    for title in ["One", "Two", "Three"] {
        a_post(title).published().create(&weft.editor());
    }
    weft.tick();
    a_post("Four").published().create(&weft.editor());
    let answer = weft.reader().get("/api/content").send();
    assert_eq!(answer.each("/data/title"), ["Four", "Three", "Two", "One"]);
}

#[test]
fn documents_of_another_site_are_not_listed() {
    let weft = Weft::start();
    for site in [weft.site(), weft.other_site()] {
        with_blog(&site.admin());
        a_post(site.email()).published().create(&site.editor());
    }
    for site in [weft.site(), weft.other_site()] {
        let answer = site.admin().get("/api/content?type=blog_post&draft=true").send();
        assert_eq!(answer.each("/data/title"), [site.email()]);
        answer.shows("/totalDocs", 1);
        site.admin().get("/api/content-types").send().shows("/totalDocs", 1);
    }
}

#[test]
fn a_matching_etag_gets_304_until_a_write() {
    let weft = Weft::start();
    with_blog(&weft.admin());
    let document = published_hello_world(&weft.editor());
    for target in [
        "/api/content",
        "/api/content?type=blog_post",
        "/api/content?type=blog_post&sort=slug&fields=title&limit=1",
        "/api/content?type=blog_post&filters[status]=draft",
        "/api/content?type=blog_post&filters[data.title][$contains]=e",
    ] {
        let etag = weft.reader().get(target).send().etag();
        weft.reader().get(target).if_none_match(&etag).send().is(304).costs(1).has("etag", &etag);
        weft.reader().get(target).if_none_match("\"x\"").send().is(200);
    }
    let etag = weft.reader().get("/api/content?type=blog_post").send().etag();
    let changes = [
        ("PATCH", document.path(), Some(json!({ "data": { "title": "New" } }))),
        ("POST", document.at("unpublish"), None),
        ("POST", document.at("publish"), None),
        ("DELETE", document.path(), None),
    ];
    let mut known = etag;
    for (method, target, body) in changes {
        let ask = weft.editor().ask(method, &target);
        body.into_iter().fold(ask, |ask, body| ask.json(body)).send().is(200);
        let answer = weft.reader().get("/api/content?type=blog_post").if_none_match(&known).send();
        known = answer.is(200).etag();
    }
}

#[test]
fn a_repeated_list_shows_every_change() {
    let weft = Weft::start();
    with_blog(&weft.admin());
    let document = published_hello_world(&weft.editor());
    let titles = || {
        let lists = [(); 3].map(|()| {
            let answer = weft.reader().get("/api/content?type=blog_post&fields=title").send();
            (answer.is(200).costs(1).etag(), answer.json())
        });
        assert!(lists.iter().all(|list| *list == lists[0]), "{lists:?}");
        let docs = lists[0].1["docs"].as_array().unwrap().clone();
        assert_eq!(lists[0].1["totalDocs"], docs.len());
        docs.into_iter().map(|document| document["data"]["title"].clone()).collect::<Vec<_>>()
    };
    let first = titles();
    assert_eq!(first.len(), 1);
    let patch = |title: &str| {
        let body = json!({ "data": { "title": title } });
        weft.editor().ask("PATCH", document.path()).json(body).send().is(200);
    };
    patch("New");
    assert_eq!(titles(), ["New"]);
    weft.editor().ask("POST", document.at("unpublish")).send().is(200);
    assert_eq!(titles(), [json!(null); 0]);
    weft.editor().ask("POST", document.at("publish")).send().is(200);
    assert_eq!(titles(), ["New"]);
    weft.editor().ask("DELETE", document.path()).send().is(200);
    assert_eq!(titles(), [json!(null); 0]);
}

#[test]
fn an_etag_matches_on_its_own_site_only() {
    let weft = Weft::start();
    for site in [weft.site(), weft.other_site()] {
        with_blog(&site.admin());
        a_post(site.email()).published().create(&site.editor());
    }
    for target in
        ["/api/content", "/api/content?type=blog_post", "/api/content-types", "/api/content-types/blog_post"]
    {
        let theirs = weft.other_site().reader().get(target).send().etag();
        assert_ne!(weft.reader().get(target).send().etag(), theirs, "{target}");
        weft.reader().get(target).if_none_match(&theirs).send().is(200);
    }
}

#[test]
fn invalid_parameters_are_refused() {
    let weft = Weft::start();
    for wrong in [
        "page=0",
        "page=x",
        "page=-1",
        "page=1.5",
        "page=99999999999999999999",
        "limit=0",
        "limit=x",
        "limit=-5",
        "sort=nothing",
        "sort=data",
        "sort=data.",
        "sort=--slug",
        "sort=slug,slug,slug,slug,slug,slug,slug",
        "sort=data.a'b",
        "fields=title,-slug",
        "fields=a'b",
        "draft=maybe",
        "cursor=x",
        "cursor=&page=2",
        "count=some",
        "page=1&page=2",
        "type=a&type=b",
        "limit=1&limit=1",
        "filters=x",
        "filters[]=x",
        "filters[slug",
        "filters[slug]]=x",
        "filters[nothing][$eq]=x",
        "filters[data.a.b.c.d.e][$eq]=x",
        "filters[slug][$regex]=x",
        "filters[slug][eq]=x",
        "filters[slug][$null]=maybe",
        "filters[$not][0][slug]=x",
        "filters[$and][slug]=x",
        "filters[slug][$in][0]=x",
    ] {
        let answer = weft.reader().get(format!("/api/content?{wrong}")).send();
        answer.is_error(422, "VALIDATION_ERROR");
        assert!(!answer.violations().is_empty(), "{wrong}");
    }
}

#[test]
fn documents_without_fields_are_listed() {
    let weft = Weft::start();
    a_type("empty").create(&weft.admin());
    let document = a_document("empty").published().create(&weft.editor());
    let answer = weft.reader().get("/api/content?type=empty").send();
    assert_eq!(answer.each("/id"), [document.id]);
    answer.shows("/docs/0/data", json!({}));
}
