//! `GET /v1/snapshot`

use serde_json::json;
use weft_tests::Weft;

use crate::assert_error;
use crate::fixtures::{admin, publish, sync, visitor};

/// The most bytes of published content that a snapshot has.
const SNAPSHOT_MAX: usize = 24 << 20;

#[test]
fn it_has_what_is_published_by_page_and_in_order() {
    let weft = Weft::start();
    sync(&weft, "/b", &["z", "a", "m"]);
    sync(&weft, "/a", &["one"]);
    sync(&weft, "/unpublished", &["one"]);
    for (page, key) in [("/b", "z"), ("/b", "a"), ("/a", "one")] {
        publish(&weft, page, key, key);
    }
    let shown = visitor(&weft).get("/v1/snapshot").send();
    shown
        .is(200)
        .shows("/error", serde_json::Value::Null)
        .shows("/data/schema", 1)
        .shows("/data/bakeEnabled", true);
    shown.shows("/data/generatedAt", "2026-03-25T10:01:00.000Z");
    for empty in ["objectFields", "objectCollections", "objectTypes"] {
        shown.shows(&format!("/data/{empty}"), json!([]));
    }
    let item = |key: &str| json!({ "instanceKey": key, "componentId": format!("__inline_{key}"), "fields": { "content": key } });
    shown.shows("/data/content", json!({ "/a": [item("one")], "/b": [item("a"), item("z")] }));
    assert_eq!(shown.round_trips(), 1);
    shown.has("etag", &format!("W/\"{}\"", shown.text_at("/data/version")));
}

#[test]
fn the_version_is_that_of_what_visitors_see() {
    let weft = Weft::start();
    let version = || visitor(&weft).get("/v1/snapshot").send().is(200).text_at("/data/version");
    let empty = version();
    sync(&weft, "/", &["title"]);
    assert_eq!(version(), empty, "drafts are not in it");
    let id = publish(&weft, "/", "title", "One");
    let one = version();
    assert_ne!(one, empty);
    let tag = format!("W/\"{one}\"");
    visitor(&weft).get("/v1/snapshot").if_none_match(&tag).send().is(304);
    admin(&weft).patch(format!("/v1/content/{id}"), json!({ "fields": { "content": "Two" } })).send().is(200);
    weft.tick();
    assert_eq!(version(), one, "nor is a draft beside what is published");
    admin(&weft).patch(format!("/v1/content/{id}"), json!({ "status": "published" })).send().is(200);
    assert_ne!(version(), one);
    visitor(&weft).get("/v1/snapshot").if_none_match(&tag).send().is(200);
    publish(&weft, "/", "title", "One");
    assert_eq!(version(), one, "the same content has the same version");
}

#[test]
fn the_same_content_elsewhere_has_the_same_version() {
    let pages = ["/", "/a", "/b\u{e4}r"];
    let keys = ["k1", "k2", "k3", "k4"];
    let versions: Vec<String> = [false, true]
        .into_iter()
        .map(|is_reversed| {
            let weft = Weft::start();
            let mut places: Vec<_> =
                pages.iter().flat_map(|page| keys.iter().map(move |key| (*page, *key))).collect();
            if is_reversed {
                places.reverse();
                weft.tick();
            }
            for (page, key) in places {
                sync(&weft, page, &[key]);
                publish(&weft, page, key, &format!("{page}{key}"));
            }
            visitor(&weft).get("/v1/snapshot").send().is(200).text_at("/data/version")
        })
        .collect();
    assert_eq!(versions[0], versions[1]);
}

