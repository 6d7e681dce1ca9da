//! Use cases above the sites (accounts, sites, keys) with all kinds of callers, and changes to many
//! entries of a site.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod accounts;
mod keys;
mod many_entries;
mod many_types;
mod pages;
mod permissions;
mod references;
mod rights;
#[path = "sign_in.rs"]
mod signing_in;
mod tenants;
mod webhooks;

use futures_executor::block_on;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use weft_domain::{
    AccountId, Caller, Conflict, CredentialId, CredentialKind, Ctx, Error, Principal, Result, Role, SignIn,
    SignedIn, SiteId, SiteRef, Timestamp,
};
use weft_secrets::{caller, hash_password, hash_token, sign_in, verify};
use weft_service::{
    Account, AccountKey, App, Installation, NewAccount, NewAccountKey, NewSite, Onboarded, Onboarding,
    Pending, Schemas, Secrets, Site, SiteText,
};
use weft_storage::{Db, Store, migrate::migrate};

const PASSWORD: &str = "correct horse battery";

/// An installation and its clock, which advances with every request.
struct World {
    db: Db,
    schemas: Schemas,
    now: AtomicI64,
}

/// The identity component, in this process.
impl Secrets for World {
    fn hash_password<'a>(&'a self, ctx: &'a Ctx, password: &'a str) -> Pending<'a, String> {
        Box::pin(async move { hash_password(ctx, password) })
    }

    fn hash_token<'a>(&'a self, secret: &'a str) -> Pending<'a, [u8; 32]> {
        Box::pin(async move { Ok(hash_token(secret)) })
    }

    fn sign_in<'a>(&'a self, ctx: &'a Ctx, sent: SignIn<'a>) -> Pending<'a, SignedIn> {
        Box::pin(async move { sign_in(&Store::new(&self.db), ctx, &sent).await })
    }
}

/// The credential of a request.
#[derive(Clone)]
struct Who {
    sort: CredentialKind,
    id: Option<CredentialId>,
    secret: String,
}

/// Different bytes for each call.
fn entropy(bytes: &mut [u8]) {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    for chunk in bytes.chunks_mut(8) {
        let next = NEXT.fetch_add(1, Ordering::Relaxed).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5bd1_e995;
        chunk.copy_from_slice(&next.to_be_bytes()[..chunk.len()]);
    }
}

impl World {
    fn empty() -> Self {
        let db = Db::open_memory().unwrap();
        block_on(migrate(&Store::new(&db))).unwrap();
        Self { db, schemas: Schemas::new(), now: AtomicI64::new(1_774_432_800_000) }
    }

    /// Creates the first site; returns the session of its administrator, who administers the
    /// installation.
    fn new() -> (Self, Who) {
        let world = Self::empty();
        world.onboard(Onboarding::First, "root@example.com").unwrap();
        let root = world.sign_in("root@example.com", PASSWORD).unwrap();
        (world, root)
    }

    fn ctx(&self) -> Ctx {
        let mut ctx = Ctx::new(self.now(), entropy);
        ctx.client = "client".to_owned();
        ctx
    }

