//! `/api/accounts`.

use crate::error::{refused, reworded};
use crate::{body, query, reply, view};
use weft_domain::{AccountId, Caller, Error, Kind, SiteId};
use weft_http::routes::Captures;
use weft_http::{Fault, Reply, Request};
use weft_service::{AccountChange, Installation, NewAccount};

pub(crate) async fn list(installation: &Installation<'_>, request: &Request) -> Result<Reply, Fault> {
    let asked = query::list(&request.query)?;
    let (accounts, total) = installation.accounts(None).await?;
    let items = accounts.iter().map(view::account).collect();
    Ok(reply::list(&asked.part(items).join(","), asked.page, total))
}

pub(crate) async fn create(installation: &Installation<'_>, request: &Request) -> Result<Reply, Fault> {
    let new = body::account(request)?;
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
    let made = installation.create_account(new).await.map_err(worded)?;
    Ok(reply::made("Created account", &made.id.to_string()))
}

pub(crate) fn me(caller: &Caller) -> Reply {
    reply::found(view::me(caller))
}

pub(crate) async fn find(installation: &Installation<'_>, names: Captures<'_>) -> Result<Reply, Fault> {
    let found = installation.account(account_id(names)).await?;
    Ok(reply::found(view::account(&found)))
}

pub(crate) async fn edit(
    installation: &Installation<'_>,
    request: &Request,
    names: Captures<'_>,
) -> Result<Reply, Fault> {
    let new = body::account(request)?;
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
    match installation.update_account(account_id(names), change).await {
        Ok(()) => Ok(reply::done("Account edited")),
        Err(Error::NotFound(Kind::Account)) => Ok(reply::absent("User does not exist")),
        Err(error) => Err(worded(error).into()),
    }
}

pub(crate) async fn delete(installation: &Installation<'_>, names: Captures<'_>) -> Result<Reply, Fault> {
    installation.delete_account(account_id(names)).await?;
    Ok(reply::done("Account deleted"))
}

/// A refusal by the use case, in the original's words.
fn worded(error: Error) -> Error {
    let words = |path: &str, code: &str| match (path, code) {
        ("email", "format") => Some("Invalid email"),
        ("email", "refused") => Some("Email cannot be used"),
        ("role" | "active" | "sites", "fixed") => {
            Some("Non-admin users cannot modify their own role, websites, or active status")
        }
        ("sites", "access") => Some("One or more websites do not exist"),
        ("password", "length") => Some("Password is too short or too long"),
        _ => None,
    };
    reworded(error, words)
}

/// The account in the path; one whose id is no id is nobody's.
pub(crate) fn account_id(names: Captures<'_>) -> AccountId {
    names.first.parse().unwrap_or(AccountId::new(uuid::Uuid::nil()))
}
