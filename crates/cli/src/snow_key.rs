//! Creates a key for SnowCMS clients with SnowCMS's own API.

use anyhow::{Context as _, Result, bail};
use clap::ValueEnum;
use serde_json::{Value, json};

use super::api::Api;

/// A role of SnowCMS, in ascending order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(super) enum Role {
    Viewer,
    User,
    Superuser,
    Admin,
}

impl Role {
    const fn name(self) -> &'static str {
        match self {
            Self::Viewer => "VIEWER",
            Self::User => "USER",
            Self::Superuser => "SUPERUSER",
            Self::Admin => "ADMIN",
        }
    }

    fn parse(name: &str) -> Option<Self> {
        Self::value_variants().iter().copied().find(|role| role.name() == name)
    }
}

/// The properties of a new key.
pub(super) struct NewSnowKey<'a> {
    pub(super) name: &'a str,
    /// The role; `None` means the role of the account, at most superuser.
    pub(super) role: Option<Role>,
    /// The ids of the websites; `None` means all websites of the account.
    pub(super) websites: Option<&'a [String]>,
}

/// Creates a key and returns the token that its client sends, `a:<id>.<secret>`.
pub(super) fn create(api: &Api, email: &str, password: &str, key: &NewSnowKey<'_>) -> Result<String> {
    let session = log_in(api, email, password)?;
    let made = create_in(api, &session, key);
    // The session is no longer needed. If the logout fails, the session expires.
    drop(api.get("/api/login/logout", &session));
    made
}

fn log_in(api: &Api, email: &str, password: &str) -> Result<String> {
    let answer = api.send("/api/login", None, &json!({ "email": email, "password": password }))?;
    let cookies = answer.cookies.iter().filter_map(|cookie| cookie.split(';').next());
    let session = cookies.filter_map(|cookie| cookie.strip_prefix("snowcms_session=")).next();
    match (answer.status, session) {
        (200, Some(session)) => Ok(session.to_owned()),
        (status, _) => bail!("the login of {email} failed with {status}: {}", answer.body),
    }
}

fn create_in(api: &Api, session: &str, key: &NewSnowKey<'_>) -> Result<String> {
    let me = api.get("/api/accounts/me", session)?;
    let id = text(&me, "id")?;
    let own = Role::parse(text(&me, "role")?).context("the account has a role that is not known here")?;
    let role = key.role.unwrap_or(own.min(Role::Superuser));
    let websites: Vec<Value> = match key.websites {
        Some(ids) => ids.iter().map(|id| json!(id)).collect(),
        None => {
            let all = api.get("/api/websites", session)?;
            all.as_array().into_iter().flatten().filter_map(|website| website.get("id").cloned()).collect()
        }
    };
    let body = json!({ "name": key.name, "role": role.name(), "active": true, "websites": websites });
    let answer = api.send(&format!("/api/accounts/{id}/keys"), Some(session), &body)?;
    if answer.status != 200 {
        bail!("creating a key failed with {}: {}", answer.status, answer.body);
    }
    Ok(format!("a:{}.{}", text(&answer.body, "id")?, text(&answer.body, "key")?))
}

fn text<'v>(object: &'v Value, name: &str) -> Result<&'v str> {
    object.get(name).and_then(Value::as_str).with_context(|| format!("the answer has no {name}: {object}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_have_an_order_and_names() {
        for role in Role::value_variants() {
            assert_eq!(Role::parse(role.name()), Some(*role));
        }
        assert_eq!(Role::parse("viewer"), None);
        assert!(Role::Viewer < Role::User && Role::User < Role::Superuser && Role::Superuser < Role::Admin);
    }
}
