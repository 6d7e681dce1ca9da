//! The identity component: `weft:cms/identity`, through which a secret becomes a principal and a
//! password a session.
//!
//! The only component that reads hashes of secrets or makes them. It has no routes and speaks no
//! API: it is composed into the components that have, each of which holds a copy of its own, with
//! memory of its own. What it does stands in `weft-secrets`; here the words of WIT become those of
//! the domain and back.

#![cfg(target_arch = "wasm32")]

mod words;

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

/// Answers the other components.
struct Provider;

impl Guest for Provider {
    async fn verify(
        kind: CredentialKind,
        secret: String,
        site: Option<SiteRef>,
    ) -> Result<Principal, Refusal> {
        let db = migrated_database().await.map_err(words::refusal)?;
        let site = site.map(words::site);
        let principal = verify(&Store::new(db), words::sort(kind), &secret, site.as_ref(), now()).await;
        principal.map(words::principal).map_err(words::refusal)
    }

    async fn visitor(site: SiteRef) -> Result<Principal, Refusal> {
        let db = migrated_database().await.map_err(words::refusal)?;
        let principal = visitor(&Store::new(db), &words::site(site)).await;
        principal.map(words::principal).map_err(words::refusal)
    }

    async fn verify_caller(
        kind: CredentialKind,
        id: Option<String>,
        secret: String,
    ) -> Result<Caller, Refusal> {
        let db = migrated_database().await.map_err(words::refusal)?;
        let id = id.map(|id| id.parse()).transpose().map_err(|_| Refusal::Unknown)?;
        let caller = caller(&Store::new(db), words::sort(kind), id, &secret, now()).await;
        caller.map(words::caller).map_err(words::refusal)
    }

    async fn sign_in(attempt: Attempt) -> Result<SignedIn, Refusal> {
        let db = migrated_database().await.map_err(words::refusal)?;
        let reach = words::reach(&attempt.reach).map_err(words::refusal)?;
        let sent = SignIn { email: &attempt.email, password: &attempt.password, reach };
        let signed_in = sign_in(&Store::new(db), &ctx_of_client(attempt.client), &sent).await;
        signed_in.map(words::signed_in).map_err(words::refusal)
    }

    async fn hash_password(password: String) -> Result<String, Refusal> {
        hash_password(&ctx_of_client(String::new()), &password).map_err(words::refusal)
    }

    async fn hash_token(secret: String) -> Vec<u8> {
        hash_token(&secret).to_vec()
    }
}
