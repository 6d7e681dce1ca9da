//! The one connection that changes a file, for all guests together.
//!
//! SQLite lets one connection write at a time, makes each commit wait for the disk, and has every
//! connection read anew what another has changed. So single changes of all guests come here, to one
//! thread with one connection that stays warm. What has queued while the disk was busy is committed
//! together: one wait for the disk, and pages that several changes touch are written once. Each
//! change still stands or falls alone, and is answered after the commit that holds it.
//!
//! A guest that begins a transaction of its own keeps its own connection, and waits in the same
//! queue ([`Writers`]).

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI32, Ordering};
use std::sync::{Arc, mpsc};
use std::thread::JoinHandle;
use std::time::Duration;

use tokio::sync::oneshot;

use super::cleaner::{Cleaner, check_point};
use super::pool::{Opened, PagesMax, Writers, set_last_insert_rowid};
use super::statement;
use super::types::{Error, QueryResult, Value};

/// How long a change waits for another process.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// How many changes are committed together at most.
const GROUP: usize = 64;
/// How long the log may grow, in pages, before it is written into the file. Changes touch the same
/// few pages again and again; each is then written into the file once for many of them.
const LOGGED_PAGES: i32 = 2_000;

/// One statement.
pub(super) struct Change {
    pub(super) sql: String,
    pub(super) parameters: Vec<Value>,
    /// What the guest's connection would say before.
    pub(super) last_insert_rowid: i64,
}

/// What a statement did.
pub(super) struct Changed {
    pub(super) result: QueryResult,
    /// How many rows it changed.
    pub(super) changes: u64,
    /// What the guest's connection says from now on.
    pub(super) last_insert_rowid: i64,
}

/// What comes back: whether the statement has failed, once its effect is on the disk.
type Verdict = Result<Changed, Error>;

struct Job {
    change: Change,
    reply: oneshot::Sender<Verdict>,
}

/// The thread of one file. Dropping it lets the thread finish what it has.
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
            let cleaner = Cleaner::new(path.clone());
            let (opened, logged) = (None, Arc::default());
            Thread { path, pages_max, writers, opened, logged, due: LOGGED_PAGES, cleaner }.serve(&queue);
        })?;
        Ok(Self { jobs: Some(jobs), thread: Some(thread) })
    }

    /// Runs a statement for which [`is_change`] holds, outside of any transaction.
    pub(super) async fn run(&self, change: Change) -> Verdict {
        let (reply, verdict) = oneshot::channel();
        let sent = self.jobs.as_ref().is_some_and(|jobs| jobs.send(Job { change, reply }).is_ok());
        let gone = || Error::Io("the statement was given up".to_owned());
        if sent { verdict.await.unwrap_or_else(|_| Err(gone())) } else { Err(gone()) }
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
    /// How many pages the log has.
    logged: Arc<AtomicI32>,
    /// How many it must have to be written into the file.
    due: i32,
    cleaner: Cleaner,
}

impl Thread {
    fn serve(mut self, queue: &mpsc::Receiver<Job>) {
        while let Ok(first) = queue.recv() {
            let mut group = vec![first];
            group.extend(queue.try_iter().take(GROUP - 1));
            let writers = self.writers.clone();
            let turn = writers.blocking_lock();
            let verdicts = match self.connection() {
                Ok(sqlite) => run(sqlite, &group),
                Err(error) => fail(&group, &Error::from(error)),
            };
            drop(turn);
            for (job, verdict) in group.into_iter().zip(verdicts) {
                // A guest that has gone does not hear of it.
                drop(job.reply.send(verdict));
            }
            self.check_point();
        }
    }

    fn connection(&mut self) -> rusqlite::Result<&rusqlite::Connection> {
        let opened = match self.opened.take() {
            Some(opened) => opened,
            None => {
                let mut opened = Opened::open(&self.path, self.pages_max)?;
                opened.set_patience(BUSY_TIMEOUT)?;
                let logged = self.logged.clone();
                // Takes the place of SQLite's own, which would write the log into the file before a
                // commit returns.
                opened.sqlite.wal_hook(Some(move |_: &mut rusqlite::hooks::Wal, pages| {
                    logged.store(pages, Ordering::Relaxed);
                    Ok(())
                }))?;
                opened
            }
        };
        Ok(&self.opened.insert(opened).sqlite)
    }

    /// Has a long log written into the file. What came meanwhile is written here, so that the log
    /// can begin anew: little, where the whole of it would hold up everybody. Where readers keep
    /// the log from beginning anew, it is left alone until it is as long again.
    fn check_point(&mut self) {
        let pages = self.logged.load(Ordering::Relaxed);
        if pages < LOGGED_PAGES {
            self.due = LOGGED_PAGES;
        } else if let Some(opened) = self.opened.as_ref().filter(|_| self.cleaner.is_done()) {
            check_point(&opened.sqlite);
            self.due = pages.saturating_add(LOGGED_PAGES);
        } else if pages >= self.due {
            self.cleaner.begin();
        }
    }
}

/// Runs the group in one transaction; or, should that not do, each for itself.
fn run(sqlite: &rusqlite::Connection, group: &[Job]) -> Vec<Verdict> {
    if let [job] = group {
        return vec![change(sqlite, &job.change)];
    }
    if let Err(error) = control(sqlite, "BEGIN IMMEDIATE") {
        return fail(group, &error);
    }
    together(sqlite, group).unwrap_or_else(|| group.iter().map(|job| change(sqlite, &job.change)).collect())
}

/// `None`: nothing of the group has taken effect, and the transaction is over.
fn together(sqlite: &rusqlite::Connection, group: &[Job]) -> Option<Vec<Verdict>> {
    let mut verdicts = Vec::with_capacity(group.len());
    for job in group {
        verdicts.push(change(sqlite, &job.change));
        // Some failures (a full disk, a trigger's ROLLBACK) end the transaction of all.
        if sqlite.is_autocommit() {
            return None;
        }
    }
    if control(sqlite, "COMMIT").is_ok() {
        return Some(verdicts);
    }
    if !sqlite.is_autocommit() {
        control(sqlite, "ROLLBACK").ok()?;
    }
    None
}

fn change(sqlite: &rusqlite::Connection, change: &Change) -> Verdict {
    set_last_insert_rowid(sqlite, change.last_insert_rowid);
    let result = statement::execute(sqlite, &change.sql, &change.parameters)?;
    Ok(Changed { result, changes: sqlite.changes(), last_insert_rowid: sqlite.last_insert_rowid() })
}

fn control(sqlite: &rusqlite::Connection, sql: &str) -> Result<(), Error> {
    sqlite.prepare_cached(sql).and_then(|mut statement| statement.execute([])).map(drop).map_err(Error::from)
}

fn fail(group: &[Job], error: &Error) -> Vec<Verdict> {
    group.iter().map(|_| Err(error.clone())).collect()
}

#[cfg(test)]
mod tests;
