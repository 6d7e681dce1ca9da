//! The principal of a request: verified, remembered, verified again when it is outdated.

use crate::world::{GOOD, LOG, get, request, world};
use http::{Method, StatusCode};
use weft_domain::Error;
use weft_http::{Fault, Request};

#[test]
fn an_outdated_principal_is_verified_again_until_it_is_current() {
    let world = world();
    world.send(get(&[GOOD]));
    let world = world.faults([Error::Outdated.into()]);
    assert_eq!(world.send(get(&[GOOD])).status, StatusCode::OK);
    assert_eq!(*world.dialect.seen.borrow(), [Some(1), Some(1), Some(2)]);
    assert_eq!(world.counter.left.get(), 1, "the request is counted once");

    // Fifty credential changes in sequence.
    let world = world.faults(std::iter::repeat_with(|| Error::Outdated.into()).take(50));
    assert_eq!(world.send(get(&[GOOD])).status, StatusCode::OK);
    assert_eq!(world.auth.asked.get(), 52);
    assert_eq!(LOG.with_borrow(Vec::len), 0);

    let world = self::world().faults(std::iter::repeat_with(|| Error::Outdated.into()).take(1_000));
    assert_eq!(world.send(get(&[GOOD])).status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(LOG.with_borrow(Vec::len), 1);
}

#[test]
fn a_right_granted_meanwhile_applies_at_once() {
    let world = world();
    world.send(get(&[GOOD]));
    world.round_trips.set(0);
    let needs = "the role editor";
    let world = world.faults([Error::Forbidden { needs }.into()]);
    assert_eq!(world.send(get(&[GOOD])).status, StatusCode::OK);
    assert_eq!(world.counter.left.get(), 1, "the request is counted once");

    let asked = world.auth.asked.get();
    let world = world.faults([Error::Forbidden { needs }.into(), Error::Forbidden { needs }.into()]);
    assert_eq!(world.send(get(&[GOOD])).status, StatusCode::FORBIDDEN);
    assert_eq!(world.auth.asked.get(), asked + 1);
}

#[test]
fn a_revoked_key_gets_no_details() {
    for fault in
        [Error::invalid("title", "type", "must be a text").into(), Fault::Malformed("no JSON".to_owned())]
    {
        let world = world();
        world.send(get(&[GOOD]));
        world.round_trips.set(0);
        world.auth.revoked.set(true);
        let world = world.faults([fault]);
        assert_eq!(world.send(get(&[GOOD])).status, StatusCode::UNAUTHORIZED);
    }
}

#[test]
fn the_quota_may_report_an_outdated_principal() {
    let world = world();
    world.send(get(&[GOOD]));
    world.counter.epoch.set(2);
    assert_eq!(world.send(get(&[GOOD])).status, StatusCode::OK);
    assert_eq!(*world.dialect.seen.borrow(), [Some(1), Some(2)]);
    assert_eq!(world.counter.left.get(), 1);
}

#[test]
fn a_revoked_key_is_refused_on_the_next_request() {
    let world = world();
    world.send(get(&[GOOD]));
    world.auth.revoked.set(true);
    let world = world.faults([Error::Outdated.into()]);
    assert_eq!(world.send(get(&[GOOD])).status, StatusCode::UNAUTHORIZED);
    assert!(world.principals.is_empty());
    assert_eq!(world.send(get(&[GOOD])).status, StatusCode::UNAUTHORIZED);
}

#[test]
fn callers_are_verified_for_every_request_and_again_when_outdated() {
    let world = world();
    assert_eq!(world.send(request(Method::GET, "/above", &[])).status, StatusCode::UNAUTHORIZED);
    for _ in 0..2 {
        assert_eq!(
            world.send(request(Method::GET, "/above", &[("x-api-key", "good")])).status,
            StatusCode::OK
        );
    }
    world.dialect.faults.borrow_mut().push(Error::Outdated.into());
    assert_eq!(world.send(request(Method::GET, "/above", &[("x-api-key", "good")])).status, StatusCode::OK);
    assert_eq!(*world.dialect.seen.borrow(), [Some(-1), Some(-2), Some(-3), Some(-4)]);
}

#[test]
fn a_credential_must_be_valid_on_the_selected_site() {
    let world = world();
    let ask = |headers: &[(&'static str, &str)]| world.send(request(Method::GET, "/item", headers)).status;
    assert_eq!(ask(&[("x-site", "good")]), StatusCode::OK, "a visitor");
    assert_eq!(ask(&[("x-site", "good"), ("x-api-key", "good")]), StatusCode::OK);
    assert_eq!(ask(&[("x-site", "good"), ("x-api-key", "elsewhere")]), StatusCode::FORBIDDEN);
    assert_eq!(ask(&[("x-site", "bad"), ("x-api-key", "good")]), StatusCode::UNAUTHORIZED);
}

#[test]
fn a_credential_is_verified_for_the_site_of_the_host() {
    let world = world();
    let ask = |host: &str| world.send(get(&[("x-api-key", "host"), ("host", host)])).status;
    assert_eq!(ask("A.example:3000"), StatusCode::OK);
    assert_eq!(ask("b.example"), StatusCode::UNAUTHORIZED);
    assert_eq!(ask("a.example"), StatusCode::OK);
    assert_eq!(world.auth.asked.get(), 2, "the first principal is cached with its host");
}

#[test]
fn requests_without_a_valid_credential_are_visitors_of_the_site() {
    let look = |headers: &[(&'static str, &str)]| request(Method::GET, "/look", headers);
    let host = ("host", "a.example");
    let world = world();
    for headers in [&[host][..], &[host, ("x-api-key", "bad")], &[host]] {
        assert_eq!(world.send(look(headers)).status, StatusCode::OK);
    }
    assert_eq!(*world.dialect.seen.borrow(), [Some(1), Some(1), Some(1)], "the visitor is looked up once");
    assert_eq!(world.send(look(&[host, GOOD])).status, StatusCode::OK);
    assert_eq!(world.dialect.seen.borrow().last(), Some(&Some(3)), "a valid credential is not a visitor");
    assert_eq!(world.send(look(&[])).status, StatusCode::UNAUTHORIZED);
    let nowhere = Request { query: "nowhere".into(), ..look(&[]) };
    assert_eq!(world.send(nowhere).status, StatusCode::NOT_FOUND);
    assert_eq!(world.send(look(&[host, ("x-api-key", "down")])).status, StatusCode::SERVICE_UNAVAILABLE);
}

#[test]
fn a_visitor_is_looked_up_again_when_the_host_has_moved() {
    let world = world();
    let look = || world.send(request(Method::GET, "/look", &[("host", "a.example")]));
    look();
    world.dialect.faults.borrow_mut().push(Error::Outdated.into());
    assert_eq!(look().status, StatusCode::OK);
    assert_eq!(*world.dialect.seen.borrow(), [Some(1), Some(1), Some(2)]);
}

#[test]
fn a_principal_of_a_site_is_verified_again_when_outdated() {
    let session = ("x-api-key", "session");
    for (headers, verified) in
        [(&[session][..], 1), (&[session, ("host", "a.example")], 1), (&[session, ("x-site", "key")], 2)]
    {
        let world = world();
        world.send(get(headers));
        assert_eq!(world.auth.asked.get(), verified, "{headers:?}");
        world.dialect.faults.borrow_mut().push(Error::Outdated.into());
        assert_eq!(world.send(get(headers)).status, StatusCode::OK);
        assert_eq!(world.auth.asked.get(), 2 * verified, "{headers:?}");
    }
}

#[test]
fn a_revoked_key_beside_a_session_of_its_site_is_refused() {
    let world = world();
    let ask = |session: &str| world.send(get(&[("x-site", "key"), ("x-api-key", session)])).status;
    assert_eq!(ask("session 1"), StatusCode::OK);
    world.auth.epoch.set(1);
    assert_eq!(ask("session 2"), StatusCode::OK, "something else has changed");
    world.auth.epoch.set(2);
    world.auth.revoked.set(true);
    assert_eq!(ask("session 3"), StatusCode::UNAUTHORIZED, "the key is cached, the session is not");
}
