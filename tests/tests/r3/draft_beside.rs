//! A draft beside the published data of a document: `?draft=true` on PATCH and on reads.

use serde_json::{Value, json};
use weft_tests::{Answer, Document, Weft, a_document, a_type};

use crate::reference::NOW;

/// A published page with the title "Old", of a content type whose rank is indexed and whose sku is
/// unique.
struct Page<'w> {
    weft: &'w Weft,
    document: Document,
    type_id: String,
}

impl<'w> Page<'w> {
    fn new(weft: &'w Weft) -> Self {
        let page = a_type("page").field("title", "text").field("rank", "number").with("indexed", true);
        let made = page.field("sku", "text").with("unique", true).field("at", "text").create(&weft.admin());
        let document = a_document("page").set("title", "Old").set("rank", 1).set("sku", "a").slug("old");
        let document = document.published().create(&weft.editor());
        weft.tick();
        Self { weft, document, type_id: made["id"].as_str().unwrap().to_owned() }
    }

    fn draft(&self, data: Value) -> Answer {
        let path = format!("{}?draft=true", self.document.path());
        self.weft.editor().patch(path, json!({ "data": data })).send()
    }

    fn patch(&self, body: Value) -> Answer {
        self.weft.editor().patch(self.document.path(), body).send()
    }

    fn post(&self, action: &str) -> Answer {
        self.weft.editor().post_nothing(self.document.at(action)).send()
    }

    /// The page as visitors see it.
    fn seen(&self) -> Answer {
        self.weft.reader().get(self.document.path()).send()
    }

    /// The page as editors see it, with its draft.
    fn edited(&self) -> Answer {
        self.weft.admin().get(format!("{}?draft=true", self.document.path())).send()
    }

    fn versions(&self) -> Vec<Value> {
        let versions = self.weft.editor().get(self.document.at("versions")).send().at("/docs");
        versions.as_array().unwrap().clone()
    }

    #[track_caller]
    fn has_no_draft(&self) {
        let count = "SELECT count(*) FROM entries WHERE draft IS NOT NULL OR ahead <> 0";
        assert_eq!(self.weft.count(count), 0);
        assert_eq!((self.edited().json(), self.edited().etag()), (self.seen().json(), self.seen().etag()));
    }
}

/// Requests that find the page, or would find it if its draft were published.
const ADDRESSES: [&str; 10] = [
    "/api/content/by-slug/page/old",
    "/api/content",
    "/api/content?type=page",
    "/api/content?type=page&sort=-data.rank",
    "/api/content?type=page&sort=-updatedAt",
    "/api/content?type=page&filters[data.rank]=2",
    "/api/content?type=page&filters[data.rank][$lt]=2",
    "/api/content?filters[data.title]=New",
    "/api/content?type=page&cursor=&limit=1",
    "/api/content-types/page",
];

#[test]
fn a_draft_changes_no_document_total_or_validator_for_visitors() {
    let weft = Weft::start();
    let page = Page::new(&weft);
    let look = || -> Vec<(Value, String)> {
        let addresses = ADDRESSES.iter().map(|address| (*address).to_owned()).chain([page.document.path()]);
        addresses.map(|at| weft.reader().get(at).send()).map(|seen| (seen.json(), seen.etag())).collect()
    };
    let before = look();
    weft.tick();
    page.draft(json!({ "title": "New", "rank": 2 })).is(200).costs(1);
    page.draft(json!({ "title": "Newer" })).is(200);
    assert_eq!(look(), before);
    for (address, (_, etag)) in ADDRESSES.iter().zip(&before) {
        weft.reader().get(address).if_none_match(etag).send().is(304);
    }
    page.post("publish").is(200);
    let after = look();
    for (at, (before, after)) in before.iter().zip(&after).enumerate().take(9) {
        assert_ne!(before.1, after.1, "{}", ADDRESSES[at]);
    }
}

