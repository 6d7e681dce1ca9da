//! `DELETE /api/content-types/:name`

use serde_json::json;
use weft_tests::{Weft, a_document, a_type};

#[test]
fn a_content_type_is_deleted_with_its_documents() {
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
fn instances_that_cached_a_deleted_content_type_refuse_it() {
    let weft = Weft::start();
    a_type("page").create(&weft.admin());
    a_document("page").create(&weft.editor());
    weft.admin().delete("/api/content-types/page").send().is(200);
    weft.editor().post("/api/content", a_document("page").body()).send().is_invalid(&["type unknown"]);
}

#[test]
fn the_name_of_a_deleted_content_type_is_free_again() {
    let weft = Weft::start();
    a_type("page").field("title", "text").required().create(&weft.admin());
    a_document("page").set("title", "Old").published().create(&weft.admin());
    weft.admin().delete("/api/content-types/page").send().is(200);
    a_type("page").field("price", "number").create(&weft.admin());
    weft.reader().get("/api/content?type=page").send().shows("/totalDocs", 0);
    a_document("page").set("price", 1).create(&weft.editor());
}

#[test]
fn readers_and_the_role_editor_are_forbidden() {
    let weft = Weft::start();
    a_type("page").create(&weft.admin());
    weft.reader().delete("/api/content-types/page").send().is_error(403, "FORBIDDEN");
    weft.set_role("editor");
    weft.admin().delete("/api/content-types/page").send().is_error(403, "FORBIDDEN");
    weft.reader().get("/api/content-types/page").send().is(200);
}
