//! Which credentials a change to an account ends, and what a deletion removes.

use crate::{PASSWORD, Who, World, outcome};
use futures_executor::block_on;
use weft_domain::entry::{Guard, Visibility};
use weft_domain::{CollectionChange, CredentialKind, Role, SiteId};
use weft_service::{AccountChange, NewAccount};

/// The outcomes of the credential as a caller and on its site.
fn works(world: &World, who: &Who, site: SiteId) -> [String; 2] {
    [outcome(world.caller(who)), outcome(world.verify(who, Some(site)))]
}

const DEAD: [&str; 2] = ["unauthenticated", "unauthenticated"];
const LIVE: [&str; 2] = ["done", "done"];

#[test]
fn a_new_password_ends_the_other_sessions() {
    let (world, root) = World::new();
    let a = world.site(&root, "A");
    let (me, session) = world.user(&root, "me@example.com", Role::Editor, &[a]);
    let other = world.sign_in("me@example.com", PASSWORD).unwrap();
    let on_site = block_on(world.app().anonymous(&world.ctx()).log_in("me@example.com", PASSWORD)).unwrap();
    let on_site = Who { sort: CredentialKind::Session, id: None, secret: on_site.token };
    assert_eq!(works(&world, &on_site, a), LIVE);
    let key = world.key(&session, me, Role::Editor, &[a]).unwrap();
    let change = AccountChange { password: Some("the new password"), ..AccountChange::default() };
    world.ask(&session, async |above| above.update_account(me, change).await).unwrap();
    assert_eq!(works(&world, &session, a), LIVE);
    assert_eq!([works(&world, &other, a), works(&world, &on_site, a)], [DEAD, DEAD]);
    assert_eq!(works(&world, &key, a), LIVE);
    assert_eq!(outcome(world.sign_in("me@example.com", PASSWORD)), "unauthenticated");
    let again = world.sign_in("me@example.com", "the new password").unwrap();
    let by_root = AccountChange { password: Some(PASSWORD), ..AccountChange::default() };
    world.ask(&root, async |above| above.update_account(me, by_root).await).unwrap();
    assert_eq!([works(&world, &session, a), works(&world, &again, a)], [DEAD, DEAD]);
    assert_eq!(works(&world, &root, a), LIVE);
}

#[test]
fn a_deactivated_account_must_be_activated_and_sign_in_again() {
    let (world, root) = World::new();
    let a = world.site(&root, "A");
    let (me, session) = world.user(&root, "me@example.com", Role::Editor, &[a]);
    let key = world.key(&session, me, Role::Editor, &[a]).unwrap();
    let active = |is_active| AccountChange { is_active: Some(is_active), ..AccountChange::default() };
    world.ask(&root, async |above| above.update_account(me, active(false)).await).unwrap();
    assert_eq!([works(&world, &session, a), works(&world, &key, a)], [DEAD, DEAD]);
    assert_eq!(outcome(world.sign_in("me@example.com", PASSWORD)), "unauthenticated");
    assert!(!world.ask(&root, async |above| above.account(me).await).unwrap().is_active);
    world.ask(&root, async |above| above.update_account(me, active(true)).await).unwrap();
    assert_eq!([works(&world, &session, a), works(&world, &key, a)], [DEAD, LIVE]);
    assert_eq!(outcome(world.sign_in("me@example.com", PASSWORD)), "done");
    let resting = NewAccount {
        email: "z@example.com",
        password: PASSWORD,
        role: Role::Admin,
        is_active: false,
        sites: &[],
    };
    world.ask(&root, async |above| above.create_account(resting).await).unwrap();
    assert_eq!(outcome(world.sign_in("z@example.com", PASSWORD)), "unauthenticated");
}

