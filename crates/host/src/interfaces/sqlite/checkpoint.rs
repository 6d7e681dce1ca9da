//! Runs WAL checkpoints of a database file on a thread beside the writer.
//!
//! A checkpoint takes as long as some hundred commits. On the writer's thread it would delay every
//! commit that arrives meanwhile.

use std::path::PathBuf;
use std::thread::JoinHandle;

use super::pool::Opened;

/// The number of passes per checkpoint. Each pass leaves the pages that were committed while it
/// ran. The writer has to copy the pages that the last pass leaves, while other changes wait.
const CHECKPOINT_PASSES: usize = 2;

/// Runs a passive checkpoint, which copies as many pages as readers permit. The next checkpoint
/// copies the rest.
pub(super) fn checkpoint(sqlite: &rusqlite::Connection) {
    drop(sqlite.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(())));
}

/// Runs checkpoints with its own connection while the writer continues.
pub(super) struct Checkpointer {
    path: PathBuf,
    running: Option<JoinHandle<()>>,
}

impl Checkpointer {
    pub(super) fn new(path: PathBuf) -> Self {
        Self { path, running: None }
    }

    /// Whether the last checkpoint has finished; returns true once per checkpoint.
    pub(super) fn is_done(&mut self) -> bool {
        self.running.take_if(|running| running.is_finished()).is_some()
    }

    /// Starts a checkpoint unless one is running.
    pub(super) fn begin(&mut self) {
        if self.running.is_some() {
            return;
        }
        let path = self.path.clone();
        let clean = move || {
            if let Ok(opened) = Opened::open(&path, None) {
                for _ in 0..CHECKPOINT_PASSES {
                    checkpoint(&opened.sqlite);
                }
            }
        };
        self.running = std::thread::Builder::new().name("weft-checkpoint".to_owned()).spawn(clean).ok();
    }
}
