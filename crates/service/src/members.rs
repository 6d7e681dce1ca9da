//! The members of one site, as its administrators manage them.
//!
//! A member is an account with a role on the site. Administrators of the site can change the role
//! and the pages of every member, but the address and the password only of an account that is a
//! member of no other site and does not administer the installation.

use crate::AccountView;
use crate::rights::Admin;
use weft_domain::{AccountId, AllowedPaths, Error, Result, Role, Violation, email};
use weft_storage::members::{self, ChangedBy};

/// The maximum length of a name, in bytes.
const NAME_MAX: usize = 200;
/// The maximum number of patterns of pages.
const PATHS_MAX: usize = 100;
/// The maximum length of a pattern, in bytes.
const PATH_MAX: usize = 500;

/// A new member.
pub struct NewMember<'a> {
    /// The e-mail address of its account, which must be new.
    pub email: &'a str,
    /// Its name.
    pub name: Option<&'a str>,
    /// Its password.
    pub password: &'a str,
    /// Its role on the site.
    pub role: Role,
    /// The pages that it is limited to; empty means all.
    pub allowed_paths: &'a [String],
}

/// A change of a member; `None` keeps the value.
#[derive(Default)]
pub struct MemberChange<'a> {
    /// Its e-mail address.
    pub email: Option<&'a str>,
    /// Its name; `Some(None)` removes it.
    pub name: Option<Option<&'a str>>,
    /// Its password. A new one ends its sessions, except the one that sets it.
    pub password: Option<&'a str>,
    /// Its role on the site.
    pub role: Option<Role>,
    /// The pages that it is limited to.
    pub allowed_paths: Option<&'a [String]>,
}

impl Admin<'_> {
    /// The members of the site, oldest account first.
    ///
    /// # Errors
    /// `Outdated`, `Unavailable`.
    pub async fn members(&self) -> Result<Vec<AccountView>> {
        let site = self.right.principal.site;
        let members = members::list(self.right.store, &self.right.scope).await?;
        Ok(members.into_iter().map(|profile| AccountView::new(profile, site)).collect())
    }

    /// Creates a member with a new account.
    ///
    /// # Errors
    /// `Invalid` with the path `email`, `name`, `password` or `allowedPaths`; `Conflict(Taken)`
    /// with the field `email`; `Outdated`, `Unavailable`.
    pub async fn create_member(&self, new: NewMember<'_>) -> Result<AccountView> {
        let right = &self.right;
        let (id, now) = (AccountId::new(right.ctx.new_uuid()), right.ctx.now.to_string());
        let email = email::normalise(new.email)?;
        let name = new.name.map(named).transpose()?;
        let paths = checked(new.allowed_paths)?;
        let member = members::NewMember {
            id,
            email: &email,
            name,
            password: &right.secrets.hash_password(right.ctx, new.password).await?,
            role: new.role,
            allowed_paths: &paths,
            created_at: &now,
        };
        members::create(right.store, &right.scope, &member).await?;
        Ok(AccountView {
            id,
            email: email.clone(),
            name: name.map(str::to_owned),
            role: new.role,
            site: right.principal.site,
            allowed_paths: new.allowed_paths.to_vec(),
        })
    }

    /// Changes a member. Members cannot change their own role, so that a site keeps an
    /// administrator.
    ///
    /// # Errors
    /// `Invalid`, as for [`Admin::create_member`], or with the path `role`; `NotFound`; `Forbidden`
    /// if the site may not change the account; `Conflict(Taken)` with the field `email`;
    /// `Outdated`, `Unavailable`.
    pub async fn update_member(&self, id: AccountId, change: MemberChange<'_>) -> Result<AccountView> {
        let (right, principal) = (&self.right, self.right.principal);
        if id == principal.account && change.role.is_some_and(|role| role != Role::Admin) {
            return Err(Error::invalid("role", "fixed", "members cannot change their own role"));
        }
        let email = change.email.map(email::normalise).transpose()?;
        let password = match change.password {
            Some(new) => Some(right.secrets.hash_password(right.ctx, new).await?),
            None => None,
        };
        let name = change.name.map(|name| name.map(named).transpose()).transpose()?;
        let paths = change.allowed_paths.map(checked).transpose()?;
        let change = members::MemberChange {
            email: email.as_deref(),
            name,
            password: password.as_deref(),
            // The members of the own account stay unchanged.
            role: change.role.filter(|_| id != principal.account),
            allowed_paths: paths.as_deref(),
        };
        let by = ChangedBy { account: principal.account, credential: principal.credential };
        let profile = members::update(right.store, &right.scope, id, change, by).await?;
        Ok(AccountView::new(profile, principal.site))
    }

    /// Deletes a membership with its sessions, and the account if it has no other site. The caller
    /// becomes the owner of the account's keys of the site, so that these keep working. Members
    /// cannot remove themselves, so that a site keeps an administrator.
    ///
    /// # Errors
    /// `Invalid` for the own membership, `NotFound`, `Forbidden` for an administrator of the
    /// installation, `Outdated`, `Unavailable`.
    pub async fn delete_member(&self, id: AccountId) -> Result<()> {
        let principal = self.right.principal;
        if id == principal.account {
            return Err(Error::invalid("id", "fixed", "members cannot end their own membership"));
        }
        members::remove(self.right.store, &self.right.scope, id, principal.account).await
    }
}

fn named(name: &str) -> Result<&str> {
    let name = name.trim();
    if (1..=NAME_MAX).contains(&name.len()) {
        Ok(name)
    } else {
        Err(Error::invalid("name", "length", format!("must have 1 to {NAME_MAX} bytes")))
    }
}

/// The stored form of the patterns.
fn checked(paths: &[String]) -> Result<String> {
    if paths.len() > PATHS_MAX {
        return Err(Error::invalid("allowedPaths", "max", format!("at most {PATHS_MAX} patterns")));
    }
    let is_wrong =
        |path: &String| !(1..=PATH_MAX).contains(&path.len()) || path.chars().any(char::is_control);
    let wrong = paths.iter().enumerate().filter(|(_, path)| is_wrong(path));
    let wrong: Vec<Violation> = wrong
        .map(|(at, _)| {
            let message = format!("must have 1 to {PATH_MAX} bytes without control characters");
            Violation::new(format!("allowedPaths[{at}]"), "format", message)
        })
        .collect();
    if wrong.is_empty() {
        serde_json::to_string(AllowedPaths::new(paths.to_vec()).patterns())
            .map_err(|error| Error::Internal(error.to_string()))
    } else {
        Err(Error::Invalid(wrong))
    }
}