#[test]
fn an_account_is_deleted_with_its_keys_and_sessions() {
    let (world, root) = World::new();
    let a = world.site(&root, "A");
    let (me, session) = world.user(&root, "me@example.com", Role::Editor, &[a]);
    let key = world.key(&session, me, Role::Editor, &[a]).unwrap();
    let epoch = world.verify(&root, Some(a)).unwrap().epoch;
    world.ask(&root, async |above| above.delete_account(me).await).unwrap();
    assert_eq!([works(&world, &session, a), works(&world, &key, a)], [DEAD, DEAD]);
    assert!(world.verify(&root, Some(a)).unwrap().epoch > epoch);
    assert_eq!(outcome(world.ask(&root, async |above| above.keys(me, None).await)), "no account");
    assert_eq!(outcome(world.ask(&root, async |above| above.delete_account(me).await)), "no account");
    // The address is free for a new account, which revives no credential.
    let (again, new) = world.user(&root, "me@example.com", Role::Viewer, &[]);
    assert_ne!(again, me);
    assert_eq!(outcome(world.caller(&new)), "done");
    assert_eq!(works(&world, &key, a), DEAD);
}

#[test]
fn a_site_is_deleted_with_its_content() {
    let (world, root) = World::new();
    let (a, b) = (world.site(&root, "A"), world.site(&root, "B"));
    let (_, session) = world.user(&root, "me@example.com", Role::Developer, &[a, b]);
    let in_site = |site| world.ctx_in(&session, site);
    for site in [a, b] {
        let (app, ctx) = (world.app(), in_site(site));
        let fields = r#"[{"name":"price","type":"number","indexed":true}]"#;
        let change = CollectionChange {
            schema: Some(serde_json::from_str(fields).unwrap()),
            ..CollectionChange::default()
        };
        block_on(app.developer(&ctx).unwrap().create_collection("post", change)).unwrap();
    }
    let remembered = in_site(a);
    world.ask(&root, async |above| above.delete_site(a).await).unwrap();
    let app = world.app();
    let reader = app.reader(&remembered, Visibility::All).unwrap();
    assert_eq!(outcome(block_on(reader.collections(1, 10))), "outdated");
    let developer = app.developer(&remembered).unwrap();
    assert_eq!(outcome(block_on(developer.delete_collection("post", Guard::Revision(1)))), "outdated");
    assert_eq!(outcome(world.verify(&session, Some(a))), "forbidden");
    assert_eq!(outcome(world.verify(&root, Some(a))), "no site");
    assert_eq!(world.caller(&session).unwrap().sites, [b]);
    assert_eq!(outcome(world.ask(&session, async |above| above.site(a).await)), "forbidden");
    assert_eq!(outcome(world.ask(&root, async |above| above.site(a).await)), "no site");
    let ctx = in_site(b);
    let reader = app.reader(&ctx, Visibility::All).unwrap();
    assert_eq!(block_on(reader.collections(1, 10)).unwrap().1, 1);
}

#[test]
fn changes_of_the_address_do_not_disclose_existing_accounts() {
    let (world, root) = World::new();
    let (me, session) = world.user(&root, "me@example.com", Role::Editor, &[]);
    let try_out = |email: &str| {
        let change = AccountChange { email: Some(email), ..AccountChange::default() };
        outcome(world.ask(&session, async |above| above.update_account(me, change).await))
    };
    assert_eq!(try_out(" Me@Example.com"), "done", "the address is unchanged");
    for _ in 0..10 {
        assert_eq!(try_out("root@example.com"), "email refused");
    }
    assert_eq!(try_out("root@example.com"), "limited");
    assert_eq!(try_out("free@example.com"), "limited");
    assert_eq!(try_out("no address"), "email format");
    world.pass(1000);
    assert_eq!(try_out("free@example.com"), "done");
    assert_eq!(world.caller(&session).unwrap().email, "free@example.com");
}

#[test]
fn a_new_account_is_validated() {
    let (world, root) = World::new();
    let a = world.site(&root, "A");
    let make = |email: &str, password: &str, sites: &[SiteId]| {
        let new = NewAccount { email, password, role: Role::Viewer, is_active: true, sites };
        outcome(world.ask(&root, async |above| above.create_account(new).await))
    };
    assert_eq!(make("x", PASSWORD, &[]), "email format");
    assert_eq!(make("x@y", "short", &[]), "password length");
    assert_eq!(make("x@y", PASSWORD, &[a, crate::nowhere()]), "sites access");
    assert_eq!(make("x@y", PASSWORD, &[a, a]), "done");
    assert_eq!(make("X@Y", PASSWORD, &[]), "email taken");
}
