//! Inserts documents into Weft's database, and reads a sample of them.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context as _, Result};
use jiff::{SignedDuration, Timestamp};
use rusqlite::Connection;
use uuid::{Builder, Uuid};

use crate::document::Plan;

/// Documents per transaction.
const BATCH: u64 = 10_000;
/// How many documents the sample has at most.
const SAMPLE: u32 = 10_000;
/// When the first document was made; each next one a second later.
const FIRST: &str = "2024-01-01T00:00:00Z";

/// Opens a database for bulk inserts, without waiting for the disk.
pub(crate) fn open(path: &Path) -> Result<Connection> {
    let sqlite = Connection::open(path).with_context(|| format!("cannot open {}", path.display()))?;
    sqlite.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA cache_size = -262144; PRAGMA foreign_keys = ON")?;
    Ok(sqlite)
}

/// Runs a full checkpoint.
pub(crate) fn close(sqlite: Connection) -> Result<()> {
    sqlite.execute_batch("PRAGMA optimize; PRAGMA wal_checkpoint(TRUNCATE)")?;
    sqlite.close().map_err(|(_, error)| error.into())
}

/// What every document has in common.
struct Place {
    site: i64,
    collection: i64,
    author: String,
}

/// Adds the plan's documents, published.
pub(crate) fn fill(path: &Path, collection: &str, plan: &Plan) -> Result<()> {
    let mut sqlite = open(path)?;
    let place = sqlite
        .query_row(
            "SELECT c.site, c.pk, (SELECT a.id FROM accounts AS a ORDER BY a.pk LIMIT 1) FROM collections AS c WHERE c.name = ?1",
            [collection],
            |row| Ok(Place { site: row.get(0)?, collection: row.get(1)?, author: row.get(2)? }),
        )
        .with_context(|| format!("there is no content type {collection}"))?;
    let first: Timestamp = FIRST.parse()?;
    let mut number = 0;
    while number < plan.documents {
        let transaction = sqlite.transaction()?;
        let end = plan.documents.min(number + BATCH);
        {
            let mut insert = transaction.prepare(
                "INSERT INTO entries (id, site, collection, type, slug, status, revision, author, published_at, created_at, updated_at,
                                      version, actor, action, request, data)
                 VALUES (?1, ?2, ?3, ?4, ?5, 'published', 1, ?6, ?7, ?7, ?7, ?8, ?6, 'create', 'bench', ?9)",
            )?;
            for number in number..end {
                let document = plan.document(number);
                let at = first + SignedDuration::from_secs(i64::try_from(number)?);
                let id = id(at, document.random);
                let mut other = document.random;
                other.reverse();
                let version = self::id(at, other).to_string();
                let at = format!("{at:.3}");
                insert.execute((
                    id.to_string(),
                    place.site,
                    place.collection,
                    collection,
                    document.slug,
                    &place.author,
                    at,
                    version,
                    document.data,
                ))?;
            }
        }
        transaction.commit()?;
        number = end;
    }
    close(sqlite)
}

fn id(at: Timestamp, random: [u8; 10]) -> Uuid {
    let milliseconds = u64::try_from(at.as_millisecond()).unwrap_or_default();
    Builder::from_unix_timestamp_millis(milliseconds, &random).into_uuid()
}

/// Writes id, slug and validator of some documents to `to`, with tabs between.
pub(crate) fn sample(path: &Path, to: &Path) -> Result<()> {
    let sqlite = open(path)?;
    // The sample takes documents at a stride that is coprime to their number, so that it is spread
    // over all documents and the same in every run.
    let mut select = sqlite.prepare(
        "WITH RECURSIVE n (i, all_of_them) AS (
           SELECT 0, (SELECT max(pk) FROM entries) UNION ALL SELECT i + 1, all_of_them FROM n WHERE i + 1 < min(all_of_them, ?1))
         SELECT e.id, e.slug, substr(e.id, 29) || '-' || e.revision FROM n JOIN entries AS e ON e.pk = 1 + (n.i * 611953) % n.all_of_them",
    )?;
    let mut rows = select.query([SAMPLE])?;
    let mut text = String::new();
    while let Some(row) = rows.next()? {
        let [id, slug, etag]: [String; 3] = [row.get(0)?, row.get(1)?, row.get(2)?];
        writeln!(text, "{id}\t{slug}\t{etag}")?;
    }
    std::fs::write(to, text).with_context(|| format!("cannot write {}", to.display()))
}
