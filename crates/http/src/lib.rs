//! What every front door shares, whatever API it speaks.
//!
//! A component hands [`pipeline::serve`] a request that was read whole and a dialect; it gets a
//! reply whose length is known. Between the two: request id, CORS, body limit, credential →
//! principal, rate limit, validators, timing. A dialect (`api`) only translates; what it needs for
//! that and shares with the others stands here too: `routes`, `body` and `members`, `path`,
//! `query_string`, `cursor`, `link`, `validators`.
//!
//! Nothing here touches a database or a host interface: the identity and the quota come in as
//! traits, which components implement over WIT and `service`.

pub mod api;
pub mod body;
mod cors;
pub mod cursor;
pub mod fault;
pub mod front_page;
pub mod headers;
pub mod identity;
pub mod kept;
pub mod link;
pub mod members;
pub mod message;
pub mod path;
pub mod pipeline;
pub mod query_string;
pub mod quota;
mod respond;
pub mod routes;
pub mod validators;

pub use api::{Api, ApiError, Call, Credentials};
pub use fault::{Credential, CredentialKind, Fault};
pub use identity::{Identity, Principals};
pub use kept::KeptReplies;
pub use message::{Body, Reply, Request};
pub use pipeline::{Pipeline, reply_to_failure, serve};
pub use quota::{Quota, QuotaState};
