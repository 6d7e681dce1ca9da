//! The HTTP layer that all dialects share.
//!
//! A component hands [`pipeline::serve`] a whole request and a dialect; it gets a reply of known
//! length. In between: request id, CORS, body limit, credential → principal, rate limit,
//! validators, timing. A dialect (`api`) only translates, with the shared helpers of this crate:
//! `routes`, `body` and `members`, `path`, `query_string`, `cursor`, `link`, `validators`.
//!
//! This crate touches no database and no host interface: identity and quota are traits, which
//! components implement over WIT and `service`.

pub mod api;
pub mod body;
mod cors;
pub mod credential;
pub mod cursor;
pub mod fault;
pub mod front_page;
pub mod headers;
mod identify;
pub mod identity;
pub mod kept;
pub mod link;
pub mod members;
pub mod message;
pub mod path;
pub mod pipeline;
pub mod query_string;
pub mod quota;
pub mod refusal;
mod respond;
pub mod routes;
pub mod tick;
pub mod validators;

pub use api::{Api, ApiError, Call, Credentials};
pub use credential::Credential;
pub use fault::Fault;
pub use identity::{Identity, Principals};
pub use kept::KeptReplies;
pub use message::{Body, Reply, Request};
pub use pipeline::{Pipeline, reply_to_failure, serve};
pub use quota::{Quota, QuotaState};
pub use refusal::{Refusal, StatusMessage};
pub use weft_domain::CredentialKind;
