//! Pages among many: 10,000 entries on 500 pages, and 10,000 entries without a page.

use super::*;
use futures_executor::block_on;
use sqlx_libsql::Db;
use weft_domain::shape::Source;
use weft_domain::{Conflict, entry::Guard};

use crate::entries::create::{NewEntry, create};
use crate::entries::update::{Change, update};

const SCOPE: Scope = Scope { site: 1, epoch: 1 };
const NOW: &str = "2026-05-01T12:00:00.000Z";
const SHAPE: Shape = &[
    ("id", Source::Id),
    ("page", Source::Page),
    ("instance", Source::Instance),
    ("status", Source::Status),
    ("hasDraft", Source::HasDraft),
    ("data", Source::Data),
];

const WORLD: &str = r#"
    INSERT INTO sites (id, name, created_at) VALUES ('018f3f70-1c2d-7abc-8def-000000000001', '', '');
    INSERT INTO collections (id, site, name, label, revision, created_at, updated_at, fields)
    VALUES ('018f3f70-1c2d-7abc-8def-000000000002', 1, 'inline', '', 1, '', '', '[]');"#;

/// Twenty entries on each of 500 pages, every fourth a draft and the last archived; and as many
/// entries without a page.
const MANY: &str = r#"
    WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 19999)
    INSERT INTO entries (id, site, collection, type, slug, status, revision, author, published_at, created_at, updated_at, version, actor, action, request, page, instance, data)
    SELECT printf('018f3f70-0000-7000-8000-%012x', i), 1, 1, 'inline', 's-' || i,
           CASE WHEN i / 500 = 19 THEN 'archived' WHEN i / 500 % 4 = 3 THEN 'draft' ELSE 'published' END,
           1, 'me', 'p', 'c', 'u', 'v' || i, 'me', 'create', 'r',
           iif(i < 10000, '/page/' || (i % 500), NULL), iif(i < 10000, printf('key-%02d', i / 500), NULL), json_object('content', i)
      FROM n;"#;

struct World(Db);

impl World {
    fn new(script: &'static str) -> Self {
        let db = Db::open_memory().unwrap();
        block_on(crate::migrate::migrate(&Store::new(&db))).unwrap();
        block_on(db.batch(Statement::script(WORLD))).unwrap();
        if !script.is_empty() {
            block_on(db.batch(Statement::script(script))).unwrap();
        }
        Self(db)
    }

    fn list(&self, visibility: Visibility, page: &str) -> Vec<serde_json::Value> {
        let db = self.0.counting_anew();
        let listed = block_on(list_page(&Store::new(&db), &SCOPE, visibility, SHAPE, page)).unwrap();
        assert_eq!(db.round_trips(), 1);
        let entries: Vec<serde_json::Value> =
            serde_json::from_str(&format!("[{}]", listed.documents)).unwrap();
        assert_eq!(entries.len(), listed.returned as usize);
        entries
    }

    fn publish(&self, page: &str) -> Vec<Saved> {
        let db = self.0.counting_anew();
        let published = block_on(publish_page(&Store::new(&db), &writing(), SHAPE, page)).unwrap();
        assert_eq!(db.round_trips(), 1);
        published
    }

    fn create(&self, n: u8, page: &str, instance: &str) -> Result<Option<Saved>> {
        let place = Place::new(page, instance).unwrap();
        let new = NewEntry {
            targets: &[],
            id: id(n.into()),
            collection: 1,
            type_name: "inline",
            collection_revision: 1,
            slug: &format!("slug-{n}"),
            status: weft_domain::entry::Status::Draft,
            author: "me",
            data: "{}",
            created_at: None,
            published_at: None,
            place: Some(&place),
        };
        block_on(create(&Store::new(&self.0), &writing(), SHAPE, &new))
    }

    fn numbers(&self, sql: &'static str) -> Vec<String> {
        let rows = block_on(self.0.run(Statement::new(sql))).unwrap().rows;
        rows.into_iter().map(|mut row| row.take_text(0).unwrap()).collect()
    }

    fn plan(&self, statement: &Statement) -> Vec<String> {
        let explain = Statement::assert_safe(format!("EXPLAIN QUERY PLAN {}", statement.sql()));
        let rows = block_on(self.0.run(explain.bind_all(statement.args().to_vec()))).unwrap().rows;
        rows.into_iter().map(|mut row| row.take_text(3).unwrap()).collect()
    }
}

fn writing() -> Writing<'static> {
    let version = "018f3f70-1c2d-7abc-8def-0123456789ab";
    Writing { scope: &SCOPE, actor: "me", now: NOW, request: "r", note: None, version }
}

fn id(n: u32) -> EntryId {
    format!("018f3f70-0000-7000-8000-{n:012x}").parse().unwrap()
}

#[test]
fn a_page_among_many_is_one_scan_of_its_index() {
    let world = World::new(MANY);
    for visibility in [Visibility::Published, Visibility::All] {
        let list = |more| compile_list(SHAPE, visibility, more).into_read().bind(SCOPE.site).bind("/page/7");
        let standing = world.plan(&list(STANDING_COLUMN));
        assert!(standing.iter().all(|step| !step.contains("SCAN e")), "{standing:?}");
        let steps = world.plan(&list(""));
        let walk = "SEARCH e USING INDEX entries_by_place (site=? AND page=?)";
        assert_eq!(steps.iter().filter(|step| *step == walk).count(), 1, "{steps:?}");
        assert!(steps.iter().all(|step| !step.contains("SCAN e") && !step.contains("TEMP")), "{steps:?}");
    }
    let steps = world.plan(&publish(&writing(), SHAPE, "/page/7").into_change());
    assert!(
        steps.iter().any(|step| step.contains("e USING INDEX entries_by_place (site=? AND page=?)")),
        "{steps:?}"
    );
    assert!(steps.iter().all(|step| !step.contains("SCAN e")), "{steps:?}");

    let shown = world.list(Visibility::All, "/page/7");
    let instances: Vec<&str> = shown.iter().map(|entry| entry["instance"].as_str().unwrap()).collect();
    let expected: Vec<String> = (0..19).map(|n| format!("key-{n:02}")).collect();
    assert_eq!(instances, expected, "archived entries are hidden from every principal");
    assert!(shown.iter().all(|entry| entry["page"] == "/page/7" && entry["hasDraft"] == false));
    let published = world.list(Visibility::Published, "/page/7");
    assert_eq!(published.len(), 15);
    assert!(published.iter().all(|entry| entry["status"] == "published"));
    assert!(
        world.list(Visibility::All, "/page/7/").is_empty()
            && world.list(Visibility::All, "/PAGE/7").is_empty()
    );
}