#[test]
fn draft_true_shows_the_draft_by_id_by_slug_and_in_lists() {
    let weft = Weft::start();
    let page = Page::new(&weft);
    let list = weft.admin().get("/api/content?draft=true").send();
    let answer = page.draft(json!({ "title": "New", "rank": 2 }));
    answer.is(200).shows("/data/title", "New").shows("/data/sku", "a").shows("/status", "published");
    answer.shows("/publishedAt", NOW).shows("/updatedAt", NOW);
    assert_eq!((page.edited().json(), page.edited().etag()), (answer.json(), answer.etag()));
    let admin = weft.admin();
    admin.get("/api/content/by-slug/page/old?draft=true").send().costs(1).shows("/data/title", "New");
    let fields = admin.get(format!("{}?draft=true&fields=title", page.document.path())).send();
    fields.shows("/data", json!({ "title": "New" }));
    let fields = admin.get(format!("{}?draft=true&fields=-data.title", page.document.path())).send();
    fields.shows("/data", json!({ "rank": 2, "sku": "a" }));
    let now = admin.get("/api/content?draft=true").if_none_match(&list.etag()).send();
    now.is(200).costs(1).shows("/docs/0/data/title", "New").shows("/totalDocs", 1);
    admin.get("/api/content?draft=true").if_none_match(&now.etag()).send().is(304);
    // Filters and sorts use the published data.
    admin
        .get("/api/content?draft=true&type=page&filters[data.rank]=1&filters[status]=published")
        .send()
        .shows("/docs/0/data/rank", 2);
    admin.get("/api/content?draft=true&type=page&filters[data.rank]=2").send().shows("/totalDocs", 0);
    admin.get(page.document.path()).send().shows("/data/title", "Old");
    weft.reader().get(format!("{}?draft=true", page.document.path())).send().is_error(403, "FORBIDDEN");
}

#[test]
fn publishing_replaces_the_data_by_the_draft_in_one_write() {
    let weft = Weft::start();
    let page = Page::new(&weft);
    page.draft(json!({ "title": "New", "rank": 2 })).is(200);
    let counts = |table: &str| weft.count(&format!("SELECT count(*) FROM {table}"));
    let before = ["versions", "events", "audit"].map(counts);
    weft.tick();
    let (statements, answer) = weft.statements_of(|| page.post("publish"));
    answer.is(200).costs(1).shows("/data/title", "New").shows("/publishedAt", "2026-03-25T10:01:02.000Z");
    assert_eq!(statements, 1);
    assert_eq!(["versions", "events", "audit"].map(counts), before.map(|count| count + 1));
    assert_eq!((page.seen().json(), page.seen().etag()), (answer.json(), answer.etag()));
    page.has_no_draft();
    weft.reader().get("/api/content?type=page&filters[data.rank]=2").send().shows("/totalDocs", 1);
    weft.reader().get("/api/content?type=page&filters[data.rank]=1").send().shows("/totalDocs", 0);
}

#[test]
fn every_write_of_a_draft_leaves_a_version() {
    let weft = Weft::start();
    let page = Page::new(&weft);
    page.draft(json!({ "title": "Two" })).is(200);
    weft.tick();
    page.draft(json!({ "title": "Three" })).is(200);
    page.patch(json!({ "data": { "rank": 4 } })).is(200).shows("/data/title", "Old");
    let told: Vec<Value> = page
        .versions()
        .iter()
        .map(|v| json!([v["version"], v["status"], v["data"]["title"], v["createdAt"]]))
        .collect();
    let told = Value::from(told);
    let expected = json!([
        [4, "published", "Old", "2026-03-25T10:01:02.000Z"],
        [3, "draft", "Three", "2026-03-25T10:01:02.000Z"],
        [2, "draft", "Two", "2026-03-25T10:01:01.000Z"],
        [1, "published", "Old", NOW],
    ]);
    assert_eq!(told, expected);
    let second = page.versions()[2]["id"].as_str().unwrap().to_owned();
    page.draft(json!({ "title": "Five" })).is(200);
    // A former draft is restored as any other version is: the restored data is published at once.
    page.post(&format!("restore/{second}")).is(200).costs(1).shows("/data/title", "Two");
    page.seen().shows("/data/title", "Two").shows("/data/rank", 1);
    page.has_no_draft();
}

#[test]
fn restoring_the_version_of_the_draft_publishes_the_draft() {
    let weft = Weft::start();
    let page = Page::new(&weft);
    page.draft(json!({ "title": "New" })).is(200);
    let versions = page.versions();
    assert_eq!((&versions[0]["status"], &versions[0]["data"]["title"]), (&json!("draft"), &json!("New")));
    let present = versions[0]["id"].as_str().unwrap();
    page.post(&format!("restore/{present}")).is(200).shows("/data/title", "New");
    page.has_no_draft();
}

