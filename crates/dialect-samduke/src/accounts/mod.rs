//! Who is signed in, and tokens. Mounted by the component `auth`.

mod body;
mod endpoint;
mod view;

pub use endpoint::Endpoint;

use crate::error::{self, Refusal, unauthorized};
use crate::{credential, scope};
use http::header::SET_COOKIE;
use http::{HeaderName, StatusCode};
use weft_domain::Error;
use weft_http::routes::Row;
use weft_http::{Api, Call, Credentials, Reply, Request};
use weft_service::App;

const DONE: &str = "{\"ok\":true}";

/// samduke-cms's accounts, over the use cases of one request.
pub struct Accounts<'a> {
    /// The use cases of this request.
    pub app: App<'a>,
}

impl Accounts<'_> {
    async fn list_tokens(&self, call: Call<'_>) -> Result<Reply, Refusal> {
        let above = self.app.installation(call.ctx, scope::session(call)?);
        Ok(Reply::json(StatusCode::OK, view::tokens(&above.tokens().await?)))
    }

    async fn create_token(&self, call: Call<'_>) -> Result<Reply, Refusal> {
        let above = self.app.installation(call.ctx, scope::session(call)?);
        let (token, secret) = above.create_token(body::token(call.request, call.ctx.now)?).await?;
        Ok(Reply::json(StatusCode::CREATED, view::new_token(&token, &secret)))
    }

    async fn delete_token(&self, call: Call<'_>, token: &str) -> Result<Reply, Refusal> {
        self.app.installation(call.ctx, scope::session(call)?).delete_token(token).await?;
        Ok(Reply::json(StatusCode::OK, DONE))
    }

    async fn log_in(&self, call: Call<'_>) -> Result<Reply, Refusal> {
        let (email, password) = body::login(call.request)?;
        let session = self.app.anonymous(call.ctx).sign_in_for_a_month(&email, &password).await;
        let session = session.map_err(|error| match error {
            Error::Unauthenticated => unauthorized("Invalid email or password"),
            error => error.into(),
        })?;
        let cookie = credential::cookie(call.request, &session, call.ctx);
        Ok(Reply::json(StatusCode::OK, DONE).with(SET_COOKIE, cookie))
    }

    /// Ends the session, if there is one; the browser forgets its cookie in any case.
    async fn log_out(&self, call: Call<'_>) -> Result<Reply, Refusal> {
        if let Ok(caller) = call.caller() {
            match self.app.installation(call.ctx, caller).log_out().await {
                Ok(()) | Err(Error::Unauthenticated | Error::Forbidden { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(Reply::json(StatusCode::OK, DONE).with(SET_COOKIE, credential::no_cookie(call.request)))
    }
}

impl Api for Accounts<'_> {
    type Endpoint = Endpoint;
    type Error = Refusal;

    fn headers() -> &'static [HeaderName] {
        &credential::HEADERS
    }

    /// Whether somebody is signed in, and what ends when somebody signs out, is said by the cookie
    /// alone.
    fn credentials(row: &Row<Endpoint>, request: &Request) -> Credentials {
        match row.id {
            "Me" | "LogOut" => credential::session(request).into(),
            _ => credential::find(request).into(),
        }
    }

    fn before(row: &Row<Endpoint>, request: &Request) -> Result<(), Refusal> {
        if row.path.starts_with("/api/tokens") { credential::refuse_github(request) } else { Ok(()) }
    }

    fn unidentified(_: &Row<Endpoint>, request: &Request, error: Error) -> Refusal {
        credential::unidentified(request, error)
    }

    async fn handle(&self, endpoint: Endpoint, call: Call<'_>) -> Result<Reply, Refusal> {
        match endpoint {
            Endpoint::Me => {
                let username = call.caller().ok().map(|caller| caller.email.as_str());
                Ok(Reply::json(StatusCode::OK, view::me(username)))
            }
            Endpoint::ListTokens => self.list_tokens(call).await,
            Endpoint::CreateToken => self.create_token(call).await,
            Endpoint::DeleteToken { token } => self.delete_token(call, &token).await,
            Endpoint::LogIn => self.log_in(call).await,
            Endpoint::LogOut => self.log_out(call).await,
        }
    }

    fn render(error: &Refusal) -> Reply {
        error::render(error)
    }
}