/// 10,000 published entries on 500 pages, each with so many bytes of content; made in the order of
/// `order`, an expression over their number `i`, with other ids for another `seed`.
fn fill(weft: &Weft, bytes: usize, order: &str, seed: &str) {
    sync(weft, "/page/0", &["key-00"]);
    publish(weft, "/page/0", "key-00", "first");
    let many = format!(
        "WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 9999)
        INSERT INTO entries (id, site, collection, type, slug, status, revision, author, published_at, created_at, updated_at, version, actor, action, request, page, instance, component, data)
        SELECT printf('{seed}-0000-7000-8000-%012x', i), e.site, e.collection, e.type, '{seed}-' || i, 'published', 1, e.author, '{seed}', '{seed}', '{seed}',
               'v' || i, e.actor, 'create', 'r', '/page/' || (i % 500), printf('key-%02d', i / 500), '__inline_x', json_object('n', i, 'content', printf('%.*c', {bytes}, 'x'))
          FROM (SELECT i FROM n WHERE i > 0 ORDER BY {order}) AS n, entries AS e WHERE e.page = '/page/0' AND e.instance = 'key-00'"
    );
    weft.database().execute_batch(&many).unwrap();
}

#[test]
fn ten_thousand_entries_are_one_round_trip_and_little_memory() {
    let weft = Weft::start();
    fill(&weft, 500, "i", "018f3f70");
    let shown = visitor(&weft).get("/v1/snapshot").send();
    assert_eq!(shown.is(200).round_trips(), 1);
    let content = shown.at("/data/content");
    assert_eq!(content.as_object().unwrap().len(), 500);
    assert!(content.as_object().unwrap().values().all(|page| page.as_array().unwrap().len() == 20));
    visitor(&weft).get("/v1/snapshot").if_none_match(shown.header("etag")).send().is(304);
    let (size, memory) = (shown.bytes().len(), weft.running().largest_memory());
    assert!(size > 5_000_000 && memory < 64 << 20, "{memory} bytes of memory for {size}");
    let page = visitor(&weft).get("/v1/content/%2Fpage%2F7").send();
    assert_eq!((page.is(200).round_trips(), page.at("/data").as_array().unwrap().len()), (1, 20));
    // A copy, made entry by entry in another order, with other ids and at another time.
    let copy = Weft::start();
    copy.tick();
    fill(&copy, 500, "i * 7919 % 10007", "018f3f71");
    let copied = visitor(&copy).get("/v1/snapshot").send();
    assert_eq!(copied.is(200).text_at("/data/version"), shown.text_at("/data/version"));
    copied.shows("/data/content", content);
}

#[test]
fn the_largest_snapshot_fits_into_an_instance() {
    let weft = Weft::start();
    fill(&weft, SNAPSHOT_MAX / 10_000 - 100, "i", "018f3f70");
    let shown = visitor(&weft).get("/v1/snapshot").send();
    shown.is(200);
    let (size, memory) = (shown.bytes().len(), weft.running().largest_memory());
    // The answer is there once: what else an instance needs is a few megabytes.
    assert!(
        size > SNAPSHOT_MAX * 95 / 100 && memory < size + (8 << 20),
        "{memory} bytes of memory for {size}"
    );
    std::thread::scope(|scope| {
        // As many as one instance answers at a time.
        let ask = || _ = visitor(&weft).get("/v1/snapshot").send().is(200);
        (0..16).for_each(|_| _ = scope.spawn(ask));
    });
    let more = "UPDATE entries SET data = json_set(data, '$.more', printf('%.*c', 200, 'x'))";
    weft.database().execute_batch(more).unwrap();
    let refused = visitor(&weft).get("/v1/snapshot").send();
    assert_error(&refused, (413, "PAYLOAD_TOO_LARGE"));
    refused.shows("/error/message", "At most 25165824 bytes of published content");
}

#[test]
fn the_operator_may_forbid_to_bake() {
    let weft = Weft::with(|setup| _ = setup.variable("inlinecms_bake", "off"));
    visitor(&weft).get("/v1/snapshot").send().is(200).shows("/data/bakeEnabled", false);
    assert_error(&weft.anon().get("/v1/snapshot").send(), (401, "UNAUTHORIZED"));
}
