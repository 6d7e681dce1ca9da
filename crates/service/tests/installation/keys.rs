//! The rights of a key: its sites and its role, limited to those of its owner, while both are
//! active.

use crate::{Who, World, nobody, nowhere, outcome};
use weft_domain::{CredentialKind, Role, SiteId};
use weft_service::{AccountChange, KeyChange, NewAccountKey, Onboarding, SiteText};

fn role_on(world: &World, who: &Who, site: SiteId) -> String {
    match world.verify(who, Some(site)) {
        Ok(principal) => principal.role.as_str().to_owned(),
        Err(error) => crate::told(&error),
    }
}

#[test]
fn a_key_is_limited_to_the_sites_and_the_role_of_its_owner() {
    let (world, root) = World::new();
    let sites = ["A", "B", "C"].map(|name| world.site(&root, name));
    let [a, b, c] = sites;
    const NO: &str = "forbidden";
    let mut row = 0;
    // The owner's role and sites, the key's role and sites; the resulting role on A, B and C.
    for (owner, owned, cap, listed, expected) in [
        (Role::Developer, &[a, b][..], Role::Editor, &[a, b][..], ["editor", "editor", NO]),
        (Role::Developer, &[a, b], Role::Developer, &[a], ["developer", NO, NO]),
        (Role::Viewer, &[a, b, c], Role::Viewer, &[], [NO, NO, NO]),
        (Role::Admin, &[], Role::Viewer, &[b], [NO, "viewer", NO]),
        (Role::Admin, &[a], Role::Developer, &[b, c], [NO, "developer", "developer"]),
        (Role::Admin, &[], Role::Admin, &[], ["admin", "admin", "admin"]),
    ] {
        row += 1;
        let account = world.account(&root, &format!("{row}@example.com"), owner, owned);
        let key = world.key(&root, account, cap, listed).unwrap();
        assert_eq!(sites.map(|site| role_on(&world, &key, site)), expected, "row {row}");
        assert_eq!(outcome(world.verify(&key, None)), "unauthenticated", "row {row}");
        let told = if cap == Role::Admin { "no site" } else { NO };
        assert_eq!(outcome(world.verify(&key, Some(nowhere()))), told, "row {row}");
        let caller = world.caller(&key).unwrap();
        assert_eq!((caller.account, caller.role, caller.sites), (account, cap, listed.to_vec()), "row {row}");
        assert_eq!(
            world.ask(&key, async |a| a.sites(None).await).unwrap().1,
            if cap == Role::Admin { 4 } else { listed.len() as u64 }
        );
    }
    // The key loses and regains rights together with its owner.
    let owner = world.account(&root, "owner@example.com", Role::Developer, &[a, b]);
    let key = world.key(&root, owner, Role::Developer, &[a, b]).unwrap();
    for (role, owned, expected) in [
        (Role::Developer, &[a, b][..], ["developer", "developer", NO]),
        (Role::Developer, &[b, c], [NO, "developer", NO]),
        (Role::Viewer, &[a, b], ["viewer", "viewer", NO]),
        (Role::Admin, &[], ["developer", "developer", NO]),
        (Role::Editor, &[a], ["editor", NO, NO]),
    ] {
        let change = AccountChange { role: Some(role), sites: Some(owned), ..AccountChange::default() };
        world.ask(&root, async |above| above.update_account(owner, change).await).unwrap();
        assert_eq!(sites.map(|site| role_on(&world, &key, site)), expected, "{role:?} of {owned:?}");
        let reached: Vec<SiteId> =
            sites.into_iter().zip(expected).filter(|(_, told)| *told != NO).map(|(site, _)| site).collect();
        assert_eq!(world.caller(&key).unwrap().sites, reached, "{role:?} of {owned:?}");
    }
}

#[test]
fn a_key_cannot_be_created_with_more_rights_than_its_owner() {
    let (world, root) = World::new();
    let (a, b) = (world.site(&root, "A"), world.site(&root, "B"));
    let (me, session) = world.user(&root, "me@example.com", Role::Editor, &[a]);
    for who in [&session, &root] {
        for (role, sites, told) in [
            (Role::Editor, &[a][..], "done"),
            (Role::Editor, &[a, a], "done"),
            (Role::Developer, &[a], "role max"),
            (Role::Admin, &[], "role max"),
            (Role::Viewer, &[b], "sites access"),
            (Role::Viewer, &[a, nowhere()], "sites access"),
        ] {
            assert_eq!(outcome(world.key(who, me, role, sites)), told, "{role:?}");
            let key = world.key(&root, me, Role::Viewer, &[]).unwrap().id.unwrap();
            let change = KeyChange { role: Some(role), sites: Some(sites), ..KeyChange::default() };
            assert_eq!(outcome(world.ask(who, async |above| above.update_key(me, key, change).await)), told);
        }
    }
    for name in ["", "  ", &"x".repeat(201)] {
        let new = NewAccountKey { name, role: Role::Viewer, is_active: true, sites: &[] };
        let told = outcome(world.ask(&session, async |above| above.create_key(me, new).await));
        assert_eq!(told, if name.len() > 200 { "name length" } else { "name required" });
    }
    assert_eq!(outcome(world.key(&root, nobody(), Role::Viewer, &[])), "no account");
}

