//! Receivers of events, and what becomes of the events on their way to them.
//!
//! An event is dispatched once: in one atomic batch it becomes a delivery for each receiver that
//! wants it, or goes if nobody does ([`dispatch`]). A drain then *claims* a receiver for the length
//! of a lease, gets its due deliveries ([`claim`]), sends them, and writes down what became of them
//! ([`record`]), which gives the receiver back. Nothing that waits is in memory alone: a drain that
//! dies leaves a lease that ends.
//!
//! Invariants: of the pending deliveries of one entry to one receiver, the first alone has a
//! `due_at`, so the second is not claimed before the first is delivered or given up; a receiver is
//! leased to one drain at a time; `webhooks.ready_at` is never later than what is due (triggers in
//! migrations/0004_webhooks.sql). A replay is due at once, out of that order.
//!
//! Only [`claim`] reads secrets.

mod calls;
pub mod claim;
pub mod deliveries;
pub mod dispatch;
pub mod outbox;
#[cfg(test)]
mod plans;
pub mod record;
pub mod subscriptions;
