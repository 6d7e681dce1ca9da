//! Waiter for another request of the same instance.
//!
//! Each request is a task of its own to the host, and a task sleeps on what the *host* wakes it
//! for. A mutex that wakes through Rust's `Waker`, as every async mutex does, cannot wake another
//! task: wit-bindgen panics, or (with its feature `inter-task-wakeup`, in the version that spin-sdk
//! 7 runs on) wasmtime 48 traps. Either ends the instance, with all its requests. So who waits here
//! sleeps on a stream that the host carries, and is woken by its other end being dropped. It costs
//! nothing unless somebody waits.
//!
//! First come, first served. A waiter that is cancelled leaves the queue, or hands on the turn it
//! has been given.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use spin_sdk::wasip3::wit_stream;
use spin_sdk::wit_bindgen::StreamWriter;

/// A number of turns that may be taken at the same time.
pub(super) struct Semaphore(Mutex<State>);

struct State {
    free: usize,
    queue: VecDeque<Waiter>,
    next: u64,
}

/// Dropping the bell rings it.
struct Waiter {
    ticket: u64,
    _bell: StreamWriter<u8>,
}

impl Semaphore {
    pub(super) fn new(count: usize) -> Self {
        Self(Mutex::new(State { free: count, queue: VecDeque::new(), next: 0 }))
    }

    /// Takes a turn, after everybody who asked before.
    pub(super) async fn take(&self) -> SemaphorePermit<'_> {
        let (ticket, mut rings) = {
            let mut state = self.state();
            if state.free > 0 {
                state.free -= 1;
                return SemaphorePermit(self);
            }
            let (bell, rings) = wit_stream::new::<u8>();
            let number = state.next;
            state.next = number.wrapping_add(1);
            state.queue.push_back(Waiter { ticket: number, _bell: bell });
            (WaitingPermit { semaphore: self, number, used: false }, rings)
        };
        rings.next().await;
        ticket.into_permit()
    }

    /// Gives a turn to who waits longest, or keeps it for who comes.
    fn pass_on(&self) {
        let next = {
            let mut state = self.state();
            let next = state.queue.pop_front();
            if next.is_none() {
                state.free = state.free.saturating_add(1);
            }
            next
        };
        drop(next);
    }

    /// Held for a few instructions, never across an `await`: nobody ever waits for it.
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A turn. Dropping it gives it to the next.
pub(super) struct SemaphorePermit<'a>(&'a Semaphore);

impl Drop for SemaphorePermit<'_> {
    fn drop(&mut self) {
        self.0.pass_on();
    }
}

/// A place in the queue; no longer in the queue means that a turn has been given to it.
struct WaitingPermit<'a> {
    semaphore: &'a Semaphore,
    number: u64,
    used: bool,
}

impl<'a> WaitingPermit<'a> {
    fn into_permit(mut self) -> SemaphorePermit<'a> {
        self.used = true;
        SemaphorePermit(self.semaphore)
    }
}

impl Drop for WaitingPermit<'_> {
    fn drop(&mut self) {
        if self.used {
            return;
        }
        let left = {
            let mut state = self.semaphore.state();
            let place = state.queue.iter().position(|waiting| waiting.ticket == self.number);
            place.and_then(|place| state.queue.remove(place))
        };
        if left.is_none() {
            self.semaphore.pass_on();
        }
    }
}
