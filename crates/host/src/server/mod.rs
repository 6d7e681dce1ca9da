//! The HTTP server: accepts connections, calls components, sends responses.
//!
//! There is one thread per core, each with its own event loop. A connection stays on its thread,
//! and so do the instances that handle its requests. A request never changes threads, which keeps
//! it cheap; only blocking work (slow SQL) goes to a pool of blocking threads. `listener` gives a
//! connection to the thread with the fewest connections.
//!
//! ```text
//! listener  accepts, picks a thread
//! thread    serves its connections with hyper
//! site      one per thread: health, routes, headers, calls
//! worker    creates instances, reuses them, ends them
//! inbound   request bodies, read to their end whoever answers
//! lingering the end of a connection
//! ```

mod body;
mod headers;
mod inbound;
mod lingering;
mod listener;
mod routes;
mod site;
mod thread;
mod worker;

pub(crate) use listener::{Server, Setup};
pub(crate) use routes::Routes;
pub(crate) use site::Site;
pub(crate) use worker::Prepared;
pub use worker::Reuse;
