//! Authorisation, tested from the tables of endpoints.
//!
//! Each row of an API's table says who may ask and by which right (`Row::who`, `Row::right`).
//! [`check`] asks every row as every [`Asker`] and asserts that the row is refused exactly when the
//! table says so, in the API's own words, and done otherwise. A new row is asked without a change
//! in a test, unless its path has a name or it takes a body that the API's filler does not know.
//!
//! To use it for an API, in a test `authorisation.rs` beside the API's other tests:
//!
//! 1. *Askers.* [`nobodies`] takes requests without a credential and with bad ones. [`with_keys`]
//!    makes keys of a site, one for every scope and every single permission, and has them asked
//!    with each role of their account; it adds a revoked key and one of another site.
//!    [`with_sessions`] does so for sessions. Both take a function that sends the secret as the API
//!    wants it, and the name of the security scheme in the API's OpenAPI document: a row that does
//!    not name the scheme must treat the credential as none. Other credentials are [`Asker`]s made
//!    by hand; `schemes` has several names where one request bears several credentials.
//! 2. *Filler.* Implement [`Api`]: `renew` makes what paths name, `ask` fills in a row so that it
//!    succeeds for whoever may, `words` asserts a refusal's body, `foreign` says how a good
//!    credential of another site is refused.
//! 3. `check(&weft, &tables::…(), &askers, &mut api)`.
//!
//! Not here: what depends on the content of a request (a status that asks for the permission to
//! publish), rights that are limited to pages, and ids of another site (`every_endpoint`).

mod askers;
mod rule;

pub use askers::{Asker, Key, Standing, nobodies, with_keys, with_sessions};
pub use rule::{Refusal, Whose};

use crate::actor::Ask;
use crate::answer::Answer;
use crate::tables::Row;
use crate::weft::Weft;
use weft_domain::Role;

/// What the check has to know of an API.
pub trait Api<'w> {
    /// Makes anew what the names in paths stand for. Called before the first request and after
    /// each write that was done; the site's account is an admin of it then.
    fn renew(&mut self);

    /// The row, filled in: with a path whose names stand for things that are there, and a body, so
    /// that it is done if the asker may. Rows that are about accounts are asked twice: about the
    /// asker's own and about another one.
    fn ask(&mut self, row: &Row, asker: &Asker<'w>, whose: Whose) -> Ask<'w>;

    /// Asserts that the answer has this API's own words for the refusal. The status was checked.
    fn words(&self, answer: &Answer, refusal: Refusal);

    /// How a good credential of another site is refused; `None` where the row is then about that
    /// other site, or about none.
    fn foreign(&self, row: &Row) -> Option<Refusal>;

    /// Whether the row was done, as far as it can be.
    fn is_done(&self, _row: &Row, answer: &Answer) -> bool {
        answer.status() < 400
    }
}

/// Asks every row as everybody.
///
/// # Panics
/// When a row is refused to somebody who may, or done for somebody who may not; with all such
/// cells. When nothing was refused or nothing was done: then nothing was tested.
#[track_caller]
pub fn check<'w>(weft: &Weft, rows: &[Row], askers: &[Asker<'w>], api: &mut impl Api<'w>) {
    let mut run = Run { weft, role: None, is_used: true, wrong: Vec::new(), refused: 0, done: 0 };
    for asker in askers {
        for row in rows {
            run.cell(row, asker, Whose::Own, api);
            if row.right.starts_with("own") {
                run.cell(row, asker, Whose::Anothers, api);
            }
        }
    }
    let Run { wrong, refused, done, .. } = run;
    assert!(wrong.is_empty(), "{} cells are wrong:\n{}", wrong.len(), wrong.join("\n"));
    assert!(refused > 0 && done > 0, "{refused} requests were refused, {done} were done");
}

/// A walk through all cells.
struct Run<'a> {
    weft: &'a Weft,
    /// The role that the site's account has now; the one it began with, if `None`.
    role: Option<Role>,
    /// Whether a write has used up what paths name.
    is_used: bool,
    wrong: Vec<String>,
    refused: usize,
    done: usize,
}

impl Run<'_> {
    fn cell<'w>(&mut self, row: &Row, asker: &Asker<'w>, whose: Whose, api: &mut impl Api<'w>) {
        if self.is_used {
            if self.role.is_some() {
                self.give(Role::Admin);
            }
            api.renew();
            self.is_used = false;
        }
        if let Some(role) = asker.site_role {
            self.give(role);
        }
        let expected = rule::refusal(row, asker, whose, api.foreign(row));
        let answer = api.ask(row, asker, whose).send();
        let is_right = match expected {
            Some(refusal) => answer.status() == refusal.status(),
            None => api.is_done(row, &answer),
        };
        if !is_right {
            let (status, name) = (answer.status(), &asker.name);
            let told = expected.map_or("success".to_owned(), |refusal| refusal.status().to_string());
            let of = if whose == Whose::Anothers { " of another account" } else { "" };
            self.wrong.push(format!("{}{of} as {name}: {status} instead of {told}", row.name));
        } else if let Some(refusal) = expected {
            api.words(&answer, refusal);
            self.refused += 1;
            self.say_nothing_of_the_body(row, asker, whose, refusal, api);
        } else {
            self.done += 1;
        }
        self.is_used |= row.method != "GET" && answer.status() < 400;
    }

    /// A stranger is not told what is wrong with a body.
    fn say_nothing_of_the_body<'w>(
        &self,
        row: &Row,
        asker: &Asker<'w>,
        whose: Whose,
        refusal: Refusal,
        api: &mut impl Api<'w>,
    ) {
        if refusal == Refusal::Unauthenticated && matches!(row.method.as_str(), "POST" | "PUT" | "PATCH") {
            let answer = api.ask(row, asker, whose).bytes("{").send();
            api.words(answer.is(refusal.status()), refusal);
        }
    }

    /// Gives the site's account that role.
    fn give(&mut self, role: Role) {
        if self.role != Some(role) {
            self.weft.set_role(role.as_str());
            self.role = Some(role);
        }
    }
}
