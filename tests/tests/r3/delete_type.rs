//! `DELETE /api/content-types/:name`

use serde_json::json;
use weft_tests::{Weft, a_document, a_type};

#[test]
fn its_documents_go_with_it() {
    let weft = Weft::start();
    a_type("page").create(&weft.admin());
    a_type("other").create(&weft.admin());
    let page = a_document("page").published().create(&weft.admin());
    let other = a_document("other").published().create(&weft.admin());
    let answer = weft.admin().delete("/api/content-types/page").send();
    assert_eq!(answer.is(200).json(), json!({ "success": true }));
    weft.admin().get(format!("{}?draft=true", page.path())).send().is_error(404, "NOT_FOUND");
    weft.admin().get(page.at("versions")).send().is_error(404, "NOT_FOUND");
    weft.reader().get(other.path()).send().is(200);
    weft.admin().get("/api/content?draft=true").send().shows("/totalDocs", 1);
    weft.admin().delete("/api/content-types/page").send().is_error(404, "NOT_FOUND");
}

#[test]
fn it_is_gone_for_instances_that_knew_it() {
    let weft = Weft::start();
    a_type("page").create(&weft.admin());
    a_document("page").create(&weft.editor());
    weft.admin().delete("/api/content-types/page").send().is(200);
    weft.editor().post("/api/content", a_document("page").body()).send().is_invalid(&["type unknown"]);
}

#[test]
fn its_name_can_be_taken_again_by_another_one() {
    let weft = Weft::start();
    a_type("page").field("title", "text").required().create(&weft.admin());
    a_document("page").set("title", "Old").published().create(&weft.admin());
    weft.admin().delete("/api/content-types/page").send().is(200);
    a_type("page").field("price", "number").create(&weft.admin());
    weft.reader().get("/api/content?type=page").send().shows("/totalDocs", 0);
    a_document("page").set("price", 1).create(&weft.editor());
}

#[test]
fn it_takes_a_developer() {
    let weft = Weft::start();
    a_type("page").create(&weft.admin());
    weft.reader().delete("/api/content-types/page").send().is_error(403, "FORBIDDEN");
    weft.set_role("editor");
    weft.admin().delete("/api/content-types/page").send().is_error(403, "FORBIDDEN");
    weft.reader().get("/api/content-types/page").send().is(200);
}
