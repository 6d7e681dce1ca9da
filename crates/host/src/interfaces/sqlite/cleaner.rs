//! Writes a file's log into the file, beside the writer.
//!
//! It takes as long as some hundred commits, and would hold up every one that comes meanwhile.

use std::path::PathBuf;
use std::thread::JoinHandle;

use super::pool::Opened;

/// How often. Each pass leaves what came while it was at it; what the last one leaves, the writer
/// has to write while others wait.
const PASSES: usize = 2;

/// Writes the log into the file, as far as readers let it. If they do not, the next time will.
pub(super) fn check_point(sqlite: &rusqlite::Connection) {
    drop(sqlite.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(())));
}

/// Writes the log into the file while the writer goes on, with a connection of its own.
pub(super) struct Cleaner {
    path: PathBuf,
    running: Option<JoinHandle<()>>,
}

impl Cleaner {
    pub(super) fn new(path: PathBuf) -> Self {
        Self { path, running: None }
    }

    /// Whether it has done what it began; says so once.
    pub(super) fn is_done(&mut self) -> bool {
        self.running.take_if(|running| running.is_finished()).is_some()
    }

    /// Begins, unless it is at it.
    pub(super) fn begin(&mut self) {
        if self.running.is_some() {
            return;
        }
        let path = self.path.clone();
        let clean = move || {
            if let Ok(opened) = Opened::open(&path, None) {
                for _ in 0..PASSES {
                    check_point(&opened.sqlite);
                }
            }
        };
        self.running = std::thread::Builder::new().name("weft-cleaner".to_owned()).spawn(clean).ok();
    }
}
