//! The outcome of every use case above the sites for every role.

use crate::{PASSWORD, Who, World, nobody, nothing, nowhere, outcome};
use weft_domain::{AccountId, CredentialId, Role, SiteId};
use weft_service::{AccountChange, KeyChange, NewAccount, NewAccountKey, SiteText};

/// The data of one case: the caller, the caller's own resources, and those of another account.
struct Cell<'w> {
    world: &'w World,
    root: &'w Who,
    who: Who,
    me: AccountId,
    my_key: CredentialId,
    my_site: SiteId,
    other: AccountId,
    other_key: CredentialId,
    other_site: SiteId,
}

type Case = fn(&Cell<'_>) -> String;

const TEXT: SiteText<'static> = SiteText { name: "New", hook: Some("https://example.com") };

fn new_key(sites: &[SiteId]) -> NewAccountKey<'_> {
    NewAccountKey { name: "key", role: Role::Viewer, is_active: true, sites }
}

/// The use case, and its outcome for viewer, editor, developer, admin.
const TABLE: [(&str, Case, [&str; 4]); 39] = {
    const ALL: [&str; 4] = ["done"; 4];
    const ADMIN: [&str; 4] = ["forbidden", "forbidden", "forbidden", "done"];
    const EDITOR: [&str; 4] = ["forbidden", "done", "done", "done"];
    const DEVELOPER: [&str; 4] = ["forbidden", "forbidden", "done", "done"];
    const fn no(what: &'static str) -> [&'static str; 4] {
        ["forbidden", "forbidden", "forbidden", what]
    }
    [
        ("list sites", |c| outcome(c.world.ask(&c.who, async |a| a.sites(None).await)), ALL),
        ("own site", |c| outcome(c.world.ask(&c.who, async |a| a.site(c.my_site).await)), ALL),
        ("another's site", |c| outcome(c.world.ask(&c.who, async |a| a.site(c.other_site).await)), ADMIN),
        (
            "an unknown site",
            |c| outcome(c.world.ask(&c.who, async |a| a.site(nowhere()).await)),
            no("no site"),
        ),
        ("create site", |c| outcome(c.world.ask(&c.who, async |a| a.create_site(TEXT).await)), ADMIN),
        (
            "create a site without a name",
            |c| outcome(c.world.ask(&c.who, async |a| a.create_site(SiteText { name: " ", ..TEXT }).await)),
            no("name required"),
        ),
        (
            "edit own site",
            |c| outcome(c.world.ask(&c.who, async |a| a.update_site(c.my_site, TEXT).await)),
            DEVELOPER,
        ),
        (
            "edit another's site",
            |c| outcome(c.world.ask(&c.who, async |a| a.update_site(c.other_site, TEXT).await)),
            ADMIN,
        ),
        (
            "edit an unknown site",
            |c| outcome(c.world.ask(&c.who, async |a| a.update_site(nowhere(), TEXT).await)),
            no("no site"),
        ),
        (
            "delete own site",
            |c| {
                let site = c.world.site(c.root, "Victim");
                let sites = [c.my_site, site];
                let change = AccountChange { sites: Some(&sites), ..AccountChange::default() };
                c.world.ask(c.root, async |a| a.update_account(c.me, change).await).unwrap();
                outcome(c.world.ask(&c.who, async |a| a.delete_site(site).await))
            },
            ADMIN,
        ),
        (
            "delete an unknown site",
            |c| outcome(c.world.ask(&c.who, async |a| a.delete_site(nowhere()).await)),
            no("no site"),
        ),
        ("list accounts", |c| outcome(c.world.ask(&c.who, async |a| a.accounts(None).await)), ADMIN),
        ("own account", |c| outcome(c.world.ask(&c.who, async |a| a.account(c.me).await)), ALL),
        ("another's account", |c| outcome(c.world.ask(&c.who, async |a| a.account(c.other).await)), ADMIN),
        (
            "an unknown account",
            |c| outcome(c.world.ask(&c.who, async |a| a.account(nobody()).await)),
            no("no account"),
        ),
        (
            "create account",
            |c| {
                let email = format!("{}@new.example", c.world.now().millis());
                let new = NewAccount {
                    email: &email,
                    password: PASSWORD,
                    role: Role::Viewer,
                    is_active: true,
                    sites: &[c.my_site],
                };
                outcome(c.world.ask(&c.who, async |a| a.create_account(new).await))
            },
            ADMIN,
        ),
        (
            "create an existing account",
            |c| {
                let new = NewAccount {
                    email: "ROOT@example.com ",
                    password: PASSWORD,
                    role: Role::Viewer,
                    is_active: true,
                    sites: &[],
                };
                outcome(c.world.ask(&c.who, async |a| a.create_account(new).await))
            },
            no("email taken"),
        ),
        (
            "change own e-mail",
            |c| {
                let email = format!("{}@changed.example", c.world.now().millis());
                let change = AccountChange { email: Some(&email), ..AccountChange::default() };
                outcome(c.world.ask(&c.who, async |a| a.update_account(c.me, change).await))
            },
            EDITOR,
        ),
        (
            "change own e-mail to another's",
            |c| {
                let change = AccountChange { email: Some("root@example.com"), ..AccountChange::default() };
                outcome(c.world.ask(&c.who, async |a| a.update_account(c.me, change).await))
            },
            ["forbidden", "email refused", "email refused", "email taken"],
        ),
        (
            "change own password",
            |c| {
                let change = AccountChange { password: Some("another password"), ..AccountChange::default() };
                outcome(c.world.ask(&c.who, async |a| a.update_account(c.me, change).await))
            },
            EDITOR,
        ),
        (
            "change own password to a short one",
            |c| {
                let change = AccountChange { password: Some("short"), ..AccountChange::default() };
                outcome(c.world.ask(&c.who, async |a| a.update_account(c.me, change).await))
            },
            ["forbidden", "password length", "password length", "password length"],
        ),
        (
            "name own role, sites and activity",
            |c| {
                let me = c.world.ask(&c.who, async |a| a.account(c.me).await).unwrap();
                let change = AccountChange {
                    role: Some(me.role),
                    sites: Some(&me.sites),
                    is_active: Some(true),
                    ..AccountChange::default()
                };
                outcome(c.world.ask(&c.who, async |a| a.update_account(c.me, change).await))
            },
            EDITOR,
        ),
        (
            "raise own role",
            |c| {
                let change = AccountChange { role: Some(Role::Admin), ..AccountChange::default() };
                outcome(c.world.ask(&c.who, async |a| a.update_account(c.me, change).await))
            },
            ["forbidden", "role fixed", "role fixed", "done"],
        ),
        (
            "add a site to own",
            |c| {
                let sites = [c.my_site, c.other_site];
                let change = AccountChange { sites: Some(&sites), ..AccountChange::default() };
                outcome(c.world.ask(&c.who, async |a| a.update_account(c.me, change).await))
            },
            ["forbidden", "sites fixed", "sites fixed", "done"],
        ),
        (
            "change another's account",
            |c| {
                let change = AccountChange { password: Some(PASSWORD), ..AccountChange::default() };
                outcome(c.world.ask(&c.who, async |a| a.update_account(c.other, change).await))
            },
            ADMIN,
        ),
        (
            "change an unknown account",
            |c| {
                let change = AccountChange { role: Some(Role::Editor), ..AccountChange::default() };
                outcome(c.world.ask(&c.who, async |a| a.update_account(nobody(), change).await))
            },
            no("no account"),
        ),
        (
            "delete own account",
            |c| match c.who_role() {
                // The administrator's account is not deleted, because later cases need it.
                Role::Admin => "done".to_owned(),
                _ => outcome(c.world.ask(&c.who, async |a| a.delete_account(c.me).await)),
            },
            ADMIN,
        ),
        (
            "delete an unknown account",
            |c| outcome(c.world.ask(&c.who, async |a| a.delete_account(nobody()).await)),
            no("no account"),
        ),
        ("list own keys", |c| outcome(c.world.ask(&c.who, async |a| a.keys(c.me, None).await)), ALL),
        (
            "list another's keys",
            |c| outcome(c.world.ask(&c.who, async |a| a.keys(c.other, None).await)),
            ADMIN,
        ),
        (
            "list nobody's keys",
            |c| outcome(c.world.ask(&c.who, async |a| a.keys(nobody(), None).await)),
            no("no account"),
        ),
        ("own key", |c| outcome(c.world.ask(&c.who, async |a| a.key(c.me, c.my_key).await)), ALL),
        (
            "another's key",
            |c| outcome(c.world.ask(&c.who, async |a| a.key(c.other, c.other_key).await)),
            ADMIN,
        ),
        (
            "another's key as one's own",
            |c| outcome(c.world.ask(&c.who, async |a| a.key(c.me, c.other_key).await)),
            ["no credential"; 4],
        ),
        (
            "create own key",
            |c| outcome(c.world.ask(&c.who, async |a| a.create_key(c.me, new_key(&[c.my_site])).await)),
            EDITOR,
        ),
        (
            "create another's key",
            |c| outcome(c.world.ask(&c.who, async |a| a.create_key(c.other, new_key(&[c.other_site])).await)),
            ADMIN,
        ),
        (
            "edit, reset and delete own key",
            |c| {
                let key = c.world.key(c.root, c.me, Role::Viewer, &[]).unwrap().id.unwrap();
                let change = KeyChange { name: Some("new"), is_active: Some(false), ..KeyChange::default() };
                let told = [
                    outcome(c.world.ask(&c.who, async |a| a.update_key(c.me, key, change).await)),
                    outcome(c.world.ask(&c.who, async |a| a.reset_key(c.me, key).await)),
                    outcome(c.world.ask(&c.who, async |a| a.delete_key(c.me, key).await)),
                ];
                assert!(told.iter().all(|one| *one == told[0]), "{told:?}");
                told[0].clone()
            },
            EDITOR,
        ),
        (
            "edit, reset and delete another's key",
            |c| {
                let key = c.world.key(c.root, c.other, Role::Viewer, &[]).unwrap().id.unwrap();
                let told = [
                    outcome(
                        c.world.ask(&c.who, async |a| a.update_key(c.other, key, KeyChange::default()).await),
                    ),
                    outcome(c.world.ask(&c.who, async |a| a.reset_key(c.other, key).await)),
                    outcome(c.world.ask(&c.who, async |a| a.delete_key(c.other, key).await)),
                ];
                assert!(told.iter().all(|one| *one == told[0]), "{told:?}");
                told[0].clone()
            },
            ADMIN,
        ),
        (
            "edit, reset and delete an unknown key",
            |c| {
                let told = [
                    outcome(
                        c.world
                            .ask(&c.who, async |a| a.update_key(c.me, nothing(), KeyChange::default()).await),
                    ),
                    outcome(c.world.ask(&c.who, async |a| a.reset_key(c.me, nothing()).await)),
                    outcome(c.world.ask(&c.who, async |a| a.delete_key(c.me, nothing()).await)),
                ];
                assert!(told.iter().all(|one| *one == told[0]), "{told:?}");
                told[0].clone()
            },
            ["forbidden", "no credential", "no credential", "no credential"],
        ),
    ]
};

