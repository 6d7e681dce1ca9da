//! End-to-end tests over HTTP: the root `spin.toml` on the real host, with clients as actors.
//!
//! ```no_run
//! use weft_tests::{Weft, a_document, a_type};
//!
//! let weft = Weft::start();
//! a_type("page").field("title", "text").required().create(&weft.admin());
//! let page = a_document("page").set("title", "Hello").create(&weft.editor());
//! weft.reader().get(page.path()).send().is_error(404, "NOT_FOUND");
//! ```
//!
//! [`Weft`] is one host with its own database: two existing sites, a frozen clock, a seeded random
//! number generator. An [`Actor`] is a client with a credential. An [`Answer`] is a response, whose
//! common headers are always checked. A failed assertion panics with the request and the response,
//! followed by the guests' output. [`Connection`] is for requests that an HTTP client would not
//! send.
//!
//! A start takes some tens of milliseconds: compiled components come from a cache in `target`, and
//! sites from a database that is created once per process and copied. `cargo xtask build` must have
//! built the components before.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "this is test code"
)]

mod actor;
mod answer;
pub mod authorisation;
mod browser;
mod bulk_documents;
mod components;
mod connection;
mod database_template;
mod documents;
#[cfg(test)]
mod guards;
mod host_limit;
mod receiver;
pub mod secrets;
mod site;
mod snow;
mod snow_installation;
pub mod tables;
mod types;
mod weft;

pub use actor::{Actor, RequestBuilder};
pub use answer::Answer;
pub use browser::Browser;
pub use connection::{Connection, Received};
pub use documents::{Document, DocumentBuilder, a_document};
pub use receiver::{Receiver, Request};
pub use site::Site;
pub use snow::{Snow, SnowCollection, an_input};
pub use snow_installation::{Account, NewKey, SnowInstallation, an_account};
pub use types::{TypeBuilder, a_type};
pub use weft::{Clock, Setup, Weft};
