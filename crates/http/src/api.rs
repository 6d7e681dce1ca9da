//! The contract of a dialect: one API in one area of work.
//!
//! A dialect declares its endpoints as a table ([`crate::routes`]). Each row declares method, path,
//! the required identity and the required right, so that no endpoint is open by accident, and one
//! table drives routing, the authorisation tests and the OpenAPI description. The other methods of
//! the contract translate: the position of the secret, the format of the wire, the rendering of an
//! error.

use crate::credential::Credential;
use crate::fault::Fault;
use crate::message::{Reply, Request};
use crate::routes::{Endpoints, Row};
use http::HeaderName;
use weft_domain::{Caller, Ctx, Error, SiteRef};

/// The credentials of a request.
#[derive(Clone, Default)]
pub struct Credentials {
    /// The credential of the person or program.
    pub person: Option<Credential>,
    /// A credential that selects the site, if the client sends one beside `person`. The two must
    /// match.
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

/// The input of a handler.
#[derive(Clone, Copy)]
pub struct Call<'a> {
    /// The request's context: the time, the principal, the request id.
    pub ctx: &'a Ctx,
    /// The request.
    pub request: &'a Request,
    caller: Option<&'a Caller>,
}

impl<'a> Call<'a> {
    /// A call; `caller` was verified if the endpoint is above the sites.
    pub(crate) const fn new(ctx: &'a Ctx, request: &'a Request, caller: Option<&'a Caller>) -> Self {
        Self { ctx, request, caller }
    }

    /// The verified caller above the sites.
    ///
    /// # Errors
    /// `Unauthenticated` at endpoints of sites, and for an anonymous request.
    pub fn caller(&self) -> Result<&'a Caller, Error> {
        self.caller.ok_or(Error::Unauthenticated)
    }
}

/// A dialect's own errors. Errors of the pipeline and of the use cases reach it as a [`Fault`].
pub trait ApiError: From<Fault> {
    /// The underlying fault, if any. The pipeline logs server errors and repeats requests with an
    /// outdated principal.
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
    /// The closed list of endpoints; variants carry the captures of their paths.
    type Endpoint: Endpoints;
    /// This API's errors.
    type Error: ApiError;

    /// The endpoints.
    const TABLE: &'static [Row<Self::Endpoint>] = <Self::Endpoint as Endpoints>::TABLE;

    /// The request headers that the dialect reads, beside those of the pipeline
    /// ([`crate::headers`]). A guest copies no others from its host, and CORS allows these to
    /// scripts of other origins.
    fn headers() -> &'static [HeaderName];

    /// Extracts the request's credentials.
    fn credentials(row: &Row<Self::Endpoint>, request: &Request) -> Credentials;

    /// Checks that run before authentication.
    ///
    /// # Errors
    /// This API's error for a cross-site request or a request loop.
    fn before(_: &Row<Self::Endpoint>, _: &Request) -> Result<(), Self::Error> {
        Ok(())
    }

    /// Converts an error of the identity component into this API's error, which may depend on the
    /// request.
    fn unidentified(_: &Row<Self::Endpoint>, _: &Request, error: Error) -> Self::Error {
        Fault::from(error).into()
    }

    /// Handles a request. The pipeline may call it again for the same request if the principal is
    /// outdated; the first call then had no effect.
    ///
    /// # Errors
    /// Any error; the pipeline renders it with [`Api::render`].
    async fn handle(&self, endpoint: Self::Endpoint, call: Call<'_>) -> Result<Reply, Self::Error>;

    /// Renders an error in this API's format. Never shows the cause of a server error.
    fn render(error: &Self::Error) -> Reply;
}
