//! Statements over many rows with 10,000 entries, over the native connection.
//! `tests/tests/hard/many_rows.rs` tests the same use cases with guests and the host.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "this is test code"
)]

use futures_executor::block_on;
use sqlx_libsql::{Db, Statement};
use weft_domain::entry::{Guard, Selector, Visibility};
use weft_domain::query::{Page, Projection, Query, SortKey};
use weft_domain::shape::{Shape, Source, VersionShape, VersionSource};
use weft_domain::{Caller, Conflict, CredentialKind, Error, Role};
use weft_storage::collections::{self, Move, Note, Stored};
use weft_storage::entries::many::{One, present, update_all};
use weft_storage::entries::update::{Change, Member, update};
use weft_storage::entries::{Writing, find::find, list::list, versions};
use weft_storage::sites::{self, Deletion};
use weft_storage::{Scope, Standing, Store, migrate::migrate, removals};

const MANY: i64 = 10_000;
const SITE: &str = "018f3f70-1c2d-7abc-8def-000000000001";
const FIRST: &str = "018f3f70-0000-7000-8000-000000000001";
const SCOPE: Scope = Scope { site: 1, epoch: 1 };
const SHAPE: Shape = &[("id", Source::Id), ("data", Source::Data)];

const WORLD: &str = r#"
    INSERT INTO sites (id, name, created_at) VALUES ('018f3f70-1c2d-7abc-8def-000000000001', '', '');
    INSERT INTO collections (id, site, name, label, revision, created_at, updated_at, fields)
    VALUES ('018f3f70-1c2d-7abc-8def-000000000002', 1, 'post', 'Post', 1, '', '', '[{"name":"n","type":"number"}]');
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)
    INSERT INTO entries (id, site, collection, type, slug, status, revision, author, published_at, created_at, updated_at, version, actor, action, request, data)
    SELECT printf('018f3f70-0000-7000-8000-%012x', i), 1, 1, 'post', 'post-' || i, 'published', 1, 'me', 'p', 'c', 'u', 'v' || i, 'me', 'create', 'r',
           json_object('n', i, 'text', printf('%.*c', 200, 'x'))
      FROM n;"#;

struct World(Db);

impl World {
    fn new() -> Self {
        block_on(async {
            let db = Db::open_memory().unwrap();
            migrate(&Store::new(&db)).await.unwrap();
            db.batch(Statement::script(WORLD)).await.unwrap();
            Self(db)
        })
    }

    fn store(&self) -> Store<'_> {
        Store::new(&self.0)
    }

    fn post(&self) -> Stored {
        block_on(collections::list(&self.store(), &SCOPE)).unwrap().remove(0)
    }

    fn number(&self, sql: &'static str) -> i64 {
        block_on(self.0.run(Statement::new(sql))).unwrap().into_one().unwrap().take_integer(0).unwrap()
    }

    /// Replaces the fields of the collection.
    fn fields(&self, fields: &str, moves: &[Move<'_>]) -> Result<(), Error> {
        let old = self.post();
        let mut new = old.collection.clone();
        new.schema = serde_json::from_str(fields).unwrap();
        new.revision += 1;
        block_on(collections::update(&self.store(), &SCOPE, &old, &new, moves, &note()))
    }
}

fn note() -> Note<'static> {
    Note { actor: "me", at: "now", request: "r", version: FIRST }
}

fn query(collection: Option<&str>) -> Query {
    Query {
        collection: collection.map(str::to_owned),
        statuses: Vec::new(),
        visibility: Visibility::All,
        filter: None,
        sort: Vec::<SortKey>::new(),
        page: Page::Number(1),
        limit: 10,
        count: true,
        projection: Projection::default(),
    }
}

