//! `weft:cms/identity`: the one door through which a secret becomes a principal, for this component and for all others.

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
        world: "auth",
        path: "../../wit",
        runtime_path: "spin_sdk::wit_bindgen::rt",
        async: true,
    });
    use super::Door;
    export!(Door);
}

use bindings::exports::weft::cms::identity::{self, Guest, Refusal};
use sqlx_libsql::Db;
use weft_domain::{Caller, Error, Principal, Role, SiteId, Timestamp};
use weft_guest::{database, now};
use weft_http::{Callers, Credential, CredentialKind, Identity};
use weft_service::{CredentialSort, caller, verify};
use weft_storage::Store;

/// Verifies in this component's own database.
pub(crate) struct Here<'a> {
    pub(crate) db: &'a Db,
    pub(crate) now: Timestamp,
}

impl Identity for Here<'_> {
    async fn verify(&self, credential: &Credential) -> Result<Principal, Error> {
        let sort = match credential.kind {
            CredentialKind::ApiKey => CredentialSort::ApiKey,
            CredentialKind::Session => CredentialSort::Session,
        };
        let site = site(credential.site.as_deref())?;
        verify(&Store::new(self.db), sort, &credential.secret, site, self.now).await
    }
}

impl Callers for Here<'_> {
    async fn caller(&self, credential: &Credential) -> Result<Caller, Error> {
        let (sort, id) = match credential.kind {
            CredentialKind::ApiKey => {
                let id = credential.id.as_deref().and_then(|id| id.parse().ok());
                (CredentialSort::ApiKey, Some(id.ok_or(Error::Unauthenticated)?))
            }
            CredentialKind::Session => (CredentialSort::Session, None),
        };
        caller(&Store::new(self.db), sort, id, &credential.secret, self.now).await
    }
}

/// What other components reach.
struct Door;

impl Guest for Door {
    async fn verify(
        kind: identity::CredentialKind,
        secret: String,
        of: Option<String>,
    ) -> Result<identity::Principal, Refusal> {
        let sort = match kind {
            identity::CredentialKind::ApiKey => CredentialSort::ApiKey,
            identity::CredentialKind::Session => CredentialSort::Session,
        };
        let db = database().await.map_err(refusal)?;
        let site = site(of.as_deref()).map_err(refusal)?;
        verify(&Store::new(db), sort, &secret, site, now()).await.map(written).map_err(refusal)
    }
}

/// The site of that id. One that is no id is nobody's; whoever asks is not told whether it could be.
fn site(id: Option<&str>) -> Result<Option<SiteId>, Error> {
    let nobodys = || Error::Forbidden { needs: "a site of one's own" };
    id.map(|id| id.parse().map_err(|_| nobodys())).transpose()
}

fn refusal(error: Error) -> Refusal {
    match error {
        Error::Unauthenticated => Refusal::Unknown,
        Error::Forbidden { .. } => Refusal::Elsewhere,
        Error::NotFound(_) => Refusal::Nowhere,
        Error::Unavailable(cause) => Refusal::Unavailable(cause),
        other => Refusal::Failed(other.to_string()),
    }
}

fn written(principal: Principal) -> identity::Principal {
    let mut scopes = identity::Scopes::empty();
    scopes.set(identity::Scopes::READ, principal.scopes.read);
    scopes.set(identity::Scopes::WRITE, principal.scopes.write);
    scopes.set(identity::Scopes::ADMIN, principal.scopes.admin);
    identity::Principal {
        credential_id: principal.credential.to_string(),
        account_id: principal.account.to_string(),
        site_id: principal.site.to_string(),
        site_key: principal.site_key,
        role: match principal.role {
            Role::Viewer => identity::Role::Viewer,
            Role::Editor => identity::Role::Editor,
            Role::Developer => identity::Role::Developer,
            Role::Admin => identity::Role::Admin,
        },
        scopes,
        plan: identity::RatePlan { per_minute: principal.plan.per_minute, per_day: principal.plan.per_day },
        expires_at: principal.expires_at.map(Timestamp::millis),
        epoch: principal.epoch,
    }
}
