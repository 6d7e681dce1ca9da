//! Runs an application from its `spin.toml` without Spin: the host of `weft up`, of the tests and
//! of the benchmarks.
//!
//! It reads the same manifest as Spin, composes the same components, offers the same interfaces,
//! and behaves like Spin in everything that a component or a client can observe. It supports a
//! subset of Spin: the HTTP trigger, embedded SQLite, no registries.
//!
//! ```text
//! manifest   spin.toml, checked                 variables  values and templates
//! compose    dependencies wired in              engine     wasmtime, compiled artefacts, epochs
//! interfaces what components import             state      what an instance holds and may do
//! server     HTTP in, components called         network    where outbound requests may go
//! private_network  which of it is not public       data_folder  whether data can be kept there
//! running    start and stop                     build      the components' build commands
//! ```
//!
//! From a test:
//!
//! ```no_run
//! let host = weft_host::start_blocking(&weft_host::Options::new("spin.toml"))?;
//! println!("{} after {} statements", host.url(), host.statements());
//! host.stop_blocking();
//! # anyhow::Ok(())
//! ```

pub mod manifest;

mod build;
mod compose;
mod data_folder;
mod engine;
mod frozen;
mod interfaces;
mod network;
mod options;
mod output;
mod private_network;
mod running;
mod server;
mod state;
mod variables;
mod wasm;

pub use build::build;
pub use data_folder::check_data_folder;
pub use frozen::{Frozen, FrozenClock};
pub use options::Options;
pub use output::GuestOutput;
pub use private_network::{PrivateHost, PrivateNetworks};
pub use running::{Running, start, start_blocking, variable};
pub use server::Reuse;
pub use wasm::{compile, is_compiled};