#[test]
fn a_key_with_fewer_rights_than_its_owner_cannot_gain_more() {
    let (world, root) = World::new();
    let (a, b) = (world.site(&root, "A"), world.site(&root, "B"));
    let (me, session) = world.user(&root, "me@example.com", Role::Developer, &[a, b]);
    let weak = world.key(&session, me, Role::Editor, &[a]).unwrap();
    assert!(!world.caller(&weak).unwrap().is_unrestricted);
    assert!(world.caller(&session).unwrap().is_unrestricted);
    for change in [
        AccountChange { password: Some("another password"), ..AccountChange::default() },
        AccountChange { email: Some("new@example.com"), ..AccountChange::default() },
        AccountChange::default(),
    ] {
        assert_eq!(
            outcome(world.ask(&weak, async |above| above.update_account(me, change).await)),
            "forbidden"
        );
    }
    // A key may manage keys with equal or fewer rights, but no key with a higher role or more
    // sites.
    for (role, sites, told) in [
        (Role::Editor, &[a][..], "done"),
        (Role::Viewer, &[], "done"),
        (Role::Developer, &[a], "forbidden"),
        (Role::Viewer, &[b], "forbidden"),
        (Role::Viewer, &[a, b], "forbidden"),
    ] {
        let key = world.key(&session, me, role, sites).unwrap().id.unwrap();
        let rename = KeyChange { name: Some("renamed"), ..KeyChange::default() };
        assert_eq!(outcome(world.ask(&weak, async |above| above.update_key(me, key, rename).await)), told);
        assert_eq!(outcome(world.ask(&weak, async |above| above.reset_key(me, key).await)), told);
        assert_eq!(outcome(world.ask(&weak, async |above| above.delete_key(me, key).await)), told);
    }
    assert_eq!(outcome(world.key(&weak, me, Role::Developer, &[a])), "role max");
    assert_eq!(outcome(world.key(&weak, me, Role::Viewer, &[b])), "sites access");
    assert_eq!(outcome(world.key(&weak, me, Role::Editor, &[a])), "done");
    assert_eq!(outcome(world.ask(&weak, async |above| above.account(me).await)), "done");
    assert_eq!(outcome(world.ask(&weak, async |above| above.keys(me, None).await)), "done");
    assert_eq!(outcome(world.ask(&weak, async |above| above.log_out().await)), "forbidden");
    let own = world.caller(&weak).unwrap();
    assert_eq!((own.account, own.role, own.sites), (me, Role::Editor, vec![a]));
    // A key of an administrator with a lower role has no rights of an administrator.
    let root_id = world.caller(&root).unwrap().account;
    let low = world.key(&root, root_id, Role::Developer, &[a]).unwrap();
    assert_eq!(outcome(world.ask(&low, async |above| above.accounts(None).await)), "forbidden");
    assert_eq!(outcome(world.ask(&low, async |above| above.site(b).await)), "forbidden");
    assert_eq!(
        outcome(world.ask(&low, async |above| above.update_account(root_id, AccountChange::default()).await)),
        "forbidden"
    );
}

#[test]
fn id_and_secret_must_both_match() {
    let (world, root) = World::new();
    let a = world.site(&root, "A");
    let me = world.account(&root, "me@example.com", Role::Editor, &[a]);
    let [one, other] = [0, 1].map(|_| world.key(&root, me, Role::Editor, &[a]).unwrap());
    let with = |id, secret: &str, sort| Who { sort, id, secret: secret.to_owned() };
    use CredentialKind::{ApiKey, Session};
    for (who, told) in [
        (with(one.id, &one.secret, ApiKey), "done"),
        (with(None, &one.secret, ApiKey), "unauthenticated"),
        (with(other.id, &one.secret, ApiKey), "unauthenticated"),
        (with(one.id, &one.secret, Session), "unauthenticated"),
        (with(None, &one.secret, Session), "unauthenticated"),
        (with(one.id, "", ApiKey), "unauthenticated"),
        (with(one.id, &one.secret[..42], ApiKey), "unauthenticated"),
        (with(one.id, &"x".repeat(10_000), ApiKey), "unauthenticated"),
        (with(root.id, &root.secret, Session), "done"),
        (with(None, &root.secret, ApiKey), "unauthenticated"),
    ] {
        assert_eq!(outcome(world.caller(&who)), told);
    }
}

