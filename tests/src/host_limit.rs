//! Lets a few hosts run at a time: each reserves address space and guard pages for hundreds of
//! instances, some twelve thousand mappings, and a process has sixty-five thousand of them on an
//! ordinary Linux.

use std::sync::{Condvar, Mutex, PoisonError};

/// How many hosts one process runs at a time.
const MAX_HOSTS: usize = 4;

static RUNNING: Mutex<usize> = Mutex::new(0);
static RELEASED: Condvar = Condvar::new();

/// Leave to run a host, until it is dropped.
pub(crate) struct HostPermit(());

/// Waits for a free place.
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
