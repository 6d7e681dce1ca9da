//! Brings the schema up to date by numbered migrations.
//!
//! Each migration is one atomic batch whose first statement takes its number in `weft_migrations`.
//! Batches begin with the write lock, so if many instances start at once, one of them migrates and
//! the others find the number taken. Every instance checks once at its start; on an up-to-date
//! database the check is one statement.

use crate::store::{Store, first};
use sqlx_libsql::Statement;
use weft_domain::{Error, Result, SCHEMA};

/// A migration. Never edited once released: `xtask tidy` keeps their hashes.
struct Migration {
    number: i64,
    name: &'static str,
    script: &'static str,
}

/// A new migration increases `weft_domain::SCHEMA`, by which a host detects a database that is too
/// new.
const MIGRATIONS: [Migration; SCHEMA] = [
    Migration { number: 1, name: "tenants", script: include_str!("../migrations/0001_tenants.sql") },
    Migration { number: 2, name: "content", script: include_str!("../migrations/0002_content.sql") },
    Migration { number: 3, name: "autosaves", script: include_str!("../migrations/0003_autosaves.sql") },
    Migration { number: 4, name: "webhooks", script: include_str!("../migrations/0004_webhooks.sql") },
];

/// Applies the missing migrations. Any number of instances may call it concurrently.
///
/// # Errors
/// `Unavailable` if the database is unavailable, `Internal` if a migration fails or a newer version
/// wrote the schema.
pub async fn migrate(store: &Store<'_>) -> Result<()> {
    // An instance that loses a race finds one more migration applied, so there are at most as many
    // races as migrations.
    let mut lost = 0;
    let mut applied = applied(store).await?;
    if usize::try_from(applied).is_ok_and(|applied| applied > SCHEMA) {
        let newer = format!(
            "the database has schema {applied}, this version of Weft knows {SCHEMA}: a newer version has written it"
        );
        return Err(Error::Internal(newer));
    }
    while let Some(migration) = MIGRATIONS.iter().find(|migration| migration.number > applied) {
        match store.batch(statements(migration)).await {
            Ok(_) => applied = migration.number,
            Err(Error::Conflict(_)) if lost < MIGRATIONS.len() => {
                lost += 1;
                applied = self::applied(store).await?;
            }
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// The highest applied number; 0 on an empty database.
async fn applied(store: &Store<'_>) -> Result<i64> {
    let known = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'weft_migrations'";
    let exists = first(store.quick(Statement::new(known)).await?).map_or(Ok(0), |mut row| row.integer())?;
    if exists == 0 {
        return Ok(0);
    }
    let highest = "SELECT COALESCE(max(number), 0) FROM weft_migrations";
    first(store.quick(Statement::new(highest)).await?).map_or(Ok(0), |mut row| row.integer())
}

fn statements(migration: &Migration) -> Vec<Statement> {
    let table =
        "CREATE TABLE IF NOT EXISTS weft_migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT";
    let mut statements = vec![
        Statement::new(table),
        Statement::new("INSERT INTO weft_migrations (number, name) VALUES (?1, ?2)")
            .bind(migration.number)
            .bind(migration.name),
    ];
    statements.extend(Statement::script(migration.script));
    statements
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_executor::block_on;
    use sqlx_libsql::Db;

    #[test]
    fn numbers_increase_by_one_and_match_their_files() {
        for (i, migration) in MIGRATIONS.iter().enumerate() {
            assert_eq!(migration.number, i as i64 + 1);
        }
    }

    #[test]
    fn the_schema_of_a_newer_version_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let db = Db::open_native(&dir.path().join("m.db")).unwrap();
        let store = Store::new(&db);
        block_on(migrate(&store)).unwrap();
        let newer = Statement::new("INSERT INTO weft_migrations (number, name) VALUES (999, 'future')");
        block_on(store.batch(vec![newer])).unwrap();
        let refused = block_on(migrate(&store)).unwrap_err();
        assert!(matches!(&refused, Error::Internal(why) if why.contains("schema 999")), "{refused}");
    }

    #[test]
    fn concurrent_connections_apply_each_migration_once() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("m.db");
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    let db = Db::open_native(&path).unwrap();
                    block_on(migrate(&Store::new(&db))).unwrap();
                });
            }
        });
        let db = Db::open_native(&path).unwrap();
        assert_eq!(block_on(applied(&Store::new(&db))).unwrap(), MIGRATIONS.len() as i64);
    }
}
