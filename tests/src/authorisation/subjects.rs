//! The subjects of the authorisation tests, and the rights of each.

use serde_json::json;
use weft_domain::scopes::Scopes;
use weft_domain::{Permissions, Role};

use crate::actor::Actor;
use crate::site::Site;
use crate::weft::Weft;

/// The rights of a valid credential.
#[derive(Debug, Clone, Copy)]
pub struct Access {
    /// The lower of the account's role and that of the credential.
    pub role: Role,
    /// The permissions of role and credential together, on the site.
    pub permissions: Permissions,
    /// Whether the credential has all rights of its account.
    pub is_whole: bool,
    /// Whether the credential belongs to another site than the one that paths name.
    pub is_foreign: bool,
    /// Whether its account is limited to pages on which none of the fixtures stands.
    pub is_limited: bool,
}

impl Access {
    /// Every right of a role on the site, of an account without limits.
    pub fn whole(role: Role) -> Self {
        let permissions = Permissions::of_role(role);
        Self { role, permissions, is_whole: true, is_foreign: false, is_limited: false }
    }
}

/// A client that requests every row.
#[derive(Clone)]
pub struct Subject<'w> {
    /// Its name in the message of a failed test.
    pub name: String,
    /// The actor that sends its requests.
    pub actor: Actor<'w>,
    /// The security schemes of its credentials, as in the OpenAPI document.
    pub schemes: Vec<&'static str>,
    /// The rights of the credential; `None` without one, and for an invalid or revoked one.
    pub access: Option<Access>,
    /// The role of the site's account during the request; `None` keeps the current role.
    pub site_role: Option<Role>,
    /// The pages that the site's account is limited to during the request; none means all.
    pub site_pages: &'static [&'static str],
}

/// A page on which no fixture stands.
const NOWHERE: &[&str] = &["/nowhere"];

/// A key of a site.
#[derive(Debug, Clone)]
pub struct Key {
    /// Its id.
    pub id: String,
    /// Its secret.
    pub secret: String,
}

/// Returns subjects without a credential, and with invalid ones.
pub fn without_credentials<'w>(actors: impl IntoIterator<Item = Actor<'w>>) -> Vec<Subject<'w>> {
    let subject = |(nth, actor)| Subject {
        name: format!("no credential, number {nth}"),
        actor,
        schemes: Vec::new(),
        access: None,
        site_role: None,
        site_pages: &[],
    };
    actors.into_iter().enumerate().map(subject).collect()
}

/// Returns keys of the site for every scope and every single permission, each with every role of
/// its account; a revoked key, and a key of the other site with every scope.
pub fn with_keys<'w>(
    weft: &'w Weft,
    scheme: &'static str,
    send: impl Fn(&Key) -> Actor<'w>,
) -> Vec<Subject<'w>> {
    let mut subjects = Vec::new();
    for names in every_scopes() {
        let scopes = Scopes::from_names(names.iter().copied()).unwrap();
        let actor = send(&new_key(&weft.site(), &names));
        for role in Role::ALL {
            let permissions = scopes.permissions(role);
            let access = Access {
                role: role.min(scopes.ceiling()),
                permissions,
                is_whole: permissions == Permissions::of_role(role),
                is_foreign: false,
                is_limited: false,
            };
            subjects.push(Subject {
                name: format!("a key for {} of the role {}", names.join(", "), role.as_str()),
                actor: actor.clone(),
                schemes: vec![scheme],
                access: Some(access),
                site_role: Some(role),
                site_pages: &[],
            });
        }
    }
    // Each change of the role costs a write.
    subjects.sort_by_key(|subject| subject.site_role);
    let revoked = new_key(&weft.site(), &ALL_SCOPES);
    weft.session().delete(format!("/api/keys/{}", revoked.id)).send().is(200);
    subjects.push(unknown("a revoked key", send(&revoked), scheme));
    subjects.push(foreign("a key of another site", send(&new_key(&weft.other_site(), &ALL_SCOPES)), scheme));
    subjects
}

/// Returns a session of the site's account with each role, also while the account is limited to
/// pages; an ended one, and one of the other site.
pub fn with_sessions<'w>(
    weft: &'w Weft,
    scheme: &'static str,
    send: impl Fn(&str) -> Actor<'w>,
) -> Vec<Subject<'w>> {
    let session = |role: Role, site_pages: &'static [&'static str]| Subject {
        name: format!("a session of the role {} {}", role.as_str(), site_pages.join(" ")),
        actor: send(&weft.site().new_token()),
        schemes: vec![scheme],
        // Administrators are not limited.
        access: Some(Access {
            is_limited: !site_pages.is_empty() && role != Role::Admin,
            ..Access::whole(role)
        }),
        site_role: Some(role),
        site_pages,
    };
    let mut subjects: Vec<Subject<'w>> =
        Role::ALL.into_iter().flat_map(|role| [&[], NOWHERE].map(|pages| session(role, pages))).collect();
    let ended = weft.site().new_token();
    weft.bearer(&ended).post("/v1/auth/logout", json!({})).send().is(200);
    subjects.push(unknown("a session that has ended", send(&ended), scheme));
    subjects.push(foreign("a session of another site", send(&weft.other_site().new_token()), scheme));
    subjects
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
    // Some rows require a combination of permissions that no scope contains.
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

fn unknown<'w>(name: &str, actor: Actor<'w>, scheme: &'static str) -> Subject<'w> {
    let name = name.to_owned();
    Subject { name, actor, schemes: vec![scheme], access: None, site_role: None, site_pages: &[] }
}

fn foreign<'w>(name: &str, actor: Actor<'w>, scheme: &'static str) -> Subject<'w> {
    let access = Access { permissions: Permissions::ALL, is_foreign: true, ..Access::whole(Role::Admin) };
    Subject { access: Some(access), ..unknown(name, actor, scheme) }
}
