//! Autosaves are found only in their own collection and are deleted with their entry, collection
//! and site; no statement on them scans a table.

use super::*;
use crate::migrate::migrate;
use futures_executor::block_on;
use sqlx_libsql::Db;

const POSTS: &str = "018f3f70-1c2d-7abc-8def-000000000002";
const PAGES: &str = "018f3f70-1c2d-7abc-8def-000000000003";
const ENTRY: &str = "018f3f70-1c2d-7abc-8def-000000000004";

const WORLD: &str = r#"
    INSERT INTO sites (id, name, created_at)
    VALUES ('018f3f70-1c2d-7abc-8def-000000000001', '', ''), ('018f3f70-1c2d-7abc-8def-000000000009', '', '');
    INSERT INTO collections (id, site, name, label, title_field, revision, created_at, updated_at, fields)
    VALUES ('018f3f70-1c2d-7abc-8def-000000000002', 1, 'posts', '', 'title', 1, '', '', '[]'),
           ('018f3f70-1c2d-7abc-8def-000000000003', 1, 'pages', '', NULL, 1, '', '', '[]'),
           ('018f3f70-1c2d-7abc-8def-000000000008', 2, 'posts', '', 'title', 1, '', '', '[]');
    INSERT INTO entries (id, site, collection, type, slug, status, revision, author, created_at, updated_at, version, actor, action, request, data)
    VALUES ('018f3f70-1c2d-7abc-8def-000000000004', 1, 1, 'posts', '', 'draft', 1, '', '', '', '', '', 'create', '', '{}');"#;

fn world() -> (Db, Scope) {
    let db = Db::open_memory().unwrap();
    block_on(migrate(&Store::new(&db))).unwrap();
    block_on(db.batch(Statement::script(WORLD))).unwrap();
    let mut epoch = block_on(db.run(Statement::new("SELECT auth_epoch FROM sites WHERE pk = 1"))).unwrap();
    let epoch = epoch.rows[0].take_integer(0).unwrap();
    (db, Scope { site: 1, epoch })
}

fn at<'s>(scope: &'s Scope, collection: &str) -> AutosaveLocation<'s> {
    AutosaveLocation { scope, collection: collection.parse().unwrap() }
}

fn id(n: u32) -> AutosaveId {
    format!("018f3f70-1c2d-7abc-8def-0000000001{n:02}").parse().unwrap()
}

fn add(db: &Db, at: AutosaveLocation<'_>, n: u32, entry: Option<&str>, title: &str) -> Result<()> {
    let data = format!("{{\"title\":\"{title}\"}}");
    let new = Change::Create { entry, author: "me", data: &data };
    block_on(change(&Store::new(db), at, id(n), "then", new))
}

fn update(db: &Db, at: AutosaveLocation<'_>, data: &str) -> Result<()> {
    block_on(change(&Store::new(db), at, id(1), "now", Change::Update { data }))
}

fn delete(db: &Db, at: AutosaveLocation<'_>) -> Result<()> {
    block_on(change(&Store::new(db), at, id(1), "now", Change::Delete))
}

const ALL: Listing<'static> = Listing { entry: None, search: None, page: None, descending: false };

/// The titles of a page and the total.
fn titles(db: &Db, at: AutosaveLocation<'_>, asked: Listing<'_>) -> (Vec<String>, u64) {
    let (autosaves, total) = block_on(list(&Store::new(db), at, asked)).unwrap();
    (autosaves.into_iter().map(|autosave| autosave.text.unwrap_or_default()).collect(), total)
}

fn count(db: &Db) -> i64 {
    let mut rows = block_on(db.run(Statement::new("SELECT count(*) FROM autosaves"))).unwrap().rows;
    rows[0].take_integer(0).unwrap()
}

