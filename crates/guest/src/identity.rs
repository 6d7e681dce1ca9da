//! The client of the identity component, which is composed into the same process, behind
//! `weft:cms/identity`.

#[allow(
    missing_docs,
    unreachable_pub,
    unsafe_code,
    clippy::all,
    clippy::pedantic,
    reason = "generated from wit/, which has the prose"
)]
mod bindings {
    spin_sdk::wit_bindgen::generate!({
        world: "front",
        path: "../../wit",
        runtime_path: "spin_sdk::wit_bindgen::rt",
        async: true,
    });
}

use bindings::weft::cms::identity::{self, Refusal};
use weft_domain::{
    AllowedPaths, Caller, Ctx, Error, Kind, Permission, Permissions, Principal, RatePlan, Role, SessionScope,
    SignIn, SignedIn, SiteRef, Timestamp,
};
use weft_http::{Credential, CredentialKind, Identity};
use weft_service::{Pending, Secrets};

/// Calls the identity component.
pub struct IdentityComponent;

impl Identity for IdentityComponent {
    async fn verify(&self, credential: &Credential) -> Result<Principal, Error> {
        let (kind, secret) = (kind(credential), credential.secret.clone());
        let site = credential.site.as_ref().map(site);
        let answer = identity::verify(kind, secret, site).await.map_err(error)?;
        principal(&answer).ok_or_else(malformed)
    }

    async fn visitor(&self, at: &SiteRef) -> Result<Principal, Error> {
        let answer = identity::visitor(site(at)).await.map_err(error)?;
        principal(&answer).ok_or_else(malformed)
    }

    async fn caller(&self, credential: &Credential) -> Result<Caller, Error> {
        // A SnowCMS key contains the key's id; a token of samduke-cms does not. A session's token
        // contains its account's id, which the pipeline compares.
        let id = match credential.kind {
            CredentialKind::ApiKey => credential.id.clone(),
            CredentialKind::Session => None,
        };
        let answer = identity::verify_caller(kind(credential), id, credential.secret.clone()).await;
        caller(answer.map_err(error)?).ok_or_else(malformed)
    }
}

impl Secrets for IdentityComponent {
    fn hash_password<'a>(&'a self, _: &'a Ctx, password: &'a str) -> Pending<'a, String> {
        Box::pin(async move { identity::hash_password(password.to_owned()).await.map_err(error) })
    }

    fn hash_token<'a>(&'a self, secret: &'a str) -> Pending<'a, [u8; 32]> {
        Box::pin(async move {
            let hash = identity::hash_token(secret.to_owned()).await;
            <[u8; 32]>::try_from(hash).map_err(|_| malformed())
        })
    }

    fn sign_in<'a>(&'a self, ctx: &'a Ctx, sent: SignIn<'a>) -> Pending<'a, SignedIn> {
        let attempt = identity::Attempt {
            email: sent.email.to_owned(),
            password: sent.password.to_owned(),
            scope: match sent.scope {
                SessionScope::Site => identity::SessionScope::Site,
                SessionScope::Account => identity::SessionScope::Account,
                SessionScope::Month => identity::SessionScope::Month,
                SessionScope::Of(site) => identity::SessionScope::Of(site.to_string()),
            },
            client: ctx.client.clone(),
        };
        Box::pin(async move {
            let session = identity::sign_in(attempt).await.map_err(error)?;
            signed_in(session).ok_or_else(malformed)
        })
    }
}

fn kind(credential: &Credential) -> identity::CredentialKind {
    match credential.kind {
        CredentialKind::ApiKey => identity::CredentialKind::ApiKey,
        CredentialKind::Session => identity::CredentialKind::Session,
    }
}

fn site(site: &SiteRef) -> identity::SiteRef {
    match site {
        SiteRef::Id(id) => identity::SiteRef::Id(id.clone()),
        SiteRef::Host(host) => identity::SiteRef::Host(host.clone()),
    }
}

fn error(refusal: Refusal) -> Error {
    match refusal {
        Refusal::Unknown => Error::Unauthenticated,
        Refusal::Elsewhere => Error::Forbidden { needs: "a credential of this site" },
        Refusal::Nowhere => Error::NotFound(Kind::Site),
        Refusal::Limited(retry_after) => Error::Limited { retry_after },
        Refusal::Unfit(message) => Error::invalid("password", "length", message),
        Refusal::Unavailable(cause) => Error::Unavailable(cause),
        Refusal::Failed(cause) => Error::Internal(cause),
    }
}

fn malformed() -> Error {
    Error::Internal("the identity component sent a malformed answer".to_owned())
}

const fn role(sent: identity::Role) -> Role {
    match sent {
        identity::Role::Viewer => Role::Viewer,
        identity::Role::Editor => Role::Editor,
        identity::Role::Developer => Role::Developer,
        identity::Role::Admin => Role::Admin,
    }
}

const fn flag(permission: Permission) -> identity::Permissions {
    match permission {
        Permission::Read => identity::Permissions::READ,
        Permission::ReadConfig => identity::Permissions::READ_CONFIG,
        Permission::ReadSites => identity::Permissions::READ_SITES,
        Permission::Drafts => identity::Permissions::DRAFTS,
        Permission::Write => identity::Permissions::WRITE,
        Permission::Publish => identity::Permissions::PUBLISH,
        Permission::Delete => identity::Permissions::DELETE,
        Permission::Config => identity::Permissions::CONFIG,
        Permission::Sites => identity::Permissions::SITES,
        Permission::Admin => identity::Permissions::ADMIN,
    }
}

fn permissions(sent: identity::Permissions) -> Permissions {
    Permission::ALL.into_iter().filter(|one| sent.contains(flag(*one))).collect()
}

fn principal(sent: &identity::Principal) -> Option<Principal> {
    Some(Principal {
        credential: sent.credential_id.parse().ok()?,
        account: sent.account_id.parse().ok()?,
        site: sent.site_id.parse().ok()?,
        site_key: sent.site_key,
        role: role(sent.role),
        permissions: permissions(sent.permissions),
        allowed_paths: AllowedPaths::new(sent.allowed_paths.clone()),
        plan: RatePlan { per_minute: sent.plan.per_minute, per_day: sent.plan.per_day },
        expires_at: sent.expires_at.map(Timestamp::from_millis),
        has_receivers: sent.has_receivers,
        epoch: sent.epoch,
    })
}

fn caller(sent: identity::Caller) -> Option<Caller> {
    let sites: Result<_, _> = sent.sites.iter().map(|site| site.parse()).collect();
    Some(Caller {
        credential: sent.credential_id.parse().ok()?,
        kind: match sent.kind {
            identity::CredentialKind::ApiKey => CredentialKind::ApiKey,
            identity::CredentialKind::Session => CredentialKind::Session,
        },
        account: sent.account_id.parse().ok()?,
        email: sent.email,
        role: role(sent.role),
        sites: sites.ok()?,
        is_unrestricted: sent.is_unrestricted,
        permissions: permissions(sent.permissions),
        repos: sent.repos,
        epoch: sent.epoch,
    })
}

fn signed_in(sent: identity::SignedIn) -> Option<SignedIn> {
    Some(SignedIn {
        token: sent.token,
        expires_at: Timestamp::from_millis(sent.expires_at),
        account: sent.account_id.parse().ok()?,
        site: sent.site_id.map(|site| site.parse()).transpose().ok()?,
    })
}
