//! The instance's database: opened and brought up to date by its first request, kept for all others.
//!
//! Requests that arrive while the first is still at it do the same beside it, rather than wait: opening twice is harmless, and
//! migrations apply once however many ask.

use sqlx_libsql::Db;
use std::sync::OnceLock;
use weft_domain::{Error, Result};
use weft_storage::Store;
use weft_storage::migrate::migrate;

/// The label in spin.toml.
const LABEL: &str = "default";

static DATABASE: OnceLock<Db> = OnceLock::new();

/// The database, its schema up to date.
///
/// # Errors
/// `Unavailable`, `Internal`.
pub async fn database() -> Result<&'static Db> {
    if let Some(db) = DATABASE.get() {
        return Ok(db);
    }
    let db = Db::open_spin(LABEL).await.map_err(|error| Error::Unavailable(error.to_string()))?;
    migrate(&Store::new(&db)).await?;
    Ok(DATABASE.get_or_init(|| db))
}
