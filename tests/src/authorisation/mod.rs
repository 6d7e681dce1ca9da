//! Authorisation tests, generated from the endpoint tables.
//!
//! Each row of an API's table names the permitted callers and the required right (`Row::who`,
//! `Row::right`). [`check`] requests every row as every [`Subject`] and asserts that the API denies
//! the request exactly when the table says so, in its own words, and serves it otherwise. A new row
//! is tested without a change of a test, unless its path has a parameter or it takes a body that
//! the API's fixtures do not know.
//!
//! To use it for an API, write a test `authorisation.rs` beside the API's other tests:
//!
//! 1. *Subjects.* [`without_credentials`] takes actors without a credential and with invalid ones.
//!    [`with_keys`] creates keys of a site, one for each scope and each single permission, and uses
//!    them with each role of their account; it adds a revoked key and a key of another site.
//!    [`with_sessions`] does the same for sessions, also while the account is limited to pages.
//!    Both take a function that sends the secret as the API expects it, and the name of the
//!    security scheme in the API's OpenAPI document: for a row that does not list the scheme, the
//!    credential counts as none. Build other [`Subject`]s by hand; `schemes` has several names if
//!    one request carries several credentials.
//! 2. *Requests.* Implement [`Api`]: `reset_fixtures` creates the resources that paths name, `ask`
//!    builds a request for a row that succeeds for a permitted subject, `assert_wording` checks the
//!    body of a denial, `foreign` says how a valid credential of another site is denied.
//! 3. Call `check(&weft, &tables::…(), &subjects, &mut api)`.
//!
//! Not tested here: rights that depend on the content of a request (a status that requires the
//! permission to publish), and ids of another site (`every_endpoint`).

mod rule;
mod subjects;

pub use rule::{Denial, Whose, changes_entries};
pub use subjects::{Access, Key, Subject, with_keys, with_sessions, without_credentials};

use crate::actor::RequestBuilder;
use crate::answer::Answer;
use crate::tables::Row;
use crate::weft::Weft;
use weft_domain::Role;

/// The parts of the check that depend on the API.
pub trait Api<'w> {
    /// Creates the resources that paths name. Called before the first request and after each write
    /// that succeeded; the site's account has the role admin then.
    fn reset_fixtures(&mut self);

    /// Builds a request for the row with existing resources and a valid body, so that it succeeds
    /// for a permitted subject. A row whose right depends on the owner of an account is requested
    /// for the subject's own account and for another one.
    fn ask(&mut self, row: &Row, subject: &Subject<'w>, whose: Whose) -> RequestBuilder<'w>;

    /// Asserts that the response has this API's own words for the denial. Its status was checked.
    fn assert_wording(&self, answer: &Answer, denial: Denial);

    /// The denial of a valid credential of another site; `None` if the row then works on that other
    /// site, or on no site.
    fn foreign(&self, row: &Row) -> Option<Denial>;

    /// Whether the row is denied to an account that is limited to other pages. Every row that
    /// changes entries is, unless the API says otherwise.
    fn limits(&self, row: &Row) -> bool {
        rule::changes_entries(row)
    }

    /// Whether the response means that the subject was permitted.
    fn is_success(&self, _row: &Row, answer: &Answer) -> bool {
        answer.status() < 400
    }
}

/// Requests every row as every subject.
///
/// # Panics
/// If the API denies a permitted request or serves a forbidden one; the message lists all such
/// cases. If no request was denied or none succeeded, since the check then tested nothing.
#[track_caller]
pub fn check<'w>(weft: &Weft, rows: &[Row], subjects: &[Subject<'w>], api: &mut impl Api<'w>) {
    let mut run = Run { weft, standing: None, is_stale: true, wrong: Vec::new(), denied: 0, succeeded: 0 };
    for subject in subjects {
        for row in rows {
            run.case(row, subject, Whose::Own, api);
            if row.right.starts_with("own") {
                run.case(row, subject, Whose::Anothers, api);
            }
        }
    }
    let Run { wrong, denied, succeeded, .. } = run;
    assert!(wrong.is_empty(), "{} cases are wrong:\n{}", wrong.len(), wrong.join("\n"));
    assert!(denied > 0 && succeeded > 0, "{denied} requests were denied, {succeeded} succeeded");
}

/// The state of a check.
struct Run<'a> {
    weft: &'a Weft,
    /// The current role and pages of the site's account; `None` are those from the start.
    standing: Option<(Role, &'static [&'static str])>,
    /// Whether a write has changed the fixtures.
    is_stale: bool,
    wrong: Vec<String>,
    denied: usize,
    succeeded: usize,
}

impl Run<'_> {
    fn case<'w>(&mut self, row: &Row, subject: &Subject<'w>, whose: Whose, api: &mut impl Api<'w>) {
        if self.is_stale {
            if self.standing.is_some() {
                self.set_standing(Role::Admin, &[]);
            }
            api.reset_fixtures();
            self.is_stale = false;
        }
        if let Some(role) = subject.site_role {
            self.set_standing(role, subject.site_pages);
        }
        let expected = rule::denial(row, subject, whose, api.foreign(row), api.limits(row));
        let answer = api.ask(row, subject, whose).send();
        let is_right = match expected {
            Some(denial) => answer.status() == denial.status(),
            None => api.is_success(row, &answer),
        };
        if !is_right {
            let (status, name) = (answer.status(), &subject.name);
            let expected = expected.map_or("success".to_owned(), |denial| denial.status().to_string());
            let of = if whose == Whose::Anothers { " of another account" } else { "" };
            self.wrong.push(format!("{}{of} with {name}: {status} instead of {expected}", row.name));
        } else if let Some(denial) = expected {
            api.assert_wording(&answer, denial);
            self.denied += 1;
            if denial == Denial::Unauthenticated && matches!(row.method.as_str(), "POST" | "PUT" | "PATCH") {
                // An unauthenticated client gets no error details of a body.
                let answer = api.ask(row, subject, whose).bytes("{").send();
                api.assert_wording(answer.is(denial.status()), denial);
            }
        } else {
            self.succeeded += 1;
        }
        self.is_stale |= row.method != "GET" && answer.status() < 400;
    }

    /// Sets the role and the pages of the site's account.
    fn set_standing(&mut self, role: Role, pages: &'static [&'static str]) {
        if self.standing != Some((role, pages)) {
            self.weft.set_standing(role.as_str(), pages);
            self.standing = Some((role, pages));
        }
    }
}
