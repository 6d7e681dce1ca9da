//! What a dialect is to the pipeline: where the credential stands, what the path means, what is done, how errors read.

use crate::message::{Reply, Request};
use weft_domain::{Ctx, Error};

/// How a secret reached the front door.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CredentialKind {
    /// A key made for programs (`x-api-key`).
    ApiKey,
    /// A session made by a login (`Authorization: Bearer`).
    Session,
}

/// A secret, as it was sent.
#[derive(Clone, PartialEq, Eq)]
pub struct Credential {
    /// Where it stood.
    pub kind: CredentialKind,
    /// The secret; never logged, hence no `Debug`.
    pub secret: String,
}

/// What can go wrong between a request and its use case, and in it.
#[derive(Debug)]
pub enum Fault {
    /// A use case refused or failed.
    Domain(Error),
    /// No endpoint has this path.
    UnknownRoute,
    /// The path is an endpoint's, the method is not.
    MethodNotAllowed {
        /// The methods it has, for `Allow`: `GET, POST`.
        allow: String,
    },
    /// The body is not JSON text (or not UTF-8, too deep, …); the text says what, for people.
    Malformed(String),
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Self::Domain(error)
    }
}

/// One API, spoken over Weft's use cases.
#[expect(async_fn_in_trait, reason = "guests have one thread; no caller needs Send")]
pub trait Dialect {
    /// The closed list of what can be asked.
    type Endpoint: Copy;

    /// What method, path and query ask for. Pure.
    ///
    /// # Errors
    /// `UnknownRoute`, `MethodNotAllowed`.
    fn route(&self, request: &Request) -> Result<Self::Endpoint, Fault>;

    /// The secret that the request bears, if any.
    fn credential(&self, request: &Request) -> Option<Credential>;

    /// Whether the endpoint is open to callers without a principal (a login, a health check). The quota does not apply to it.
    fn is_open(&self, endpoint: Self::Endpoint) -> bool;

    /// Does it. May be called a second time for the same request, when the principal turns out to be outdated; the first call then
    /// has had no effect.
    ///
    /// # Errors
    /// Any fault; the pipeline has it rendered by [`Dialect::error`].
    async fn handle(&self, endpoint: Self::Endpoint, ctx: &Ctx, request: &Request) -> Result<Reply, Fault>;

    /// The fault in this API's own shape and words. Never shows the cause of `Internal` or `Unavailable`.
    fn error(&self, fault: &Fault, ctx: &Ctx) -> Reply;
}
