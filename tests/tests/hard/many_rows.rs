//! Operations on 10,000 and more rows.

use serde_json::json;
use weft_tests::{SnowInstallation, Weft, a_type, an_input};

use super::parallel::{at_once, request};

const MANY: u32 = 10_000;

/// A host with a content type of `count` documents.
fn with_many(count: u32) -> Weft {
    let weft = Weft::start();
    let page = a_type("page").field("title", "text").field("n", "number").field("text", "text");
    page.create(&weft.admin());
    weft.fill("page", count, 100);
    weft
}

#[test]
fn a_content_type_with_many_documents_is_deleted() {
    let weft = with_many(MANY);
    a_type("other").create(&weft.admin());
    weft.fill("other", 10, 10);
    weft.reader().get("/api/content").send().shows("/totalDocs", MANY + 10);
    weft.admin().delete("/api/content-types/page").send().is(200);
    let all = weft.reader().get("/api/content").send();
    all.shows("/totalDocs", 10);
    assert_eq!(weft.count("SELECT count(*) FROM entries"), 10);
    assert_eq!(weft.count("SELECT count(*) FROM removals"), 0);
    assert_eq!(weft.count("SELECT count(*) FROM versions"), i64::from(MANY));
    let audit = "SELECT count(*) FROM audit WHERE action = 'delete' AND actor <> '' AND request <> 'filling'";
    assert_eq!(weft.count(audit), i64::from(MANY));
    assert_eq!(weft.count("SELECT count(*) FROM events WHERE kind = 'delete'"), i64::from(MANY));
    assert_eq!(weft.count("SELECT count(*) FROM events WHERE kind = 'collection.delete'"), 1);
    assert_eq!(weft.count("SELECT sum(published) FROM tallies"), 10);
}

#[test]
fn requests_are_served_while_a_hundred_thousand_documents_are_deleted() {
    let weft = with_many(100_000);
    a_type("other").field("n", "number").create(&weft.admin());
    weft.fill("other", 1, 10);
    let kept = format!("/api/content/{}", weft.filled("other", 1));
    let gone = format!("/api/content/{}", weft.filled("page", 99_999));
    let mut deletion = weft.connect();
    deletion.send(request("DELETE", "/api/content-types/page", weft.site().secrets()[1], None)).unwrap();
    // The deletion has begun when the content type is no longer visible.
    while weft.reader().get("/api/content-types/page").send().status() == 200 {}
    for n in 0..8 {
        weft.editor().patch(&kept, json!({ "data": { "n": n } })).send().is(200);
        weft.reader().get(&kept).send().is(200).shows("/data/n", n);
        weft.reader().get(&gone).send().is_error(404, "NOT_FOUND");
        weft.editor().patch(&gone, json!({ "slug": "back" })).send().is_error(404, "NOT_FOUND");
        weft.reader().get("/api/content?limit=5").send().shows("/totalDocs", 1);
        weft.reader()
            .get("/api/content?filters[title][$startsWith]=t")
            .send()
            .is_error(422, "VALIDATION_ERROR");
        weft.reader().get("/api/content?filters[data.title][$startsWith]=t").send().shows("/totalDocs", 1);
    }
    // The name is free for another content type.
    a_type("page").field("n", "number").create(&weft.admin());
    weft.reader().get("/api/content?type=page").send().shows("/totalDocs", 0);
    let left = weft.count("SELECT count(*) FROM entries");
    assert!(left > 1, "the deletion ended before the other requests");
    let answer = deletion.receive().unwrap();
    assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(&answer.body));
    assert_eq!(weft.count("SELECT count(*) FROM entries"), 1);
    assert_eq!(weft.count("SELECT count(*) FROM versions WHERE action = 'create'"), 100_001);
    assert_eq!(weft.count("SELECT count(*) FROM removals"), 0);
}

#[test]
fn an_interrupted_deletion_is_completed_by_later_requests() {
    let mut weft = with_many(MANY);
    // The stored state after a crash between two steps of the deletion.
    let begun = "INSERT INTO removals (collection, actor, at, request) SELECT pk, 'somebody', 'then', 'r' FROM collections WHERE name = 'page';
                 UPDATE tallies SET draft = 0, published = 0, archived = 0, changes = changes + 1 WHERE collection IN (SELECT collection FROM removals);
                 UPDATE collections SET site = NULL, revision = revision + 1 WHERE pk IN (SELECT collection FROM removals);";
    weft.database().execute_batch(begun).unwrap();
    weft.restart();
    weft.reader().get("/api/content?type=page").send().shows("/totalDocs", 0);
    let left = weft.count("SELECT count(*) FROM entries");
    assert!(left > 0 && left < i64::from(MANY), "{left} documents are left after the start of an instance");
    a_type("other").create(&weft.admin());
    weft.admin().delete("/api/content-types/other").send().is(200);
    assert_eq!(weft.count("SELECT count(*) FROM entries"), 0);
    assert_eq!(weft.count("SELECT count(*) FROM collections"), 0);
    let audit = "SELECT count(*) FROM audit WHERE action = 'delete' AND actor = 'somebody' AND at = 'then'";
    assert_eq!(weft.count(audit), i64::from(MANY));
}

