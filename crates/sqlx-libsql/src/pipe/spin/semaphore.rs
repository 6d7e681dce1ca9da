//! A fair semaphore between the requests of one instance.
//!
//! Each request is a separate task of the host, and only the *host* can wake a task. A mutex that
//! wakes through Rust's `Waker`, as every async mutex does, cannot wake another task: wit-bindgen
//! panics, or (with its feature `inter-task-wakeup`, in the version that spin-sdk 7 uses) wasmtime
//! 48 traps. Either ends the instance with all its requests. A waiter here therefore reads from a
//! component-model stream and wakes when the other end of the stream is dropped. Without waiters
//! this costs nothing.
//!
//! Waiters are served in order of arrival. A waiter that is cancelled leaves the queue, or passes
//! on the permit that it already has.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use spin_sdk::wasip3::wit_stream;
use spin_sdk::wit_bindgen::StreamWriter;

/// A semaphore with a fixed number of permits.
pub(super) struct Semaphore(Mutex<State>);

struct State {
    free: usize,
    queue: VecDeque<Waiter>,
    next: u64,
}

/// A waiter in the queue. Dropping `_bell` wakes it.
struct Waiter {
    ticket: u64,
    _bell: StreamWriter<u8>,
}

impl Semaphore {
    pub(super) fn new(count: usize) -> Self {
        Self(Mutex::new(State { free: count, queue: VecDeque::new(), next: 0 }))
    }

    /// Takes a permit, after all earlier waiters.
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

    /// Gives the permit to the first waiter, or returns it to the semaphore.
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

    /// The lock is held for a few instructions and never across an `await`, so it is never
    /// contended.
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A permit, which is released on drop.
pub(super) struct SemaphorePermit<'a>(&'a Semaphore);

impl Drop for SemaphorePermit<'_> {
    fn drop(&mut self) {
        self.0.pass_on();
    }
}

/// A position in the queue; a waiter that has left the queue has received a permit.
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