#[test]
fn unpublishing_keeps_the_draft_as_the_data() {
    let weft = Weft::start();
    let page = Page::new(&weft);
    page.draft(json!({ "title": "New", "rank": 2 })).is(200);
    page.post("unpublish").is(200).costs(1).shows("/status", "draft").shows("/data/title", "New");
    page.seen().is_error(404, "NOT_FOUND");
    page.edited().shows("/data/rank", 2);
    // On an unpublished document, an edit of the draft edits the document itself.
    page.draft(json!({ "rank": 3 })).is(200).costs(1).shows("/data/rank", 3).shows("/status", "draft");
    let list = weft.admin().get("/api/content?draft=true&type=page&filters[data.rank]=3").send();
    list.shows("/totalDocs", 1);
    let drafts = "SELECT count(*) FROM entries WHERE draft IS NOT NULL OR ahead <> 0";
    assert_eq!(weft.count(drafts), 0);
    let path = format!("{}?draft=true", page.document.path());
    let whole = weft.editor().patch(path, json!({ "slug": "new", "status": "published" })).send();
    whole.is(200).shows("/slug", "new").shows("/status", "published");
    page.seen().is(200).shows("/data/rank", 3);
}

#[test]
fn a_patch_without_draft_and_an_edit_through_snowcms_discard_the_draft() {
    let weft = Weft::start();
    let page = Page::new(&weft);
    page.draft(json!({ "title": "New" })).is(200);
    page.patch(json!({ "data": { "rank": 3 } })).is(200).shows("/data/title", "Old").shows("/data/rank", 3);
    page.has_no_draft();
    page.draft(json!({ "title": "Newer" })).is(200);
    let snow = weft.snow().the(&page.type_id);
    let edited = snow.patch(format!("/entries/{}", page.document.id), json!({ "title": "Snow" })).send();
    edited.is(200);
    page.seen().shows("/data/title", "Snow");
    page.has_no_draft();
}

#[test]
fn a_deletion_keeps_the_draft_as_a_version() {
    let weft = Weft::start();
    let page = Page::new(&weft);
    page.draft(json!({ "title": "New" })).is(200);
    weft.editor().delete(page.document.path()).send().is(200);
    let kept = "SELECT count(*) FROM versions WHERE status = 'draft' AND data ->> 'title' = 'New'";
    assert_eq!(weft.count(kept), 1);
    assert_eq!(weft.count("SELECT count(*) FROM entries"), 0);
    weft.reader().get("/api/content").send().shows("/totalDocs", 0);
}

#[test]
fn a_draft_obeys_the_rules_and_limits_of_every_write() {
    let weft = Weft::start();
    let page = Page::new(&weft);
    page.draft(json!({ "title": 5, "rank": "x" })).is_invalid(&["data.title type", "data.rank type"]);
    page.draft(json!({ "title": "x".repeat(600_000) })).is(200);
    page.draft(json!({ "at": "x".repeat(600_000) })).is_error(413, "PAYLOAD_TOO_LARGE");
    let many = |from: usize| -> Value {
        (from..from + 600)
            .map(|n| (format!("m{n}"), json!("x".repeat(12))))
            .collect::<serde_json::Map<_, _>>()
            .into()
    };
    page.draft(many(0)).is(200);
    page.draft(many(600)).is_error(413, "PAYLOAD_TOO_LARGE");
    let path = format!("{}?draft=true", page.document.path());
    let whole = json!({ "slug": "new", "status": "draft", "data": { "rank": 2 } });
    let refused = weft.editor().patch(&path, whole).send();
    refused.is_invalid(&["slug immutable", "status immutable"]);
    weft.reader().patch(&path, json!({ "data": {} })).send().is_error(403, "FORBIDDEN");
    weft.editor().patch(path.replace("true", "yes"), json!({})).send().is_invalid(&["draft option"]);
    page.seen().shows("/data", page.document.json()["data"].clone());
}

#[test]
fn unique_values_are_checked_when_the_draft_becomes_the_data() {
    let weft = Weft::start();
    let page = Page::new(&weft);
    page.draft(json!({ "sku": "b" })).is(200);
    let other = a_document("page").set("sku", "b").create(&weft.editor());
    page.post("publish").is_invalid(&["data.sku unique"]);
    page.post("unpublish").is_invalid(&["data.sku unique"]);
    let present = page.versions()[0]["id"].as_str().unwrap().to_owned();
    page.post(&format!("restore/{present}")).is_invalid(&["data.sku unique"]);
    page.edited().shows("/data/sku", "b");
    page.seen().shows("/data/sku", "a");
    weft.editor().delete(other.path()).send().is(200);
    page.post("publish").is(200).shows("/data/sku", "b");
}