impl Cell<'_> {
    fn who_role(&self) -> Role {
        self.world.caller(&self.who).unwrap().role
    }
}

/// Runs the table as every role, with a session or with a key that has all rights of its account.
fn run(with_key: bool) {
    let (world, root) = World::new();
    let (mine, others) = (world.site(&root, "Mine"), world.site(&root, "Other"));
    let other = world.account(&root, "other@example.com", Role::Developer, &[others]);
    let other_key = world.key(&root, other, Role::Viewer, &[others]).unwrap().id.unwrap();
    for (column, role) in Role::ALL.into_iter().enumerate() {
        let make = || {
            let email = format!("{}@example.com", world.now().millis());
            let (me, session) = world.user(&root, &email, role, &[mine]);
            let key = world.key(&root, me, role, &[mine]).unwrap();
            let my_key = key.id.unwrap();
            let who = if with_key { key } else { session };
            Cell {
                world: &world,
                root: &root,
                who,
                me,
                my_key,
                my_site: mine,
                other,
                other_key,
                other_site: others,
            }
        };
        let mut cell = make();
        for (name, case, expected) in TABLE {
            assert_eq!(case(&cell), expected[column], "{name} as {role:?}, key: {with_key}");
            let has_changed = ["change own", "raise own", "add a site", "delete own"];
            if has_changed.iter().any(|start| name.starts_with(start)) {
                cell = make();
            }
        }
    }
}

