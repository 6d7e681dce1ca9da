//! The contract of a dialect: one API in one area of work.
//!
//! A dialect states its endpoints as a table ([`crate::routes`]). A row says how it is asked, who
//! may ask, and by which right; so nothing is open that is not meant to be, and one table drives
//! routing, the tests of authorisation and the API's OpenAPI description. Everything else of a
//! dialect is translation: where the secret stands, what the wire means, how a refusal reads.

use crate::fault::{Credential, Fault};
use crate::message::{Reply, Request};
use crate::routes::Row;
use http::HeaderName;
use weft_domain::{Caller, Ctx, Error, SiteRef};

/// The secrets that a request bears.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Credentials {
    /// Who asks.
    pub person: Option<Credential>,
    /// What chooses the site, where the client sends that beside who asks. The two must fit.
    pub site: Option<Credential>,
    /// The site, where neither the path nor a key says it: that of the host, as a rule
    /// ([`Request::site_of_host`]). Who asks is verified for it; without a credential, a row for
    /// visitors ([`Who::Visitor`](crate::routes::Who)) is answered to a visitor of it.
    pub at: Option<SiteRef>,
}

impl From<Option<Credential>> for Credentials {
    fn from(person: Option<Credential>) -> Self {
        Self { person, ..Self::default() }
    }
}

/// What is at hand when an endpoint is answered.
#[derive(Clone, Copy)]
pub struct Call<'a> {
    /// The circumstances: the time, the principal, the request's id.
    pub ctx: &'a Ctx,
    /// The request.
    pub request: &'a Request,
    caller: Option<&'a Caller>,
}

impl<'a> Call<'a> {
    /// A call, by a caller who was verified for it where the endpoint is above the sites.
    pub(crate) const fn new(ctx: &'a Ctx, request: &'a Request, caller: Option<&'a Caller>) -> Self {
        Self { ctx, request, caller }
    }

    /// Who asks, above the sites.
    ///
    /// # Errors
    /// `Unauthenticated` at endpoints that are not for callers, and without a credential where none
    /// is needed.
    pub fn caller(&self) -> Result<&'a Caller, Error> {
        self.caller.ok_or(Error::Unauthenticated)
    }
}

/// A dialect's own refusals. What the pipeline and the use cases refuse reaches it as a [`Fault`].
pub trait ApiError: From<Fault> {
    /// The fault that this is, if it is one: the pipeline logs what is ours, and repeats what was
    /// outdated.
    fn fault(&self) -> Option<&Fault>;
}

impl ApiError for Fault {
    fn fault(&self) -> Option<&Fault> {
        Some(self)
    }
}

/// One API in one area of work, spoken over Weft's use cases.
#[expect(async_fn_in_trait, reason = "guests have one thread; no caller needs Send")]
pub trait Api {
    /// The closed list of what can be asked; variants carry what their paths capture.
    type Endpoint: 'static;
    /// This API's refusals.
    type Error: ApiError;

    /// What can be asked. Of two patterns that fit a path, the first counts; rows of one pattern
    /// stand together.
    const TABLE: &'static [Row<Self::Endpoint>];

    /// The request headers that it reads, beside those that the front door reads
    /// ([`crate::headers`]): a guest copies no others from its host, and scripts of other origins
    /// may send them.
    fn headers() -> &'static [HeaderName];

    /// The secrets that the request bears.
    fn credentials(row: &Row<Self::Endpoint>, request: &Request) -> Credentials;

    /// What is checked before anybody looks who asks.
    ///
    /// # Errors
    /// This API's refusal of requests that another page made a browser send, or that go in circles.
    fn before(_: &Row<Self::Endpoint>, _: &Request) -> Result<(), Self::Error> {
        Ok(())
    }

    /// Does it. May be called a second time for the same request, when the principal turns out to
    /// be outdated; the first call then has had no effect.
    ///
    /// # Errors
    /// Any refusal; the pipeline has it rendered by [`Api::render`].
    async fn handle(&self, endpoint: Self::Endpoint, call: Call<'_>) -> Result<Reply, Self::Error>;

    /// The refusal in this API's own shape and words. Never shows the cause of what is our fault.
    fn render(error: &Self::Error) -> Reply;
}
