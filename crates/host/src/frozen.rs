//! A clock and a random number generator that tests control.
//!
//! All instances of one host share one generator: the same requests in the same order get the same
//! numbers, and two instances never get the same number, which would give two entries the same id.
//! Only the wall clock is frozen; the monotonic clock stays real, because timeouts depend on it.

use std::convert::Infallible;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _, TryRng};
use wasmtime_wasi::{HostWallClock, WasiCtxBuilder};

/// A wall clock that changes only when a test sets or advances it.
#[derive(Debug)]
pub struct FrozenClock(AtomicU64);

impl FrozenClock {
    /// Creates a clock with the time `now`, counted from 1970-01-01T00:00:00Z.
    pub fn new(now: Duration) -> Self {
        Self(AtomicU64::new(nanoseconds(now)))
    }

    /// Sets the time to `now`.
    pub fn set(&self, now: Duration) {
        self.0.store(nanoseconds(now), Ordering::SeqCst);
    }

    /// Advances the time by `step`.
    pub fn advance(&self, step: Duration) {
        self.0.fetch_add(nanoseconds(step), Ordering::SeqCst);
    }

    /// The current time of this clock.
    pub fn now(&self) -> Duration {
        Duration::from_nanos(self.0.load(Ordering::SeqCst))
    }
}

fn nanoseconds(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}

/// The clock and the random seed of all guests of a host.
#[derive(Clone)]
pub struct Frozen {
    /// The wall clock of the guests.
    pub clock: Arc<FrozenClock>,
    /// The random number generator of the guests.
    pub seed: u64,
    random: SharedRandom,
}

impl Frozen {
    /// Guests use `clock` and a generator seeded with `seed`.
    pub fn new(clock: Arc<FrozenClock>, seed: u64) -> Self {
        let random = SharedRandom(Arc::new(Mutex::new(StdRng::seed_from_u64(seed))));
        Self { clock, seed, random }
    }

    pub(crate) fn connect(&self, wasi: &mut WasiCtxBuilder) {
        wasi.wall_clock(WallClock(self.clock.clone()));
        wasi.secure_random(self.random.clone());
        wasi.insecure_random(self.random.clone());
        wasi.insecure_random_seed(u128::from(self.random.clone().next_u64()));
    }
}

impl fmt::Debug for Frozen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Frozen").field("clock", &self.clock).field("seed", &self.seed).finish_non_exhaustive()
    }
}

struct WallClock(Arc<FrozenClock>);

impl HostWallClock for WallClock {
    fn resolution(&self) -> Duration {
        Duration::from_millis(1)
    }

    fn now(&self) -> Duration {
        self.0.now()
    }
}

/// One generator that all guests share.
#[derive(Clone)]
struct SharedRandom(Arc<Mutex<StdRng>>);

impl TryRng for SharedRandom {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).try_next_u32()
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).try_next_u64()
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).try_fill_bytes(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frozen_clock_moves_only_when_told() {
        let clock = FrozenClock::new(Duration::from_secs(5));
        clock.advance(Duration::from_millis(1));
        assert_eq!(clock.now(), Duration::from_millis(5001));
        clock.set(Duration::from_secs(1));
        assert_eq!(clock.now(), Duration::from_secs(1));
    }

    #[test]
    fn one_seed_gives_one_stream() {
        let draw = |seed| {
            let frozen = Frozen::new(Arc::new(FrozenClock::new(Duration::ZERO)), seed);
            (frozen.random.clone().next_u64(), frozen.random.clone().next_u64())
        };
        assert_eq!(draw(7), draw(7));
        assert_ne!(draw(7), draw(8));
        assert_ne!(draw(7).0, draw(7).1);
    }
}
