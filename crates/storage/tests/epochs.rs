//! Every change to the rows behind a principal or a caller increases the epochs of the affected
//! sites and accounts, and no others.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use futures_executor::block_on;
use sqlx_libsql::{Db, Statement};
use weft_storage::{Store, migrate::migrate};

/// Account 1 is a tenant of site 1; account 2 has its role on sites 1 and 2; account 3 is the
/// installation's administrator.
const WORLD: &str = "
    INSERT INTO sites (id, name, created_at) VALUES ('a', '', ''), ('b', '', ''), ('c', '', ''), ('d', '', '');
    INSERT INTO accounts (id, email, password, role, created_at)
    VALUES ('1', '1', '', NULL, ''), ('2', '2', '', 'editor', ''), ('3', '3', '', 'admin', '');
    INSERT INTO memberships (account, site, role) VALUES (1, 1, 'admin'), (2, 1, 'editor'), (2, 2, 'editor');
    INSERT INTO credentials (id, kind, hash, prefix, account, site, name, role_cap, scopes, per_minute, per_day, created_at)
    VALUES ('site key', 'api-key', x'01', '', 1, 1, '', 'admin', '', 0, 0, ''),
           ('session', 'session', x'02', '', 2, NULL, '', 'admin', '', 0, 0, ''),
           ('key', 'api-key', x'03', '', 2, NULL, '', 'editor', '', 0, 0, ''),
           ('root', 'session', x'04', '', 3, NULL, '', 'admin', '', 0, 0, ''),
           ('root key', 'api-key', x'05', '', 3, NULL, '', 'viewer', '', 0, 0, '');
    INSERT INTO credential_sites (credential, site) VALUES (3, 1), (5, 2);";

/// A change, the affected sites and the affected accounts, without the deleted ones.
const CHANGES: [(&str, &str, &str); 37] = [
    ("UPDATE accounts SET password = 'new' WHERE id = '2'", "ab", "2"),
    ("UPDATE accounts SET email = 'new' WHERE id = '3'", "abcd", "3"),
    ("UPDATE accounts SET disabled_at = 'now' WHERE id = '1'", "a", "1"),
    ("UPDATE accounts SET role = 'viewer' WHERE id = '2'", "ab", "2"),
    ("UPDATE accounts SET role = 'admin' WHERE id = '2'", "abcd", "2"),
    ("UPDATE accounts SET role = 'editor' WHERE id = '3'", "abcd", "3"),
    ("DELETE FROM accounts WHERE id = '1'", "a", ""),
    ("DELETE FROM accounts WHERE id = '2'", "ab", ""),
    ("DELETE FROM accounts WHERE id = '3'", "abcd", ""),
    ("INSERT INTO accounts (id, email, password, created_at) VALUES ('4', '4', '', '')", "", ""),
    ("INSERT INTO memberships (account, site, role) VALUES (2, 3, 'editor')", "c", "2"),
    ("UPDATE memberships SET role = 'viewer' WHERE account = 1", "a", "1"),
    ("UPDATE memberships SET site = 4 WHERE account = 1", "ad", "1"),
    ("DELETE FROM memberships WHERE account = 2 AND site = 2", "b", "2"),
    ("UPDATE credentials SET hash = x'11' WHERE id = 'site key'", "a", "1"),
    ("UPDATE credentials SET disabled_at = 'now' WHERE id = 'session'", "ab", "2"),
    ("UPDATE credentials SET disabled_at = 'now' WHERE id = 'key'", "a", "2"),
    ("UPDATE credentials SET role_cap = 'viewer' WHERE id = 'key'", "a", "2"),
    ("UPDATE credentials SET expires_at = 'now' WHERE id = 'root'", "abcd", "3"),
    ("UPDATE credentials SET role_cap = 'admin' WHERE id = 'root key'", "abcd", "3"),
    ("UPDATE credentials SET site = 2 WHERE id = 'site key'", "ab", "1"),
    ("DELETE FROM credentials WHERE id = 'site key'", "a", "1"),
    ("DELETE FROM credentials WHERE id = 'session'", "ab", "2"),
    ("DELETE FROM credentials WHERE id = 'key'", "a", "2"),
    ("DELETE FROM credentials WHERE id = 'root'", "abcd", "3"),
    ("INSERT INTO credential_sites (credential, site) VALUES (3, 2)", "b", "2"),
    ("UPDATE credential_sites SET site = 2 WHERE credential = 3", "ab", "2"),
    ("DELETE FROM credential_sites WHERE credential = 5", "b", "3"),
    ("DELETE FROM sites WHERE id = 'a'", "", "12"),
    ("DELETE FROM sites WHERE id = 'd'", "", ""),
    ("UPDATE sites SET name = 'new'", "", ""),
    // Principals know whether their site has receivers.
    ("UPDATE sites SET hook = 'new' WHERE id = 'b'", "b", ""),
    ("UPDATE sites SET cdn_url = 'new' WHERE id = 'b'", "b", ""),
    ("INSERT INTO deploy_hooks (site, id, position, kind, url) VALUES (3, 'x', 0, 'github', '')", "c", ""),
    (
        "INSERT INTO webhooks (id, site, kind, name, url, events, types, since, created_at, updated_at)
         VALUES ('w', 4, 'webhook', '', '', '', '', 0, '', '')",
        "d",
        "",
    ),
    (
        "INSERT INTO webhooks (id, kind, name, url, events, types, since, created_at, updated_at)
         VALUES ('w', 'purge', '', '', '', '', 0, '', '')",
        "abcd",
        "",
    ),
    // A new credential has no cached principal, so no epoch increases.
    (
        "INSERT INTO credentials (id, kind, hash, prefix, account, name, role_cap, scopes, per_minute, per_day, created_at)
         VALUES ('new', 'session', x'66', '', 2, '', 'admin', '', 0, 0, '')",
        "",
        "",
    ),
];

