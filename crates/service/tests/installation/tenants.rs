//! Tenants of one installation are isolated from each other; the administrator of the first site
//! administers the installation.

use crate::{PASSWORD, World, outcome};
use futures_executor::block_on;
use weft_domain::{CredentialKind, RatePlan, Role, Scopes};
use weft_service::{AccountChange, NewAccount, NewAccountKey, NewKey, Onboarding, SiteText};

#[test]
fn tenants_are_isolated_from_each_other() {
    let world = World::empty();
    let [one, other] =
        ["one@example.com", "other@example.com"].map(|email| world.onboard(Onboarding::Open, email).unwrap());
    let session = world.sign_in("one@example.com", PASSWORD).unwrap();
    let caller = world.caller(&session).unwrap();
    assert_eq!(
        (caller.role, caller.sites.as_slice(), caller.is_admin()),
        (Role::Developer, &[one.site][..], false)
    );
    // On its own site, the session keeps the role admin.
    assert_eq!(world.verify(&session, Some(one.site)).unwrap().role, Role::Admin);
    assert_eq!(outcome(world.verify(&session, Some(other.site))), "forbidden");
    let (sites, total) = world.ask(&session, async |above| above.sites(None).await).unwrap();
    assert_eq!((sites.len(), sites[0].id, total), (1, one.site, 1));
    let theirs = world.sign_in("other@example.com", PASSWORD).unwrap();
    let theirs = world.key(&theirs, other.account, Role::Developer, &[other.site]).unwrap();
    let key = theirs.id.unwrap();
    let text = SiteText { name: "Mine now", hook: None };
    let account = NewAccount {
        email: "x@example.com",
        password: PASSWORD,
        role: Role::Viewer,
        is_active: true,
        sites: &[],
    };
    let new = NewAccountKey { name: "key", role: Role::Viewer, is_active: true, sites: &[] };
    for told in [
        outcome(world.ask(&session, async |above| above.site(other.site).await)),
        outcome(world.ask(&session, async |above| above.update_site(other.site, text).await)),
        outcome(world.ask(&session, async |above| above.delete_site(other.site).await)),
        outcome(world.ask(&session, async |above| above.delete_site(one.site).await)),
        outcome(world.ask(&session, async |above| above.create_site(text).await)),
        outcome(world.ask(&session, async |above| above.accounts(None).await)),
        outcome(world.ask(&session, async |above| above.account(other.account).await)),
        outcome(world.ask(&session, async |above| above.create_account(account).await)),
        outcome(world.ask(&session, async |above| {
            above.update_account(other.account, AccountChange::default()).await
        })),
        outcome(world.ask(&session, async |above| above.delete_account(other.account).await)),
        outcome(world.ask(&session, async |above| above.keys(other.account, None).await)),
        outcome(world.ask(&session, async |above| above.key(other.account, key).await)),
        outcome(world.ask(&session, async |above| above.create_key(other.account, new).await)),
        outcome(world.ask(&session, async |above| above.reset_key(other.account, key).await)),
        outcome(world.ask(&session, async |above| above.delete_key(other.account, key).await)),
    ] {
        assert_eq!(told, "forbidden");
    }
    assert_eq!(
        outcome(world.ask(&session, async |above| above.reset_key(one.account, key).await)),
        "no credential"
    );
    assert_eq!(outcome(world.key(&session, one.account, Role::Viewer, &[other.site])), "sites access");
    assert_eq!(outcome(world.key(&session, one.account, Role::Admin, &[one.site])), "role max");
    assert_eq!(outcome(world.ask(&session, async |above| above.update_site(one.site, text).await)), "done");
    let own = AccountChange { email: Some("other@example.com"), ..AccountChange::default() };
    assert_eq!(
        outcome(world.ask(&session, async |above| above.update_account(one.account, own).await)),
        "email refused"
    );
    let same = AccountChange {
        role: Some(Role::Developer),
        sites: Some(&[one.site]),
        is_active: Some(true),
        ..AccountChange::default()
    };
    assert_eq!(
        outcome(world.ask(&session, async |above| above.update_account(one.account, same).await)),
        "done"
    );
    assert_eq!(world.verify(&session, Some(one.site)).unwrap().role, Role::Admin);
}

#[test]
fn the_first_administrator_administers_the_installation() {
    let (world, root) = World::new();
    let caller = world.caller(&root).unwrap();
    assert!(caller.is_admin() && caller.is_unrestricted);
    let tenant = world.onboard(Onboarding::Open, "tenant@example.com").unwrap();
    assert_eq!(world.verify(&root, Some(tenant.site)).unwrap().role, Role::Admin);
    assert_eq!(world.ask(&root, async |above| above.sites(None).await).unwrap().1, 2);
    // Sending a tenant's shown role back does not change the tenant's role on the site.
    let shown = world.ask(&root, async |above| above.account(tenant.account).await).unwrap();
    assert_eq!((shown.role, shown.sites.as_slice()), (Role::Developer, &[tenant.site][..]));
    let put = AccountChange {
        email: Some("moved@example.com"),
        role: Some(shown.role),
        sites: Some(&shown.sites),
        is_active: Some(true),
        password: None,
    };
    world.ask(&root, async |above| above.update_account(tenant.account, put).await).unwrap();
    let session = world.sign_in("moved@example.com", PASSWORD).unwrap();
    assert_eq!(world.verify(&session, Some(tenant.site)).unwrap().role, Role::Admin);
    // On sites without a membership, the administrator has the rights of a site administrator.
    let new = NewKey { name: "ci", scopes: Scopes::ALL, plan: RatePlan::default(), expires_at: None };
    let (ctx, app) = (world.ctx_in(&root, tenant.site), world.app());
    let (_, secret) = block_on(app.admin(&ctx).unwrap().create_key(new)).unwrap();
    let ci = crate::Who { sort: CredentialKind::ApiKey, id: None, secret };
    assert_eq!(world.verify(&ci, None).unwrap().site, tenant.site);
    assert_eq!(outcome(world.caller(&ci)), "unauthenticated");
    let lower = AccountChange { role: Some(Role::Viewer), ..AccountChange::default() };
    world.ask(&root, async |above| above.update_account(tenant.account, lower).await).unwrap();
    assert_eq!(world.verify(&session, Some(tenant.site)).unwrap().role, Role::Viewer);
}

#[test]
fn a_login_to_one_site_gives_no_administrator_above_the_sites() {
    let (world, _) = World::new();
    let session = block_on(world.app().anonymous(&world.ctx()).log_in("root@example.com", PASSWORD)).unwrap();
    let who = crate::Who { sort: CredentialKind::Session, id: None, secret: session.token };
    let caller = world.caller(&who).unwrap();
    assert_eq!(
        (caller.role, caller.sites.as_slice(), caller.is_unrestricted),
        (Role::Developer, &[session.account.site][..], false)
    );
    assert_eq!(outcome(world.ask(&who, async |above| above.accounts(None).await)), "forbidden");
    assert_eq!(world.verify(&who, None).unwrap().role, Role::Admin);
}
