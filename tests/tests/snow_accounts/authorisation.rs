//! Who may do what: every row of both of SnowCMS's tables, asked by every account of a house, with
//! its session and with keys.

use std::collections::HashMap;

use serde_json::json;
use weft_domain::{Permissions, Role};
use weft_tests::authorisation::{self, Asker, Refusal, Standing, Whose};
use weft_tests::tables::{self, Row};
use weft_tests::{Answer, Ask, House, Person};

use crate::things::Things;

/// SnowCMS, asked about the first website and about accounts.
struct Snow<'h> {
    house: &'h House,
    /// Who stands behind each asker, by the asker's name.
    people: HashMap<String, Person<'h>>,
    /// What paths name, by the account that they name.
    things: HashMap<String, Things>,
}

impl<'h> authorisation::Api<'h> for Snow<'h> {
    fn renew(&mut self) {
        self.things.clear();
    }

    fn ask(&mut self, row: &Row, asker: &Asker<'h>, whose: Whose) -> Ask<'h> {
        let is_admin = asker.standing.is_some_and(|standing| standing.role == Role::Admin);
        let is_session = asker.name.ends_with("session");
        let mut person = self.people.get(&asker.name).cloned();
        let mut actor = asker.actor.clone();
        if is_admin && row.test == "delete_account" {
            // Another administrator, whom nobody misses.
            let second = self.hire("ADMIN");
            actor = if is_session { second.session() } else { second.key() };
            person = Some(second);
        } else if row.test == "log_out" && is_session && asker.standing.is_some() {
            actor = self.house.bearer(&self.house.log_in(person.as_ref().unwrap().email()));
        }
        let account = match (whose, &person) {
            (Whose::Own, Some(person)) => person.id().to_owned(),
            (_, Some(person)) if person.id() == self.house.viewer().id() => self.house.user().id().to_owned(),
            _ => self.house.viewer().id().to_owned(),
        };
        let mut website = self.house.home().to_owned();
        if is_admin && row.test == "delete_website" {
            let admin = self.house.admin().key();
            website = admin.post("/api/websites", json!({ "name": "New" })).send().tells("Website created");
        }
        let house = self.house;
        let make = || Things::new(house, house.home(), &account);
        let things = self.things.entry(account.clone()).or_insert_with(make);
        things.website = website;
        things.ask(&actor, row)
    }

    fn words(&self, answer: &Answer, refusal: Refusal) {
        let message = match refusal {
            Refusal::Unauthenticated => "Unauthorized",
            Refusal::Forbidden => "Forbidden",
            Refusal::Missing => "Not found",
        };
        answer.says(refusal.status(), message);
    }

    fn foreign(&self, row: &Row) -> Option<Refusal> {
        row.path.contains(":website").then_some(Refusal::Forbidden)
    }

    fn is_done(&self, row: &Row, answer: &Answer) -> bool {
        // There are no media yet, which only those are told who could use them.
        answer.status() == if row.test == "media" { 501 } else { 200 }
    }
}

impl<'h> Snow<'h> {
    /// A new account.
    fn hire(&self, role: &'static str) -> Person<'h> {
        let unique = Things::new(self.house, self.house.other(), self.house.viewer().id());
        self.house.hire(role, &format!("{}@new.example", unique.new_name()), &[])
    }

    /// The people of the house, each with a session and a key for as much; keys for less; accounts
    /// and keys that are not active; bad credentials.
    fn askers(&mut self) -> Vec<Asker<'h>> {
        let house = self.house;
        let mut askers = authorisation::nobodies([
            house.anon(),
            house.bearer("nothing"),
            house.bearer("a:x.y"),
            house.key(&house.admin().new_key().secret),
            house.anon().header("cookie", "snowcms_session=x:y"),
        ]);
        let whole = |role| Standing {
            role,
            permissions: Permissions::of_role(role),
            is_whole: true,
            is_foreign: false,
        };
        let both = house.person("BOTH");
        let (viewer, user, superuser, admin) =
            (house.viewer(), house.user(), house.superuser(), house.admin());
        for (person, standing) in [
            (&viewer, Some(whole(Role::Viewer))),
            (&user, Some(whole(Role::Editor))),
            (&superuser, Some(whole(Role::Developer))),
            (&admin, Some(whole(Role::Admin))),
            (&house.person("RESTING"), None),
        ] {
            askers.push(self.asker(person, "key", &person.new_key().token(), standing));
            askers.push(self.asker(person, "session", person.token(), standing));
        }
        let lower = house.key_of(&superuser, "USER", &[house.home()]);
        let standing = Standing { is_whole: false, ..whole(Role::Editor) };
        askers.push(self.asker(&superuser, "lower key", &lower.token(), Some(standing)));
        let elsewhere = house.key_of(&both, "SUPERUSER", &[house.other()]);
        let standing = Standing { is_whole: false, is_foreign: true, ..whole(Role::Developer) };
        askers.push(self.asker(&both, "key of another website", &elsewhere.token(), Some(standing)));
        let resting = house.key_of(&admin, "ADMIN", &[house.home()]);
        let body = json!({ "name": "Key", "role": "ADMIN", "active": false, "websites": [house.home()] });
        let path = admin.path(&format!("/keys/{}", resting.id));
        admin.session().put(path, body).send().tells("Edited API key");
        askers.push(self.asker(&admin, "key that rests", &resting.token(), None));
        let revoked = house.key_of(&admin, "ADMIN", &[house.home()]);
        admin.session().delete(admin.path(&format!("/keys/{}", revoked.id))).send().is(200);
        askers.push(self.asker(&admin, "revoked key", &revoked.token(), None));
        askers
    }

    fn asker(
        &mut self,
        person: &Person<'h>,
        with: &str,
        token: &str,
        standing: Option<Standing>,
    ) -> Asker<'h> {
        let name = format!("{} with a {with}", person.email());
        self.people.insert(name.clone(), person.clone());
        let actor = self.house.bearer(token);
        Asker { name, actor, schemes: vec!["token"], standing, site_role: None }
    }
}

/// The house, with an account on both websites and an administrator who no longer is one.
fn house() -> House {
    let mut house = House::open();
    let websites = [house.home().to_owned(), house.other().to_owned()];
    let websites: Vec<&str> = websites.iter().map(String::as_str).collect();
    house.settle("BOTH", "SUPERUSER", "both@house.example", &websites);
    house.settle("RESTING", "ADMIN", "resting@house.example", &websites);
    let resting = house.person("RESTING");
    let body = json!({ "email": resting.email(), "role": "ADMIN", "active": false, "websites": websites });
    house.admin().session().put(resting.path(""), body).send().tells("Account edited");
    house
}

fn check(rows: &[Row]) {
    let house = house();
    let mut snow = Snow { house: &house, people: HashMap::new(), things: HashMap::new() };
    let askers = snow.askers();
    authorisation::check(&house, rows, &askers, &mut snow);
}

#[test]
fn every_row_above_the_websites_is_for_those_who_may_and_for_nobody_else() {
    check(&tables::snow_accounts());
}

#[test]
fn every_row_of_a_website_is_for_those_who_may_and_for_nobody_else() {
    check(&tables::snow());
}
