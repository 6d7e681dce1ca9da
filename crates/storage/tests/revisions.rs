//! Revisions of slugs and payloads of events, over the native connection.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "this is test code")]

use futures_executor::block_on;
use sqlx_libsql::{Db, Statement};
use weft_domain::entry::{Guard, Status};
use weft_domain::shape::{Shape, Source};
use weft_domain::{EntryId, Error};
use weft_storage::entries::create::{NewEntry, create};
use weft_storage::entries::update::{Change, Member, update};
use weft_storage::entries::{Saved, Writing};
use weft_storage::webhooks::claim::{Message, claim};
use weft_storage::webhooks::dispatch::dispatch;
use weft_storage::webhooks::record::{Attempt, Health, Outcome, record};
use weft_storage::{Scope, Store, migrate::migrate};

const SCOPE: Scope = Scope { site: 1, epoch: 1 };
const SHAPE: Shape = &[("revision", Source::Revision), ("data", Source::Data)];
const WORLD: &str = r#"
    INSERT INTO sites (id, name, created_at) VALUES ('018f3f70-1c2d-7abc-8def-000000000001', '', '');
    INSERT INTO collections (id, site, name, label, revision, created_at, updated_at, fields)
    VALUES ('018f3f70-1c2d-7abc-8def-000000000002', 1, 'post', '', 1, '', '', '[]'),
           ('018f3f70-1c2d-7abc-8def-000000000003', 1, 'page', '', 1, '', '', '[]');"#;

struct World(Db);

impl World {
    fn new() -> Self {
        let db = Db::open_memory().unwrap();
        block_on(migrate(&Store::new(&db))).unwrap();
        block_on(db.batch(Statement::script(WORLD))).unwrap();
        Self(db)
    }

    fn create(&self, n: u8, collection: i64, slug: &str, status: Status) -> Result<Saved, Error> {
        let new = NewEntry {
            id: id(n),
            collection,
            type_name: "post",
            collection_revision: 1,
            slug,
            status,
            author: "me",
            data: r#"{"n":0}"#,
            created_at: None,
            published_at: None,
            targets: &[],
            place: None,
        };
        block_on(create(&Store::new(&self.0), &writing("v"), SHAPE, &new)).map(Option::unwrap)
    }

    fn change(&self, n: u8, change: &Change<'_>) -> i64 {
        let (store, writing) = (Store::new(&self.0), writing("v"));
        let done = block_on(update(&store, &writing, SHAPE, id(n), change, Guard::Any));
        done.unwrap().unwrap().revision
    }

    fn delete(&self, n: u8) -> i64 {
        self.change(n, &Change::Delete { within: None })
    }

    fn number(&self, sql: &'static str) -> i64 {
        block_on(self.0.run(Statement::new(sql))).unwrap().into_one().unwrap().take_integer(0).unwrap()
    }
}

fn id(n: u8) -> EntryId {
    format!("018f3f70-1c2d-7abc-8def-0000000001{n:02}").parse().unwrap()
}

const fn writing(version: &str) -> Writing<'_> {
    Writing { scope: &SCOPE, actor: "me", now: "2026-05-01T12:00:00.000Z", request: "r", version, note: None }
}

const fn edit<'a>(slug: Option<&'a str>, data: &'a [Member<'a>], to_draft: bool) -> Change<'a> {
    Change::Edit {
        slug,
        status: None,
        published_at: None,
        data,
        collections: &[(1, 1)],
        targets: &[],
        to_draft,
        promote: false,
    }
}

fn n(value: &str) -> [Member<'_>; 1] {
    [Member { name: "n", value, within: Vec::new() }]
}

