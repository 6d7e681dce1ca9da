//! Who may do what: every endpoint of both of SnowCMS's tables, asked well by everybody. A new
//! endpoint needs a row here.

use serde_json::json;
use weft_tests::tables::{self, Row};
use weft_tests::{Account, Actor, SnowInstallation};

use crate::fixtures::Fixtures;

/// Whose account a path names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Whose {
    Own,
    Anothers,
}

/// What each of these is answered: a stranger, a viewer, a user, a superuser, an administrator, a
/// superuser's key with the role of a user, a superuser's key of another website, an account that
/// rests, a key that rests.
type Cells = [u16; 9];

const OPEN: Cells = [200; 9];
const SIGNED_IN: Cells = [401, 200, 200, 200, 200, 200, 200, 401, 401];
const ADMIN: Cells = [401, 403, 403, 403, 200, 403, 403, 401, 401];
/// Of a website, each from this role on.
const READ: Cells = [401, 200, 200, 200, 200, 200, 403, 401, 401];
const WRITE: Cells = [401, 403, 200, 200, 200, 200, 403, 401, 401];
const SHAPE: Cells = [401, 403, 403, 200, 200, 403, 403, 401, 401];
/// Of one's own account, from a user on; and not with a key that may less than the account.
const OWN: Cells = [401, 403, 200, 200, 200, 200, 200, 401, 401];
const WHOLE: Cells = [401, 403, 200, 200, 200, 403, 403, 401, 401];

fn cells(name: &str, whose: Whose) -> Cells {
    match (name, whose) {
        ("what a login page may offer" | "log in" | "log out", _) => OPEN,
        (
            "list websites"
            | "get one's own account"
            | "get one's own account, as the seed's example does"
            | "list time zones"
            | "check an address",
            _,
        ) => SIGNED_IN,
        (
            "create a website" | "delete a website" | "list accounts" | "create an account"
            | "delete an account",
            _,
        ) => ADMIN,
        ("get an account" | "list keys" | "get a key", Whose::Own) => SIGNED_IN,
        ("create a key" | "edit a key" | "reset a key" | "delete a key", Whose::Own) => OWN,
        ("edit an account", Whose::Own) => WHOLE,
        (
            "get an account" | "edit an account" | "list keys" | "get a key" | "create a key" | "edit a key"
            | "reset a key" | "delete a key",
            Whose::Anothers,
        ) => ADMIN,
        (
            "get a website"
            | "list collections"
            | "get a collection"
            | "get the title"
            | "get the title, as the seed spells it"
            | "list inputs"
            | "list entries"
            | "get an entry"
            | "get an entry by slug"
            | "list files"
            | "get the limits of files"
            | "get a file",
            _,
        ) => READ,
        (
            "create an entry" | "edit an entry" | "delete an entry" | "list drafts" | "get a draft"
            | "create a draft" | "edit a draft" | "delete a draft" | "begin an upload" | "confirm an upload"
            | "delete a file",
            _,
        ) => WRITE,
        (
            "edit a website"
            | "create a collection"
            | "edit a collection"
            | "delete a collection"
            | "edit the title"
            | "edit the title, as the seed spells it"
            | "create an input"
            | "edit an input"
            | "move an input"
            | "delete an input",
            _,
        ) => SHAPE,
        (other, _) => panic!("who may \"{other}\"?"),
    }
}

/// One column of the table, with a key or a session.
struct Caller<'h> {
    column: usize,
    person: Option<Account<'h>>,
    actor: Actor<'h>,
    is_session: bool,
}

fn callers(installation: &SnowInstallation) -> Vec<Caller<'_>> {
    let mut callers = vec![Caller { column: 0, person: None, actor: installation.anon(), is_session: false }];
    let mut add = |column: usize, person: &Account<'_>, token: &str, is_session: bool| {
        let person = Some(installation.account_with_id(person.id()));
        callers.push(Caller { column, person, actor: installation.bearer(token), is_session });
    };
    let people = [installation.viewer(), installation.user(), installation.superuser(), installation.admin()];
    for (nth, person) in people.iter().enumerate() {
        add(nth + 1, person, &person.new_key().token(), false);
        add(nth + 1, person, person.token(), true);
    }
    let superuser = installation.superuser();
    let lower = installation.key_of(&superuser, "USER", &[installation.home()]);
    add(5, &superuser, &lower.token(), false);
    let both = installation.account("BOTH");
    let elsewhere = installation.key_of(&both, "SUPERUSER", &[installation.other()]);
    add(6, &both, &elsewhere.token(), false);
    let resting = installation.account("RESTING");
    add(7, &resting, &resting.new_key().token(), false);
    add(7, &resting, resting.token(), true);
    let admin = installation.admin();
    let key = installation.key_of(&admin, "ADMIN", &[installation.home()]);
    let body = json!({ "name": "Key", "role": "ADMIN", "active": false, "websites": [installation.home()] });
    admin.session().put(admin.path(&format!("/keys/{}", key.id)), body).send().tells("Edited API key");
    add(8, &admin, &key.token(), false);
    callers
}

