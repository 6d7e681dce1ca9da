//! `GET /api/content/by-slug/:type/:slug`

use weft_tests::{Weft, a_document, a_type};

use crate::reference::{a_post, hello_world, published_hello_world, with_blog};

const HELLO: &str = "/api/content/by-slug/blog_post/hello-world";

#[test]
fn a_slug_finds_the_same_document_as_its_id() {
    let weft = Weft::start();
    with_blog(&weft.admin());
    let document = published_hello_world(&weft.editor());
    let (by_slug, by_id) = (weft.reader().get(HELLO).send(), weft.reader().get(document.path()).send());
    assert_eq!((by_slug.is(200).text(), by_slug.etag()), (by_id.text(), by_id.etag()));
    weft.reader().get(HELLO).if_none_match(&by_id.etag()).send().is(304);
}

#[test]
fn a_read_costs_one_round_trip_on_a_warm_instance() {
    let weft = Weft::start();
    with_blog(&weft.admin());
    published_hello_world(&weft.editor());
    weft.reader().get(HELLO).send().is(200);
    let (statements, answer) = weft.statements_of(|| weft.reader().get(HELLO).send());
    answer.is(200).costs(1);
    assert_eq!(statements, 1);
}

#[test]
fn slugs_may_contain_slashes_and_percent_encoding() {
    let weft = Weft::start();
    with_blog(&weft.admin());
    a_post("A").slug("docs/intro").published().create(&weft.editor());
    for slug in ["docs/intro", "docs%2Fintro", "docs%2fintro", "docs/intro/", "%64ocs/intro"] {
        weft.reader()
            .get(format!("/api/content/by-slug/blog_post/{slug}"))
            .send()
            .is(200)
            .shows("/slug", "docs/intro");
    }
    for slug in ["docs", "docs//intro", "docs%252Fintro", "docs/intro%00", "docs/%ff"] {
        weft.reader().get(format!("/api/content/by-slug/blog_post/{slug}")).send().is_error(404, "NOT_FOUND");
    }
}

#[test]
fn drafts_are_shown_only_to_the_admin_scope_and_only_on_request() {
    let weft = Weft::start();
    with_blog(&weft.admin());
    hello_world().create(&weft.editor());
    for actor in [weft.admin(), weft.reader()] {
        actor.get(HELLO).send().is_error(404, "NOT_FOUND");
    }
    weft.editor().get(format!("{HELLO}?draft=true")).send().is_error(403, "FORBIDDEN");
    weft.admin().get(format!("{HELLO}?draft=true&fields=slug")).send().is(200).shows("/slug", "hello-world");
}

#[test]
fn a_slug_is_unique_per_content_type() {
    let weft = Weft::start();
    for name in ["page", "post"] {
        a_type(name).field("title", "text").create(&weft.admin());
        a_document(name).set("title", name).slug("same").published().create(&weft.editor());
    }
    for name in ["page", "post"] {
        weft.reader().get(format!("/api/content/by-slug/{name}/same")).send().is(200).shows("/type", name);
    }
    weft.reader().get("/api/content/by-slug/nothing/same").send().is_error(404, "NOT_FOUND");
}

#[test]
fn a_changed_slug_finds_the_document() {
    let weft = Weft::start();
    with_blog(&weft.admin());
    let document = published_hello_world(&weft.editor());
    weft.editor().patch(document.path(), serde_json::json!({ "slug": "moved" })).send().is(200);
    weft.reader().get(HELLO).send().is_error(404, "NOT_FOUND");
    weft.reader().get("/api/content/by-slug/blog_post/moved").send().is(200).shows("/id", document.id);
}
