//! Projects, their users, sessions: `/v1/projects`, `/v1/users`, `/v1/auth`; and whether the
//! service is there. Mounted by the component `auth`.

mod body;
mod endpoint;
mod projects;
mod users;
mod view;

pub use endpoint::Endpoint;

use crate::error;
use http::header::AUTHORIZATION;
use http::{HeaderName, StatusCode};
use weft_domain::webhook::InsecureHosts;
use weft_domain::{Error, SiteId};
use weft_http::credential::INLINE_KEY;
use weft_http::headers::CLIENT_ADDRESS;
use weft_http::routes::Row;
use weft_http::{Api, Call, Credential, Credentials, Fault, Reply, Request};
use weft_service::{App, NewSite, Onboarding};

/// InlineCMS's accounts, over the use cases of one request.
pub struct Accounts<'a> {
    /// The use cases of this request.
    pub app: App<'a>,
    /// Who may create a project.
    pub onboarding: Onboarding,
    /// The hosts of deploy hooks that the operator allows.
    pub insecure: &'a InsecureHosts,
}

impl Accounts<'_> {
    async fn create_project(&self, call: Call<'_>) -> Result<Reply, Fault> {
        let new = body::new_project(weft_http::body::json(call.request)?)?;
        let site = NewSite { name: &new.name, email: &new.admin.email, password: &new.admin.password };
        let made = self.app.anonymous(call.ctx).onboard(self.onboarding, site).await;
        Ok(Reply::json(StatusCode::CREATED, view::project(&made.map_err(body::of_project)?)))
    }

    async fn log_in(&self, call: Call<'_>) -> Result<Reply, Fault> {
        let login = body::login(weft_http::body::json(call.request)?)?;
        let session = self.app.anonymous(call.ctx).log_in(&login.email, &login.password).await?;
        Ok(Reply::json(StatusCode::OK, view::session(&session)))
    }

    async fn log_out(&self, call: Call<'_>) -> Result<Reply, Fault> {
        self.app.account(call.ctx)?.log_out().await?;
        Ok(Reply::json(StatusCode::OK, view::done()))
    }

    async fn refresh(&self, call: Call<'_>) -> Result<Reply, Fault> {
        let session = self.app.account(call.ctx)?.refresh().await?;
        Ok(Reply::json(StatusCode::OK, view::session(&session)))
    }

    async fn me(&self, call: Call<'_>) -> Result<Reply, Fault> {
        let account = self.app.account(call.ctx)?.me().await?;
        Ok(Reply::json(StatusCode::OK, view::me(&account)))
    }
}

/// That the project in the path is the session's.
fn own(call: Call<'_>, project: SiteId) -> Result<(), Fault> {
    if call.ctx.principal()?.site == project {
        Ok(())
    } else {
        Err(Error::Forbidden { needs: "a session of this project" }.into())
    }
}

impl Api for Accounts<'_> {
    type Endpoint = Endpoint;
    type Error = Fault;

    fn headers() -> &'static [HeaderName] {
        // The SDK sends the project's key with every request, also where only the session counts.
        static READ: [HeaderName; 3] = [AUTHORIZATION, CLIENT_ADDRESS, INLINE_KEY];
        &READ
    }

    fn credentials(_: &Row<Endpoint>, request: &Request) -> Credentials {
        Credential::bearer(request).into()
    }

    async fn handle(&self, endpoint: Endpoint, call: Call<'_>) -> Result<Reply, Fault> {
        match endpoint {
            Endpoint::CreateProject => self.create_project(call).await,
            Endpoint::LogIn => self.log_in(call).await,
            Endpoint::LogOut => self.log_out(call).await,
            Endpoint::Refresh => self.refresh(call).await,
            Endpoint::Me => self.me(call).await,
            Endpoint::GetProject { id } => projects::get(&self.app, call, id).await,
            Endpoint::UpdateProject { id } => projects::update(&self.app, call, id, self.insecure).await,
            Endpoint::RotateKey { id }
            | Endpoint::RotateKeyAlias { id }
            | Endpoint::RotateKeySecondAlias { id } => projects::rotate_key(&self.app, call, id).await,
            Endpoint::ListUsers => users::list(&self.app, call, None).await,
            Endpoint::CreateUser => users::create(&self.app, call, None).await,
            Endpoint::UpdateUser { id } => users::update(&self.app, call, None, id).await,
            Endpoint::DeleteUser { id } => users::delete(&self.app, call, None, id).await,
            Endpoint::ListUsersOf { project } => users::list(&self.app, call, Some(project)).await,
            Endpoint::CreateUserOf { project } => users::create(&self.app, call, Some(project)).await,
            Endpoint::UpdateUserOf { project, id } => users::update(&self.app, call, Some(project), id).await,
            Endpoint::DeleteUserOf { project, id } => users::delete(&self.app, call, Some(project), id).await,
            Endpoint::Health | Endpoint::HealthAlias => Ok(Reply::json(StatusCode::OK, view::HEALTH)),
        }
    }

    fn render(error: &Fault) -> Reply {
        error::render(error)
    }
}