#[test]
fn a_field_of_many_documents_becomes_indexed_and_unique() {
    let weft = with_many(MANY);
    let fields = |n: serde_json::Value| json!({ "fields": [{ "name": "n", "label": "n", "type": "number", "unique": n, "indexed": true }] });
    weft.admin().patch("/api/content-types/page", fields(json!(false))).send().is(200);
    let found = weft.reader().get("/api/content?type=page&filters[data.n]=7").send();
    found.shows("/totalDocs", 1).shows("/docs/0/slug", "page-7");
    weft.admin().patch("/api/content-types/page", fields(json!(true))).send().is(200);
    let taken = json!({ "type": "page", "data": { "n": 7 } });
    weft.editor().post("/api/content", taken).send().is_invalid(&["data.n unique"]);
}

#[test]
fn an_input_of_many_entries_is_renamed_and_removed() {
    let weft = Weft::start();
    let pages = weft.snow().collection("Page");
    pages.input("title", "text");
    let id = pages.input("n", "text");
    weft.fill(&weft.only_name(), MANY, 100);
    pages
        .put(format!("/inputs/{id}"), an_input("number", "text", json!({})))
        .send()
        .tells("Collection Input edited");
    let renamed =
        "SELECT count(*) FROM entries WHERE data ->> 'number' > 0 AND data -> 'n' IS NULL AND revision = 2";
    assert_eq!(weft.count(renamed), i64::from(MANY));
    pages.delete(format!("/inputs/{id}")).send().tells("Collection Input deleted");
    assert_eq!(weft.count("SELECT count(*) FROM entries WHERE data -> 'number' IS NULL"), i64::from(MANY));
    assert_eq!(weft.count("SELECT count(*) FROM versions"), 2 * i64::from(MANY));
    pages.delete("").send().tells("Collection deleted");
    assert_eq!(weft.count("SELECT count(*) FROM entries"), 0);
}

#[test]
fn a_website_with_many_entries_is_deleted() {
    let installation = SnowInstallation::start();
    let session = installation.admin().session();
    let posts = installation.admin().on(installation.home()).collection("Page");
    posts.input("title", "text");
    installation.fill(&installation.only_name(), MANY, 100);
    session.delete(format!("/api/websites/{}", installation.home())).send().tells("Website deleted");
    assert_eq!(installation.count("SELECT count(*) FROM entries"), 0);
    assert_eq!(installation.count("SELECT count(*) FROM audit WHERE action = 'site.delete'"), 1);
}

#[test]
fn a_document_among_many_with_many_versions_is_found_changed_and_restored() {
    let weft = with_many(MANY);
    let id = weft.filled("page", 5_000);
    let target = format!("/api/content/{id}");
    let history = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)
                   INSERT INTO versions (entry, revision, id, site, entry_id, status, created_at, created_by, action, data)
                   SELECT e.pk, n.i, printf('018f3f72-0000-7000-8000-%012x', n.i), e.site, e.id, e.status, e.created_at, e.author, 'update', e.data
                     FROM entries AS e CROSS JOIN n WHERE e.slug = 'page-5000';
                   UPDATE entries SET revision = 10001 WHERE slug = 'page-5000';";
    let (before, triggers) = history.split_at(history.find("UPDATE").unwrap());
    weft.database().execute_batch(before).unwrap();
    weft.database().execute_batch(&format!("DROP TRIGGER entries_changed; {triggers}")).unwrap();
    let found = weft.reader().get("/api/content/by-slug/page/page-5000").send().is(200).text_at("/id");
    assert_eq!(found, id);
    weft.editor().get(format!("{target}/versions?limit=5&page=1000")).send().shows("/totalDocs", 10_001);
    let first = "018f3f72-0000-7000-8000-000000000001";
    weft.editor().post_nothing(format!("{target}/restore/{first}")).send().is(200).shows("/data/n", 5_000);
}

#[test]
fn documents_among_many_are_changed_concurrently() {
    let weft = with_many(16);
    let targets: Vec<_> = (1..=16).map(|n| format!("/api/content/{}", weft.filled("page", n))).collect();
    let text = "x".repeat(400_000);
    at_once(16, |who| {
        for part in ["one", "two"] {
            let body = json!({ "data": { part: text.as_str() } });
            weft.editor().patch(&targets[who], body).send().is(200);
        }
    });
    assert_eq!(weft.count("SELECT count(*) FROM entries WHERE length(data) > 800000"), 16);
}
