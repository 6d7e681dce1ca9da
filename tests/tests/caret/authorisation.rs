//! Authorisation: every row of CaretCMS's tables, requested by every subject.

use serde_json::json;
use weft_tests::authorisation::{self, Denial, Subject, Whose};
use weft_tests::tables::{self, Row};
use weft_tests::{Answer, RequestBuilder, Weft};

use crate::{Caret, PASSWORD};

/// Builds requests for an entry of the first site.
struct Requests<'w> {
    weft: &'w Weft,
    ts: i64,
}

impl<'w> authorisation::Api<'w> for Requests<'w> {
    fn reset_fixtures(&mut self) {
        let admin = self.weft.bearer(&self.weft.site().new_token()).header("x-caret-request", "1");
        let put = json!({ "type": "put_entry", "collection": "pages", "id": "home", "data": { "a": 1 } });
        admin.post("/api/cms/mutate", put.clone()).send().is(200);
        admin.post("/api/cms/mutate", put).send().is(200);
        let history = admin.get("/api/cms/history?collection=pages&id=home").send();
        self.ts = history.at("/history/0/ts").as_i64().unwrap();
        self.weft.database().execute("DELETE FROM failures", []).unwrap();
    }

    fn ask(&mut self, row: &Row, subject: &Subject<'w>, _: Whose) -> RequestBuilder<'w> {
        let here = format!("http://{}/", self.weft.address());
        let query = match row.test.as_str() {
            "show_sign_in" => format!("?redirect={here}"),
            "list_entries" | "find_schema" => "?collection=pages".to_owned(),
            "list_history" => "?collection=pages&id=home".to_owned(),
            _ => String::new(),
        };
        let actor = subject.actor.clone().header("x-caret-request", "1");
        let ask = actor.ask(&row.method, format!("{}{query}", row.path));
        match row.test.as_str() {
            "log_in" => ask.json(json!({ "password": PASSWORD })),
            "mutate" => ask.json(json!({
                "type": "save_field", "collection": "pages", "id": "home", "field": "a", "value": "x",
            })),
            "restore_history" => ask.json(json!({ "collection": "pages", "id": "home", "ts": self.ts })),
            "log_out" => ask.json(json!({})),
            _ => ask,
        }
    }

    fn assert_wording(&self, answer: &Answer, denial: Denial) {
        match denial {
            Denial::Unauthenticated => answer.shows("/error", "Unauthorized"),
            Denial::Forbidden => answer.shows("/error", "Permission denied"),
            Denial::Missing => panic!("no row of this API is denied with 404: {answer}"),
        };
    }

    fn foreign(&self, _: &Row) -> Option<Denial> {
        Some(Denial::Unauthenticated)
    }
}

#[test]
fn every_row_admits_exactly_the_permitted_subjects() {
    let caret = Caret::start();
    let zeros = "0".repeat(43);
    let mut subjects = authorisation::without_credentials([
        caret.anon(),
        caret.admin(),
        caret.bearer(&format!("sess_{zeros}")),
        caret.bearer("' OR 1=1 --"),
        caret.anon().header("cookie", "caret_session="),
    ]);
    subjects.extend(authorisation::with_sessions(&caret, "bearer", |token| caret.bearer(token)));
    subjects.extend(authorisation::with_sessions(&caret, "cookie", |token| {
        caret.anon().header("cookie", &format!("caret_session={token}"))
    }));
    // A logout would end the session of its subject, so its row is not requested here.
    let rows = [tables::caret(), tables::caret_accounts()].concat();
    let rows: Vec<Row> = rows.into_iter().filter(|row| row.test != "log_out").collect();
    authorisation::check(&caret, &rows, &subjects, &mut Requests { weft: &caret, ts: 0 });
}