#[test]
fn autosaves_are_created_found_changed_and_deleted() {
    let (db, scope) = world();
    let (store, posts) = (Store::new(&db), at(&scope, POSTS));
    add(&db, posts, 1, Some(ENTRY), "One").unwrap();
    update(&db, posts, r#"{"title":"Uno"}"#).unwrap();
    let found = block_on(find(&store, posts, id(1))).unwrap();
    let (created_at, updated_at) = ("then".to_owned(), "now".to_owned());
    let text = Some(r#"{"title":"Uno"}"#.to_owned());
    assert_eq!(found, Autosave { id: id(1), entry: ENTRY.parse().ok(), created_at, updated_at, text });
    delete(&db, posts).unwrap();
    assert!(matches!(block_on(find(&store, posts, id(1))), Err(Error::NotFound(Kind::Autosave))));
}

#[test]
fn lists_have_pages_and_filters() {
    let (db, scope) = world();
    let posts = at(&scope, POSTS);
    for (n, title) in [(1, "Apple"), (2, "Pear"), (3, "apple pie")] {
        add(&db, posts, n, (n == 2).then_some(ENTRY), title).unwrap();
    }
    let named = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
    assert_eq!(titles(&db, posts, ALL), (named(&["Apple", "Pear", "apple pie"]), 3));
    let newest = Listing { page: Some((1, 2)), descending: true, ..ALL };
    assert_eq!(titles(&db, posts, newest), (named(&["apple pie", "Pear"]), 3));
    assert_eq!(titles(&db, posts, Listing { page: Some((9, 2)), ..ALL }), (Vec::new(), 3));
    assert_eq!(
        titles(&db, posts, Listing { search: Some("APPLE"), ..ALL }),
        (named(&["Apple", "apple pie"]), 2)
    );
    assert_eq!(titles(&db, posts, Listing { search: Some("0102"), ..ALL }), (named(&["Pear"]), 1));
    assert_eq!(titles(&db, posts, Listing { entry: Some(ENTRY), ..ALL }), (named(&["Pear"]), 1));
    assert_eq!(titles(&db, posts, Listing { entry: Some("x"), ..ALL }), (Vec::new(), 0));
    assert_eq!(titles(&db, at(&scope, PAGES), ALL), (Vec::new(), 0));
}

#[test]
fn an_autosave_is_in_its_own_collection_only() {
    let (db, scope) = world();
    let (store, pages) = (Store::new(&db), at(&scope, PAGES));
    add(&db, at(&scope, POSTS), 1, None, "One").unwrap();
    let foreign = at(&scope, "018f3f70-1c2d-7abc-8def-000000000008");
    for other in [pages, foreign] {
        assert!(matches!(block_on(find(&store, other, id(1))), Err(Error::NotFound(Kind::Autosave))));
        let written = update(&db, other, "{}");
        assert!(matches!(written, Err(Error::NotFound(Kind::Autosave))));
        assert!(matches!(delete(&db, other), Err(Error::NotFound(Kind::Autosave))));
        assert!(matches!(add(&db, other, 2, Some(ENTRY), ""), Err(Error::NotFound(Kind::Entry))));
    }
    assert!(matches!(block_on(list(&store, foreign, ALL)), Err(Error::NotFound(Kind::Collection))));
    assert_eq!(count(&db), 1);
}

#[test]
fn an_outdated_principal_changes_nothing() {
    let (db, scope) = world();
    let store = Store::new(&db);
    add(&db, at(&scope, POSTS), 1, None, "One").unwrap();
    let old = Scope { epoch: scope.epoch + 1, ..scope };
    let posts = at(&old, POSTS);
    assert!(matches!(block_on(list(&store, posts, ALL)), Err(Error::Outdated)));
    assert!(matches!(block_on(find(&store, posts, id(1))), Err(Error::Outdated)));
    assert!(matches!(add(&db, posts, 2, None, ""), Err(Error::Outdated)));
    assert!(matches!(update(&db, posts, "{}"), Err(Error::Outdated)));
    assert!(matches!(delete(&db, posts), Err(Error::Outdated)));
    assert_eq!(count(&db), 1);
}

#[test]
fn autosaves_are_deleted_with_their_entry_collection_and_site() {
    for (sql, left) in [
        ("UPDATE entries SET revision = 2, action = 'delete', version = 'x' WHERE pk = 1", 2),
        ("DELETE FROM collections WHERE pk = 2", 2),
        ("DELETE FROM sites WHERE pk = 2", 3),
    ] {
        let (db, scope) = world();
        add(&db, at(&scope, POSTS), 1, Some(ENTRY), "").unwrap();
        add(&db, at(&scope, POSTS), 2, None, "").unwrap();
        add(&db, at(&scope, PAGES), 3, None, "").unwrap();
        block_on(db.run(Statement::new(sql))).unwrap();
        assert_eq!(count(&db), left, "{sql}");
    }
    let (db, scope) = world();
    add(&db, at(&scope, PAGES), 1, None, "").unwrap();
    block_on(db.run(Statement::new("DELETE FROM entries"))).unwrap();
    block_on(db.run(Statement::new("DELETE FROM sites WHERE pk = 1"))).unwrap();
    assert_eq!(count(&db), 0);
}

#[test]
fn no_statement_scans_or_sorts() {
    let (db, scope) = world();
    let posts = at(&scope, POSTS);
    let plain = [(FIND, 3), (CREATE, 8), (UPDATE, 6), (DELETE, 4)];
    let mut statements: Vec<Statement> = plain
        .map(|(sql, values)| Statement::new(sql).bind_all((0..values).map(|_| sqlx_libsql::Value::Null)))
        .into();
    for entry in [None, Some(ENTRY)] {
        for (search, descending) in [(None, false), (Some("x"), true)] {
            statements.push(listing(posts, Listing { entry, search, page: Some((1, 10)), descending }));
        }
    }
    // The statements that a foreign key runs when its parent is deleted.
    statements.extend(
        ["DELETE FROM autosaves WHERE collection = 1", "DELETE FROM autosaves WHERE entry = 1"]
            .map(Statement::new),
    );
    for statement in statements {
        let explain = Statement::assert_safe(format!("EXPLAIN QUERY PLAN {}", statement.sql()));
        let rows = block_on(db.run(explain.bind_all(statement.args().to_vec()))).unwrap().rows;
        let steps: Vec<String> = rows.into_iter().map(|mut row| row.take_text(3).unwrap()).collect();
        // `p` is the page itself.
        let is_costly = |step: &String| {
            step.starts_with("SCAN ") && !step.starts_with("SCAN p") || step.contains("TEMP B-TREE")
        };
        assert!(!steps.is_empty() && !steps.iter().any(is_costly), "{} {steps:#?}", statement.sql());
    }
}
