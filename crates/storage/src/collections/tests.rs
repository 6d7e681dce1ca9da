//! A collection through its life, with an entry that follows it.

use super::*;
use futures_executor::block_on;
use sqlx_libsql::Db;

const ID: &str = "018f3f70-1c2d-7abc-8def-0123456789ab";
const NOTE: Note<'static> = Note { actor: "me", at: "now", request: "r", version: ID };

fn collection(revision: i64, fields: &str) -> Collection {
    Collection {
        id: ID.parse().unwrap(),
        name: "post".into(),
        label: "Post".into(),
        description: None,
        slug_field: None,
        title_field: None,
        icon: None,
        call_hook: false,
        backdating: false,
        unique_slug: false,
        origin: Origin::Registered,
        details: None,
        schema: serde_json::from_str(fields).unwrap(),
        revision,
        created_at: String::new(),
        updated_at: String::new(),
    }
}

#[test]
fn one_collection_is_found_by_its_own_key() {
    let db = Db::open_memory().unwrap();
    block_on(crate::migrate::migrate(&Store::new(&db))).unwrap();
    let scope = Scope { site: 1, epoch: 1 };
    for (by, search) in [
        (By::Name("post"), "SEARCH c USING INDEX sqlite_autoindex_collections_2 (site=? AND name=?)"),
        (By::Id(ID.parse().unwrap()), "SEARCH c USING INDEX sqlite_autoindex_collections_1 (id=?)"),
    ] {
        let select = one(&scope, by);
        let explain = Statement::assert_safe(format!("EXPLAIN QUERY PLAN {}", select.sql()));
        let plan = block_on(db.run(explain.bind_all(select.args().to_vec()))).unwrap();
        let steps: Vec<String> = plan.rows.into_iter().map(|mut row| row.take_text(3).unwrap()).collect();
        assert!(steps.iter().any(|step| step.starts_with(search)), "{steps:?}");
    }
}

#[test]
fn changes_are_announced_and_entries_follow_their_fields() {
    block_on(async {
        let db = Db::open_memory().unwrap();
        let store = Store::new(&db);
        crate::migrate::migrate(&store).await.unwrap();
        let site = "INSERT INTO sites (id, name, created_at) VALUES ('s', 'S', '')";
        db.run(Statement::new(site)).await.unwrap();
        let scope = Scope { site: 1, epoch: 1 };
        create(&store, &scope, &collection(1, r#"[{"name":"a","type":"text"}]"#), &NOTE).await.unwrap();
        let entry = "INSERT INTO entries (id, site, collection, type, slug, status, revision, author, created_at, updated_at, version, actor, action, request, data)
                     SELECT ?1, site, pk, name, 'x', 'draft', 1, 'me', '', '', 'v', 'me', 'create', 'r', '{\"a\":[1],\"b\":2}' FROM collections";
        db.run(Statement::new(entry).bind(ID)).await.unwrap();
        let old = list(&store, &scope).await.unwrap().remove(0);
        let moves = [Move { from: "a", to: Some("c") }, Move { from: "b", to: None }];
        let new = collection(2, r#"[{"name":"c","type":"text"}]"#);
        update(&store, &scope, &old, &new, &moves, &NOTE).await.unwrap();
        let stale = update(&store, &scope, &old, &new, &[], &NOTE).await;
        assert!(matches!(stale, Err(Error::Conflict(_))));
        let told = async |sql: &'static str| {
            db.run(Statement::new(sql)).await.unwrap().rows.remove(0).take_text(0).unwrap()
        };
        assert_eq!(told("SELECT data FROM entries").await, r#"{"c":[1]}"#);
        assert_eq!(
            told(
                "SELECT group_concat(kind || ' ' || revision, ', ') FROM (SELECT * FROM events ORDER BY seq)"
            )
            .await,
            "collection.create 1, create 1, collection.update 2, update 2, update 3"
        );
        assert_eq!(
            told("SELECT group_concat(data, ' ') FROM versions").await,
            r#"{"a":[1],"b":2} {"b":2,"c":[1]}"#
        );
        let old = list(&store, &scope).await.unwrap().remove(0);
        assert!(!delete(&store, &scope, &old, &NOTE).await.unwrap(), "one entry is one step");
        assert_eq!(
            told("SELECT group_concat(kind, ' ') FROM (SELECT * FROM events ORDER BY seq DESC LIMIT 2)")
                .await,
            "delete collection.delete"
        );
        assert_eq!(
            told("SELECT concat(count(*), ' ', (SELECT count(*) FROM collections), ' ', (SELECT count(*) FROM removals)) FROM entries").await,
            "0 0 0"
        );
    });
}
