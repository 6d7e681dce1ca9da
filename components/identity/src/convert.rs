//! Converts between the domain's types and WIT's.

use crate::bindings::exports::weft::cms::identity::{
    Caller, CredentialKind, Permissions, Principal, RatePlan, Refusal, Role, SessionScope, SignedIn, SiteRef,
};
use weft_domain::{Error, Permission, SiteId, Timestamp};

pub(crate) fn credential_kind(kind: CredentialKind) -> weft_domain::CredentialKind {
    match kind {
        CredentialKind::ApiKey => weft_domain::CredentialKind::ApiKey,
        CredentialKind::Session => weft_domain::CredentialKind::Session,
    }
}

fn kind(kind: weft_domain::CredentialKind) -> CredentialKind {
    match kind {
        weft_domain::CredentialKind::ApiKey => CredentialKind::ApiKey,
        weft_domain::CredentialKind::Session => CredentialKind::Session,
    }
}

/// Converts the reference to a site.
pub(crate) fn site(site: SiteRef) -> weft_domain::SiteRef {
    match site {
        SiteRef::Id(id) => weft_domain::SiteRef::Id(id),
        SiteRef::Host(host) => weft_domain::SiteRef::Host(host),
    }
}

/// A malformed id of a site never matches: no account is a member.
pub(crate) fn session_scope(scope: &SessionScope) -> Result<weft_domain::SessionScope, Error> {
    Ok(match scope {
        SessionScope::Site => weft_domain::SessionScope::Site,
        SessionScope::Account => weft_domain::SessionScope::Account,
        SessionScope::Month => weft_domain::SessionScope::Month,
        SessionScope::Of(site) => {
            weft_domain::SessionScope::Of(site.parse().map_err(|_| Error::Unauthenticated)?)
        }
    })
}

pub(crate) fn refusal(error: Error) -> Refusal {
    match error {
        Error::Unauthenticated => Refusal::Unknown,
        Error::Forbidden { .. } => Refusal::Elsewhere,
        Error::NotFound(_) => Refusal::Nowhere,
        Error::Limited { retry_after } => Refusal::Limited(retry_after),
        Error::Invalid(violations) => {
            Refusal::Unfit(violations.into_iter().next().map(|first| first.message).unwrap_or_default())
        }
        Error::Unavailable(cause) => Refusal::Unavailable(cause),
        other => Refusal::Failed(other.to_string()),
    }
}

fn role(role: weft_domain::Role) -> Role {
    match role {
        weft_domain::Role::Viewer => Role::Viewer,
        weft_domain::Role::Editor => Role::Editor,
        weft_domain::Role::Developer => Role::Developer,
        weft_domain::Role::Admin => Role::Admin,
    }
}

const fn permission(permission: Permission) -> Permissions {
    match permission {
        Permission::Read => Permissions::READ,
        Permission::ReadConfig => Permissions::READ_CONFIG,
        Permission::ReadSites => Permissions::READ_SITES,
        Permission::Drafts => Permissions::DRAFTS,
        Permission::Write => Permissions::WRITE,
        Permission::Publish => Permissions::PUBLISH,
        Permission::Delete => Permissions::DELETE,
        Permission::Config => Permissions::CONFIG,
        Permission::Sites => Permissions::SITES,
        Permission::Admin => Permissions::ADMIN,
    }
}

pub(crate) fn principal(principal: weft_domain::Principal) -> Principal {
    Principal {
        credential_id: principal.credential.to_string(),
        account_id: principal.account.to_string(),
        site_id: principal.site.to_string(),
        site_key: principal.site_key,
        role: role(principal.role),
        permissions: principal.permissions.iter().map(permission).collect(),
        allowed_paths: principal.allowed_paths.patterns().to_vec(),
        plan: RatePlan { per_minute: principal.plan.per_minute, per_day: principal.plan.per_day },
        expires_at: principal.expires_at.map(Timestamp::millis),
        has_receivers: principal.has_receivers,
        epoch: principal.epoch,
    }
}

pub(crate) fn caller(caller: weft_domain::Caller) -> Caller {
    Caller {
        credential_id: caller.credential.to_string(),
        kind: kind(caller.kind),
        account_id: caller.account.to_string(),
        email: caller.email,
        role: role(caller.role),
        sites: caller.sites.iter().map(SiteId::to_string).collect(),
        is_unrestricted: caller.is_unrestricted,
        permissions: caller.permissions.iter().map(permission).collect(),
        repos: caller.repos,
        epoch: caller.epoch,
    }
}

pub(crate) fn signed_in(session: weft_domain::SignedIn) -> SignedIn {
    SignedIn {
        token: session.token,
        expires_at: session.expires_at.millis(),
        account_id: session.account.to_string(),
        site_id: session.site.map(|site| site.to_string()),
    }
}
