//! Who may do what: every row of InlineCMS's table, asked by everybody.

use serde_json::json;
use weft_tests::authorisation::{self, Asker, Refusal, Whose};
use weft_tests::tables::{self, Row};
use weft_tests::{Answer, Ask, Weft};

use crate::assert_error;

/// InlineCMS on an installation that takes every site.
struct Inline<'w> {
    weft: &'w Weft,
    /// How many projects were asked for.
    asked: u32,
}

impl<'w> authorisation::Api<'w> for Inline<'w> {
    fn renew(&mut self) {}

    fn ask(&mut self, row: &Row, asker: &Asker<'w>, _: Whose) -> Ask<'w> {
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
        let actor = match asker.standing {
            // These end the session.
            Some(standing) if matches!(row.test.as_str(), "log_out" | "refresh") => {
                let site = if standing.is_foreign { self.weft.other_site() } else { site };
                site.new_session()
            }
            _ => asker.actor.clone(),
        };
        let ask = actor.ask(&row.method, &row.path);
        match body {
            Some(body) => ask.json(body),
            None => ask,
        }
    }

    fn words(&self, answer: &Answer, refusal: Refusal) {
        let code = match refusal {
            Refusal::Unauthenticated => "UNAUTHORIZED",
            Refusal::Forbidden => "FORBIDDEN",
            Refusal::Missing => "NOT_FOUND",
        };
        assert_error(answer, (refusal.status(), code));
    }

    fn foreign(&self, _: &Row) -> Option<Refusal> {
        // Every row is about the session's own account.
        None
    }
}

#[test]
fn every_row_is_for_those_who_may_and_for_nobody_else() {
    let weft = Weft::with(|setup| _ = setup.variable("onboarding", "open"));
    let mut askers = authorisation::nobodies([
        weft.anon(),
        weft.bearer("sess_nothing"),
        weft.bearer(""),
        weft.anon().header("authorization", "Basic YTpi"),
        weft.admin(),
        weft.site().public(),
    ]);
    askers.extend(authorisation::with_sessions(&weft, "session", |token| weft.bearer(token)));
    authorisation::check(&weft, &tables::inline(), &askers, &mut Inline { weft: &weft, asked: 0 });
}
