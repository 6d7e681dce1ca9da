//! The instance's database: opened and brought up to date by its first request, kept for all
//! others.
//!
//! Requests that arrive while the first is still at it do the same beside it, rather than wait:
//! opening twice is harmless, and migrations apply once however many ask.

use crate::variable;
use sqlx_libsql::Db;
use std::sync::OnceLock;
use weft_domain::{Error, Result};
use weft_storage::migrate::migrate;
use weft_storage::removals::resume;
use weft_storage::{Store, from_driver};

/// The label in spin.toml.
const LABEL: &str = "default";
/// How many steps of an interrupted deletion an instance takes before its first answer: about a
/// tenth of a second.
const STEPS_MAX: usize = 4;

static DATABASE: OnceLock<Db> = OnceLock::new();

/// How many changes may be under way at a time: one, if the manifest does not say.
async fn writers() -> Result<usize> {
    let Ok(writers) = variable("database_writers").await else { return Ok(1) };
    let writers = writers.parse().ok().filter(|writers| (1..=64).contains(writers));
    writers
        .ok_or_else(|| Error::Internal("variable database_writers: must be a number from 1 to 64".to_owned()))
}

/// The database, its schema up to date.
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
    // Of no consequence to anybody's answer, hence no reason not to serve.
    drop(resume(&store, STEPS_MAX).await);
    Ok(DATABASE.get_or_init(|| db))
}

/// The database, for a component that others have composed in: they have brought the schema up to
/// date before they ask it.
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
