//! The single connection that executes changes of a database file for all guests (group commit).
//!
//! SQLite permits one writing connection at a time, waits for the disk at each commit, and
//! invalidates a connection's page cache when another connection commits. Single changes of all
//! guests therefore go to one thread with one connection, whose cache stays valid. Changes that
//! queue while the disk is busy are committed in one transaction: one wait for the disk, and pages
//! that several changes touch are written once. Each change still succeeds or fails alone, and its
//! result is returned after its commit.
//!
//! A guest's own transaction uses the guest's connection and waits in the same queue ([`Writers`]).

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI32, Ordering};
use std::sync::{Arc, mpsc};
use std::thread::JoinHandle;
use std::time::Duration;

use tokio::sync::oneshot;

use super::checkpoint::{Checkpointer, checkpoint};
use super::pool::{Opened, PagesMax, Writers, set_last_insert_rowid};
use super::statement;
use super::types::{Error, QueryResult, Value};

/// How long a change waits for another process.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// The most changes in one transaction.
const GROUP: usize = 64;
/// The size of the WAL, in pages, at which a checkpoint starts. Changes touch the same few pages
/// repeatedly; a checkpoint writes each page into the file once.
const LOGGED_PAGES: i32 = 2_000;

/// One statement.
pub(super) struct Change {
    pub(super) sql: String,
    pub(super) parameters: Vec<Value>,
    /// The guest connection's last inserted row id before the change.
    pub(super) last_insert_rowid: i64,
}

/// The effect of a statement.
pub(super) struct Changed {
    pub(super) result: QueryResult,
    /// How many rows it changed.
    pub(super) changes: u64,
    /// The guest connection's last inserted row id after the change.
    pub(super) last_insert_rowid: i64,
}

/// The result of a change, returned when the change is on the disk.
type WriteResult = Result<Changed, Error>;

struct Job {
    change: Change,
    reply: oneshot::Sender<WriteResult>,
}

/// The writer thread of one file. On drop, the thread finishes the queued changes.
pub(super) struct Writer {
    jobs: Option<mpsc::Sender<Job>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    /// Starts the thread for `path`.
    pub(super) fn start(path: &Path, writers: Writers, pages_max: PagesMax) -> std::io::Result<Self> {
        let (jobs, queue) = mpsc::channel();
        let path = path.to_path_buf();
        let thread = std::thread::Builder::new().name("weft-writer".to_owned()).spawn(move || {
            let checkpointer = Checkpointer::new(path.clone());
            let (opened, logged) = (None, Arc::default());
            Thread { path, pages_max, writers, opened, logged, due: LOGGED_PAGES, checkpointer }
                .serve(&queue);
        })?;
        Ok(Self { jobs: Some(jobs), thread: Some(thread) })
    }

