//! What changes above the sites demand of the store, where no use case alone can bring it about.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use futures_executor::block_on;
use sqlx_libsql::{Db, Statement};
use weft_domain::{CredentialKind, Error, Role, Timestamp};
use weft_secrets::{caller, hash_token, verify};
use weft_storage::sites::{Site, update};
use weft_storage::{Standing, Store, migrate::migrate};

const SECRET: &str = "secret";
const ID: &str = "018f3f70-1c2d-7abc-8def-00000000000";

/// A tenant who develops the first site, edits the second and has a session.
const WORLD: &str = "
    INSERT INTO sites (id, name, created_at)
    VALUES ('018f3f70-1c2d-7abc-8def-000000000001', '1', ''), ('018f3f70-1c2d-7abc-8def-000000000002', '2', '');
    INSERT INTO accounts (id, email, password, created_at) VALUES ('018f3f70-1c2d-7abc-8def-000000000003', 'me', 'hash', '');
    INSERT INTO memberships (account, site, role) VALUES (1, 1, 'developer'), (1, 2, 'editor');
    INSERT INTO credentials (id, kind, hash, prefix, account, name, role_cap, scopes, per_minute, per_day, created_at)
    VALUES ('018f3f70-1c2d-7abc-8def-000000000004', 'session', zeroblob(32), '', 1, '', 'admin', 'read,write,admin', 0, 0, '');";

async fn world() -> Db {
    let db = Db::open_memory().unwrap();
    migrate(&Store::new(&db)).await.unwrap();
    db.batch(Statement::script(WORLD)).await.unwrap();
    let update = Statement::new("UPDATE credentials SET hash = ?1").bind(hash_token(SECRET));
    db.run(update).await.unwrap();
    db
}

#[test]
fn a_role_on_one_site_is_none_on_another() {
    block_on(async {
        let db = world().await;
        let store = Store::new(&db);
        let caller =
            caller(&store, CredentialKind::Session, None, SECRET, Timestamp::default()).await.unwrap();
        assert_eq!((caller.role, caller.sites.len()), (Role::Developer, 2));
        for (n, may) in [(1, true), (2, false)] {
            let site = format!("{ID}{n}");
            let id = site.parse().unwrap();
            let principal =
                verify(&store, CredentialKind::Session, SECRET, Some(&site), Timestamp::default());
            let role = if may { Role::Developer } else { Role::Editor };
            assert_eq!(principal.await.unwrap().role, role);
            let new = Site { id, name: "new".to_owned(), hook: None };
            match update(&store, &Standing::from(&caller), &new, true).await {
                Ok(()) => assert!(may, "site {n}"),
                Err(error) => assert!(!may && matches!(error, Error::Forbidden { .. }), "site {n}: {error}"),
            }
        }
    });
}

#[test]
fn the_pages_that_a_member_is_limited_to_come_with_the_principal_and_never_for_administrators() {
    block_on(async {
        let db = world().await;
        let store = Store::new(&db);
        let verified = async || {
            let site = format!("{ID}1");
            verify(&store, CredentialKind::Session, SECRET, Some(&site), Timestamp::default()).await
        };
        let free = verified().await.unwrap();
        assert!(free.allowed_paths.are_all());
        let limit = "UPDATE memberships SET allowed_paths = '[\"/blog/**\"]'";
        db.run(Statement::new(limit)).await.unwrap();
        let limited = verified().await.unwrap();
        assert_eq!(limited.allowed_paths.patterns(), ["/blog/**"]);
        assert!(limited.epoch > free.epoch);
        db.run(Statement::new("UPDATE memberships SET role = 'admin'")).await.unwrap();
        assert!(verified().await.unwrap().allowed_paths.are_all());
        // Nobody passes with what cannot be read.
        db.run(Statement::new("UPDATE memberships SET role = 'editor', allowed_paths = 'oops'"))
            .await
            .unwrap();
        assert!(matches!(verified().await, Err(Error::Internal(_))));
    });
}
