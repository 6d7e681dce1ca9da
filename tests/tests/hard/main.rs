//! Robustness tests: concurrency, hostile input, leaks of secrets, limits, crashes.
//!
//! Nothing here measures time, sleeps or leaves the loopback.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "this is test code"
)]

mod bad_bodies;
mod bad_requests;
mod bad_targets;
mod concurrency;
mod concurrent_writers;
mod differential;
mod driver;
mod full_database;
mod host;
mod injection;
mod large_bodies;
mod limits;
mod login_throttle;
mod many_rows;
mod parallel;
mod quota;
mod revocation;
mod secrets;
mod visibility;
