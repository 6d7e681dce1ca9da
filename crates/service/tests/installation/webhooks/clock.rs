//! A clock that jumps: to the next moment that somebody waits for, when nobody can go on.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;

/// The clock, and who waits for what.
#[derive(Default)]
pub(super) struct Clock {
    elapsed: Cell<Duration>,
    alarms: RefCell<Vec<(Duration, Waker)>>,
}

struct Nothing;

impl Wake for Nothing {
    fn wake(self: Arc<Self>) {}
}

impl Clock {
    pub(super) fn elapsed(&self) -> Duration {
        self.elapsed.get()
    }

    /// Jumps forward.
    pub(super) fn advance(&self, time: Duration) {
        self.elapsed.set(self.elapsed.get() + time);
    }

    /// Waits until that much time has passed.
    pub(super) async fn wait(&self, time: Duration) {
        let end = self.elapsed.get() + time;
        poll_fn(|context| {
            if self.elapsed.get() >= end {
                return Poll::Ready(());
            }
            self.alarms.borrow_mut().push((end, context.waker().clone()));
            Poll::Pending
        })
        .await;
    }

    /// Runs a future to its end.
    pub(super) fn run<T>(&self, future: impl Future<Output = T>) -> T {
        let mut future = pin!(future);
        let waker = Waker::from(Arc::new(Nothing));
        let mut context = Context::from_waker(&waker);
        loop {
            if let Poll::Ready(outcome) = future.as_mut().poll(&mut context) {
                return outcome;
            }
            let next = self.alarms.borrow().iter().map(|(end, _)| *end).min().unwrap();
            self.elapsed.set(self.elapsed.get().max(next));
            let due = self.alarms.borrow_mut().extract_if(.., |(end, _)| *end <= next).collect::<Vec<_>>();
            due.into_iter().for_each(|(_, waker)| waker.wake());
        }
    }
}