    /// A context with the principal of a credential on a site.
    fn ctx_in(&self, who: &Who, site: SiteId) -> Ctx {
        let mut ctx = self.ctx();
        ctx.principal = Some(self.verify(who, Some(site)).unwrap());
        ctx
    }

    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.now.fetch_add(1, Ordering::Relaxed))
    }

    fn pass(&self, seconds: i64) {
        self.now.fetch_add(seconds * 1000, Ordering::Relaxed);
    }

    fn app(&self) -> App<'_> {
        App::new(Store::new(&self.db), &self.schemas, self)
    }

    fn onboard(&self, policy: Onboarding, email: &str) -> Result<Onboarded> {
        let new = NewSite { name: "Home", email, password: PASSWORD };
        block_on(self.app().anonymous(&self.ctx()).onboard(policy, new))
    }

    fn sign_in(&self, email: &str, password: &str) -> Result<Who> {
        let signed_in = block_on(self.app().anonymous(&self.ctx()).sign_in(email, password))?;
        assert_eq!(signed_in.token.len(), 43);
        Ok(Who { sort: CredentialKind::Session, id: None, secret: signed_in.token })
    }

    fn caller(&self, who: &Who) -> Result<Caller> {
        block_on(caller(&Store::new(&self.db), who.sort, who.id, &who.secret, self.now()))
    }

    /// Runs a use case above the sites with a credential.
    fn ask<T>(
        &self,
        who: &Who,
        what: impl for<'i> AsyncFnOnce(&'i Installation<'i>) -> Result<T>,
    ) -> Result<T> {
        let caller = self.caller(who)?;
        self.ask_as(&caller, what)
    }

    /// Runs a use case as a caller who was verified earlier.
    fn ask_as<T>(
        &self,
        caller: &Caller,
        what: impl for<'i> AsyncFnOnce(&'i Installation<'i>) -> Result<T>,
    ) -> Result<T> {
        let (app, ctx) = (self.app(), self.ctx());
        block_on(what(&app.installation(&ctx, caller)))
    }

    fn verify(&self, who: &Who, site: Option<SiteId>) -> Result<Principal> {
        let site = site.map(|site| SiteRef::Id(site.to_string()));
        block_on(verify(&Store::new(&self.db), who.sort, &who.secret, site.as_ref(), self.now()))
    }

    fn site(&self, root: &Who, name: &str) -> SiteId {
        let made: Site =
            self.ask(root, async |above| above.create_site(SiteText { name, hook: None }).await).unwrap();
        made.id
    }

    fn account(&self, root: &Who, email: &str, role: Role, sites: &[SiteId]) -> AccountId {
        let new = NewAccount { email, password: PASSWORD, role, is_active: true, sites };
        let made: Account = self.ask(root, async |above| above.create_account(new).await).unwrap();
        made.id
    }

    /// Creates an account and signs in.
    fn user(&self, root: &Who, email: &str, role: Role, sites: &[SiteId]) -> (AccountId, Who) {
        let id = self.account(root, email, role, sites);
        (id, self.sign_in(email, PASSWORD).unwrap())
    }

    fn key(&self, by: &Who, of: AccountId, role: Role, sites: &[SiteId]) -> Result<Who> {
        let new = NewAccountKey { name: "key", role, is_active: true, sites };
        let (key, secret): (AccountKey, String) =
            self.ask(by, async |above| above.create_key(of, new).await)?;
        assert_eq!(secret.len(), 43);
        Ok(Who { sort: CredentialKind::ApiKey, id: Some(key.id), secret })
    }
}

/// A short text for an error.
fn told(error: &Error) -> String {
    match error {
        Error::Invalid(violations) => {
            violations.iter().map(|violation| format!("{} {}", violation.path, violation.code)).collect()
        }
        Error::Conflict(Conflict::Taken { field }) => format!("{field} taken"),
        Error::Forbidden { .. } => "forbidden".to_owned(),
        Error::NotFound(kind) => format!("no {}", kind.as_str()),
        Error::Unauthenticated => "unauthenticated".to_owned(),
        Error::Outdated => "outdated".to_owned(),
        Error::Limited { .. } => "limited".to_owned(),
        other => format!("{other:?}"),
    }
}

/// A short text for a result: `done`, or the error.
fn outcome<T>(result: Result<T>) -> String {
    result.map_or_else(|error| told(&error), |_| "done".to_owned())
}

fn nobody() -> AccountId {
    "018f3f70-1c2d-7abc-8def-000000000001".parse().unwrap()
}

fn nowhere() -> SiteId {
    "018f3f70-1c2d-7abc-8def-000000000002".parse().unwrap()
}

fn nothing() -> CredentialId {
    "018f3f70-1c2d-7abc-8def-000000000003".parse().unwrap()
}
