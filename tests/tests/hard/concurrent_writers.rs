//! Fifty concurrent writers without If-Match: each succeeds, and no update is lost.

use serde_json::{Value, json};
use weft_tests::{SnowCollection, SnowInstallation, Weft, a_document, a_type, an_input};

use super::parallel::at_once;

const CALLERS: usize = 50;

/// Runs `act` in all threads at once, and asserts the status of every response.
#[track_caller]
fn all_succeed(status: u16, act: impl Fn(usize) -> weft_tests::Answer + Sync) {
    let answers = at_once(CALLERS, act);
    let others: Vec<_> = answers.iter().filter(|answer| answer.status() != status).collect();
    assert!(others.is_empty(), "{} of {CALLERS} were refused: {}", others.len(), others[0]);
}

/// Creates a collection with a title and a text; returns it and the id of the input of the title.
fn pages<'w>(weft: &'w Weft) -> (SnowCollection<'w>, String) {
    let pages = weft.snow().collection("Page");
    let title = pages.input("title", "text");
    pages.input("text", "text");
    pages.set("title", title.as_str());
    (pages, title)
}

#[test]
fn fifty_changes_of_a_content_type_succeed() {
    let weft = Weft::start();
    a_type("page").field("title", "text").create(&weft.admin());
    all_succeed(200, |who| {
        weft.admin().patch("/api/content-types/page", json!({ "label": format!("Label {who}") })).send()
    });
    assert_eq!(weft.count("SELECT revision FROM collections"), 51);
    assert_eq!(weft.count("SELECT count(*) FROM audit WHERE action = 'collection.update'"), 50);
}

#[test]
fn of_fifty_changes_of_a_content_type_with_the_same_etag_one_succeeds() {
    let weft = Weft::start();
    a_type("page").create(&weft.admin());
    let seen = weft.admin().get("/api/content-types/page").send().etag();
    let statuses = at_once(CALLERS, |who| {
        let change = json!({ "label": format!("Label {who}") });
        weft.admin().patch("/api/content-types/page", change).if_match(&seen).send().status()
    });
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{statuses:?}");
    assert_eq!(statuses.iter().filter(|status| **status == 412).count(), 49, "{statuses:?}");
}

#[test]
fn documents_are_written_while_their_content_type_changes() {
    let weft = Weft::start();
    a_type("page").field("title", "text").create(&weft.admin());
    let document = a_document("page").set("title", "One").create(&weft.editor());
    at_once(CALLERS, |who| match who % 4 {
        0 => weft
            .admin()
            .patch("/api/content-types/page", json!({ "label": format!("L{who}") }))
            .send()
            .is(200)
            .status(),
        1 => weft
            .editor()
            .patch(document.path(), json!({ "data": { "title": who.to_string() } }))
            .send()
            .is(200)
            .status(),
        2 => weft
            .editor()
            .post("/api/content", a_document("page").set("title", "Same").body())
            .send()
            .is(201)
            .status(),
        _ => weft.reader().get("/api/content?type=page").send().is(200).status(),
    });
}

#[test]
fn fifty_documents_with_one_title_get_fifty_slugs() {
    let weft = Weft::start();
    a_type("page").field("title", "text").set("slugField", "title").create(&weft.admin());
    all_succeed(201, |_| {
        weft.editor().post("/api/content", a_document("page").set("title", "Same").body()).send()
    });
    assert_eq!(weft.count("SELECT count(DISTINCT slug) FROM entries"), 50);
    assert_eq!(weft.count("SELECT count(*) FROM entries WHERE slug = 'same' OR slug GLOB 'same-[0-9]*'"), 50);
}

#[test]
fn a_document_is_changed_published_and_restored_concurrently() {
    let weft = Weft::start();
    a_type("page").field("n", "number").create(&weft.admin());
    let document = a_document("page").set("n", 0).create(&weft.editor());
    all_succeed(200, |who| weft.editor().patch(document.path(), json!({ "data": { "n": who } })).send());
    all_succeed(200, |who| {
        let action = if who % 2 == 0 { "publish" } else { "unpublish" };
        weft.editor().post_nothing(document.at(action)).send()
    });
    let versions = weft.editor().get(document.at("versions?limit=1&page=101")).send();
    let first = versions.text_at("/docs/0/id");
    all_succeed(200, |_| weft.editor().post_nothing(document.at(&format!("restore/{first}"))).send());
    assert_eq!(weft.count("SELECT revision FROM entries"), 151);
    assert_eq!(weft.count("SELECT data ->> 'n' FROM entries"), 0);
}