#[test]
fn a_page_is_published_at_once_and_no_entry_twice() {
    let world = World::new(MANY);
    let (store, writing) = (Store::new(&world.0), writing());
    let edit = |text: &str| {
        let data = [crate::entries::update::Member { name: "content", value: text, within: Vec::new() }];
        let change = Change::Edit {
            targets: &[],
            slug: None,
            status: None,
            published_at: None,
            data: &data,
            collections: &[(1, 1)],
            to_draft: true,
            promote: false,
        };
        block_on(update(&store, &writing, SHAPE, id(7), &change, Guard::Any)).unwrap().unwrap();
    };
    edit("\"edited\"");
    assert_eq!(world.list(Visibility::All, "/page/7")[0]["hasDraft"], true);
    assert_eq!(world.list(Visibility::Published, "/page/7")[0]["data"]["content"], 7);
    let published = world.publish("/page/7");
    let ids: Vec<EntryId> = published.iter().map(|saved| saved.id).collect();
    assert_eq!(ids, [7, 1507, 3507, 5507, 7507].map(id));
    assert_eq!(world.list(Visibility::Published, "/page/7")[0]["data"]["content"], "edited");
    assert_eq!(world.list(Visibility::Published, "/page/7").len(), 19);
    assert!(world.publish("/page/7").is_empty(), "every entry is published");
    assert!(world.publish("/nowhere").is_empty());
    let told = "SELECT kind || ' ' || count(*) || ' ' || max(revision) FROM events WHERE kind LIKE '%publish' GROUP BY kind";
    assert_eq!(world.numbers(told), ["page.publish 1 5", "publish 5 3"]);
    assert_eq!(world.numbers("SELECT entry FROM events WHERE kind = 'page.publish' AND seq IN (SELECT seq FROM audit WHERE action = kind)"), ["/page/7"]);
    let versions = "SELECT CAST(count(DISTINCT version) AS TEXT) FROM entries WHERE page = '/page/7' AND action = 'publish'";
    assert_eq!(world.numbers(versions), ["5"]);
    let outdated = Scope { epoch: 2, ..SCOPE };
    let writing = Writing { scope: &outdated, ..writing };
    let refused = block_on(publish_page(&store, &writing, SHAPE, "/page/8"));
    assert!(matches!(refused, Err(Error::Outdated)), "{refused:?}");
    assert_eq!(world.list(Visibility::Published, "/page/8").len(), 15);
}

#[test]
fn the_pages_of_many_entries_are_found_together() {
    let world = World::new(MANY);
    let ids: Vec<EntryId> = (0..20_001).rev().map(id).collect();
    let found = block_on(pages(&Store::new(&world.0), &SCOPE, &ids)).unwrap();
    assert_eq!(found.len(), 20_001);
    assert_eq!(found[0], None, "the entry does not exist");
    assert_eq!(found[1], Some(None), "the entry has no page");
    assert_eq!(found[20_000 - 1007], Some(Some("/page/7".to_owned())));
    let other = Scope { site: 2, epoch: 1 };
    assert!(matches!(block_on(pages(&Store::new(&world.0), &other, &ids)), Err(Error::Outdated)));
}

#[test]
fn a_place_has_one_entry_and_is_free_after_its_deletion() {
    let world = World::new("");
    let is_taken = |made: Result<Option<Saved>>| matches!(made, Err(Error::Conflict(Conflict::Taken { field })) if field == "place");
    world.create(1, "/", "title").unwrap().unwrap();
    assert!(is_taken(world.create(2, "/", "title")));
    for (n, page, instance) in [(3, "/", "Title"), (4, "/a", "title"), (5, "/\"\\\u{e4}", "\u{1f600}\"")] {
        world.create(n, page, instance).unwrap().unwrap();
        let shown = world.list(Visibility::All, page);
        assert!(shown.iter().any(|entry| entry["instance"] == instance), "{shown:?}");
    }
    let (store, gone) = (Store::new(&world.0), Change::Delete { within: None });
    block_on(update(&store, &writing(), SHAPE, id(1), &gone, Guard::Any)).unwrap().unwrap();
    world.create(6, "/", "title").unwrap().unwrap();

    // An entry of a deleted collection keeps its place until its deletion, but the place can be
    // freed earlier.
    let place = Place::new("/", "title").unwrap();
    assert!(!block_on(clear(&store, &SCOPE, &place)).unwrap());
    block_on(world.0.batch(Statement::script(
        "INSERT INTO removals (collection, actor, at, request) VALUES (1, '', '', '');",
    )))
    .unwrap();
    assert!(world.list(Visibility::All, "/").is_empty());
    assert!(block_on(clear(&store, &SCOPE, &place)).unwrap());
    assert!(!block_on(clear(&store, &SCOPE, &place)).unwrap());
}
