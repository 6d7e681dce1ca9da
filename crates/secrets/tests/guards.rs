//! Guards in the statements of changes above the sites, in states that no single use case can
//! create.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use futures_executor::block_on;
use sqlx_libsql::{Db, Statement};
use weft_domain::{CredentialKind, Error, Permission, Role, SiteRef, Timestamp};
use weft_secrets::{caller, hash_token, verify};
use weft_storage::sites::{Site, update};
use weft_storage::{Standing, Store, migrate::migrate};

const SECRET: &str = "secret";
const ID: &str = "018f3f70-1c2d-7abc-8def-00000000000";

/// A tenant with a session, who is a developer of the first site and an editor of the second.
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
fn a_role_on_one_site_gives_no_right_on_another() {
    block_on(async {
        let db = world().await;
        let store = Store::new(&db);
        let caller =
            caller(&store, CredentialKind::Session, None, SECRET, Timestamp::default()).await.unwrap();
        assert_eq!((caller.role, caller.sites.len()), (Role::Developer, 2));
        for (n, may) in [(1, true), (2, false)] {
            let id = format!("{ID}{n}").parse().unwrap();
            let site = SiteRef::Id(format!("{ID}{n}"));
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
fn the_allowed_paths_of_a_member_are_in_the_principal_except_for_administrators() {
    block_on(async {
        let db = world().await;
        let store = Store::new(&db);
        let verified = async || {
            let site = SiteRef::Id(format!("{ID}1"));
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
        // Unreadable allowed paths are an error and grant nothing.
        db.run(Statement::new("UPDATE memberships SET role = 'editor', allowed_paths = 'oops'"))
            .await
            .unwrap();
        assert!(matches!(verified().await, Err(Error::Internal(_))));
    });
}

#[test]
fn a_session_is_valid_on_the_hosts_of_its_sites_also_after_they_move() {
    block_on(async {
        let db = world().await;
        let store = Store::new(&db);
        let asked = async |host: &str| {
            let site = SiteRef::of_host(host);
            verify(&store, CredentialKind::Session, SECRET, Some(&site), Timestamp::default()).await
        };
        let stranger = "
            INSERT INTO sites (id, name, created_at) VALUES ('018f3f70-1c2d-7abc-8def-000000000005', '3', '');
            INSERT INTO site_domains (domain, site) VALUES ('two.example', 2), ('three.example', 3);";
        db.batch(Statement::script(stranger)).await.unwrap();
        assert_eq!(asked("anything.example").await.unwrap().role, Role::Developer);
        let two = asked("two.example:8080").await.unwrap();
        assert_eq!((two.role, two.site_key), (Role::Editor, 2));
        assert!(matches!(asked("three.example").await, Err(Error::Unauthenticated)));
        db.run(Statement::new("UPDATE site_domains SET site = 1 WHERE site = 2")).await.unwrap();
        let moved = asked("two.example").await.unwrap();
        assert_eq!((moved.role, moved.site_key), (Role::Developer, 1));
        // A session that is limited to one site stays limited to it.
        db.run(Statement::new("UPDATE credentials SET site = 2")).await.unwrap();
        assert!(matches!(asked("two.example").await, Err(Error::Unauthenticated)));
    });
}

#[test]
fn a_visitor_may_only_read_the_site_of_the_host() {
    block_on(async {
        let db = world().await;
        let store = Store::new(&db);
        let visitor = weft_secrets::visitor(&store, &SiteRef::of_host("anything.example")).await.unwrap();
        assert_eq!(visitor.site_key, 1);
        assert!(visitor.is_visitor() && visitor.may(Permission::Read).is_ok());
        for more in Permission::ALL.into_iter().filter(|one| *one != Permission::Read) {
            assert!(visitor.may(more).is_err(), "{more:?}");
        }
        for nowhere in ["", "x", "018f3f70-1c2d-7abc-8def-000000000009"] {
            let nobody = weft_secrets::visitor(&store, &SiteRef::Id(nowhere.to_owned())).await;
            assert!(matches!(nobody, Err(Error::NotFound(_))), "{nowhere}");
        }
    });
}