#[test]
fn inputs_are_edited_moved_and_created_concurrently() {
    let weft = Weft::start();
    let (pages, title) = pages(&weft);
    all_succeed(200, |who| match who % 3 {
        0 => pages.patch(format!("/inputs/{title}/order"), json!({ "order": who % 2 })).send(),
        1 => {
            let more = json!({ "description": format!("Number {who}") });
            pages.put(format!("/inputs/{title}"), an_input("title", "text", more)).send()
        }
        _ => pages.post("/inputs", an_input(&format!("field{who}"), "text", json!({}))).send(),
    });
    let inputs = pages.get("/inputs").send().json();
    assert_eq!(inputs.as_array().map(Vec::len), Some(2 + 16), "{inputs}");
}

#[test]
fn a_collection_is_edited_while_collections_of_one_name_are_created() {
    let weft = Weft::start();
    let (pages, title) = pages(&weft);
    all_succeed(200, |who| match who % 2 {
        0 => pages.put("", json!({ "name": format!("Page {who}") })).send(),
        _ => pages.put("/title", json!({ "inputId": title })).send(),
    });
    all_succeed(200, |_| weft.snow().post("", json!({ "name": "Same" })).send());
    assert_eq!(weft.count("SELECT count(DISTINCT name) FROM collections WHERE label = 'Same'"), 50);
}

#[test]
fn fifty_edits_of_an_entry_succeed() {
    let weft = Weft::start();
    let (pages, _) = pages(&weft);
    let entry = pages.entry(json!({ "title": "One", "text": "one" }));
    all_succeed(200, |who| {
        let member = if who % 2 == 0 { "title" } else { "text" };
        pages.patch(format!("/entries/{entry}"), json!({ "title": "One", member: format!("t{who}") })).send()
    });
    assert_eq!(weft.count("SELECT revision FROM entries"), 51);
}

#[test]
fn a_collection_is_deleted_once_while_it_is_edited() {
    let weft = Weft::start();
    let (pages, _) = pages(&weft);
    let statuses = at_once(CALLERS, |who| match who % 2 {
        0 => pages.put("", json!({ "name": format!("Page {who}") })).send().status(),
        _ => pages.delete("").send().status(),
    });
    assert!(statuses.iter().all(|status| [200, 404].contains(status)), "{statuses:?}");
    let deletions = statuses.iter().skip(1).step_by(2).filter(|status| **status == 200);
    assert_eq!(deletions.count(), 1, "{statuses:?}");
}

#[test]
fn websites_accounts_and_keys_are_edited_concurrently() {
    let installation = SnowInstallation::start();
    let (admin, user) = (installation.admin(), installation.user());
    let key = admin.path(&format!("/keys/{}", admin.new_key().id));
    let key_body = |who: usize| json!({ "name": format!("Key {who}"), "role": "ADMIN", "websites": [] });
    all_succeed(200, |who| admin.session().put(&key, key_body(who)).send());
    all_succeed(200, |who| match who % 3 {
        0 => {
            let body = json!({ "name": format!("Home {who}") });
            admin.session().put(format!("/api/websites/{}", installation.home()), body).send()
        }
        1 => {
            let body: Value =
                json!({ "email": user.email(), "role": "USER", "websites": [installation.home()] });
            admin.session().put(user.path(""), body).send()
        }
        _ => admin.session().put(&key, key_body(who)).send(),
    });
    // While the credentials of a site change, its content is read and written.
    all_succeed(200, |who| match who % 2 {
        0 => admin.session().put(&key, key_body(who)).send(),
        _ => installation.user().on(installation.home()).get("").send(),
    });
}

#[test]
fn keys_are_created_rotated_and_deleted_concurrently() {
    let weft = Weft::start();
    let body = json!({ "name": "ci", "scopes": ["read"], "plan": { "perMinute": 0, "perDay": 0 } });
    all_succeed(201, |_| weft.session().post("/api/keys", body.clone()).send());
    let key = weft.session().post("/api/keys", body.clone()).send().is(201).text_at("/id");
    all_succeed(200, |_| weft.session().post_nothing(format!("/api/keys/{key}/rotate")).send());
    let statuses = at_once(CALLERS, |_| weft.session().delete(format!("/api/keys/{key}")).send().status());
    assert_eq!(statuses.iter().filter(|status| **status < 300).count(), 1, "{statuses:?}");
    assert_eq!(statuses.iter().filter(|status| **status == 404).count(), 49, "{statuses:?}");
}
