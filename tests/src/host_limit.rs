//! Limits how many hosts run at a time: each host reserves address space and guard pages for
//! hundreds of instances (about 12,000 mappings), and Linux permits 65,530 mappings per process by
//! default.

use std::sync::{Condvar, Mutex, PoisonError};

/// The most hosts that one process runs at a time.
const MAX_HOSTS: usize = 4;

static RUNNING: Mutex<usize> = Mutex::new(0);
static RELEASED: Condvar = Condvar::new();

/// The permit to run a host; released on drop.
pub(crate) struct HostPermit(());

/// Waits for a permit.
pub(crate) fn acquire() -> HostPermit {
    let running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
    let mut running =
        RELEASED.wait_while(running, |running| *running >= MAX_HOSTS).unwrap_or_else(PoisonError::into_inner);
    *running += 1;
    HostPermit(())
}

impl Drop for HostPermit {
    fn drop(&mut self) {
        *RUNNING.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
        RELEASED.notify_one();
    }
}
