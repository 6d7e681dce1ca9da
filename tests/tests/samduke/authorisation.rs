//! Authorisation: every row of samduke-cms's tables, requested by every subject.

use std::time::Duration;

use serde_json::json;
use weft_domain::{Permission, Permissions, Role};
use weft_tests::authorisation::{self, Access, Denial, Subject, Whose};
use weft_tests::tables::Row;
use weft_tests::{Actor, Answer, RequestBuilder, Weft};

use crate::every_endpoint::{self, Fixtures, rows};
use crate::fixtures::{Cms, session};

/// Requests to a site with a blog.
struct Samduke<'a, 'w> {
    weft: &'w Weft,
    cms: &'a Cms<'w>,
    fixtures: Fixtures,
    nth: u32,
    /// How a valid credential of another repository is denied.
    foreign: Denial,
}

impl<'a, 'w> Samduke<'a, 'w> {
    fn new(weft: &'w Weft, cms: &'a Cms<'w>, foreign: Denial) -> Self {
        Self { weft, cms, fixtures: every_endpoint::fixtures(cms, 0), nth: 0, foreign }
    }
}

impl<'w> authorisation::Api<'w> for Samduke<'_, 'w> {
    fn reset_fixtures(&mut self) {
        self.nth += 1;
        self.fixtures = every_endpoint::fixtures(self.cms, self.nth);
    }

    fn ask(&mut self, row: &Row, subject: &Subject<'w>, _: Whose) -> RequestBuilder<'w> {
        let actor = match subject.access {
            // This ends the session.
            Some(access) if row.test == "log_out" => {
                let site = if access.is_foreign { self.weft.other_site() } else { self.weft.site() };
                self.weft.anon().header("cookie", &session(self.weft, &site))
            }
            _ => subject.actor.clone(),
        };
        every_endpoint::ask(self.weft, &actor, row, &self.fixtures)
    }

    fn assert_wording(&self, answer: &Answer, denial: Denial) {
        let told = answer.is(denial.status()).text_at("/error");
        let starts: &[&str] = match denial {
            Denial::Unauthenticated => &["Unauthorized", "Invalid or expired API token", "Raw GitHub tokens"],
            Denial::Forbidden => {
                &["Insufficient permissions. Required: ", "Token does not have access to repo: "]
            }
            Denial::Missing => &["Failed to fetch config", "Token not found", "No cms.config.json"],
        };
        assert!(starts.iter().any(|start| told.starts_with(start)), "{answer}");
    }

    fn foreign(&self, row: &Row) -> Option<Denial> {
        match row.who.as_str() {
            "principal or caller" => Some(self.foreign),
            _ if row.test == "delete_token" => Some(Denial::Missing),
            // Every other row is about the account.
            _ => None,
        }
    }

    fn is_success(&self, row: &Row, answer: &Answer) -> bool {
        // Another account's site cannot be connected.
        let is_elsewhere = answer.text().contains("No cms.config.json");
        is_elsewhere || every_endpoint::is_success(row, answer.text(), answer.status())
    }
}

/// This API's permissions, and what each is.
const NAMES: [(&str, &[Permission]); 5] = [
    ("content:read", &[Permission::Read]),
    ("content:write", &[Permission::Write, Permission::Publish]),
    ("content:delete", &[Permission::Delete]),
    ("config:read", &[Permission::ReadConfig]),
    ("repos:read", &[Permission::ReadSites]),
];

fn subject<'w>(name: &str, actor: Actor<'w>, access: Option<(Permissions, bool)>, role: Role) -> Subject<'w> {
    let access = access.map(|(permissions, is_foreign)| Access {
        role,
        permissions,
        is_whole: false,
        is_foreign,
        is_limited: false,
    });
    Subject {
        name: name.to_owned(),
        actor,
        schemes: vec!["token"],
        access,
        site_role: Some(role),
        site_pages: &[],
    }
}