async fn world() -> Db {
    let db = Db::open_memory().unwrap();
    migrate(&Store::new(&db)).await.unwrap();
    db.batch(Statement::script(WORLD)).await.unwrap();
    db
}

/// The ids of a table and their epochs.
async fn epochs(db: &Db, select: &'static str) -> Vec<(String, i64)> {
    let rows = db.run(Statement::new(select)).await.unwrap().rows;
    rows.into_iter().map(|mut row| (row.take_text(0).unwrap(), row.take_integer(1).unwrap())).collect()
}

fn risen(before: &[(String, i64)], after: &[(String, i64)]) -> String {
    let has_risen =
        |(id, epoch): &&(String, i64)| before.iter().any(|(known, was)| known == id && was < epoch);
    after.iter().filter(has_risen).map(|(id, _)| id.as_str()).collect()
}

#[test]
fn every_change_increases_the_epochs_of_what_it_affects() {
    const SITES: &str = "SELECT id, auth_epoch FROM sites ORDER BY id";
    const ACCOUNTS: &str = "SELECT id, auth_epoch FROM accounts ORDER BY id";
    block_on(async {
        for (change, sites, accounts) in CHANGES {
            let db = world().await;
            let before = (epochs(&db, SITES).await, epochs(&db, ACCOUNTS).await);
            db.run(Statement::new(change)).await.unwrap();
            let after = (epochs(&db, SITES).await, epochs(&db, ACCOUNTS).await);
            let risen = (risen(&before.0, &after.0), risen(&before.1, &after.1));
            assert_eq!(risen, (sites.to_owned(), accounts.to_owned()), "{change}");
        }
    });
}

#[test]
fn memberships_follow_the_role_of_their_account() {
    block_on(async {
        let db = world().await;
        for change in
            ["UPDATE accounts SET role = 'developer' WHERE id = '2'", "UPDATE accounts SET name = 'X'"]
        {
            db.run(Statement::new(change)).await.unwrap();
        }
        let roles = "SELECT group_concat(role), 0 FROM memberships";
        assert_eq!(epochs(&db, roles).await, [("admin,developer,developer".to_owned(), 0)]);
    });
}

#[test]
fn an_unmet_demand_rolls_back_its_batch() {
    block_on(async {
        let db = world().await;
        let insert =
            |what: &str| Statement::assert_safe(format!("INSERT INTO demands (unmet) VALUES ('{what}')"));
        for what in ["caller", "right", "site", "account", "credential", "role", "sites", "changes"] {
            let refused = db.batch(vec![Statement::new("DELETE FROM sites"), insert(what)]).await;
            let name = format!("demands_{what}");
            assert_eq!(refused.err(), Some(sqlx_libsql::Error::Check { name }));
        }
        assert_eq!(epochs(&db, "SELECT id, auth_epoch FROM sites").await.len(), 4);
    });
}
