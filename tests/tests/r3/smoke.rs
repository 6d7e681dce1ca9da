//! A site, a content type and a document, by whoever may.

use weft_tests::{Weft, a_document, a_type};

#[test]
fn a_draft_is_seen_by_nobody_who_may_not() {
    let weft = Weft::start();
    a_type("page").field("title", "text").required().create(&weft.admin());
    let page = a_document("page").set("title", "Hello").create(&weft.editor());
    weft.reader().get(page.path()).send().is_error(404, "NOT_FOUND");
    weft.admin().get(format!("{}?draft=true", page.path())).send().is(200).shows("/data/title", "Hello");
}
