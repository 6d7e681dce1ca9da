//! Weft as its clients meet it: the root `spin.toml` on the real host, over HTTP, asked by
//! somebody.
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
//! [`Weft`] is one host with a database of its own: two sites that are there already, time that
//! stands still, randomness with a seed. An [`Actor`] is somebody who asks; an [`Answer`] was
//! checked, as every answer is, for what all of them bear. Whatever is wrong panics with the
//! request and the answer; what guests printed follows. [`Connection`] is for what no decent client
//! does.
//!
//! A start costs some tens of milliseconds: components come compiled from a cache under `target`,
//! sites from a database that is made once per process and copied. The components themselves are
//! built before, by `cargo xtask build`.

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
mod components;
mod connection;
mod documents;
#[cfg(test)]
mod guards;
mod house;
mod many;
mod prepared;
pub mod secrets;
mod site;
mod snow;
pub mod tables;
mod turnstile;
mod types;
mod weft;

pub use actor::{Actor, Ask};
pub use answer::Answer;
pub use browser::Browser;
pub use connection::{Connection, Received};
pub use documents::{Document, DocumentBuilder, a_document};
pub use house::{House, NewKey, Person, an_account};
pub use site::Site;
pub use snow::{Snow, SnowCollection, an_input};
pub use types::{TypeBuilder, a_type};
pub use weft::{Clock, Setup, Weft};
