//! A directory of 10,000 files.

use serde_json::json;
use weft_tests::Weft;

use crate::fixtures::Cms;

#[test]
fn ten_thousand_files_are_listed_whole_and_in_order() {
    let weft = Weft::start();
    let cms = Cms::with_blog(&weft);
    cms.write("first", json!({ "title": "First" }), "x");
    let columns = "site, collection, type, status, revision, author, published_at, created_at, updated_at, version, actor, action, request";
    let copy = format!(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9999)
         INSERT INTO entries (id, slug, {columns}, data)
         SELECT printf('018f3f70-0000-7000-8000-%012d', i), 'post-' || i, {columns}, json_object('title', 'Post ' || i, 'body', 'Text ' || i)
           FROM entries, n WHERE slug = 'first'"
    );
    weft.database().execute_batch(&copy).unwrap();
    let answer = cms.token(&["content:read"]).get(cms.path("/content/blog")).send();
    let listed = answer.is(200).json();
    let files = listed.as_array().unwrap();
    assert_eq!(files.len(), 10_000);
    let paths: Vec<&str> = files.iter().map(|file| file["path"].as_str().unwrap()).collect();
    assert!(paths.is_sorted());
    assert_eq!(files[1]["frontmatter"], json!({ "title": "Post 1" }));
    assert!(answer.round_trips() <= 12, "{}", answer.round_trips());
}
