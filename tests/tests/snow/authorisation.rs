//! Authorisation below a website: every row of the table, requested with keys and sessions of a
//! site. (`snow_accounts` requests the same rows with accounts above the websites.)

use weft_tests::authorisation::{self, Denial, Subject, Whose};
use weft_tests::tables::{self, Row};
use weft_tests::{Answer, RequestBuilder, Weft};

use crate::blog::UNKNOWN_ID;
use crate::every_endpoint::{Fixtures, ask, fixtures, success};

/// Builds requests for a collection of the first website.
struct Snow<'w> {
    weft: &'w Weft,
    fixtures: Option<Fixtures>,
}

impl<'w> authorisation::Api<'w> for Snow<'w> {
    fn reset_fixtures(&mut self) {
        self.fixtures = Some(fixtures(&self.weft.site()));
    }

    fn ask(&mut self, row: &Row, subject: &Subject<'w>, _: Whose) -> RequestBuilder<'w> {
        ask(&subject.actor, row, self.fixtures.as_ref().unwrap())
    }

    fn assert_wording(&self, answer: &Answer, denial: Denial) {
        let message = match denial {
            Denial::Unauthenticated => "Unauthorized",
            Denial::Forbidden => "Forbidden",
            Denial::Missing => "Not found",
        };
        answer.says(denial.status(), message);
    }

    fn foreign(&self, _: &Row) -> Option<Denial> {
        Some(Denial::Forbidden)
    }

    fn limits(&self, row: &Row) -> bool {
        // Neither drafts nor files are entries of a page.
        let is_apart = ["/drafts", "/media"].iter().any(|part| row.path.contains(part));
        authorisation::changes_entries(row) && !is_apart
    }

    fn is_success(&self, row: &Row, answer: &Answer) -> bool {
        answer.status() == success(row)
    }
}

#[test]
fn every_row_admits_exactly_the_permitted_subjects() {
    let weft = Weft::start();
    let zeros = "0".repeat(43);
    let mut subjects = authorisation::without_credentials([
        weft.anon(),
        weft.bearer(&format!("a:{UNKNOWN_ID}.{zeros}")),
        weft.bearer(&format!("{UNKNOWN_ID}:{zeros}")),
        weft.bearer("a:' OR 1=1 --.x"),
        weft.bearer("a:."),
        weft.bearer(&zeros),
        weft.bearer(""),
        weft.anon().header("authorization", &format!("Basic a:{UNKNOWN_ID}.{zeros}")),
        weft.anon().header("cookie", "snowcms_session=x"),
    ]);
    let key = |key: &authorisation::Key| weft.bearer(&format!("a:{}.{}", key.id, key.secret));
    subjects.extend(authorisation::with_keys(&weft, "token", key));
    let session = |token: &str| {
        let account = weft.bearer(token).get("/v1/auth/me").send();
        // The API does not name the account of a session that has ended.
        let account =
            if account.status() == 200 { account.text_at("/data/user/id") } else { UNKNOWN_ID.to_owned() };
        weft.bearer(&format!("{account}:{token}"))
    };
    subjects.extend(authorisation::with_sessions(&weft, "token", session));
    authorisation::check(&weft, &tables::snow(), &subjects, &mut Snow { weft: &weft, fixtures: None });
}