#[test]
fn a_new_entry_with_a_former_slug_continues_its_revision() {
    let world = World::new();
    assert_eq!(world.create(1, 1, "a", Status::Draft).unwrap().revision, 1);
    assert_eq!(world.change(1, &edit(None, &n("1"), false)), 2);
    assert_eq!(world.delete(1), 3);
    let again = world.create(2, 1, "a", Status::Draft).unwrap();
    assert_eq!((again.revision, again.document.as_str()), (4, r#"{"revision":4,"data":{"n":0}}"#));
    assert_eq!(world.number("SELECT revision FROM events ORDER BY seq DESC LIMIT 1"), 4);
    assert_eq!(
        world.create(3, 2, "a", Status::Draft).unwrap().revision,
        1,
        "the same slug in another collection"
    );
    assert_eq!(world.create(4, 1, "b", Status::Draft).unwrap().revision, 1, "another slug");
    assert_eq!(world.delete(2), 5);
    assert_eq!(world.create(5, 1, "a", Status::Draft).unwrap().revision, 6);
    let taken = world.create(6, 1, "a", Status::Draft);
    assert!(matches!(taken, Err(Error::Conflict(_))), "{taken:?}");
    let revisions = "SELECT count(*) - count(DISTINCT revision) FROM audit WHERE subject IN
                     (SELECT entry FROM events WHERE slug = 'a' AND type = 'post')";
    assert_eq!(world.number(revisions), 0, "no revision was used twice");
}

#[test]
fn a_changed_slug_continues_the_revision_of_the_new_slug() {
    let world = World::new();
    world.create(1, 1, "a", Status::Draft).unwrap();
    for value in ["1", "2", "3"] {
        world.change(1, &edit(None, &n(value), false));
    }
    assert_eq!(world.change(1, &edit(Some("b"), &[], false)), 5);
    assert_eq!(world.create(2, 1, "a", Status::Draft).unwrap().revision, 6);
    world.create(3, 1, "c", Status::Draft).unwrap();
    assert_eq!(world.delete(1), 6);
    assert_eq!(world.change(3, &edit(Some("b"), &[], false)), 7, "after the deletion, which was revision 6");
    assert_eq!(world.change(3, &edit(Some("b"), &[], false)), 8);
    assert_eq!(world.change(3, &edit(None, &n("1"), false)), 9);
}

/// The next message to the webhook.
fn told(world: &World) -> Option<(String, String, String, String)> {
    let store = Store::new(&world.0);
    let claimed = block_on(claim(&store, "lease", "2026-05-02", "2026-05-03")).unwrap().pop()?;
    let due = claimed.deliveries.first()?;
    let attempt = Attempt {
        delivery: due.delivery,
        attempts: due.attempts,
        started_at: String::new(),
        duration_ms: 0,
        headers: "{}".to_owned(),
        status: None,
        response: None,
        error: None,
        outcome: Outcome::Delivered,
    };
    let health = Health { failing_since: None, disabled_reason: None };
    block_on(record(&store, claimed.receiver, &claimed.url, "lease", &[attempt], &health, "2026-05-01"))
        .unwrap();
    let Message::Event(told) = &due.message else { panic!("{:?}", due.message) };
    assert_eq!(told.entry, id(1).to_string());
    assert_eq!(told.site, "018f3f70-1c2d-7abc-8def-000000000001");
    Some((due.name.clone(), told.slug.clone(), told.status.clone(), told.data.clone()))
}

#[test]
fn each_message_has_the_state_at_its_event() {
    let world = World::new();
    let webhook = r#"INSERT INTO webhooks (id, site, kind, name, url, events, types, since, created_at, updated_at)
                     VALUES ('w', 1, 'webhook', '', '', '["entry.create","entry.update","entry.publish","entry.delete"]', '[]', 0, '', '')"#;
    block_on(world.0.run(Statement::new(webhook))).unwrap();
    block_on(world.0.run(Statement::new("UPDATE sites SET auth_epoch = 1"))).unwrap();
    world.create(1, 1, "a", Status::Draft).unwrap();
    world.change(1, &edit(None, &n("1"), false));
    world.change(1, &Change::Publish);
    world.change(1, &edit(None, &n("2"), true));
    world.change(1, &Change::Publish);
    world.change(1, &edit(Some("b"), &n("3"), false));
    world.change(1, &edit(None, &n("4"), true));
    world.delete(1);
    block_on(dispatch(&Store::new(&world.0), "018f3f70-1c2d-7abc-8def-000000000001", "2026-05-01", 0))
        .unwrap();
    for (name, slug, status, n) in [
        ("entry.create", "a", "draft", 0),
        ("entry.update", "a", "draft", 1),
        ("entry.publish", "a", "published", 1),
        ("entry.update", "a", "draft", 2),
        ("entry.publish", "a", "published", 2),
        ("entry.update", "b", "published", 3),
        ("entry.update", "b", "draft", 4),
        // The message of a deletion has the published data.
        ("entry.delete", "b", "published", 3),
    ] {
        let expected = (name.to_owned(), slug.to_owned(), status.to_owned(), format!(r#"{{"n":{n}}}"#));
        assert_eq!(told(&world), Some(expected));
    }
    assert_eq!(told(&world), None);
}