/// The house, with an account on both websites and an administrator who no longer is one.
fn installation() -> SnowInstallation {
    let mut installation = SnowInstallation::start();
    let websites = [installation.home().to_owned(), installation.other().to_owned()];
    let websites: Vec<&str> = websites.iter().map(String::as_str).collect();
    installation.add_account("BOTH", "SUPERUSER", "both@house.example", &websites);
    installation.add_account("RESTING", "ADMIN", "resting@house.example", &websites);
    let resting = installation.account("RESTING");
    let body = json!({ "email": resting.email(), "role": "ADMIN", "active": false, "websites": websites });
    installation.admin().session().put(resting.path(""), body).send().tells("Account edited");
    installation
}

/// Asks well, for something that is there and that no other cell needs.
fn status(installation: &SnowInstallation, row: &Row, caller: &Caller<'_>, whose: Whose) -> u16 {
    let is_admin = caller.column == 4;
    let (mut actor, mut person) = (caller.actor.clone(), caller.person.clone());
    let new_email = || {
        format!(
            "{}@new.example",
            Fixtures::new(installation, installation.other(), installation.viewer().id()).new_name()
        )
    };
    if is_admin && row.test == "delete_account" && whose == Whose::Own {
        let second = installation.create_account("ADMIN", &new_email(), &[]);
        actor = if caller.is_session { second.session() } else { second.key() };
        person = Some(second);
    } else if row.test == "log_out" && caller.is_session && caller.column < 7 {
        actor = installation.bearer(&installation.log_in(person.as_ref().unwrap().email()));
    }
    let account = match (whose, &person) {
        (Whose::Own, Some(person)) => person.id().to_owned(),
        _ if is_admin && row.test == "delete_account" => {
            installation.create_account("USER", &new_email(), &[]).id().to_owned()
        }
        (_, Some(person)) if person.id() == installation.viewer().id() => installation.user().id().to_owned(),
        _ => installation.viewer().id().to_owned(),
    };
    let mut fixtures = Fixtures::new(installation, installation.home(), &account);
    if is_admin && row.test == "delete_website" {
        let admin = installation.admin().key();
        fixtures.website =
            admin.post("/api/websites", json!({ "name": "New" })).send().tells("Website created");
    }
    let answer = fixtures.ask(&actor, row).send();
    answer.has("x-robots-tag", "noindex");
    match answer.status() {
        401 => _ = answer.says(401, "Unauthorized"),
        403 => _ = answer.says(403, "Forbidden"),
        // There are no media yet, which only those are told who could use them.
        501 => {
            assert_eq!(row.test, "media", "{answer}");
            return 200;
        }
        _ => {}
    }
    answer.status()
}

fn check(rows: &[Row]) {
    let installation = installation();
    let callers = callers(&installation);
    let mut wrong = Vec::new();
    for row in rows {
        for whose in [Whose::Own, Whose::Anothers] {
            if whose == Whose::Anothers && !row.path.contains(":account") {
                continue;
            }
            let cells = cells(&row.name, whose);
            for caller in &callers {
                let status = status(&installation, row, caller, whose);
                if status != cells[caller.column] {
                    let (name, column, with) = (&row.name, caller.column, caller.is_session);
                    wrong.push(format!(
                        "{name} ({whose:?}), column {column}, session {with}: {status} for {}",
                        cells[column]
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_endpoint_above_the_websites_is_for_those_who_may_and_for_nobody_else() {
    check(&tables::snow_accounts());
}

#[test]
fn every_endpoint_of_a_website_is_for_those_who_may_and_for_nobody_else() {
    check(&tables::snow());
}
