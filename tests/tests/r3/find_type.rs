//! `GET /api/content-types/:name`

use weft_tests::{Weft, a_type};

use crate::reference::with_blog;

#[test]
fn a_content_type_is_returned_bare_and_again_in_data() {
    let weft = Weft::start();
    with_blog(&weft.admin());
    let answer = weft.reader().get("/api/content-types/blog_post").send();
    answer.is(200).costs(1);
    let mut bare = answer.json();
    let data = bare.as_object_mut().unwrap().remove("data").unwrap();
    assert_eq!(bare, data);
    assert_eq!(data, weft.reader().get("/api/content-types").send().at("/docs/0"));
}

#[test]
fn every_key_reads_a_content_type() {
    let weft = Weft::start();
    with_blog(&weft.admin());
    for actor in [weft.admin(), weft.editor(), weft.reader(), weft.site().public()] {
        actor.get("/api/content-types/blog_post").send().is(200);
    }
}

#[test]
fn names_are_case_sensitive() {
    let weft = Weft::start();
    a_type("page").create(&weft.admin());
    weft.reader().get("/api/content-types/Page").send().is_error(404, "NOT_FOUND");
    weft.reader().get("/api/content-types/%70age").send().is(200);
}

#[test]
fn a_matching_etag_gets_304() {
    let weft = Weft::start();
    with_blog(&weft.admin());
    let etag = weft.reader().get("/api/content-types/blog_post").send().etag();
    let again =
        |tag: &str| weft.reader().get("/api/content-types/blog_post").if_none_match(tag).send().status();
    assert_eq!(
        [again(&etag), again("*"), again(&format!("\"x\", W/{etag}")), again("\"x\"")],
        [304, 304, 304, 200]
    );
}
