//! Who asks, and what each of them may do.

use serde_json::json;
use weft_domain::scopes::Scopes;
use weft_domain::{Permissions, Role};

use crate::actor::Actor;
use crate::site::Site;
use crate::weft::Weft;

/// What a good credential is good for.
#[derive(Debug, Clone, Copy)]
pub struct Standing {
    /// The lower of the account's role and that of the credential.
    pub role: Role,
    /// What role and credential allow together, on the site.
    pub permissions: Permissions,
    /// Whether the credential may whatever its account may.
    pub is_whole: bool,
    /// Whether it is a credential of another site than the one that paths name.
    pub is_foreign: bool,
}

/// Somebody who asks every row.
#[derive(Clone)]
pub struct Asker<'w> {
    /// Who it is, in what a failing test says.
    pub name: String,
    /// How the asker's requests are sent.
    pub actor: Actor<'w>,
    /// The security schemes of the credentials that requests bear, as in the OpenAPI document.
    pub schemes: Vec<&'static str>,
    /// What the credential is good for; `None` for nobody, a bad credential, a revoked one.
    pub standing: Option<Standing>,
    /// The role that the site's account has while this one asks; the one it has, if `None`.
    pub site_role: Option<Role>,
}

/// A key of a site.
#[derive(Debug, Clone)]
pub struct Key {
    /// Its id.
    pub id: String,
    /// Its secret.
    pub secret: String,
}

/// Requests without a credential, and with bad ones.
pub fn nobodies<'w>(actors: impl IntoIterator<Item = Actor<'w>>) -> Vec<Asker<'w>> {
    let nobody = |(nth, actor)| Asker {
        name: format!("nobody {nth}"),
        actor,
        schemes: Vec::new(),
        standing: None,
        site_role: None,
    };
    actors.into_iter().enumerate().map(nobody).collect()
}

/// Keys of the site for every scope and every single permission, each with every role of its
/// account; a key that was revoked, and a key of the other site with every scope.
pub fn with_keys<'w>(
    weft: &'w Weft,
    scheme: &'static str,
    send: impl Fn(&Key) -> Actor<'w>,
) -> Vec<Asker<'w>> {
    let mut askers = Vec::new();
    for names in every_scopes() {
        let scopes = Scopes::from_names(names.iter().copied()).unwrap();
        let actor = send(&new_key(&weft.site(), &names));
        for role in Role::ALL {
            let permissions = scopes.permissions(role);
            let standing = Standing {
                role: role.min(scopes.ceiling()),
                permissions,
                is_whole: permissions == Permissions::of_role(role),
                is_foreign: false,
            };
            askers.push(Asker {
                name: format!("a key for {} of the role {}", names.join(", "), role.as_str()),
                actor: actor.clone(),
                schemes: vec![scheme],
                standing: Some(standing),
                site_role: Some(role),
            });
        }
    }
    // As few changes of the role as there are roles.
    askers.sort_by_key(|asker| asker.site_role);
    let revoked = new_key(&weft.site(), &ALL_SCOPES);
    weft.session().delete(format!("/api/keys/{}", revoked.id)).send().is(200);
    askers.push(unknown("a revoked key", send(&revoked), scheme));
    askers.push(foreign("a key of another site", send(&new_key(&weft.other_site(), &ALL_SCOPES)), scheme));
    askers
}

/// A session of the site's account with each role; one that has ended, and one of the other site.
pub fn with_sessions<'w>(
    weft: &'w Weft,
    scheme: &'static str,
    send: impl Fn(&str) -> Actor<'w>,
) -> Vec<Asker<'w>> {
    let session = |role: Role| Asker {
        name: format!("a session of the role {}", role.as_str()),
        actor: send(&weft.site().new_token()),
        schemes: vec![scheme],
        standing: Some(Standing {
            role,
            permissions: Permissions::of_role(role),
            is_whole: true,
            is_foreign: false,
        }),
        site_role: Some(role),
    };
    let mut askers: Vec<Asker<'w>> = Role::ALL.into_iter().map(session).collect();
    let ended = weft.site().new_token();
    weft.bearer(&ended).post("/v1/auth/logout", json!({})).send().is(200);
    askers.push(unknown("a session that has ended", send(&ended), scheme));
    askers.push(foreign("a session of another site", send(&weft.other_site().new_token()), scheme));
    askers
}

const ALL_SCOPES: [&str; 3] = ["read", "write", "admin"];

/// Sets of scopes: each alone, every two, all, and each permission alone.
fn every_scopes() -> Vec<Vec<&'static str>> {
    let mut sets: Vec<Vec<&'static str>> = Vec::new();
    for bits in 1..8_usize {
        let chosen = ALL_SCOPES.iter().enumerate().filter(|(nth, _)| bits & (1 << nth) != 0);
        sets.push(chosen.map(|(_, name)| *name).collect());
    }
    let single = |permission| Scopes { single: Permissions::of(&[permission]), ..Scopes::default() }.names();
    let singles = weft_domain::Permission::ALL.into_iter().map(single);
    sets.extend(singles.filter(|names| !ALL_SCOPES.contains(&names[0])));
    // What no scope and no single permission gives alone.
    sets.push(vec!["read", "drafts"]);
    sets.push(vec!["read", "write:entries"]);
    sets.push(vec!["read", "write:entries", "publish"]);
    sets
}

fn new_key(site: &Site<'_>, scopes: &[&str]) -> Key {
    let plan = json!({ "perMinute": 0, "perDay": 0 });
    let made =
        site.session().post("/api/keys", json!({ "name": "k", "scopes": scopes, "plan": plan })).send();
    Key { id: made.is(201).text_at("/id"), secret: made.text_at("/key") }
}

fn unknown<'w>(name: &str, actor: Actor<'w>, scheme: &'static str) -> Asker<'w> {
    Asker { name: name.to_owned(), actor, schemes: vec![scheme], standing: None, site_role: None }
}

fn foreign<'w>(name: &str, actor: Actor<'w>, scheme: &'static str) -> Asker<'w> {
    let standing =
        Standing { role: Role::Admin, permissions: Permissions::ALL, is_whole: true, is_foreign: true };
    Asker { standing: Some(standing), ..unknown(name, actor, scheme) }
}
