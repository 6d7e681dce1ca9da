//! InlineCMS's REST API (`/v1`), as its documentation page "REST API" describes it: onboarding and sessions.
//!
//! Cast: a *project* is a site, a *CMS user* is an account with a role on it, the *token* is a session. Flow: `endpoint` says what is
//! asked, `body` reads it, one use case of `service` does it, `view` or `error` says how it went. Every answer is
//! `{"data": …, "error": …}`, one of them null.
//!
//! Where the documentation is silent, Weft chose: the shape of errors and their codes (`error`); `{"ok": true}` for a logout; the user of
//! `me` under `user`; the login's shape for a refresh. The ladder's `developer`, which InlineCMS does not know, is shown as `editor`.
//!
//! Invariants: a project's API key and a session's token stand in the one answer that made them, and nowhere else; nothing here logs.
//! The endpoints of this part take a session only: a project's key identifies a site, and must never sign anybody out.
//!
//! Not here yet: content, definitions, snapshots, projects' settings, users and media; the key in `x-inlinecms-key` comes with them.

mod body;
mod endpoint;
pub mod error;
mod view;

pub use endpoint::{ENDPOINTS, Endpoint};

use http::StatusCode;
use weft_domain::Ctx;
use weft_http::routes::{Row, route};
use weft_http::{Credential, Dialect, Fault, Reply, Request};
use weft_service::{App, NewSite, Onboarding};

/// InlineCMS's API over the use cases of one request.
pub struct Inline<'a> {
    app: App<'a>,
    onboarding: Onboarding,
}

impl<'a> Inline<'a> {
    /// The API over `app`; `onboarding` says who may make a project.
    #[must_use]
    pub const fn new(app: App<'a>, onboarding: Onboarding) -> Self {
        Self { app, onboarding }
    }

    async fn create_project(&self, ctx: &Ctx, request: &Request) -> Result<Reply, Fault> {
        let new = body::new_project(weft_http::body::json(request)?)?;
        let site = NewSite { name: &new.name, email: &new.admin.email, password: &new.admin.password };
        let made = self.app.anonymous(ctx).onboard(self.onboarding, site).await.map_err(body::of_project)?;
        Ok(Reply::json(StatusCode::CREATED, view::project(&made)))
    }

    async fn log_in(&self, ctx: &Ctx, request: &Request) -> Result<Reply, Fault> {
        let login = body::login(weft_http::body::json(request)?)?;
        let session = self.app.anonymous(ctx).log_in(&login.email, &login.password).await?;
        Ok(Reply::json(StatusCode::OK, view::session(&session)))
    }

    async fn log_out(&self, ctx: &Ctx) -> Result<Reply, Fault> {
        self.app.account(ctx)?.log_out().await?;
        Ok(Reply::json(StatusCode::OK, view::done()))
    }

    async fn refresh(&self, ctx: &Ctx) -> Result<Reply, Fault> {
        let session = self.app.account(ctx)?.refresh().await?;
        Ok(Reply::json(StatusCode::OK, view::session(&session)))
    }

    async fn me(&self, ctx: &Ctx) -> Result<Reply, Fault> {
        let account = self.app.account(ctx)?.me().await?;
        Ok(Reply::json(StatusCode::OK, view::me(&account)))
    }
}

impl Dialect for Inline<'_> {
    type Endpoint = &'static Row<Endpoint>;

    fn route(&self, request: &Request) -> Result<Self::Endpoint, Fault> {
        route(&ENDPOINTS, &request.method, &request.path)
    }

    fn credential(&self, request: &Request) -> Option<Credential> {
        Credential::bearer(request)
    }

    fn is_open(&self, row: Self::Endpoint) -> bool {
        row.open
    }

    async fn handle(&self, row: Self::Endpoint, ctx: &Ctx, request: &Request) -> Result<Reply, Fault> {
        match row.endpoint {
            Endpoint::CreateProject => self.create_project(ctx, request).await,
            Endpoint::LogIn => self.log_in(ctx, request).await,
            Endpoint::LogOut => self.log_out(ctx).await,
            Endpoint::Refresh => self.refresh(ctx).await,
            Endpoint::Me => self.me(ctx).await,
        }
    }

    fn error(&self, fault: &Fault, _: &Ctx) -> Reply {
        error::render(fault)
    }
}