#[test]
fn if_match_requires_the_etag_of_the_state_that_a_write_changes() {
    let weft = Weft::start();
    let page = Page::new(&weft);
    let visitors = page.seen().etag();
    let first = page.draft(json!({ "title": "New" })).etag();
    assert_ne!(first, visitors);
    assert_eq!(page.seen().etag(), visitors);
    let at = |tag: &str, path: String, body: Value| weft.editor().patch(path, body).if_match(tag).send();
    let drafts = format!("{}?draft=true", page.document.path());
    at(&visitors, drafts.clone(), json!({ "data": { "rank": 2 } })).is_error(412, "PRECONDITION_FAILED");
    let second = at(&first, drafts.clone(), json!({ "data": { "rank": 2 } })).is(200).etag();
    at(&first, drafts, json!({ "data": { "rank": 3 } })).is_error(412, "PRECONDITION_FAILED");
    // Publishing and unpublishing require the ETag of the newest draft.
    for tag in [&visitors, &first] {
        for action in ["publish", "unpublish"] {
            let refused = weft.editor().post_nothing(page.document.at(action)).if_match(tag).send();
            refused.is_error(412, "PRECONDITION_FAILED");
        }
    }
    // A write to the published data requires the ETag of the published data or of the newest draft.
    at(&first, page.document.path(), json!({ "slug": "no" })).is_error(412, "PRECONDITION_FAILED");
    let third = at(&visitors, page.document.path(), json!({ "data": { "rank": 5 } })).is(200).etag();
    at(&visitors, page.document.path(), json!({ "slug": "no" })).is_error(412, "PRECONDITION_FAILED");
    at(&second, page.document.path(), json!({ "slug": "no" })).is_error(412, "PRECONDITION_FAILED");
    assert_eq!(page.seen().etag(), third);
    let fourth = page.draft(json!({ "title": "Again" })).etag();
    let published = weft.editor().post_nothing(page.document.at("publish")).if_match(&fourth).send();
    published.is(200).shows("/data/title", "Again");
}

#[test]
fn eight_concurrent_writers_lose_no_update() {
    let weft = Weft::start();
    let page = Page::new(&weft);
    std::thread::scope(|scope| {
        for who in 0..8 {
            let page = &page;
            scope.spawn(move || {
                for round in 0..5 {
                    page.draft(json!({ format!("w{who}r{round}"): who })).is(200);
                }
            });
        }
    });
    let data = page.edited().at("/data");
    assert_eq!(data.as_object().unwrap().len(), 3 + 40, "{data:#}");
    assert_eq!(weft.count("SELECT revision FROM entries"), 41);
    assert_eq!(weft.count("SELECT count(*) FROM versions"), 40);
    page.seen().shows("/data", page.document.json()["data"].clone());
    page.post("publish").is(200).shows("/data", data);
}

#[test]
fn a_draft_follows_changes_of_the_fields_of_its_content_type() {
    let weft = Weft::start();
    let page = Page::new(&weft);
    page.draft(json!({ "title": "New", "at": "2026-08-22T01:00:00+09:00" })).is(200);
    let fields = json!([
        { "name": "title", "label": "Title", "type": "text" },
        { "name": "at", "label": "At", "type": "datetime" },
    ]);
    weft.admin().patch("/api/content-types/page", json!({ "fields": fields })).send().is(200);
    page.edited().shows("/data/at", "2026-08-21T16:00:00.000Z").shows("/data/title", "New");
    page.seen().shows("/data", json!({ "title": "Old", "rank": 1, "sku": "a" }));
    let snow = weft.snow().the(&page.type_id);
    let input = snow.shown_input("title");
    let id = input["id"].as_str().unwrap();
    let renamed =
        snow.put(format!("/inputs/{id}"), weft_tests::an_input("heading", "text", json!({}))).send();
    renamed.is(200);
    page.edited().shows("/data/heading", "New");
    page.seen().shows("/data/heading", "Old");
    page.post("publish").is(200).shows("/data/heading", "New");
}

#[test]
fn a_content_type_is_deleted_with_its_drafts() {
    let weft = Weft::start();
    let page = Page::new(&weft);
    page.draft(json!({ "title": "New" })).is(200);
    weft.admin().delete("/api/content-types/page").send().is(200);
    assert_eq!(weft.count("SELECT count(*) FROM versions WHERE data ->> 'title' = 'New'"), 1);
    assert_eq!(weft.count("SELECT count(*) FROM collections"), 0);
    assert_eq!(weft.count("SELECT count(*) FROM last_revisions"), 0);
}
