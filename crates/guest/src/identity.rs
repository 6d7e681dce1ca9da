//! The auth component, as content sees it: composed in process, behind `weft:cms/identity`.

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
        world: "content",
        path: "../../wit",
        runtime_path: "spin_sdk::wit_bindgen::rt",
        async: true,
    });
}

use bindings::weft::cms::identity;
use weft_domain::{Error, Kind, Principal, RatePlan, Role, Scopes, Timestamp};
use weft_http::{Credential, CredentialKind, Identity};

/// Verifies by asking the auth component.
pub(crate) struct AuthComponent;

impl Identity for AuthComponent {
    async fn verify(&self, credential: &Credential) -> Result<Principal, Error> {
        let kind = match credential.kind {
            CredentialKind::ApiKey => identity::CredentialKind::ApiKey,
            CredentialKind::Session => identity::CredentialKind::Session,
        };
        match identity::verify(kind, credential.secret.clone(), credential.site.clone()).await {
            Ok(principal) => {
                read(&principal).ok_or_else(|| Error::Internal("auth sent a malformed principal".to_owned()))
            }
            Err(identity::Refusal::Unknown) => Err(Error::Unauthenticated),
            Err(identity::Refusal::Elsewhere) => Err(Error::Forbidden { needs: "a credential of this site" }),
            Err(identity::Refusal::Nowhere) => Err(Error::NotFound(Kind::Site)),
            Err(identity::Refusal::Unavailable(cause)) => Err(Error::Unavailable(cause)),
            Err(identity::Refusal::Failed(cause)) => Err(Error::Internal(cause)),
        }
    }
}

fn read(sent: &identity::Principal) -> Option<Principal> {
    Some(Principal {
        credential: sent.credential_id.parse().ok()?,
        account: sent.account_id.parse().ok()?,
        site: sent.site_id.parse().ok()?,
        site_key: sent.site_key,
        role: match sent.role {
            identity::Role::Viewer => Role::Viewer,
            identity::Role::Editor => Role::Editor,
            identity::Role::Developer => Role::Developer,
            identity::Role::Admin => Role::Admin,
        },
        scopes: Scopes {
            read: sent.scopes.contains(identity::Scopes::READ),
            write: sent.scopes.contains(identity::Scopes::WRITE),
            admin: sent.scopes.contains(identity::Scopes::ADMIN),
        },
        plan: RatePlan { per_minute: sent.plan.per_minute, per_day: sent.plan.per_day },
        expires_at: sent.expires_at.map(Timestamp::from_millis),
        epoch: sent.epoch,
    })
}