#[test]
fn a_collection_is_deleted_at_once_and_its_many_entries_in_steps() {
    let world = World::new();
    let (store, old) = (world.store(), world.post());
    assert!(block_on(collections::delete(&store, &SCOPE, &old, &note())).unwrap());
    // Most entries are still stored, but no read finds them.
    assert_eq!(world.number("SELECT count(*) FROM entries"), MANY - 500);
    let last = format!("018f3f70-0000-7000-8000-{MANY:012x}");
    let id = last.parse().unwrap();
    let by = Selector::Id(id);
    let found = block_on(find(&store, &SCOPE, Visibility::All, SHAPE, &by, &Projection::default(), None));
    assert!(matches!(found, Err(Error::NotFound(_))), "{found:?}");
    let by = Selector::Slug { collection: "post".into(), slug: format!("post-{MANY}") };
    let found = block_on(find(&store, &SCOPE, Visibility::All, SHAPE, &by, &Projection::default(), None));
    assert!(matches!(found, Err(Error::NotFound(_))), "{found:?}");
    const VERSION: VersionShape = &[("id", VersionSource::Id)];
    let history = block_on(versions::list(&store, &SCOPE, Visibility::All, VERSION, id, 10, 0));
    assert!(matches!(history, Err(Error::NotFound(_))), "{history:?}");
    let writing = Writing { scope: &SCOPE, actor: "me", now: "now", request: "r", version: "v", note: None };
    for change in [Change::Publish, Change::Delete { within: Some("post") }] {
        assert!(block_on(update(&store, &writing, SHAPE, id, &change, Guard::Any)).unwrap().is_none());
    }
    let listing = block_on(list(&store, &SCOPE, SHAPE, &query(None), None, None)).unwrap().unwrap();
    assert_eq!((listing.total, listing.returned), (Some(0), 0));
    assert!(block_on(list(&store, &SCOPE, SHAPE, &query(Some("post")), Some(&old), None)).unwrap().is_none());
    let again = block_on(collections::delete(&store, &SCOPE, &old, &note()));
    assert!(matches!(again, Err(Error::NotFound(_))), "{again:?}");
    // The name is free.
    let new = weft_domain::Collection { id: FIRST.parse().unwrap(), revision: 1, ..old.collection.clone() };
    block_on(collections::create(&store, &SCOPE, &new, &note())).unwrap();

    // Each attempt to delete the collection also removes some entries.
    assert_eq!(world.number("SELECT count(*) FROM entries"), MANY - 1_000);
    assert!(block_on(removals::go_on(&store, 3)).unwrap());
    assert_eq!(world.number("SELECT count(*) FROM entries"), MANY - 2_500);
    // As after an interruption: `resume` deletes the rest.
    block_on(removals::resume(&store, 100)).unwrap();
    for (what, left) in [
        ("SELECT count(*) FROM entries", 0),
        ("SELECT count(*) FROM removals", 0),
        ("SELECT count(*) FROM collections", 1),
        ("SELECT count(*) FROM versions WHERE action = 'create'", MANY),
        (
            "SELECT count(*) FROM audit WHERE action = 'delete' AND actor = 'me' AND at = 'now' AND request = 'r'",
            MANY,
        ),
        ("SELECT count(*) FROM events WHERE kind = 'delete' AND revision = 2", MANY),
        ("SELECT count(*) FROM events WHERE kind = 'collection.delete'", 1),
        ("SELECT sum(abs(draft) + abs(published) + abs(archived)) FROM tallies", 0),
    ] {
        assert_eq!(world.number(what), left, "{what}");
    }
}

