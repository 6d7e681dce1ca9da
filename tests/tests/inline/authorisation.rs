//! Authorisation: every row of InlineCMS's table, requested by every subject.

use serde_json::json;
use weft_tests::authorisation::{self, Denial, Subject, Whose};
use weft_tests::tables::{self, Row};
use weft_tests::{Answer, RequestBuilder, Weft};

use crate::assert_error;

/// Requests to an installation with open onboarding.
struct Inline<'w> {
    weft: &'w Weft,
    /// The number of projects requested so far.
    asked: u32,
}

impl<'w> authorisation::Api<'w> for Inline<'w> {
    fn reset_fixtures(&mut self) {}

    fn ask(&mut self, row: &Row, subject: &Subject<'w>, _: Whose) -> RequestBuilder<'w> {
        let site = self.weft.site();
        let body = match row.test.as_str() {
            "create_project" => {
                self.asked += 1;
                let email = format!("new{}@example.com", self.asked);
                Some(json!({ "name": "New", "admin": { "email": email, "password": site.password() } }))
            }
            "log_in" => Some(json!({ "email": site.email(), "password": site.password() })),
            _ => None,
        };
        let actor = match subject.access {
            // These end the session.
            Some(access) if matches!(row.test.as_str(), "log_out" | "refresh") => {
                let site = if access.is_foreign { self.weft.other_site() } else { site };
                site.new_session()
            }
            _ => subject.actor.clone(),
        };
        let ask = actor.ask(&row.method, &row.path);
        match body {
            Some(body) => ask.json(body),
            None => ask,
        }
    }

    fn assert_wording(&self, answer: &Answer, denial: Denial) {
        let code = match denial {
            Denial::Unauthenticated => "UNAUTHORIZED",
            Denial::Forbidden => "FORBIDDEN",
            Denial::Missing => "NOT_FOUND",
        };
        assert_error(answer, (denial.status(), code));
    }

    fn foreign(&self, _: &Row) -> Option<Denial> {
        // Every row works on the session's own account.
        None
    }
}

#[test]
fn every_row_is_for_those_who_may_and_for_nobody_else() {
    let weft = Weft::with(|setup| _ = setup.variable("onboarding", "open"));
    let mut subjects = authorisation::without_credentials([
        weft.anon(),
        weft.bearer("sess_nothing"),
        weft.bearer(""),
        weft.anon().header("authorization", "Basic YTpi"),
        weft.admin(),
        weft.site().public(),
    ]);
    subjects.extend(authorisation::with_sessions(&weft, "session", |token| weft.bearer(token)));
    authorisation::check(&weft, &tables::inline(), &subjects, &mut Inline { weft: &weft, asked: 0 });
}
