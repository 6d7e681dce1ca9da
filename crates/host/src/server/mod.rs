//! The HTTP side: connections in, components called, answers out.
//!
//! One thread per core, each with an event loop of its own: a connection stays on the thread that
//! it was given to, and so do the instances that answer it. Nothing of a request crosses threads,
//! which is what keeps a request cheap; work that blocks (slow SQL) goes to a blocking pool.
//! `listener` hands connections to the thread that has fewest.
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