#[test]
fn a_member_of_many_entries_is_renamed_indexed_made_unique_and_removed() {
    let world = World::new();
    let rename = [Move { from: "n", to: Some("m") }];
    world.fields(r#"[{"name":"m","type":"number","indexed":true}]"#, &rename).unwrap();
    assert_eq!(world.number("SELECT count(*) FROM entries WHERE data ->> 'm' > 0 AND revision = 2"), MANY);
    assert_eq!(world.number("SELECT count(*) FROM versions"), MANY);
    assert_eq!(world.number("SELECT count(*) FROM entry_values WHERE value > 0"), MANY);
    world.fields(r#"[{"name":"m","type":"number","unique":true}]"#, &[]).unwrap();
    assert_eq!(world.number("SELECT count(*) FROM entry_values WHERE is_unique = 1"), MANY);
    let shared = world.fields(r#"[{"name":"text","type":"text","unique":true}]"#, &[]);
    assert!(matches!(shared, Err(Error::Conflict(Conflict::Taken { .. }))), "{shared:?}");
    world.fields("[]", &[Move { from: "m", to: None }]).unwrap();
    assert_eq!(world.number("SELECT count(*) FROM entries WHERE json_type(data, '$.m') IS NULL"), MANY);
    assert_eq!(world.number("SELECT count(*) FROM entry_values"), 0);
}

#[test]
fn a_site_with_many_entries_is_deleted() {
    let world = World::new();
    let account =
        "INSERT INTO accounts (id, email, password, role, created_at) VALUES (?1, 'a', '', 'admin', '')";
    block_on(world.0.run(Statement::new(account).bind(FIRST))).unwrap();
    let caller = Caller {
        credential: FIRST.parse().unwrap(),
        kind: CredentialKind::Session,
        account: FIRST.parse().unwrap(),
        email: String::new(),
        role: Role::Admin,
        sites: Vec::new(),
        is_unrestricted: true,
        permissions: weft_domain::Permissions::ALL,
        repos: None,
        epoch: world.number("SELECT auth_epoch FROM accounts"),
    };
    let noted = Deletion { actor: "me", at: "now", request: "r" };
    let site = SITE.parse().unwrap();
    block_on(sites::delete(&world.store(), &Standing::from(&caller), site, &noted)).unwrap();
    for table in
        ["SELECT count(*) FROM entries", "SELECT count(*) FROM versions", "SELECT count(*) FROM sites"]
    {
        assert_eq!(world.number(table), 0, "{table}");
    }
}

/// A change of the `n`th entry of [`WORLD`], guarded by this revision.
fn one(n: i64, change: Change<'_>, revision: i64) -> One<'_> {
    let id = format!("018f3f70-0000-7000-8000-{n:012x}").parse().unwrap();
    One { id, change, guard: Guard::Revision(revision), version: format!("w{n}") }
}

#[test]
fn many_entries_change_together_or_not_at_all() {
    let world = World::new();
    let (store, writing) = (
        world.store(),
        Writing { scope: &SCOPE, actor: "me", now: "now", request: "r", version: "", note: None },
    );
    let value = [Member { name: "n", value: "0", within: Vec::new() }];
    let edit = || Change::Edit {
        slug: None,
        status: None,
        published_at: None,
        data: &value,
        collections: &[(1, 1)],
        targets: &[],
        to_draft: false,
        promote: false,
    };
    let all = |revision: i64, odd: fn() -> Change<'static>| -> Vec<One<'_>> {
        let change = |n: i64| if n % 2 == 0 { edit() } else { odd() };
        (1..=MANY).map(|n| one(n, change(n), revision)).collect()
    };
    let make = |changes: &[One<'_>]| block_on(update_all(&store, &writing, SHAPE, changes)).unwrap();
    let mut changes = all(1, || Change::Unpublish);
    // One guard fails, or the data of one entry was checked against an older revision of its
    // collection.
    changes[7_000].guard = Guard::Revision(2);
    assert!(make(&changes).is_none());
    changes[7_000].guard = Guard::Revision(1);
    changes[9_999].change = Change::Edit {
        slug: None,
        status: None,
        published_at: None,
        data: &value,
        collections: &[(1, 2)],
        targets: &[],
        to_draft: false,
        promote: false,
    };
    assert!(make(&changes).is_none());
    assert_eq!(
        world.number("SELECT count(*) FROM entries WHERE revision = 1 AND status = 'published'"),
        MANY
    );
    assert_eq!(world.number("SELECT count(*) FROM versions"), 0);

    let saved = make(&all(1, || Change::Unpublish)).unwrap();
    assert_eq!((saved.len() as i64, saved[9_999].revision), (MANY, 2));
    assert_eq!(
        saved[1].document,
        format!(
            r#"{{"id":"018f3f70-0000-7000-8000-{:012x}","data":{{"n":0,"text":"{}"}}}}"#,
            2,
            "x".repeat(200)
        )
    );
    assert!(make(&all(1, || Change::Unpublish)).is_none(), "the entries are at revision 2");
    assert_eq!(make(&all(2, || Change::Delete { within: None })).unwrap().len() as i64, MANY);
    for (what, left) in [
        ("SELECT count(*) FROM entries WHERE revision = 3 AND version GLOB 'w*'", MANY / 2),
        ("SELECT count(*) FROM versions", 2 * MANY),
        ("SELECT count(*) FROM audit WHERE actor = 'me' AND at = 'now'", 2 * MANY),
        ("SELECT count(*) FROM events WHERE kind = 'delete' AND revision = 3", MANY / 2),
        ("SELECT published FROM tallies", MANY / 2),
        ("SELECT draft FROM tallies", 0),
    ] {
        assert_eq!(world.number(what), left, "{what}");
    }
    let gone = make(&all(3, || Change::Delete { within: None }));
    assert!(gone.is_none(), "every other entry does not exist");
    let ids: Vec<_> = (1..=MANY).map(|n| one(n, edit(), 0).id).collect();
    let found = block_on(present(&store, &SCOPE, &ids)).unwrap();
    assert_eq!(found.len() as i64, MANY);
    assert!(
        found
            .iter()
            .enumerate()
            .all(|(at, found)| found.as_ref().map(|now| now.revision) == (at % 2 == 1).then_some(3))
    );
}
