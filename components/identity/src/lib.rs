//! The identity component: `weft:cms/identity` verifies secrets and signs accounts in.
//!
//! The only component that reads or computes hashes of secrets. It has no routes and serves no API:
//! it is composed into the components with routes, each of which has its own instance with its own
//! memory. The logic is in `weft-secrets`; this crate converts between WIT's types and the
//! domain's.

#![cfg(target_arch = "wasm32")]

mod convert;

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
        world: "identity-provider",
        path: "../../wit",
        runtime_path: "spin_sdk::wit_bindgen::rt",
        async: true,
    });
    use super::Provider;
    export!(Provider);
}

use bindings::exports::weft::cms::identity::{
    Attempt, Caller, CredentialKind, Guest, Principal, Refusal, SignedIn, SiteRef,
};
use weft_domain::SignIn;
use weft_guest::{ctx_of_client, migrated_database, now};
use weft_secrets::{caller, hash_password, hash_token, sign_in, verify, visitor};
use weft_storage::Store;

/// Implements the exported interface.
struct Provider;

impl Guest for Provider {
    async fn verify(
        kind: CredentialKind,
        secret: String,
        site: Option<SiteRef>,
    ) -> Result<Principal, Refusal> {
        let db = migrated_database().await.map_err(convert::refusal)?;
        let site = site.map(convert::site);
        let kind = convert::credential_kind(kind);
        let principal = verify(&Store::new(db), kind, &secret, site.as_ref(), now()).await;
        principal.map(convert::principal).map_err(convert::refusal)
    }

    async fn visitor(site: SiteRef) -> Result<Principal, Refusal> {
        let db = migrated_database().await.map_err(convert::refusal)?;
        let principal = visitor(&Store::new(db), &convert::site(site)).await;
        principal.map(convert::principal).map_err(convert::refusal)
    }

    async fn verify_caller(
        kind: CredentialKind,
        id: Option<String>,
        secret: String,
    ) -> Result<Caller, Refusal> {
        let db = migrated_database().await.map_err(convert::refusal)?;
        let id = id.map(|id| id.parse()).transpose().map_err(|_| Refusal::Unknown)?;
        let caller = caller(&Store::new(db), convert::credential_kind(kind), id, &secret, now()).await;
        caller.map(convert::caller).map_err(convert::refusal)
    }

    async fn sign_in(attempt: Attempt) -> Result<SignedIn, Refusal> {
        let db = migrated_database().await.map_err(convert::refusal)?;
        let scope = convert::session_scope(&attempt.scope).map_err(convert::refusal)?;
        let sent = SignIn { email: &attempt.email, password: &attempt.password, scope };
        let signed_in = sign_in(&Store::new(db), &ctx_of_client(attempt.client), &sent).await;
        signed_in.map(convert::signed_in).map_err(convert::refusal)
    }

    async fn hash_password(password: String) -> Result<String, Refusal> {
        hash_password(&ctx_of_client(String::new()), &password).map_err(convert::refusal)
    }

    async fn hash_token(secret: String) -> Vec<u8> {
        hash_token(&secret).to_vec()
    }
}
