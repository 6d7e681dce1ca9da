//! The permissions of a principal on its site: those of its role, limited to the scopes of its
//! credential.

use crate::{Who, World, outcome};
use futures_executor::block_on;
use weft_domain::entry::{Guard, Status, Visibility};
use weft_domain::{CredentialKind, Error, Permission, Permissions, Principal, RatePlan, Role, Scopes};
use weft_service::{AccountChange, EntryChange, NewEntry, NewKey};

/// Creates a key of the first site with these scopes and permissions.
fn key(world: &World, names: &[&str]) -> Result<Who, Error> {
    let session = block_on(world.app().anonymous(&world.ctx()).log_in("root@example.com", crate::PASSWORD))?;
    let login = Who { sort: CredentialKind::Session, id: None, secret: session.token };
    key_by(world, &login, names)
}

fn key_by(world: &World, who: &Who, names: &[&str]) -> Result<Who, Error> {
    let mut ctx = world.ctx();
    ctx.principal = Some(world.verify(who, None)?);
    let scopes = Scopes::from_names(names.iter().copied()).unwrap();
    let new = NewKey { name: "k", scopes, plan: RatePlan::default(), expires_at: None };
    let (_, secret) = block_on(world.app().admin(&ctx)?.create_key(new))?;
    Ok(Who { sort: CredentialKind::ApiKey, id: None, secret })
}

fn principal(world: &World, names: &[&str]) -> Principal {
    world.verify(&key(world, names).unwrap(), None).unwrap()
}

/// The permissions of the scope `read`.
const READS: [Permission; 3] = [Permission::Read, Permission::ReadConfig, Permission::ReadSites];

#[test]
fn a_key_has_the_permissions_of_its_scopes_and_its_single_permissions() {
    let (world, _) = World::new();
    for (names, permissions) in [
        (&["read"][..], &READS[..]),
        (&["write"], &[Permission::Write, Permission::Publish, Permission::Delete, Permission::Config]),
        (&["admin"], &[Permission::Drafts, Permission::Sites, Permission::Admin]),
        (&["read", "publish"], &[&READS[..], &[Permission::Publish]].concat()),
        (&["write:entries", "delete"], &[Permission::Write, Permission::Delete]),
        (&["admin:accounts", "sites"], &[Permission::Sites, Permission::Admin]),
        (&["read", "write", "admin"], &Permission::ALL),
    ] {
        assert_eq!(principal(&world, names).permissions, Permissions::of(permissions), "{names:?}");
    }
}

#[test]
fn a_lowered_role_removes_permissions_at_once() {
    let (world, root) = World::new();
    let all = key(&world, &["read", "write", "admin"]).unwrap();
    let before = world.verify(&all, None).unwrap();
    let (_, other) = world.user(&root, "two@example.com", Role::Admin, &[]);
    let lower = AccountChange { role: Some(Role::Viewer), ..AccountChange::default() };
    world.ask(&other, async |above| above.update_account(before.account, lower).await).unwrap();
    let after = world.verify(&all, None).unwrap();
    assert_eq!(after.permissions, Permissions::of(&[&READS[..], &[Permission::Drafts]].concat()));
    assert!(after.epoch > before.epoch);
}

#[test]
fn each_handle_and_each_status_requires_its_permission() {
    let (world, _) = World::new();
    let app = world.app();
    for permission in Permission::ALL {
        let mut ctx = world.ctx();
        let mut one = principal(&world, &["read"]);
        one.permissions = Permissions::of(&[permission]);
        ctx.principal = Some(one);
        let got = [
            outcome(app.reader(&ctx, Visibility::Published)),
            outcome(app.writer(&ctx)),
            outcome(app.publisher(&ctx)),
            outcome(app.deleter(&ctx)),
            outcome(app.developer(&ctx)),
            outcome(app.admin(&ctx)),
        ];
        let handles = [
            Permission::Read,
            Permission::Write,
            Permission::Publish,
            Permission::Delete,
            Permission::Config,
            Permission::Admin,
        ];
        assert_eq!(got, handles.map(|needed| if needed == permission { "done" } else { "forbidden" }));
        let all = outcome(app.reader(&ctx, Visibility::All));
        assert_eq!(all, "forbidden", "drafts need both permissions");
    }
    let mut ctx = world.ctx();
    ctx.principal = Some(principal(&world, &["write:entries"]));
    let writer = app.writer(&ctx).unwrap();
    let new = |status| NewEntry {
        collection: "post",
        slug: None,
        status,
        data: Vec::new(),
        created_at: None,
        published_at: None,
        place: None,
    };
    let told = |status| outcome(block_on(writer.create(&[], new(status))));
    // With the permission, the next error is the unknown content type.
    assert_eq!([told(None), told(Some(Status::Draft))], ["no content type", "no content type"]);
    assert_eq!([told(Some(Status::Published)), told(Some(Status::Archived))], ["forbidden", "forbidden"]);
    let id = "018f3f70-1c2d-7abc-8def-000000000009".parse().unwrap();
    let told = |status| {
        let change = EntryChange { status, ..EntryChange::default() };
        outcome(block_on(writer.update(&[], id, change, Guard::Any)))
    };
    assert_eq!([told(None), told(Some(Status::Draft))], ["no document", "forbidden"]);
}

#[test]
fn a_key_cannot_be_created_with_more_permissions_than_its_creator() {
    let (world, _) = World::new();
    let maker = key(&world, &["admin"]).unwrap();
    for (names, told) in [
        (&["admin"][..], "done"),
        (&["drafts", "sites"], "done"),
        (&["read"], "scopes max"),
        (&["admin", "publish"], "scopes max"),
    ] {
        assert_eq!(outcome(key_by(&world, &maker, names)), told, "{names:?}");
    }
}
