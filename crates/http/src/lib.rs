//! What every front door shares, whatever API it speaks.
//!
//! A component hands `pipeline::serve` a request that was read whole and a dialect; it gets a reply whose length is known. Between
//! the two: request id, CORS, body limit, credential → principal, rate limit, validators, timing. A dialect only translates.
//!
//! Nothing here touches a database or a host interface: the identity and the quota come in as traits, which components
//! implement over WIT and `service`.

pub mod dialect;
pub mod message;

pub use dialect::{Credential, CredentialKind, Dialect, Fault};
pub use message::{Body, Reply, Request};