    /// Runs a statement for which [`is_change`] holds, outside of any transaction.
    pub(super) async fn run(&self, change: Change) -> WriteResult {
        let (reply, result) = oneshot::channel();
        let sent = self.jobs.as_ref().is_some_and(|jobs| jobs.send(Job { change, reply }).is_ok());
        let gone = || Error::Io("the statement was cancelled".to_owned());
        if sent { result.await.unwrap_or_else(|_| Err(gone())) } else { Err(gone()) }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        drop(self.jobs.take());
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

/// Whether `sql` is a plain change of rows, by its first word.
pub(super) fn is_change(sql: &str) -> bool {
    let word = sql.trim_start().split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
    ["INSERT", "UPDATE", "DELETE", "REPLACE"].iter().any(|change| word.eq_ignore_ascii_case(change))
}

struct Thread {
    path: PathBuf,
    pages_max: PagesMax,
    writers: Writers,
    opened: Option<Opened>,
    /// The size of the WAL in pages.
    logged: Arc<AtomicI32>,
    /// The size of the WAL in pages at which the next checkpoint starts.
    due: i32,
    checkpointer: Checkpointer,
}

impl Thread {
    fn serve(mut self, queue: &mpsc::Receiver<Job>) {
        while let Ok(first) = queue.recv() {
            let mut group = vec![first];
            group.extend(queue.try_iter().take(GROUP - 1));
            let writers = self.writers.clone();
            let turn = writers.blocking_lock();
            let results = match self.connection() {
                Ok(sqlite) => run(sqlite, &group),
                Err(error) => fail(&group, &Error::from(error)),
            };
            drop(turn);
            for (job, result) in group.into_iter().zip(results) {
                // The send fails if the guest has ended; its result has no receiver then.
                drop(job.reply.send(result));
            }
            self.checkpoint();
        }
    }

    fn connection(&mut self) -> rusqlite::Result<&rusqlite::Connection> {
        let opened = match self.opened.take() {
            Some(opened) => opened,
            None => {
                let mut opened = Opened::open(&self.path, self.pages_max)?;
                opened.set_busy_timeout(BUSY_TIMEOUT)?;
                let logged = self.logged.clone();
                // Replaces SQLite's own hook, which would run a checkpoint before a commit returns.
                opened.sqlite.wal_hook(Some(move |_: &mut rusqlite::hooks::Wal, pages| {
                    logged.store(pages, Ordering::Relaxed);
                    Ok(())
                }))?;
                opened
            }
        };
        Ok(&self.opened.insert(opened).sqlite)
    }

    /// Starts a checkpoint if the WAL is long. When it has finished, the pages that were committed
    /// meanwhile are copied on this thread, so that the WAL can restart; they are few, while a
    /// whole checkpoint here would delay all writers. If readers prevent the restart, the next
    /// checkpoint starts when the WAL has grown by the same size again.
    fn checkpoint(&mut self) {
        let pages = self.logged.load(Ordering::Relaxed);
        if pages < LOGGED_PAGES {
            self.due = LOGGED_PAGES;
        } else if let Some(opened) = self.opened.as_ref().filter(|_| self.checkpointer.is_done()) {
            checkpoint(&opened.sqlite);
            self.due = pages.saturating_add(LOGGED_PAGES);
        } else if pages >= self.due {
            self.checkpointer.begin();
        }
    }
}

/// Runs the group in one transaction; if that fails, runs each change alone.
fn run(sqlite: &rusqlite::Connection, group: &[Job]) -> Vec<WriteResult> {
    if let [job] = group {
        return vec![change(sqlite, &job.change)];
    }
    if let Err(error) = control(sqlite, "BEGIN IMMEDIATE") {
        return fail(group, &error);
    }
    run_in_one_transaction(sqlite, group)
        .unwrap_or_else(|| group.iter().map(|job| change(sqlite, &job.change)).collect())
}

/// Returns `None` if the transaction was rolled back; no change of the group has taken effect then.
fn run_in_one_transaction(sqlite: &rusqlite::Connection, group: &[Job]) -> Option<Vec<WriteResult>> {
    let mut results = Vec::with_capacity(group.len());
    for job in group {
        results.push(change(sqlite, &job.change));
        // Some failures (a full disk, a trigger's ROLLBACK) end the whole transaction.
        if sqlite.is_autocommit() {
            return None;
        }
    }
    if control(sqlite, "COMMIT").is_ok() {
        return Some(results);
    }
    if !sqlite.is_autocommit() {
        control(sqlite, "ROLLBACK").ok()?;
    }
    None
}

fn change(sqlite: &rusqlite::Connection, change: &Change) -> WriteResult {
    set_last_insert_rowid(sqlite, change.last_insert_rowid);
    let result = statement::execute(sqlite, &change.sql, &change.parameters)?;
    Ok(Changed { result, changes: sqlite.changes(), last_insert_rowid: sqlite.last_insert_rowid() })
}

fn control(sqlite: &rusqlite::Connection, sql: &str) -> Result<(), Error> {
    sqlite.prepare_cached(sql).and_then(|mut statement| statement.execute([])).map(drop).map_err(Error::from)
}

fn fail(group: &[Job], error: &Error) -> Vec<WriteResult> {
    group.iter().map(|_| Err(error.clone())).collect()
}

#[cfg(test)]
mod tests;
