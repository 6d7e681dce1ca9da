//! Documents that refer to documents: what they refer to must be there, as through every API.

use serde_json::json;
use weft_tests::{Weft, a_document, a_type};

fn weft() -> Weft {
    let weft = Weft::start();
    a_type("person").create(&weft.admin());
    let post = a_type("post").field("title", "text").field("author", "relation").with("to", "person");
    let post = post.field("related", "relation").with("multiple", true);
    post.field("blocks", "array").with("of", "relation").create(&weft.admin());
    weft
}

#[test]
fn what_is_not_there_is_named() {
    let weft = weft();
    let ada = a_document("person").create(&weft.editor());
    let post = a_document("post").set("author", ada.id.as_str()).published().create(&weft.editor());
    let nobody = "018f3f70-1c2d-7abc-8def-000000000001";
    let wrong = json!({ "author": post.id, "related": [ada.id, nobody], "blocks": [nobody] });
    let named = ["data.author reference", "data.blocks[0] reference", "data.related[1] reference"];
    let new = json!({ "type": "post", "data": wrong });
    weft.editor().post("/api/content", new).send().is_invalid(&named);
    for draft in ["", "?draft=true"] {
        let path = format!("{}{draft}", post.path());
        weft.editor().patch(path, json!({ "data": wrong })).send().is_invalid(&named);
    }
    let right = json!({ "data": { "related": [ada.id, post.id], "blocks": [post.id] } });
    weft.editor().patch(post.path(), right).send().is(200);
}

#[test]
fn what_another_site_has_is_not_there() {
    let weft = weft();
    let other = weft.other_site();
    a_type("person").create(&other.admin());
    let theirs = a_document("person").published().create(&other.editor());
    let new = json!({ "type": "post", "data": { "author": theirs.id } });
    weft.editor().post("/api/content", new).send().is_invalid(&["data.author reference"]);
}

#[test]
fn a_document_goes_although_others_refer_to_it() {
    let weft = weft();
    let ada = a_document("person").published().create(&weft.editor());
    let post = a_document("post").set("author", ada.id.as_str()).published().create(&weft.editor());
    weft.editor().delete(ada.path()).send().is(200);
    weft.reader().get(post.path()).send().is(200).shows("/data/author", ada.id.as_str());
    let change = json!({ "data": { "title": "x" } });
    weft.editor().patch(post.path(), change).send().is(200).shows("/data/author", ada.id.as_str());
    weft.editor().post_nothing(post.at("publish")).send().is(200);
}
