//! What is above the websites: websites themselves, accounts, keys, and how a browser signs in. Mounted in the auth component.
//!
//! Its callers are no principals of one site. Each request verifies its caller anew; nobody remembers them.

use crate::endpoint::{ACCOUNT_ENDPOINTS, AccountEndpoint, Row};
use crate::error::refused;
use crate::{accounts, address, body, error, input, keys, login, refuse_circles, reply, session, websites};
use weft_domain::json::{object, quote};
use weft_domain::{Caller, Ctx, Error};
use weft_http::{Callers, Credential, Dialect, Fault, Reply, Request};
use weft_service::App;

/// Websites, accounts and keys.
pub struct SnowAccounts<'a, C> {
    app: App<'a>,
    callers: &'a C,
}

impl<'a, C: Callers> SnowAccounts<'a, C> {
    /// The API over a request's use cases; `callers` verifies who asks.
    #[must_use]
    pub const fn new(app: App<'a>, callers: &'a C) -> Self {
        Self { app, callers }
    }

    async fn caller(&self, request: &Request) -> Result<Caller, Error> {
        let credential = session::credential(request).ok_or(Error::Unauthenticated)?;
        let caller = self.callers.caller(&credential).await?;
        let is_named = credential.is_of(caller.credential, caller.account);
        if is_named { Ok(caller) } else { Err(Error::Unauthenticated) }
    }

    async fn answer(&self, row: &Row<AccountEndpoint>, ctx: &Ctx, request: &Request) -> Result<Reply, Fault> {
        refuse_circles(request)?;
        match row.endpoint {
            AccountEndpoint::LoginConfig => return Ok(login::config()),
            AccountEndpoint::LogIn => return login::log_in(&self.app, ctx, request).await,
            _ => {}
        }
        let caller = match self.caller(request).await {
            Err(Error::Unauthenticated) if row.endpoint == AccountEndpoint::LogOut => {
                return login::log_out(None).await;
            }
            other => other?,
        };
        session::check_origin(request)?;
        let above = &self.app.installation(ctx, &caller);
        let names = row.captures(&request.path);
        match row.endpoint {
            AccountEndpoint::ListWebsites => websites::list(above, request).await,
            AccountEndpoint::CreateWebsite => websites::create(above, request).await,
            AccountEndpoint::FindWebsite => websites::find(above, names).await,
            AccountEndpoint::EditWebsite => websites::edit(above, request, names).await,
            AccountEndpoint::DeleteWebsite => websites::delete(above, names).await,
            AccountEndpoint::ListAccounts => accounts::list(above, request).await,
            AccountEndpoint::CreateAccount => accounts::create(above, request).await,
            AccountEndpoint::Me => Ok(accounts::me(&caller)),
            AccountEndpoint::FindAccount => accounts::find(above, names).await,
            AccountEndpoint::EditAccount => accounts::edit(above, request, names).await,
            AccountEndpoint::DeleteAccount => accounts::delete(above, names).await,
            AccountEndpoint::ListKeys => keys::list(above, request, names).await,
            AccountEndpoint::CreateKey => keys::create(above, request, names).await,
            AccountEndpoint::FindKey => keys::find(above, names).await,
            AccountEndpoint::EditKey => keys::edit(above, request, names).await,
            AccountEndpoint::ResetKey => keys::reset(above, names).await,
            AccountEndpoint::DeleteKey => keys::delete(above, names).await,
            AccountEndpoint::TimeZones => Ok(time_zones()),
            AccountEndpoint::CheckUrl => check_url(request),
            AccountEndpoint::LogOut | AccountEndpoint::LoginConfig | AccountEndpoint::LogIn => {
                login::log_out(Some(above)).await
            }
        }
    }
}

fn time_zones() -> Reply {
    let zones: Vec<String> = input::zones().into_iter().map(quote).collect();
    reply::found(format!("[{}]", zones.join(",")))
}

fn check_url(request: &Request) -> Result<Reply, Fault> {
    let (hostname, is_safe) =
        address::check(&body::address(request)?).ok_or_else(|| refused("Invalid URL"))?;
    let safe = if is_safe { "true" } else { "false" };
    Ok(reply::found(object([("safe", safe), ("hostname", quote(&hostname).as_str())])))
}

impl<C: Callers> Dialect for SnowAccounts<'_, C> {
    type Endpoint = &'static Row<AccountEndpoint>;

    fn route(&self, request: &Request) -> Result<Self::Endpoint, Fault> {
        weft_http::routes::route(&ACCOUNT_ENDPOINTS, &request.method, &request.path)
    }

    /// None that the pipeline could make a principal of.
    fn credential(&self, _: &Request) -> Option<Credential> {
        None
    }

    fn is_open(&self, endpoint: Self::Endpoint) -> bool {
        endpoint.open
    }

    async fn handle(&self, row: Self::Endpoint, ctx: &Ctx, request: &Request) -> Result<Reply, Fault> {
        self.answer(row, ctx, request).await.map(reply::unlisted)
    }

    fn error(&self, fault: &Fault, _: &Ctx) -> Reply {
        error::render(fault)
    }
}
