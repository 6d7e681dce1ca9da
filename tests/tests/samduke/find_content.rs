//! `GET /api/repos/:repo/content/:collection/:slug`

use serde_json::json;
use weft_tests::{Weft, a_document};

use crate::fixtures::{Cms, hash_object};

#[test]
fn a_file_is_shown_with_its_text() {
    let weft = Weft::start();
    let cms = Cms::with_blog(&weft);
    let frontmatter = json!({ "title": "Hello World", "date": "2025-01-15", "tags": ["intro", "welcome"] });
    let sha = cms.write("hello-world", frontmatter.clone(), "This is my first blog post.");
    let answer = cms.token(&["content:read"]).get(cms.post("hello-world")).send();
    assert_eq!(
        answer.is(200).json(),
        json!({
            "slug": "hello-world", "path": "src/content/blog/hello-world.md", "sha": sha, "frontmatter": frontmatter,
            "body": "\nThis is my first blog post.\n",
        })
    );
    let file = "---\ntitle: Hello World\ndate: \"2025-01-15\"\ntags:\n  - intro\n  - welcome\n---\n\nThis is my first blog post.\n";
    assert_eq!(hash_object(file), sha);
}

#[test]
fn the_hash_is_the_entity_tag() {
    let weft = Weft::start();
    let cms = Cms::with_blog(&weft);
    let sha = cms.write("a", json!({ "title": "A" }), "x");
    let tag = format!("\"{sha}\"");
    cms.browser().get(cms.post("a")).send().is(200).has("etag", &tag);
    cms.browser().get(cms.post("a")).if_none_match(&tag).send().is(304);
    cms.browser().head(cms.post("a")).send().is(200);
}

#[test]
fn what_another_api_writes_is_a_file() {
    let weft = Weft::start();
    let cms = Cms::with_blog(&weft);
    let made = a_document("blog")
        .slug("x")
        .set("title", "yes")
        .set("body", "  # Hi\n")
        .set("date", serde_json::Value::Null);
    made.published().create(&weft.admin());
    let answer = cms.browser().get(cms.post("x")).send();
    answer.is(200).shows("/frontmatter", json!({ "title": "yes" })).shows("/body", "\n# Hi\n\n");
    assert_eq!(answer.text_at("/sha"), hash_object("---\ntitle: \"yes\"\n---\n\n# Hi\n\n"));
}

#[test]
fn what_is_not_there_is_not_found() {
    let weft = Weft::start();
    let cms = Cms::with_blog(&weft);
    cms.browser().get(cms.post("none")).send().says(404, "Item not found");
    cms.browser().get(cms.path("/content/none/a")).send().says(404, "Collection not found");
    a_document("blog").slug("draft").set("title", "Draft").create(&weft.admin());
    cms.browser().get(cms.post("draft")).send().says(404, "Item not found");
}
