//! SnowCMS's REST API (`/api/websites`, `/api/accounts`) over Weft's use cases.
//!
//! Two generations of clients are served: those of server 0.0.40, and the older ones of the API page of January 2025, which know no pages and
//! kept an input's settings as a text and its `required` inside of them. Where the two disagree, docs/dialects/snowcms.md says what was chosen.
//!
//! [`Snow`] is mounted in the component content-snow: what is below a website's collections. [`SnowAccounts`] (`above`) is mounted in the auth
//! component: websites, accounts, keys, logins. Both only translate: `endpoint` says what is
//! asked, `session` who asks, `query` and `body` turn the wire into the domain, `input` inputs into fields and texts into values and back,
//! `collections`, `inputs`, `entries`, `websites`, `accounts` and `keys` call one use case each, `view` and `error` turn the answer into the wire.

mod above;
mod accounts;
pub mod address;
pub mod body;
mod collections;
mod draft_view;
mod drafts;
pub mod endpoint;
mod entries;
pub mod error;
pub mod input;
mod inputs;
mod keys;
mod login;
mod media;
pub mod query;
pub mod rendering;
mod reply;
pub mod roles;
pub mod session;
pub mod view;
mod websites;

pub use above::SnowAccounts;
pub use endpoint::{ACCOUNT_ENDPOINTS, AccountEndpoint, ENDPOINTS, Endpoint, Row};

use http::HeaderName;
use rendering::Web;
use weft_domain::{Ctx, Error};
use weft_http::routes::Captures;
use weft_http::{Credential, Dialect, Fault, Reply, Request};
use weft_service::App;

/// Set by whatever the original sends out on its own: a webhook or a fetch that comes back here would go in circles.
static UNSAFE_SOURCE: HeaderName = HeaderName::from_static("x-snowcms-unsafe-source");

/// Collections, inputs and entries.
pub struct Snow<'a, W> {
    app: App<'a>,
    web: &'a W,
}

impl<'a, W: Web> Snow<'a, W> {
    /// The API over a request's use cases; `web` is asked for remote data.
    #[must_use]
    pub const fn new(app: App<'a>, web: &'a W) -> Self {
        Self { app, web }
    }

    async fn answer(
        &self,
        endpoint: Endpoint,
        ctx: &Ctx,
        request: &Request,
        names: Captures<'_>,
    ) -> Result<Reply, Fault> {
        let app = &self.app;
        match endpoint {
            Endpoint::ListCollections => collections::list(app, ctx, request, names).await,
            Endpoint::CreateCollection => collections::create(app, ctx, request).await,
            Endpoint::FindCollection => collections::find(app, ctx, names).await,
            Endpoint::EditCollection => collections::edit(app, ctx, request, names).await,
            Endpoint::DeleteCollection => collections::delete(app, ctx, names).await,
            Endpoint::FindTitle => collections::find_title(app, ctx, names).await,
            Endpoint::EditTitle => collections::edit_title(app, ctx, request, names).await,
            Endpoint::ListInputs => inputs::list(app, ctx, names).await,
            Endpoint::CreateInput => inputs::create(app, ctx, request, names).await,
            Endpoint::EditInput => inputs::edit(app, ctx, request, names).await,
            Endpoint::MoveInput => inputs::change_order(app, ctx, request, names).await,
            Endpoint::DeleteInput => inputs::delete(app, ctx, names).await,
            Endpoint::ListEntries => entries::list(app, ctx, request, names).await,
            Endpoint::CreateEntry => entries::create(app, ctx, request, names).await,
            Endpoint::FindEntryBySlug => entries::find_by_slug(app, self.web, ctx, request, names).await,
            Endpoint::FindEntry => entries::find(app, self.web, ctx, request, names).await,
            Endpoint::EditEntry => entries::edit(app, ctx, request, names).await,
            Endpoint::DeleteEntry => entries::delete(app, ctx, names).await,
            Endpoint::ListDrafts => drafts::list(app, ctx, request, names).await,
            Endpoint::FindDraft => drafts::find(app, ctx, names).await,
            Endpoint::CreateDraft | Endpoint::EditDraft | Endpoint::DeleteDraft => {
                drafts::write(app, ctx, request, names).await
            }
            Endpoint::Media => media::refuse(app, ctx, request),
        }
    }
}

impl<W: Web> Dialect for Snow<'_, W> {
    type Endpoint = &'static Row<Endpoint>;

    fn route(&self, request: &Request) -> Result<Self::Endpoint, Fault> {
        weft_http::routes::route(&ENDPOINTS, &request.method, &request.path)
    }

    /// A key or a session, to be good for the website in the path: `/api/websites/:website/…`.
    fn credential(&self, request: &Request) -> Option<Credential> {
        let website = request.path.split('/').nth(3).unwrap_or_default();
        session::credential(request).map(|credential| credential.for_site(website))
    }

    fn is_open(&self, endpoint: Self::Endpoint) -> bool {
        endpoint.open
    }

    fn is_kept(&self, endpoint: Self::Endpoint) -> bool {
        matches!(endpoint.endpoint, Endpoint::ListEntries)
    }

    async fn handle(&self, row: Self::Endpoint, ctx: &Ctx, request: &Request) -> Result<Reply, Fault> {
        // Strangers do not learn what is wrong with a request that they may not make.
        ctx.principal()?;
        refuse_circles(request)?;
        session::check_origin(request)?;
        self.answer(row.endpoint, ctx, request, row.captures(&request.path)).await.map(reply::unlisted)
    }

    fn error(&self, fault: &Fault, _: &Ctx) -> Reply {
        error::render(fault)
    }
}

/// Refuses what a webhook or a fetch sent in a circle.
fn refuse_circles(request: &Request) -> Result<(), Error> {
    if request.headers.contains_key(&UNSAFE_SOURCE) {
        return Err(Error::Forbidden { needs: "a request that no webhook sent" });
    }
    Ok(())
}
