//! Authorisation: every row of R3's tables, requested by every subject.

use serde_json::{Value, json};
use weft_tests::authorisation::{self, Denial, Subject, Whose};
use weft_tests::tables::{self, Row};
use weft_tests::{Answer, RequestBuilder, Weft, a_type};

use crate::every_endpoint::{Fixtures, a_webhook, fixtures, path};

/// Builds requests for a content type, a document and a key of the first site.
struct R3<'w> {
    weft: &'w Weft,
    fixtures: Option<Fixtures>,
    /// The number of content types created so far.
    made: u32,
}

impl<'w> authorisation::Api<'w> for R3<'w> {
    fn reset_fixtures(&mut self) {
        self.made += 1;
        // A site has at most a hundred.
        self.weft.database().execute("DELETE FROM webhooks", []).unwrap();
        self.fixtures = Some(fixtures(&self.weft.site(), &format!("page_{}", self.made)));
    }

    fn ask(&mut self, row: &Row, subject: &Subject<'w>, _: Whose) -> RequestBuilder<'w> {
        let fixtures = self.fixtures.as_ref().unwrap();
        let ask = subject.actor.ask(&row.method, path(row, fixtures));
        let is_foreign = subject.access.is_some_and(|access| access.is_foreign);
        let type_name = if is_foreign { "theirs" } else { &fixtures.type_name };
        match body(row, type_name, self.made) {
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
        answer.is_error(denial.status(), code);
    }

    fn foreign(&self, row: &Row) -> Option<Denial> {
        row.path.contains(':').then_some(Denial::Missing)
    }
}

fn body(row: &Row, type_name: &str, made: u32) -> Option<Value> {
    match row.name.as_str() {
        "create a content type" => Some(json!({ "name": format!("new_{made}"), "label": "New" })),
        "update a content type" => Some(json!({ "label": "Changed" })),
        "create a document" => Some(json!({ "type": type_name, "data": { "title": "New" } })),
        "update a document" => Some(json!({ "data": { "title": "Changed" } })),
        // Every permitted subject has this scope, so it may grant it.
        "create a webhook" => Some(a_webhook()),
        "update a webhook" => Some(json!({ "name": "Changed" })),
        "create a key" => Some(json!({ "name": "new", "scopes": ["admin:accounts"] })),
        _ => None,
    }
}

#[test]
fn every_row_admits_exactly_the_permitted_subjects() {
    let weft = Weft::start();
    a_type("theirs").field("title", "text").create(&weft.other_site().admin());
    let zeros = "0".repeat(43);
    let mut subjects = authorisation::without_credentials([
        weft.anon(),
        weft.key(&format!("weft_{zeros}")),
        weft.key(""),
        weft.key("' OR 1=1 --"),
        weft.bearer(&format!("sess_{zeros}")),
    ]);
    subjects.extend(authorisation::with_keys(&weft, "apiKey", |key| weft.key(&key.secret)));
    subjects.extend(authorisation::with_sessions(&weft, "session", |token| weft.bearer(token)));
    let rows = [tables::r3(), tables::r3_keys(), tables::r3_webhooks()].concat();
    authorisation::check(&weft, &rows, &subjects, &mut R3 { weft: &weft, fixtures: None, made: 0 });
}
