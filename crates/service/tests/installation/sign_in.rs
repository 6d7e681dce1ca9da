//! Logins and logouts above the sites.

use crate::{PASSWORD, World, outcome};
use weft_domain::Role;

#[test]
fn a_session_is_valid_on_all_sites_of_its_account() {
    let (world, root) = World::new();
    let (a, b) = (world.site(&root, "A"), world.site(&root, "B"));
    let (_, session) = world.user(&root, "me@example.com", Role::Editor, &[a]);
    assert_eq!(world.verify(&session, Some(a)).unwrap().role, Role::Editor);
    assert_eq!(outcome(world.verify(&session, Some(b))), "forbidden");
    assert_eq!(outcome(world.verify(&session, None)), "unauthenticated");
    assert_eq!(world.verify(&root, Some(b)).unwrap().role, Role::Admin);
    world.pass(86_400);
    assert_eq!(outcome(world.caller(&session)), "unauthenticated");
    assert_eq!(outcome(world.verify(&session, Some(a))), "unauthenticated");
}

#[test]
fn a_logout_ends_the_session_at_once() {
    let (world, root) = World::new();
    let a = world.site(&root, "A");
    let (_, session) = world.user(&root, "me@example.com", Role::Viewer, &[a]);
    let other = world.sign_in("me@example.com", PASSWORD).unwrap();
    let epoch = world.verify(&session, Some(a)).unwrap().epoch;
    world.ask(&session, async |above| above.log_out().await).unwrap();
    assert_eq!(outcome(world.caller(&session)), "unauthenticated");
    assert_eq!(outcome(world.verify(&session, Some(a))), "unauthenticated");
    assert!(world.verify(&other, Some(a)).unwrap().epoch > epoch);
}

#[test]
fn wrong_passwords_are_throttled_whether_there_is_an_account_or_not() {
    for email in ["root@example.com", "nobody@example.com"] {
        let (world, _) = World::new();
        let told: Vec<String> = (0..12).map(|_| outcome(world.sign_in(email, "wrong password"))).collect();
        assert_eq!(told[..10], ["unauthenticated"; 10], "{email}");
        assert_eq!(told[10..], ["limited"; 2], "{email}");
        assert_eq!(outcome(world.sign_in(&email.to_uppercase(), PASSWORD)), "limited", "{email}");
        world.pass(1000);
        assert_eq!(
            outcome(world.sign_in(email, PASSWORD)),
            if email.starts_with("root") { "done" } else { "unauthenticated" }
        );
    }
}

#[test]
fn correct_passwords_are_not_throttled() {
    let (world, _) = World::new();
    for _ in 0..12 {
        assert_eq!(outcome(world.sign_in("root@example.com", PASSWORD)), "done");
    }
    assert_eq!(outcome(world.sign_in("no address", PASSWORD)), "unauthenticated");
}
