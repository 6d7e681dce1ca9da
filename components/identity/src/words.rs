//! The domain's words in WIT's, and back.

use crate::bindings::exports::weft::cms::identity::{
    Caller, Permissions, Principal, RatePlan, Reach, Refusal, Role, SignedIn,
};
use weft_domain::{CredentialKind, Error, Permission, SiteId, Timestamp};

/// What WIT calls a kind of credential.
type Kind = crate::bindings::exports::weft::cms::identity::CredentialKind;

pub(crate) const fn kind(sent: Kind) -> CredentialKind {
    match sent {
        Kind::ApiKey => CredentialKind::ApiKey,
        Kind::Session => CredentialKind::Session,
    }
}

const fn kind_to_wit(kind: CredentialKind) -> Kind {
    match kind {
        CredentialKind::ApiKey => Kind::ApiKey,
        CredentialKind::Session => Kind::Session,
    }
}

/// The site of that id. A malformed id never matches, and whoever asks is not told that it is
/// malformed.
pub(crate) fn site(id: Option<&str>) -> Result<Option<SiteId>, Error> {
    let not_ones_own = || Error::Forbidden { needs: "a site of one's own" };
    id.map(|id| id.parse().map_err(|_| not_ones_own())).transpose()
}

pub(crate) fn reach(reach: Reach) -> weft_domain::Reach {
    match reach {
        Reach::Site => weft_domain::Reach::Site,
        Reach::Account => weft_domain::Reach::Account,
    }
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
        epoch: principal.epoch,
    }
}

pub(crate) fn caller(caller: weft_domain::Caller) -> Caller {
    Caller {
        credential_id: caller.credential.to_string(),
        kind: kind_to_wit(caller.kind),
        account_id: caller.account.to_string(),
        email: caller.email,
        role: role(caller.role),
        sites: caller.sites.iter().map(SiteId::to_string).collect(),
        is_whole: caller.is_whole,
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
