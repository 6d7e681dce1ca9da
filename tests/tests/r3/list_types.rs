//! `GET /api/content-types`

use serde_json::json;
use weft_tests::{Weft, a_type};

use crate::reference::{is_moment, is_uuid, members, with_blog};

#[test]
fn content_types_are_listed_as_in_the_reference() {
    let weft = Weft::start();
    with_blog(&weft.admin());
    let answer = weft.reader().get("/api/content-types").send();
    answer.is(200).costs(1);
    let shown = answer.at("/docs/0");
    let expected = [
        "id",
        "name",
        "label",
        "description",
        "slugField",
        "titleField",
        "icon",
        "fields",
        "createdAt",
        "updatedAt",
    ];
    assert_eq!(members(&shown), expected);
    assert!(is_uuid(&shown["id"]) && is_moment(&shown["createdAt"]) && is_moment(&shown["updatedAt"]));
    answer
        .shows("/docs/0/name", "blog_post")
        .shows("/docs/0/label", "Blog Post")
        .shows("/docs/0/slugField", "title");
    answer
        .shows("/docs/0/titleField", "title")
        .shows("/docs/0/icon", "file-text")
        .shows("/docs/0/description", json!(null));
    answer.shows(
        "/docs/0/fields/0",
        json!({ "name": "title", "label": "Title", "type": "text", "required": true }),
    );
    answer.shows(
        "/docs/0/fields/2",
        json!({ "name": "tags", "label": "Tags", "type": "tags", "required": false }),
    );
}

#[test]
fn the_sdk_finds_content_types_in_data() {
    let weft = Weft::start();
    with_blog(&weft.admin());
    let answer = weft.reader().get("/api/content-types").send();
    assert_eq!(answer.at("/docs"), answer.at("/data"));
}

#[test]
fn a_site_without_content_types_has_an_empty_list() {
    let weft = Weft::start();
    a_type("theirs").create(&weft.other_site().admin());
    let answer = weft.reader().get("/api/content-types").send();
    answer
        .is(200)
        .shows("/docs", json!([]))
        .shows("/totalDocs", 0)
        .shows("/totalPages", 1)
        .shows("/limit", 100);
}

#[test]
fn content_types_are_paged() {
    let weft = Weft::start();
    for name in ["a", "b", "c"] {
        a_type(name).create(&weft.admin());
        weft.tick();
    }
    let all = weft.reader().get("/api/content-types").send();
    let mut names = Vec::new();
    for page in 1..=2 {
        let answer = weft.reader().get(format!("/api/content-types?limit=2&page={page}")).send();
        answer.is(200).shows("/totalDocs", 3).shows("/totalPages", 2).shows("/page", page).shows("/limit", 2);
        answer.shows("/hasNextPage", page == 1).shows("/hasPrevPage", page == 2);
        names.extend(answer.each("/name"));
    }
    assert_eq!(names, all.each("/name"));
    for wrong in ["page=0", "limit=0", "page=x", "limit=-1", "page=1&page=2"] {
        weft.reader().get(format!("/api/content-types?{wrong}")).send().is_error(422, "VALIDATION_ERROR");
    }
}

#[test]
fn a_matching_etag_gets_304() {
    let weft = Weft::start();
    with_blog(&weft.admin());
    let etag = weft.reader().get("/api/content-types").send().etag();
    weft.reader().get("/api/content-types").if_none_match(&etag).send().is(304).has("etag", &etag);
    a_type("page").create(&weft.admin());
    weft.reader().get("/api/content-types").if_none_match(&etag).send().is(200).shows("/totalDocs", 2);
}
