//! The instance's database: the first request opens and migrates it, all later ones share it.
//!
//! Requests that arrive meanwhile also open and migrate it instead of waiting: opening twice is
//! harmless, and concurrent migrations apply once.

use crate::variable;
use sqlx_libsql::Db;
use std::sync::OnceLock;
use weft_domain::{Error, Result};
use weft_storage::migrate::migrate;
use weft_storage::removals::resume;
use weft_storage::{Store, from_driver};

/// The label in spin.toml.
const LABEL: &str = "default";
/// The most steps of an interrupted deletion that an instance takes before its first answer: about
/// a tenth of a second.
const STEPS_MAX: usize = 4;

static DATABASE: OnceLock<Db> = OnceLock::new();

/// The most concurrent writes: one, if the manifest sets no number.
async fn writers() -> Result<usize> {
    let Ok(writers) = variable("database_writers").await else { return Ok(1) };
    let writers = writers.parse().ok().filter(|writers| (1..=64).contains(writers));
    writers
        .ok_or_else(|| Error::Internal("variable database_writers: must be a number from 1 to 64".to_owned()))
}

/// The migrated database.
///
/// # Errors
/// `Unavailable`, `Internal`.
pub async fn database() -> Result<&'static Db> {
    if let Some(db) = DATABASE.get() {
        return Ok(db);
    }
    let db = open().await?;
    let store = Store::new(&db);
    migrate(&store).await?;
    // A failure does not affect any answer, so the instance serves requests anyway.
    drop(resume(&store, STEPS_MAX).await);
    Ok(DATABASE.get_or_init(|| db))
}

/// The database, for a component that is composed into others: those have migrated it before they
/// call.
///
/// # Errors
/// `Unavailable`, `Internal`.
pub async fn migrated_database() -> Result<&'static Db> {
    if let Some(db) = DATABASE.get() {
        return Ok(db);
    }
    let db = open().await?;
    Ok(DATABASE.get_or_init(|| db))
}

async fn open() -> Result<Db> {
    Db::open_spin(LABEL, writers().await?).await.map_err(from_driver)
}
