//! Everything above the websites: the websites themselves, accounts, keys, and sign-in by browsers.
//! Mounted by the component `auth`.
//!
//! Callers are not principals of one site: each request verifies its caller again, without a cache.

mod endpoint;
mod keys;
mod login;
mod people;
mod websites;

pub use endpoint::Endpoint;

use crate::error::{self, Refusal, refused};
use crate::{address, body, input, reply, session};
use http::HeaderName;
use uuid::Uuid;
use weft_domain::json::{object, quote};
use weft_domain::{AccountId, CredentialId, SiteId};
use weft_http::routes::Row;
use weft_http::{Api, Call, Credentials, Reply, Request};
use weft_service::App;

/// SnowCMS's websites, accounts and keys, over the use cases of one request.
pub struct Accounts<'a> {
    /// The use cases of this request.
    pub app: App<'a>,
}

impl Accounts<'_> {
    async fn answer(&self, endpoint: Endpoint, call: Call<'_>) -> Result<Reply, Refusal> {
        use Endpoint as Asked;
        let app = &self.app;
        match endpoint {
            Asked::ListWebsites => websites::list(app, call).await,
            Asked::CreateWebsite => websites::create(app, call).await,
            Asked::FindWebsite { website } => websites::find(app, call, site_id(&website)).await,
            Asked::EditWebsite { website } => websites::edit(app, call, site_id(&website)).await,
            Asked::DeleteWebsite { website } => websites::delete(app, call, site_id(&website)).await,
            Asked::ListAccounts => people::list(app, call).await,
            Asked::CreateAccount => people::create(app, call).await,
            Asked::Me | Asked::MeOfTheSeed => people::me(call),
            Asked::FindAccount { account } => people::find(app, call, account_id(&account)).await,
            Asked::EditAccount { account } => people::edit(app, call, account_id(&account)).await,
            Asked::DeleteAccount { account } => people::delete(app, call, account_id(&account)).await,
            Asked::ListKeys { account } => keys::list(app, call, account_id(&account)).await,
            Asked::CreateKey { account } => keys::create(app, call, account_id(&account)).await,
            Asked::FindKey { account, key } => {
                keys::find(app, call, account_id(&account), key_id(&key)).await
            }
            Asked::EditKey { account, key } => {
                keys::edit(app, call, account_id(&account), key_id(&key)).await
            }
            Asked::DeleteKey { account, key } => {
                keys::delete(app, call, account_id(&account), key_id(&key)).await
            }
            Asked::ResetKey { account, key } => {
                keys::reset(app, call, account_id(&account), key_id(&key)).await
            }
            Asked::LoginConfig => Ok(login::config()),
            Asked::LogIn => login::log_in(app, call).await,
            Asked::LogOut => login::log_out(app, call).await,
            Asked::TimeZones => Ok(time_zones()),
            Asked::CheckUrl => check_url(call.request),
        }
    }
}

fn site_id(text: &str) -> SiteId {
    text.parse().unwrap_or(SiteId::new(Uuid::nil()))
}

fn account_id(text: &str) -> AccountId {
    text.parse().unwrap_or(AccountId::new(Uuid::nil()))
}

fn key_id(text: &str) -> CredentialId {
    text.parse().unwrap_or(CredentialId::new(Uuid::nil()))
}

fn time_zones() -> Reply {
    let zones: Vec<String> = input::zones().into_iter().map(quote).collect();
    reply::found(format!("[{}]", zones.join(",")))
}

fn check_url(request: &Request) -> Result<Reply, Refusal> {
    let (hostname, is_safe) =
        address::check(&body::address(request)?).ok_or_else(|| refused("Invalid URL"))?;
    let safe = if is_safe { "true" } else { "false" };
    Ok(reply::found(object([("safe", safe), ("hostname", quote(&hostname).as_str())])))
}

impl Api for Accounts<'_> {
    type Endpoint = Endpoint;
    type Error = Refusal;

    fn headers() -> &'static [HeaderName] {
        &session::HEADERS
    }

    fn credentials(_: &Row<Endpoint>, request: &Request) -> Credentials {
        session::credential(request).into()
    }

    fn before(_: &Row<Endpoint>, request: &Request) -> Result<(), Refusal> {
        session::refuse_circles(request)
    }

    async fn handle(&self, endpoint: Endpoint, call: Call<'_>) -> Result<Reply, Refusal> {
        // A sign-in has no session yet that a page of another origin could misuse. The answer to a
        // cross-site request has no details.
        if endpoint != Endpoint::LogIn {
            session::check_origin(call.request)?;
        }
        self.answer(endpoint, call).await.map(reply::unlisted)
    }

    fn render(error: &Refusal) -> Reply {
        error::render(error)
    }
}
