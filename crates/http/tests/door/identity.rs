//! The cache of principals of an instance: what it keeps, and what it drops.

use crate::principal;
use futures_executor::block_on;
use std::cell::Cell;
use weft_domain::{Caller, Error, Principal, SiteRef, Timestamp};
use weft_http::identity::{REMEMBERED_MAX, VISITED_MAX};
use weft_http::{Credential, CredentialKind, Identity, Principals};

/// An identity that accepts every secret that starts with "good", and counts its calls.
struct Counting {
    asked: Cell<i64>,
    expires_at: Option<Timestamp>,
}

impl Identity for Counting {
    async fn verify(&self, credential: &Credential) -> Result<Principal, Error> {
        self.asked.set(self.asked.get() + 1);
        if !credential.secret.starts_with("good") {
            return Err(Error::Unauthenticated);
        }
        Ok(principal(self.asked.get(), self.expires_at))
    }

    async fn visitor(&self, _: &SiteRef) -> Result<Principal, Error> {
        self.asked.set(self.asked.get() + 1);
        Ok(principal(self.asked.get(), None))
    }

    async fn caller(&self, _: &Credential) -> Result<Caller, Error> {
        Err(Error::Unauthenticated)
    }
}

fn identity() -> Counting {
    Counting { asked: Cell::new(0), expires_at: None }
}

fn key(secret: impl Into<String>) -> Credential {
    Credential { kind: CredentialKind::ApiKey, secret: secret.into(), site: None, id: None }
}

fn ask(
    memory: &Principals,
    identity: &Counting,
    credential: &Credential,
    now: i64,
) -> Result<Principal, Error> {
    let found = memory.find_or_verify(identity, credential, Timestamp::from_millis(now));
    block_on(found).map(|(principal, _)| principal)
}

#[test]
fn a_valid_secret_is_verified_once() {
    let (memory, identity) = (Principals::new(), identity());
    let first = ask(&memory, &identity, &key("good"), 0).unwrap();
    assert_eq!(ask(&memory, &identity, &key("good"), 1).unwrap(), first);
    assert_eq!(identity.asked.get(), 1);
    memory.forget(&key("good"));
    assert!(memory.is_empty());
    assert_eq!(ask(&memory, &identity, &key("good"), 2).unwrap().epoch, 2);
}

#[test]
fn a_key_and_a_session_are_cached_separately() {
    let (memory, identity) = (Principals::new(), identity());
    ask(&memory, &identity, &key("good"), 0).unwrap();
    ask(
        &memory,
        &identity,
        &Credential { kind: CredentialKind::Session, secret: "good".into(), site: None, id: None },
        0,
    )
    .unwrap();
    assert_eq!(identity.asked.get(), 2);
}

#[test]
fn the_sites_of_a_key_are_cached_separately() {
    let (memory, identity) = (Principals::new(), identity());
    for credential in [key("good"), key("good").for_site("a"), key("good").for_site("b")] {
        ask(&memory, &identity, &credential, 0).unwrap();
    }
    assert_eq!((identity.asked.get(), memory.len()), (3, 3));
}

#[test]
fn invalid_credentials_are_not_cached() {
    let (memory, identity) = (Principals::new(), identity());
    for _ in 0..2 {
        assert!(matches!(ask(&memory, &identity, &key("bad"), 0), Err(Error::Unauthenticated)));
    }
    assert_eq!((identity.asked.get(), memory.len()), (2, 0));
}

#[test]
fn an_expired_principal_is_verified_again() {
    let (memory, identity) =
        (Principals::new(), Counting { asked: Cell::new(0), expires_at: Some(Timestamp::from_millis(10)) });
    ask(&memory, &identity, &key("good"), 0).unwrap();
    ask(&memory, &identity, &key("good"), 9).unwrap();
    assert_eq!(identity.asked.get(), 1);
    ask(&memory, &identity, &key("good"), 10).unwrap();
    assert_eq!(identity.asked.get(), 2);
}

#[test]
fn the_least_recently_used_principal_is_dropped() {
    let (memory, identity) = (Principals::new(), identity());
    for i in 0..REMEMBERED_MAX {
        ask(&memory, &identity, &key(format!("good {i}")), 0).unwrap();
    }
    ask(&memory, &identity, &key("good 0"), 0).unwrap();
    ask(&memory, &identity, &key("good new"), 0).unwrap();
    assert_eq!(memory.len(), REMEMBERED_MAX);
    let before = identity.asked.get();
    ask(&memory, &identity, &key("good 0"), 0).unwrap();
    assert_eq!(identity.asked.get(), before, "recently used, so it is kept");
    ask(&memory, &identity, &key("good 1"), 0).unwrap();
    assert_eq!(identity.asked.get(), before + 1, "least recently used, so it is dropped");
}

#[test]
fn expired_principals_are_dropped_first() {
    let memory = Principals::new();
    let short = Counting { asked: Cell::new(0), expires_at: Some(Timestamp::from_millis(10)) };
    for i in 0..REMEMBERED_MAX {
        ask(&memory, &short, &key(format!("good {i}")), 0).unwrap();
    }
    ask(&memory, &identity(), &key("good new"), 10).unwrap();
    assert_eq!(memory.len(), 1);
}

#[test]
fn secrets_are_not_stored() {
    let memory = Principals::new();
    ask(&memory, &identity(), &key("good secret"), 0).unwrap();
    assert!(!format!("{memory:?}").contains("good secret"));
}

#[test]
fn visitors_of_unknown_hosts_displace_no_principal() {
    let (memory, identity) = (Principals::new(), identity());
    ask(&memory, &identity, &key("good"), 0).unwrap();
    let now = Timestamp::from_millis(0);
    for n in 0..REMEMBERED_MAX + VISITED_MAX {
        let site = SiteRef::Host(format!("{n}.example"));
        block_on(memory.find_or_visit(&identity, &site, now)).unwrap();
    }
    assert_eq!(memory.len(), VISITED_MAX + 1);
    assert_eq!(ask(&memory, &identity, &key("good"), 1).unwrap().epoch, 1);
}

#[test]
fn site_ids_and_host_names_are_cached_separately() {
    let (memory, identity) = (Principals::new(), identity());
    for site in [SiteRef::Id("a".into()), SiteRef::Host("a".into()), SiteRef::Host("b".into())] {
        ask(&memory, &identity, &key("good").at(site), 0).unwrap();
    }
    assert_eq!((memory.len(), identity.asked.get()), (3, 3));
}
