//! Signing in and out: by a script, which gets JSON, or by a form, whose browser goes on.

use super::{page, redirect};
use crate::body::{self, Login, Manner, manner};
use crate::error::{CaretError, Refusal, message};
use crate::{reply, session};
use http::StatusCode;
use weft_domain::json::quote;
use weft_domain::{Error, entry::Visibility};
use weft_http::{Call, Reply};
use weft_service::{App, EditorLogin};

/// Where somebody goes who is not signed in.
const ADMIN: &str = "/admin";
/// Where a form goes whose password was wrong.
const ADMIN_INVALID: &str = "/admin?error=invalid";

/// A session's token; `None` for a wrong password.
async fn token(
    app: &App<'_>,
    call: Call<'_>,
    login: &Login,
    password: Option<&str>,
) -> Result<Option<String>, Refusal> {
    let site = call.ctx.principal()?.site;
    let sent = EditorLogin { email: login.email.as_deref(), password: login.password.as_deref() };
    match app.anonymous(call.ctx).sign_in_editor(site, sent, password).await {
        Ok(token) => Ok(Some(token)),
        Err(Error::Unauthenticated) => Ok(None),
        Err(Error::Unsupported(_)) => {
            let words = "Editor password is not configured.";
            Err(message(StatusCode::INTERNAL_SERVER_ERROR, words))
        }
        Err(Error::Limited { retry_after }) => Err(Refusal::Own(CaretError::TooManyLogins { retry_after })),
        Err(error) => Err(error.into()),
    }
}

fn wrong() -> Refusal {
    message(StatusCode::UNAUTHORIZED, "Invalid password")
}

pub(super) async fn log_in(app: &App<'_>, call: Call<'_>, password: Option<&str>) -> Result<Reply, Refusal> {
    let login = body::login(call.request).await?;
    let manner = manner(call.request);
    let Some(token) = token(app, call, &login, password).await? else {
        return match manner {
            Manner::Script => Err(wrong()),
            Manner::Browser => Ok(reply::redirect(ADMIN_INVALID)),
        };
    };
    let to = redirect::own(login.redirect.as_deref());
    let answer = match manner {
        Manner::Script => reply::done(&[("redirect", &quote(to))]),
        Manner::Browser => reply::redirect(to),
    };
    Ok(reply::with_cookie(answer, &session::set_cookie(call.request, &token)))
}

/// The token goes into the fragment of the page that the editor came from: no server sees it there.
pub(super) async fn log_in_to_project(
    app: &App<'_>,
    call: Call<'_>,
    password: Option<&str>,
) -> Result<Reply, Refusal> {
    let login = body::login(call.request).await?;
    if manner(call.request) == Manner::Script {
        let token = token(app, call, &login, password).await?.ok_or_else(wrong)?;
        return Ok(reply::done(&[("token", &quote(&token))]));
    }
    let domains = app.reader(call.ctx, Visibility::Published)?.domains().await?;
    let to = redirect::asked(call.request, login.redirect.as_deref(), &domains)?;
    Ok(match token(app, call, &login, password).await? {
        Some(token) => reply::redirect(&redirect::with_token(to, &token)),
        None => reply::redirect(&page::address(call.request, &to, true)),
    })
}

/// Ends the session, if there is one.
async fn end(app: &App<'_>, call: Call<'_>) -> Result<(), Refusal> {
    match app.account(call.ctx) {
        Ok(account) => match account.log_out().await {
            Ok(()) | Err(Error::Unauthenticated) => Ok(()),
            Err(error) => Err(error.into()),
        },
        Err(_) => Ok(()),
    }
}

pub(super) async fn log_out(app: &App<'_>, call: Call<'_>) -> Result<Reply, Refusal> {
    end(app, call).await?;
    let answer = match manner(call.request) {
        Manner::Script => reply::done(&[("redirect", &quote(ADMIN))]),
        Manner::Browser => reply::redirect(ADMIN),
    };
    Ok(reply::with_cookie(answer, &session::no_cookie(call.request)))
}

pub(super) async fn log_out_of_project(app: &App<'_>, call: Call<'_>) -> Result<Reply, Refusal> {
    end(app, call).await?;
    Ok(reply::done(&[]))
}