/// Tokens with each permission, with each role of their account; and those that are none, or of
/// another repository.
fn tokens<'w>(weft: &'w Weft, cms: &Cms<'w>) -> Vec<Subject<'w>> {
    let mut subjects = Vec::new();
    for (name, permissions) in NAMES {
        let (of_repo, of_all) = (cms.token(&[name]), cms.token_for(&["*"], &[name]));
        for role in Role::ALL {
            let held = Permissions::of(permissions).intersection(Permissions::of_role(role));
            for (of, actor) in [("the repository", &of_repo), ("all", &of_all)] {
                let called = format!("a token for {name} of {of}, role {}", role.as_str());
                subjects.push(subject(&called, actor.clone(), Some((held, false)), role));
            }
        }
    }
    subjects.sort_by_key(|subject| subject.site_role);
    let all = NAMES.map(|(name, _)| name);
    let every: Permissions = NAMES.iter().flat_map(|(_, permissions)| permissions.iter().copied()).collect();
    let elsewhere = cms.token_for(&["owner/none"], &all);
    subjects.push(subject("a token of another repository", elsewhere, Some((every, true)), Role::Admin));
    let capitals = cms.token_for(&[&cms.repo.to_uppercase()], &all);
    subjects.push(subject(
        "a token of the repository in capitals",
        capitals,
        Some((every, true)),
        Role::Admin,
    ));
    let revoked = cms.create_token(&["*"], &all);
    cms.browser().delete(format!("/api/tokens/{}", revoked.text_at("/tokenId"))).send().is(200);
    subjects.push(subject("a revoked token", weft.bearer(&revoked.text_at("/token")), None, Role::Admin));
    let body = json!({ "name": "short", "repos": ["*"], "permissions": all, "expiresIn": 300 });
    let expired = cms.browser().post("/api/tokens", body).send().is(201).text_at("/token");
    weft.clock().advance(Duration::from_secs(300));
    subjects.push(subject("an expired token", weft.bearer(&expired), None, Role::Admin));
    subjects
}

#[test]
fn tokens_may_do_what_they_say_where_they_say_it() {
    let weft = Weft::start();
    let cms = Cms::with_blog(&weft);
    let subjects = tokens(&weft, &cms);
    // What is for sessions only refuses tokens by name; see below.
    let rows: Vec<Row> = rows()
        .into_iter()
        .filter(|row| row.is_open || row.security.iter().flatten().any(|name| name == "token"))
        .collect();
    authorisation::check(&weft, &rows, &subjects, &mut Samduke::new(&weft, &cms, Denial::Forbidden));
}

#[test]
fn sessions_may_do_what_their_account_may() {
    let weft = Weft::start();
    let cms = Cms::with_blog(&weft);
    let mut subjects = authorisation::without_credentials([
        weft.anon(),
        weft.bearer("cms_nothing"),
        weft.bearer("ghp_nothing"),
        weft.anon().header("cookie", "cms_session=nothing"),
        weft.admin(),
        weft.session(),
    ]);
    let cookie = |site| weft.anon().header("cookie", &session(&weft, &site));
    for role in Role::ALL {
        let access = (Permissions::of_role(role), false);
        let mut one =
            subject(&format!("a session, role {}", role.as_str()), cookie(weft.site()), Some(access), role);
        one.schemes = vec!["session"];
        subjects.push(one);
    }
    let mut other = subject(
        "a session of another account",
        cookie(weft.other_site()),
        Some((Permissions::ALL, true)),
        Role::Admin,
    );
    other.schemes = vec!["session"];
    subjects.push(other);
    authorisation::check(&weft, &rows(), &subjects, &mut Samduke::new(&weft, &cms, Denial::Missing));
}

#[test]
fn what_is_for_sessions_refuses_tokens_before_anything_else() {
    let weft = Weft::start();
    let cms = Cms::with_blog(&weft);
    let fixtures = every_endpoint::fixtures(&cms, 0);
    let token = cms.token_for(&["*"], &NAMES.map(|(name, _)| name));
    let mut count = 0;
    for row in rows() {
        let is_for_tokens = row.security.iter().flatten().any(|name| name == "token");
        if row.is_open || is_for_tokens {
            continue;
        }
        count += 1;
        let answer = every_endpoint::ask(&weft, &token, &row, &fixtures).bytes("{").send();
        answer.says(403, "This endpoint requires browser session auth");
    }
    assert_eq!(count, 5);
}

#[test]
fn the_order_of_refusals_is_permission_repository_names_collection_body() {
    let weft = Weft::start();
    let cms = Cms::with_blog(&weft);
    let put = |actor: &Actor<'_>, repo: &str, collection: &str| {
        let path = format!("/api/repos/{repo}/content/{collection}/a");
        actor.ask("PUT", path).bytes("{").send()
    };
    let (ours, all) = (cms.repo.replace('/', "%2F"), cms.token_for(&["*"], &["content:write"]));
    let reading = cms.token(&["content:read"]);
    put(&reading, "owner%2Fnone", "-").says(403, "Insufficient permissions. Required: content:write");
    put(&reading, &ours, "-").says(403, "Insufficient permissions. Required: content:write");
    let writing = cms.token(&["content:write"]);
    put(&writing, "owner%2Fnone", "-").says(403, "Token does not have access to repo: owner/none");
    put(&writing, "owner", "-").says(403, "Token does not have access to repo: owner");
    put(&all, "owner", "-").says(400, "Invalid repo format. Use owner/repo-name");
    put(&all, "owner%2Fnone", "-").says(404, "Failed to fetch config");
    put(&all, &ours, "-").says(400, "Invalid collection name");
    put(&all, &ours, "none").says(404, "Collection not found");
    put(&all, &ours, "blog").says(400, "the body must be a JSON object");
}
