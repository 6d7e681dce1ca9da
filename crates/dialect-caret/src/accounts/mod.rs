//! Signing in and out (`/api/cms/auth`, `/content/auth`), and the sign-in page of cloud mode.
//! Mounted by the component `auth`.

mod endpoint;
mod login;
mod page;
mod redirect;

pub use endpoint::Endpoint;

use crate::error::{self, Refusal};
use crate::{reply, session};
use http::HeaderName;
use weft_domain::Error;
use weft_http::routes::{Row, Who};
use weft_http::{Api, Call, Credentials, Reply, Request};
use weft_service::App;

/// CaretCMS's sessions, over the use cases of one request.
pub struct Accounts<'a> {
    /// The use cases of this request.
    pub app: App<'a>,
    /// The password that the editors of a site share, if there is one.
    pub password: Option<&'a str>,
}

impl Accounts<'_> {
    /// Whether the session is good now: an instance may remember one that has ended.
    async fn find_session(&self, call: Call<'_>) -> Result<Reply, Refusal> {
        let is_there = match self.app.account(call.ctx) {
            Ok(account) => match account.me().await {
                Ok(_) => true,
                Err(Error::Unauthenticated) => false,
                Err(error) => return Err(error.into()),
            },
            Err(_) => false,
        };
        Ok(reply::json(format!("{{\"authenticated\":{is_there}}}")))
    }
}

impl Api for Accounts<'_> {
    type Endpoint = Endpoint;
    type Error = Refusal;

    fn headers() -> &'static [HeaderName] {
        &session::HEADERS
    }

    /// Whoever signs in is nobody yet.
    fn credentials(row: &Row<Endpoint>, request: &Request) -> Credentials {
        if row.who == Who::Visitor { session::of_site(request) } else { session::credentials(request) }
    }

    async fn handle(&self, endpoint: Endpoint, call: Call<'_>) -> Result<Reply, Refusal> {
        let (app, password) = (&self.app, self.password);
        match endpoint {
            Endpoint::LogIn => login::log_in(app, call, password).await,
            Endpoint::FindSession => self.find_session(call).await,
            Endpoint::LogOut => login::log_out(app, call).await,
            Endpoint::ShowSignIn => page::show(app, call).await,
            Endpoint::LogInInCloud => login::log_in_to_project(app, call, password).await,
            Endpoint::LogOutInCloud => login::log_out_of_project(app, call).await,
        }
    }

    fn render(error: &Refusal) -> Reply {
        error::render(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use weft_http::Fault;
    use weft_http::routes::{Method, route};

    #[test]
    fn every_row_is_reached_and_a_wrong_method_is_told_the_right_one() {
        for row in Endpoint::TABLE {
            let found = route(Endpoint::TABLE, &row.method, row.path).unwrap();
            assert_eq!(found.id, row.id);
            assert!(matches!(row.who, Who::Visitor | Who::Anybody), "{}", row.name);
        }
        let wrong = route(Endpoint::TABLE, &Method::GET, "/api/cms/auth/login");
        assert!(matches!(wrong, Err(Fault::MethodNotAllowed { allow }) if allow == "POST"));
    }
}