#[test]
fn a_key_of_a_site_is_valid_on_that_site_only() {
    let world = World::empty();
    let home = world.onboard(Onboarding::First, "root@example.com").unwrap();
    let project = Who { sort: CredentialKind::ApiKey, id: None, secret: home.api_key };
    assert_eq!(outcome(world.caller(&project)), "unauthenticated");
    assert_eq!(world.verify(&project, None).unwrap().site, home.site);
    assert_eq!(world.verify(&project, Some(home.site)).unwrap().role, Role::Viewer);
    assert_eq!(outcome(world.verify(&project, Some(nowhere()))), "forbidden");
}

#[test]
fn a_reset_disabled_or_deleted_key_fails_at_once() {
    let (world, root) = World::new();
    let a = world.site(&root, "A");
    let (me, session) = world.user(&root, "me@example.com", Role::Editor, &[a]);
    let make = || {
        let key = world.key(&session, me, Role::Editor, &[a]).unwrap();
        let epoch = world.verify(&key, Some(a)).unwrap().epoch;
        assert_eq!(outcome(world.caller(&key)), "done");
        (key.id.unwrap(), key, epoch)
    };
    let ended = |key: &Who, epoch: i64| {
        assert_eq!(outcome(world.caller(key)), "unauthenticated");
        assert_eq!(outcome(world.verify(key, Some(a))), "unauthenticated");
        assert!(world.verify(&session, Some(a)).unwrap().epoch > epoch);
    };
    let (id, key, epoch) = make();
    let secret = world.ask(&session, async |above| above.reset_key(me, id).await).unwrap();
    ended(&key, epoch);
    assert_eq!(outcome(world.verify(&Who { secret, ..key }, Some(a))), "done");
    let (id, key, epoch) = make();
    let rest = KeyChange { is_active: Some(false), ..KeyChange::default() };
    world.ask(&session, async |above| above.update_key(me, id, rest).await).unwrap();
    ended(&key, epoch);
    assert!(!world.ask(&session, async |above| above.key(me, id).await).unwrap().is_active);
    let wake = KeyChange { is_active: Some(true), ..KeyChange::default() };
    world.ask(&session, async |above| above.update_key(me, id, wake).await).unwrap();
    assert_eq!(outcome(world.caller(&key)), "done");
    world.ask(&session, async |above| above.delete_key(me, id).await).unwrap();
    ended(&key, epoch);
}

#[test]
fn lists_are_complete_or_paged() {
    let (world, root) = World::new();
    let sites: Vec<SiteId> = (0..5).map(|n| world.site(&root, &n.to_string())).collect();
    let (me, session) = world.user(&root, "me@example.com", Role::Editor, &sites);
    let keys: Vec<_> =
        (0..5).map(|_| world.key(&session, me, Role::Viewer, &sites[..2]).unwrap().id.unwrap()).collect();
    let text = SiteText { name: " named ", hook: Some("") };
    let named = world.ask(&root, async |above| above.update_site(sites[0], text).await).unwrap();
    assert_eq!((named.name.as_str(), named.hook), ("named", None));
    for (page, range) in [
        (None, 0..5),
        (Some((1, 2)), 0..2),
        (Some((3, 2)), 4..5),
        (Some((4, 2)), 5..5),
        (Some((1, 100)), 0..5),
    ] {
        let (listed, total) = world.ask(&session, async |above| above.sites(page).await).unwrap();
        assert_eq!(listed.iter().map(|site| site.id).collect::<Vec<_>>(), sites[range.clone()]);
        assert_eq!(total, 5);
        let (listed, total) = world.ask(&session, async |above| above.keys(me, page).await).unwrap();
        assert_eq!(listed.iter().map(|key| key.id).collect::<Vec<_>>(), keys[range]);
        assert!(listed.iter().all(|key| key.sites == sites[..2] && key.is_active && key.account == me));
        assert_eq!(total, 5);
    }
    let (accounts, total) = world.ask(&root, async |above| above.accounts(Some((1, 1))).await).unwrap();
    assert_eq!((accounts.len(), total, accounts[0].role), (1, 2, Role::Admin));
    let (accounts, _) = world.ask(&root, async |above| above.accounts(Some((2, 1))).await).unwrap();
    assert_eq!((accounts[0].id, &accounts[0].sites, accounts[0].is_active), (me, &sites, true));
}
