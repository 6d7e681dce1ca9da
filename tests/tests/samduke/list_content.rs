//! `GET /api/repos/:repo/content/:collection`

use serde_json::json;
use weft_tests::{Weft, a_document};

use crate::fixtures::Cms;

#[test]
fn files_come_in_the_order_of_their_names() {
    let weft = Weft::start();
    let cms = Cms::with_blog(&weft);
    for slug in ["b", "a", "a-b", "B"] {
        cms.write(slug, json!({ "title": slug }), "x");
    }
    let answer = cms.token(&["content:read"]).get(cms.path("/content/blog")).send();
    let listed = answer.is(200).json();
    let paths: Vec<&str> =
        listed.as_array().unwrap().iter().map(|file| file["path"].as_str().unwrap()).collect();
    assert_eq!(paths, ["B", "a-b", "a", "b"].map(|slug| format!("src/content/blog/{slug}.md")));
    let names: Vec<&String> = listed[0].as_object().unwrap().keys().collect();
    assert_eq!(names, ["slug", "path", "sha", "frontmatter"]);
    assert_eq!(listed[2]["frontmatter"], json!({ "title": "a" }));
}

#[test]
fn only_what_visitors_see_is_a_file() {
    let weft = Weft::start();
    let cms = Cms::with_blog(&weft);
    a_document("blog").slug("draft").set("title", "Draft").create(&weft.admin());
    a_document("blog").slug("deep/er").set("title", "Deeper").published().create(&weft.admin());
    let shown = a_document("blog").slug("shown").set("title", "Shown").published().create(&weft.admin());
    let change = json!({ "data": { "title": "Not yet" } });
    weft.admin().patch(format!("{}?draft=true", shown.path()), change).send().is(200);
    let answer = cms.browser().get(cms.path("/content/blog")).send();
    answer.is(200).shows("/0/slug", "shown").shows("/0/frontmatter/title", "Shown");
    assert_eq!(answer.json().as_array().unwrap().len(), 1);
}

#[test]
fn an_empty_collection_is_an_empty_list_and_an_unknown_one_is_not_found() {
    let weft = Weft::start();
    let cms = Cms::with_blog(&weft);
    assert_eq!(cms.browser().get(cms.path("/content/blog")).send().is(200).json(), json!([]));
    cms.browser().get(cms.path("/content/none")).send().says(404, "Collection not found");
}
