//! Authorisation: every row of both of SnowCMS's tables, requested by every account of an
//! installation, with its session and with keys.

use std::collections::HashMap;

use serde_json::json;
use weft_domain::Role;
use weft_tests::authorisation::{self, Access, Denial, Subject, Whose};
use weft_tests::tables::{self, Row};
use weft_tests::{Account, Answer, RequestBuilder, SnowInstallation};

use crate::fixtures::Fixtures;

/// Builds requests for the first website and for accounts.
struct Snow<'h> {
    installation: &'h SnowInstallation,
    /// The account of each subject, by the subject's name.
    people: HashMap<String, Account<'h>>,
    /// The resources that paths name, by the id of their account.
    fixtures: HashMap<String, Fixtures>,
}

impl<'h> authorisation::Api<'h> for Snow<'h> {
    fn reset_fixtures(&mut self) {
        self.fixtures.clear();
    }

    fn ask(&mut self, row: &Row, subject: &Subject<'h>, whose: Whose) -> RequestBuilder<'h> {
        let is_admin = subject.access.is_some_and(|access| access.role == Role::Admin);
        let is_session = subject.name.ends_with("session");
        let mut person = self.people.get(&subject.name).cloned();
        let mut actor = subject.actor.clone();
        if is_admin && row.test == "delete_account" {
            // Delete a new administrator, because other cases need the existing accounts.
            let second = self.create_account("ADMIN");
            actor = if is_session { second.session() } else { second.key() };
            person = Some(second);
        } else if row.test == "log_out" && is_session && subject.access.is_some() {
            actor = self.installation.bearer(&self.installation.log_in(person.as_ref().unwrap().email()));
        }
        let account = match (whose, &person) {
            (Whose::Own, Some(person)) => person.id().to_owned(),
            (_, Some(person)) if person.id() == self.installation.viewer().id() => {
                self.installation.user().id().to_owned()
            }
            _ => self.installation.viewer().id().to_owned(),
        };
        let mut website = self.installation.home().to_owned();
        if is_admin && row.test == "delete_website" {
            let admin = self.installation.admin().key();
            website = admin.post("/api/websites", json!({ "name": "New" })).send().tells("Website created");
        }
        let installation = self.installation;
        let make = || Fixtures::new(installation, installation.home(), &account);
        let fixtures = self.fixtures.entry(account.clone()).or_insert_with(make);
        fixtures.website = website;
        fixtures.ask(&actor, row)
    }

    fn assert_wording(&self, answer: &Answer, denial: Denial) {
        let message = match denial {
            Denial::Unauthenticated => "Unauthorized",
            Denial::Forbidden => "Forbidden",
            Denial::Missing => "Not found",
        };
        answer.says(denial.status(), message);
    }

    fn foreign(&self, row: &Row) -> Option<Denial> {
        row.path.contains(":website").then_some(Denial::Forbidden)
    }

    fn is_success(&self, row: &Row, answer: &Answer) -> bool {
        // Media are not served yet: 501 to permitted clients only.
        answer.status() == if row.test == "media" { 501 } else { 200 }
    }
}

impl<'h> Snow<'h> {
    /// A new account.
    fn create_account(&self, role: &'static str) -> Account<'h> {
        let unique =
            Fixtures::new(self.installation, self.installation.other(), self.installation.viewer().id());
        self.installation.create_account(role, &format!("{}@new.example", unique.new_name()), &[])
    }

    /// The accounts of the installation, each with a session and a key of the same rights; keys
    /// with fewer rights; inactive accounts and keys; invalid credentials.
    fn subjects(&mut self) -> Vec<Subject<'h>> {
        let installation = self.installation;
        let mut subjects = authorisation::without_credentials([
            installation.anon(),
            installation.bearer("nothing"),
            installation.bearer("a:x.y"),
            installation.key(&installation.admin().new_key().secret),
            installation.anon().header("cookie", "snowcms_session=x:y"),
        ]);
        let whole = Access::whole;
        let both = installation.account("BOTH");
        let (viewer, user, superuser, admin) =
            (installation.viewer(), installation.user(), installation.superuser(), installation.admin());
        for (person, access) in [
            (&viewer, Some(whole(Role::Viewer))),
            (&user, Some(whole(Role::Editor))),
            (&superuser, Some(whole(Role::Developer))),
            (&admin, Some(whole(Role::Admin))),
            (&installation.account("INACTIVE"), None),
        ] {
            subjects.push(self.subject(person, "key", &person.new_key().token(), access));
            subjects.push(self.subject(person, "session", person.token(), access));
        }
        let lower = installation.key_of(&superuser, "USER", &[installation.home()]);
        let access = Access { is_whole: false, ..whole(Role::Editor) };
        subjects.push(self.subject(&superuser, "lower key", &lower.token(), Some(access)));
        let elsewhere = installation.key_of(&both, "SUPERUSER", &[installation.other()]);
        let access = Access { is_whole: false, is_foreign: true, ..whole(Role::Developer) };
        subjects.push(self.subject(&both, "key of another website", &elsewhere.token(), Some(access)));
        let inactive = installation.key_of(&admin, "ADMIN", &[installation.home()]);
        let body =
            json!({ "name": "Key", "role": "ADMIN", "active": false, "websites": [installation.home()] });
        let path = admin.path(&format!("/keys/{}", inactive.id));
        admin.session().put(path, body).send().tells("Edited API key");
        subjects.push(self.subject(&admin, "inactive key", &inactive.token(), None));
        let revoked = installation.key_of(&admin, "ADMIN", &[installation.home()]);
        admin.session().delete(admin.path(&format!("/keys/{}", revoked.id))).send().is(200);
        subjects.push(self.subject(&admin, "revoked key", &revoked.token(), None));
        subjects
    }

    fn subject(
        &mut self,
        person: &Account<'h>,
        with: &str,
        token: &str,
        access: Option<Access>,
    ) -> Subject<'h> {
        let name = format!("{} with a {with}", person.email());
        self.people.insert(name.clone(), person.clone());
        let actor = self.installation.bearer(token);
        Subject { name, actor, schemes: vec!["token"], access, site_role: None, site_pages: &[] }
    }
}

/// The installation, with an account on both websites and an inactive administrator.
fn installation() -> SnowInstallation {
    let mut installation = SnowInstallation::start();
    let websites = [installation.home().to_owned(), installation.other().to_owned()];
    let websites: Vec<&str> = websites.iter().map(String::as_str).collect();
    installation.add_account("BOTH", "SUPERUSER", "both@house.example", &websites);
    installation.add_account("INACTIVE", "ADMIN", "inactive@house.example", &websites);
    let inactive = installation.account("INACTIVE");
    let body = json!({ "email": inactive.email(), "role": "ADMIN", "active": false, "websites": websites });
    installation.admin().session().put(inactive.path(""), body).send().tells("Account edited");
    installation
}

fn check(rows: &[Row]) {
    let installation = installation();
    let mut snow = Snow { installation: &installation, people: HashMap::new(), fixtures: HashMap::new() };
    let subjects = snow.subjects();
    authorisation::check(&installation, rows, &subjects, &mut snow);
}

#[test]
fn every_row_above_the_websites_admits_exactly_the_permitted_subjects() {
    check(&tables::snow_accounts());
}

#[test]
fn every_row_of_a_website_admits_exactly_the_permitted_subjects() {
    check(&tables::snow());
}
