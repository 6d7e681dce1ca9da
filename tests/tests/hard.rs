//! What breaks content management systems: many at once, hostile input, secrets that leak, limits that do not hold, power that fails.
//!
//! Nothing here measures time, sleeps or leaves the loopback.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "this is test code"
)]

mod hard {
    mod concurrency;
    mod driver;
    mod login_throttle;
    mod quota;
    mod revocation;
    mod together;
}
