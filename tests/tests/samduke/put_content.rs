//! `PUT /api/repos/:repo/content/:collection/:slug`

use serde_json::json;
use weft_tests::{Weft, a_document, a_type};

use crate::fixtures::{CONFLICT, Cms, hash_object};

#[test]
fn a_new_file_is_published_at_once() {
    let weft = Weft::start();
    let cms = Cms::with_blog(&weft);
    let body = json!({ "frontmatter": { "title": "A" }, "body": "\n\nBody\n", "sha": null });
    let answer = cms.token(&["content:write"]).put(cms.post("a"), body).send();
    let sha = "8b013a78686727ac1f460d9d8f5bbf9bbfcd7a76";
    assert_eq!(answer.is(200).json(), json!({ "sha": sha, "path": "src/content/blog/a.md" }));
    let seen = weft.site().public().get("/api/content/by-slug/blog/a").send();
    seen.is(200).shows("/data", json!({ "title": "A", "body": "Body\n" }));
}

#[test]
fn a_file_is_replaced_by_whoever_knows_it() {
    let weft = Weft::start();
    let cms = Cms::with_blog(&weft);
    let sha = cms.write("a", json!({ "title": "A", "tags": ["x"], "more": 1 }), "x");
    let put = |sha: serde_json::Value| {
        let body = json!({ "frontmatter": { "more": 2, "title": "B" }, "body": "y", "sha": sha });
        cms.browser().put(cms.post("a"), body).send()
    };
    for wrong in [json!(null), json!(""), json!("0".repeat(40)), json!(sha.to_uppercase())] {
        put(wrong).says(409, CONFLICT);
    }
    let new = put(json!(sha)).is(200).text_at("/sha");
    assert_eq!(new, hash_object("---\nmore: 2\ntitle: B\n---\n\ny\n"));
    put(json!(sha)).says(409, CONFLICT);
    let seen = weft.admin().get("/api/content/by-slug/blog/a").send();
    assert_eq!(seen.is(200).at("/data").to_string(), r#"{"more":2,"title":"B","body":"y"}"#);
}

#[test]
fn a_hash_of_what_is_not_there_is_a_conflict() {
    let weft = Weft::start();
    let cms = Cms::with_blog(&weft);
    let body = json!({ "frontmatter": { "title": "A" }, "body": "", "sha": "0".repeat(40) });
    cms.browser().put(cms.post("a"), body).send().says(409, CONFLICT);
    cms.browser().get(cms.post("a")).send().says(404, "Item not found");
}

#[test]
fn a_change_by_another_api_is_a_conflict() {
    let weft = Weft::start();
    let cms = Cms::with_blog(&weft);
    let made = a_document("blog").slug("a").set("title", "A").published().create(&weft.admin());
    let sha = cms.browser().get(cms.post("a")).send().text_at("/sha");
    weft.admin().patch(made.path(), json!({ "data": { "title": "B" } })).send().is(200);
    let body = json!({ "frontmatter": { "title": "C" }, "body": "", "sha": sha });
    cms.browser().put(cms.post("a"), body).send().says(409, CONFLICT);
}

#[test]
fn what_changes_nothing_makes_no_version() {
    let weft = Weft::start();
    let cms = Cms::with_blog(&weft);
    let sha = cms.write("a", json!({ "title": "A" }), "x");
    let path = weft.admin().get("/api/content/by-slug/blog/a").send().text_at("/id");
    let versions = || {
        let answer = weft.admin().get(format!("/api/content/{path}/versions")).send();
        answer.is(200).at("/docs").as_array().unwrap().len()
    };
    let before = versions();
    let body =
        json!({ "frontmatter": { "title": "A", "gone": null, "empty": "" }, "body": "\n\nx", "sha": sha });
    let again = cms.browser().put(cms.post("a"), body).send();
    assert_eq!(again.is(200).text_at("/sha"), sha);
    assert_eq!(versions(), before);
    let body = json!({ "frontmatter": { "title": "B" }, "body": "x", "sha": sha });
    cms.browser().put(cms.post("a"), body).send().is(200);
    assert_eq!(versions(), before + 1);
}

#[test]
fn a_draft_of_another_api_is_in_the_way_and_a_draft_beside_ends() {
    let weft = Weft::start();
    let cms = Cms::with_blog(&weft);
    a_document("blog").slug("draft").set("title", "Draft").create(&weft.admin());
    let body = json!({ "frontmatter": { "title": "Mine" }, "body": "" });
    cms.browser().put(cms.post("draft"), body).send().says(409, CONFLICT);
    let shown = a_document("blog").slug("shown").set("title", "Shown").published().create(&weft.admin());
    weft.admin()
        .patch(format!("{}?draft=true", shown.path()), json!({ "data": { "title": "Later" } }))
        .send()
        .is(200);
    let sha = cms.browser().get(cms.post("shown")).send().text_at("/sha");
    let body = json!({ "frontmatter": { "title": "New" }, "body": "", "sha": sha });
    cms.browser().put(cms.post("shown"), body).send().is(200);
    weft.admin().get(format!("{}?draft=true", shown.path())).send().shows("/data/title", "New");
}

#[test]
fn two_at_once_cannot_both_win() {
    let weft = Weft::start();
    let cms = Cms::with_blog(&weft);
    let sha = cms.write("a", json!({ "title": "A" }), "x");
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let put = |title: usize| {
            let (actor, path, sha) = (cms.browser(), cms.post("a"), sha.clone());
            scope.spawn(move || {
                let body = json!({ "frontmatter": { "title": title.to_string() }, "body": "", "sha": sha });
                actor.put(path, body).send().status()
            })
        };
        let puts: Vec<_> = (0..8).map(put).collect();
        puts.into_iter().map(|put| put.join().unwrap()).collect()
    });
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{statuses:?}");
    assert!(statuses.iter().all(|status| matches!(status, 200 | 409)), "{statuses:?}");
}

#[test]
fn a_value_that_breaks_its_fields_rules_is_told() {
    let weft = Weft::start();
    let cms = Cms::with_blog(&weft);
    let put = |frontmatter: serde_json::Value| {
        cms.browser().put(cms.post("a"), json!({ "frontmatter": frontmatter, "body": "" })).send()
    };
    for (frontmatter, place) in [
        (json!({}), "frontmatter.title: "),
        (json!({ "title": 7 }), "frontmatter.title: "),
        (json!({ "title": "A", "date": "soon" }), "frontmatter.date: "),
        (json!({ "title": "A", "body": "x" }), "body: "),
        (json!({ "title": "A", "a\"b": 1 }), "frontmatter.a\"b: "),
    ] {
        let answer = put(frontmatter);
        assert!(answer.is(400).text_at("/error").starts_with(place), "{answer}");
    }
    cms.browser().get(cms.post("a")).send().is(404);
}

#[test]
fn a_unique_value_of_another_file_is_told() {
    let weft = Weft::start();
    let cms = Cms::with_blog(&weft);
    a_type("item").field("sku", "text").with("unique", true).create(&weft.admin());
    let put = |slug: &str, sku: &str, sha: Option<&str>| {
        let body = json!({ "frontmatter": { "sku": sku }, "body": "", "sha": sha });
        cms.browser().put(cms.path(&format!("/content/item/{slug}")), body).send()
    };
    put("a", "1", None).is(200);
    let sha = put("b", "2", None).is(200).text_at("/sha");
    for answer in [put("c", "1", None), put("b", "1", Some(&sha))] {
        answer.says(400, "frontmatter.sku: another document has this value");
    }
}
