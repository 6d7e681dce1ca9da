//! What an instance remembers, and what not.

use crate::principal;
use futures_executor::block_on;
use std::cell::Cell;
use weft_domain::{Caller, Error, Principal, SiteRef, Timestamp};
use weft_http::identity::{REMEMBERED_MAX, VISITED_MAX};
use weft_http::{Credential, CredentialKind, Identity, Principals};

/// Knows every secret that starts with "good", and counts.
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
    block_on(memory.find_or_verify(identity, credential, Timestamp::from_millis(now)))
}

#[test]
fn a_good_secret_is_verified_once() {
    let (memory, identity) = (Principals::new(), identity());
    let first = ask(&memory, &identity, &key("good"), 0).unwrap();
    assert_eq!(ask(&memory, &identity, &key("good"), 1).unwrap(), first);
    assert_eq!(identity.asked.get(), 1);
    memory.forget(&key("good"));
    assert!(memory.is_empty());
    assert_eq!(ask(&memory, &identity, &key("good"), 2).unwrap().epoch, 2);
}

#[test]
fn a_key_is_not_a_session() {
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
fn a_key_for_one_site_is_not_one_for_another() {
    let (memory, identity) = (Principals::new(), identity());
    for credential in [key("good"), key("good").for_site("a"), key("good").for_site("b")] {
        ask(&memory, &identity, &credential, 0).unwrap();
    }
    assert_eq!((identity.asked.get(), memory.len()), (3, 3));
}

#[test]
fn guesses_fill_nothing() {
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
fn the_least_recently_used_makes_room() {
    let (memory, identity) = (Principals::new(), identity());
    for i in 0..REMEMBERED_MAX {
        ask(&memory, &identity, &key(format!("good {i}")), 0).unwrap();
    }
    ask(&memory, &identity, &key("good 0"), 0).unwrap();
    ask(&memory, &identity, &key("good new"), 0).unwrap();
    assert_eq!(memory.len(), REMEMBERED_MAX);
    let before = identity.asked.get();
    ask(&memory, &identity, &key("good 0"), 0).unwrap();
    assert_eq!(identity.asked.get(), before, "just used, hence kept");
    ask(&memory, &identity, &key("good 1"), 0).unwrap();
    assert_eq!(identity.asked.get(), before + 1, "used longest ago, hence gone");
}

#[test]
fn expired_ones_make_room_first() {
    let memory = Principals::new();
    let short = Counting { asked: Cell::new(0), expires_at: Some(Timestamp::from_millis(10)) };
    for i in 0..REMEMBERED_MAX {
        ask(&memory, &short, &key(format!("good {i}")), 0).unwrap();
    }
    ask(&memory, &identity(), &key("good new"), 10).unwrap();
    assert_eq!(memory.len(), 1);
}

#[test]
fn secrets_are_not_kept() {
    let memory = Principals::new();
    ask(&memory, &identity(), &key("good secret"), 0).unwrap();
    assert!(!format!("{memory:?}").contains("good secret"));
}

#[test]
fn made_up_hosts_crowd_out_no_principal() {
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
fn a_principal_of_one_site_is_none_of_another_that_is_named_alike() {
    let (memory, identity) = (Principals::new(), identity());
    for site in [SiteRef::Id("a".into()), SiteRef::Host("a".into()), SiteRef::Host("b".into())] {
        ask(&memory, &identity, &key("good").at(site), 0).unwrap();
    }
    assert_eq!((memory.len(), identity.asked.get()), (3, 3));
}
