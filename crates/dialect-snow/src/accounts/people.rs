//! `/api/accounts`.

use crate::error::{Refusal, absent, refused, replace_messages};
use crate::{body, query, reply, view};
use weft_domain::{AccountId, Error, Kind, SiteId};
use weft_http::{Call, Reply};
use weft_service::{AccountChange, App, NewAccount};

pub(crate) async fn list(app: &App<'_>, call: Call<'_>) -> Result<Reply, Refusal> {
    let above = app.installation(call.ctx, call.caller()?);
    let asked = query::list(&call.request.query)?;
    let (accounts, total) = above.accounts(None).await?;
    let items = accounts.iter().map(view::account).collect();
    Ok(reply::list(&asked.part(items).join(","), asked.page, total))
}

pub(crate) async fn create(app: &App<'_>, call: Call<'_>) -> Result<Reply, Refusal> {
    let above = app.installation(call.ctx, call.caller()?);
    let new: body::Account = body::read(call.request)?;
    let missing = "All fields are required";
    let email = body::required(new.email, missing)?;
    let password = body::required(new.password, missing)?;
    let role = body::role(new.role, missing)?;
    let sites = body::websites(new.websites)?.ok_or_else(|| refused(missing))?;
    let new = NewAccount {
        email: &email,
        password: &password,
        role,
        is_active: new.active.unwrap_or_default(),
        sites: &sites,
    };
    let made = above.create_account(new).await.map_err(with_message)?;
    Ok(reply::made("Created account", &made.id.to_string()))
}

pub(crate) fn me(call: Call<'_>) -> Result<Reply, Refusal> {
    Ok(reply::found(view::me(call.caller()?)))
}

pub(crate) async fn find(app: &App<'_>, call: Call<'_>, id: AccountId) -> Result<Reply, Refusal> {
    let above = app.installation(call.ctx, call.caller()?);
    let found = above.account(id).await?;
    Ok(reply::found(view::account(&found)))
}

pub(crate) async fn edit(app: &App<'_>, call: Call<'_>, id: AccountId) -> Result<Reply, Refusal> {
    let above = app.installation(call.ctx, call.caller()?);
    let new: body::Account = body::read(call.request)?;
    let missing = "Email, role, and websites are required";
    let email = body::required(new.email, missing)?;
    let role = body::role(new.role, missing)?;
    let sites: Vec<SiteId> = body::websites(new.websites)?.ok_or_else(|| refused(missing))?;
    let change = AccountChange {
        email: Some(&email),
        password: new.password.as_deref().filter(|password| !password.is_empty()),
        role: Some(role),
        is_active: new.active,
        sites: body::all_but_none(role, &sites),
    };
    match above.update_account(id, change).await {
        Ok(()) => Ok(reply::done("Account edited")),
        Err(Error::NotFound(Kind::Account)) => Err(absent("User does not exist")),
        Err(error) => Err(with_message(error)),
    }
}

pub(crate) async fn delete(app: &App<'_>, call: Call<'_>, id: AccountId) -> Result<Reply, Refusal> {
    let above = app.installation(call.ctx, call.caller()?);
    above.delete_account(id).await.map_err(with_message)?;
    Ok(reply::done("Account deleted"))
}

/// Replaces the use case's messages with the original's.
fn with_message(error: Error) -> Refusal {
    let words = |path: &str, code: &str| match (path, code) {
        ("email", "format") => Some("Invalid email"),
        ("email", "refused") => Some("Email cannot be used"),
        ("role", "last") => {
            Some("The last active admin cannot be deleted, deactivated, or given another role")
        }
        ("role" | "active" | "sites", "fixed") => {
            Some("Non-admin users cannot modify their own role, websites, or active status")
        }
        ("sites", "access") => Some("One or more websites do not exist"),
        ("password", "length") => Some("Password is too short or too long"),
        _ => None,
    };
    replace_messages(error, words)
}