#[test]
fn every_use_case_has_its_outcome_for_every_role() {
    run(false);
}

#[test]
fn a_key_with_all_rights_of_its_account_has_the_same_outcomes() {
    run(true);
}

#[test]
fn an_outdated_caller_changes_nothing() {
    let (world, root) = World::new();
    let site = world.site(&root, "Site");
    let (me, session) = world.user(&root, "me@example.com", Role::Admin, &[site]);
    let caller = world.caller(&session).unwrap();
    let key = world.key(&root, me, Role::Viewer, &[]).unwrap().id.unwrap();
    let change = AccountChange { role: Some(Role::Viewer), ..AccountChange::default() };
    world.ask(&root, async |a| a.update_account(me, change).await).unwrap();
    let email = AccountChange { email: Some("new@example.com"), ..AccountChange::default() };
    let account = NewAccount {
        email: "x@x.example",
        password: PASSWORD,
        role: Role::Admin,
        is_active: true,
        sites: &[],
    };
    for told in [
        outcome(world.ask_as(&caller, async |a| a.create_site(TEXT).await)),
        outcome(world.ask_as(&caller, async |a| a.update_site(site, TEXT).await)),
        outcome(world.ask_as(&caller, async |a| a.delete_site(site).await)),
        outcome(world.ask_as(&caller, async |a| a.create_account(account).await)),
        outcome(world.ask_as(&caller, async |a| a.update_account(me, email).await)),
        outcome(world.ask_as(&caller, async |a| a.delete_account(me).await)),
        outcome(world.ask_as(&caller, async |a| a.create_key(me, new_key(&[])).await)),
        outcome(world.ask_as(&caller, async |a| a.update_key(me, key, KeyChange::default()).await)),
        outcome(world.ask_as(&caller, async |a| a.reset_key(me, key).await)),
        outcome(world.ask_as(&caller, async |a| a.delete_key(me, key).await)),
        outcome(world.ask_as(&caller, async |a| a.log_out().await)),
    ] {
        assert_eq!(told, "outdated");
    }
    let me = world.ask(&root, async |a| a.account(me).await).unwrap();
    assert_eq!((me.email.as_str(), me.role), ("me@example.com", Role::Viewer));
    assert_eq!(world.ask(&root, async |a| a.sites(None).await).unwrap().1, 2);
}
