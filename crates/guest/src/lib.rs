//! What every component needs of its host, once: requests and replies, time and randomness, the instance's database.
//!
//! It speaks to `wasi:http` without the SDK's conversions: a request's headers come in one call, a reply's leave in one, and a body whose
//! length is known is one write. That is what a read by a warm instance mostly consists of.
//!
//! An instance serves many requests, several at a time. What it keeps, it keeps in statics that are locked for a few instructions and never
//! across an `await`.

#![cfg(target_arch = "wasm32")]

mod body;
mod circumstances;
pub mod content;
mod database;
mod exchange;
mod fetch;
mod identity;
mod quota;
mod variable;

pub use circumstances::{circumstances, now};
pub use database::database;
pub use exchange::{read, respond};
pub use fetch::{Fetched, Target, fetch, wait};
pub use quota::Leased;
pub use spin_sdk::wasip3::http::types::{ErrorCode, Request as HostRequest, Response as HostResponse};
pub use variable::variable;

/// A line for the log: the host shows a component's standard error to its operator.
#[expect(clippy::print_stderr, reason = "the one place where a guest logs")]
pub fn log(line: &str) {
    eprintln!("{line}");
}

/// Makes a component's request handler the one that the host calls.
#[macro_export]
macro_rules! serve {
    ($handle:ident) => {
        #[expect(unsafe_code, reason = "generated exports")]
        mod door {
            use $crate::{ErrorCode, HostRequest, HostResponse};

            struct Door;

            ::spin_sdk::wasip3::http::service::export!(Door);

            impl ::spin_sdk::wasip3::exports::http::handler::Guest for Door {
                async fn handle(request: HostRequest) -> Result<HostResponse, ErrorCode> {
                    super::$handle(request).await
                }
            }
        }
    };
}
