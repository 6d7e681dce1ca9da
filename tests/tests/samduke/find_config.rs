//! `GET /api/repos/:repo/config`

use serde_json::json;
use weft_tests::{Weft, a_type};

use crate::fixtures::Cms;

#[test]
fn content_types_are_collections() {
    let weft = Weft::start();
    let cms = Cms::with_blog(&weft);
    let more = a_type("page").set("label", "Pages").field("cover", "image").field("order", "number");
    more.field("kinds", "multiSelect").with("options", json!(["a"])).create(&weft.admin());
    let answer = cms.token(&["config:read"]).get(cms.path("/config")).send();
    let field = |name: &str, kind: &str| json!({ "name": name, "type": kind, "label": name });
    let mut title = field("title", "string");
    title["required"] = json!(true);
    let blog = [title, field("date", "date"), field("draft", "boolean"), field("tags", "string[]")];
    let page = [field("order", "number"), field("kinds", "string[]")];
    answer.is(200).shows(
        "/collections",
        json!({
            "blog": { "label": "blog", "directory": "src/content/blog", "fields": blog },
            "page": { "label": "Pages", "directory": "src/content/page", "fields": page },
        }),
    );
    assert!(!answer.text_at("/name").is_empty());
}

#[test]
fn a_repository_that_is_not_there_has_none() {
    let weft = Weft::start();
    let (cms, other) = (Cms::of(&weft, &weft.site()), Cms::of(&weft, &weft.other_site()));
    let token = cms.token_for(&["*"], &["config:read"]);
    for path in [other.path("/config"), "/api/repos/owner%2Fname/config".to_owned()] {
        cms.browser().get(&path).send().says(404, "Failed to fetch config");
        token.get(&path).send().says(404, "Failed to fetch config");
    }
}
