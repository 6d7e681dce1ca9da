//! Who may do what below a website: every row of the table, asked by everybody who has a key or a
//! session of a site. (`snow_accounts` asks the same rows with accounts above the websites.)

use weft_tests::authorisation::{self, Asker, Refusal, Whose};
use weft_tests::tables::{self, Row};
use weft_tests::{Answer, Ask, Weft};

use crate::blog::NOBODY;
use crate::every_endpoint::{Things, ask, success, things};

/// SnowCMS, asked about a collection of the first website.
struct Snow<'w> {
    weft: &'w Weft,
    things: Option<Things>,
}

impl<'w> authorisation::Api<'w> for Snow<'w> {
    fn renew(&mut self) {
        self.things = Some(things(&self.weft.site()));
    }

    fn ask(&mut self, row: &Row, asker: &Asker<'w>, _: Whose) -> Ask<'w> {
        ask(&asker.actor, row, self.things.as_ref().unwrap())
    }

    fn words(&self, answer: &Answer, refusal: Refusal) {
        let message = match refusal {
            Refusal::Unauthenticated => "Unauthorized",
            Refusal::Forbidden => "Forbidden",
            Refusal::Missing => "Not found",
        };
        answer.says(refusal.status(), message);
    }

    fn foreign(&self, _: &Row) -> Option<Refusal> {
        Some(Refusal::Forbidden)
    }

    fn is_done(&self, row: &Row, answer: &Answer) -> bool {
        answer.status() == success(row)
    }
}

#[test]
fn every_row_is_for_those_who_may_and_for_nobody_else() {
    let weft = Weft::start();
    let zeros = "0".repeat(43);
    let mut askers = authorisation::nobodies([
        weft.anon(),
        weft.bearer(&format!("a:{NOBODY}.{zeros}")),
        weft.bearer(&format!("{NOBODY}:{zeros}")),
        weft.bearer("a:' OR 1=1 --.x"),
        weft.bearer("a:."),
        weft.bearer(&zeros),
        weft.bearer(""),
        weft.anon().header("authorization", &format!("Basic a:{NOBODY}.{zeros}")),
        weft.anon().header("cookie", "snowcms_session=x"),
    ]);
    let key = |key: &authorisation::Key| weft.bearer(&format!("a:{}.{}", key.id, key.secret));
    askers.extend(authorisation::with_keys(&weft, "token", key));
    let session = |token: &str| {
        let account = weft.bearer(token).get("/v1/auth/me").send();
        // Of a session that has ended nobody is told whose it was.
        let account =
            if account.status() == 200 { account.text_at("/data/user/id") } else { NOBODY.to_owned() };
        weft.bearer(&format!("{account}:{token}"))
    };
    askers.extend(authorisation::with_sessions(&weft, "token", session));
    authorisation::check(&weft, &tables::snow(), &askers, &mut Snow { weft: &weft, things: None });
}
