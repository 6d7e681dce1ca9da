//! Lets a few hosts run at a time: each reserves address space and guard pages for hundreds of
//! instances, some twelve thousand mappings, and a process has sixty-five thousand of them on an
//! ordinary Linux.

use std::sync::{Condvar, Mutex, PoisonError};

/// How many hosts one process runs at a time.
const MOST: usize = 4;

static INSIDE: Mutex<usize> = Mutex::new(0);
static LEFT: Condvar = Condvar::new();

/// Leave to run a host, until it is dropped.
pub(crate) struct Permit(());

/// Waits for a free place.
pub(crate) fn enter() -> Permit {
    let inside = INSIDE.lock().unwrap_or_else(PoisonError::into_inner);
    let mut inside =
        LEFT.wait_while(inside, |inside| *inside >= MOST).unwrap_or_else(PoisonError::into_inner);
    *inside += 1;
    Permit(())
}

impl Drop for Permit {
    fn drop(&mut self) {
        *INSIDE.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
        LEFT.notify_one();
    }
}
