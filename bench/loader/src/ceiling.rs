//! Creates the ceiling's database from Weft's.

use std::path::Path;

use anyhow::{Context as _, Result};
use sha2::{Digest as _, Sha256};

use crate::weft;

const SCHEMA: &str = include_str!("../../guests/ceiling/src/schema.sql");

/// Creates the database: one site, one credential (`key`), all of Weft's entries as the text of
/// Weft's responses.
pub(crate) fn make(path: &Path, from: &Path, key: &str) -> Result<()> {
    let sqlite = weft::open(path)?;
    sqlite.execute_batch(SCHEMA)?;
    let from = from.to_str().context("paths must be text")?;
    sqlite.execute("ATTACH ?1 AS weft", [from])?;
    sqlite.execute_batch(
        "INSERT INTO sites (pk, author, changes, total)
           SELECT 1, max(author), max(pk), count(*) FROM weft.entries;
         INSERT INTO entries (pk, id, site, slug, category, price, created_at, etag, doc)
           SELECT pk, id, 1, slug, data ->> '$.category', data ->> '$.price', created_at, substr(id, 29) || '-' || revision,
                  '{\"id\":\"' || id || '\",\"type\":\"' || type || '\",\"slug\":\"' || slug || '\",\"status\":\"' || status
                  || '\",\"authorId\":\"' || author || '\",\"publishedAt\":\"' || published_at || '\",\"data\":' || data
                  || ',\"createdAt\":\"' || created_at || '\",\"updatedAt\":\"' || updated_at || '\"}'
             FROM weft.entries ORDER BY pk;",
    )?;
    sqlite.execute("INSERT INTO credentials (hash, site) VALUES (?1, 1)", [Sha256::digest(key).to_vec()])?;
    sqlite.execute_batch("DETACH weft")?;
    weft::close(sqlite)
}
