//! `/api/login`: signs browsers in and out, for the interface of SnowCMS.

use crate::error::{Refusal, refused};
use crate::{body, reply, session};
use http::StatusCode;
use http::header::SET_COOKIE;
use weft_domain::Error;
use weft_http::{Call, Reply};
use weft_service::App;

/// Neither single sign-on nor mail.
const CONFIG: &str =
    "{\"sso\":{\"enabled\":false,\"forced\":false,\"text\":\"Log in with SSO\"},\"smtp\":false}";

pub(crate) fn config() -> Reply {
    reply::found(CONFIG.to_owned())
}

/// An empty answer with two cookies.
pub(crate) async fn log_in(app: &App<'_>, call: Call<'_>) -> Result<Reply, Refusal> {
    let (email, password) = body::login(call.request)?;
    let signed_in =
        app.anonymous(call.ctx).sign_in(&email, &password).await.map_err(|error| match error {
            Error::Unauthenticated => refused("Email or password incorrect"),
            error => error.into(),
        })?;
    let token = format!("{}:{}", signed_in.account, signed_in.token);
    let reply = Reply::new(StatusCode::OK);
    let cookies = session::cookies(&token, call.ctx);
    Ok(cookies.iter().fold(reply, |reply, cookie| reply.with(SET_COOKIE, cookie)))
}

/// Ends the session, if any, and redirects.
pub(crate) async fn log_out(app: &App<'_>, call: Call<'_>) -> Result<Reply, Refusal> {
    if let Ok(caller) = call.caller() {
        match app.installation(call.ctx, caller).log_out().await {
            Ok(()) | Err(Error::Unauthenticated | Error::Forbidden { .. }) => {}
            Err(error) => return Err(error.into()),
        }
    }
    let reply = reply::found("{\"redirect\":\"/login\"}".to_owned());
    Ok(session::no_cookies().iter().fold(reply, |reply, cookie| reply.with(SET_COOKIE, cookie)))
}
