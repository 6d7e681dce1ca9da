//! Who may do what: every row of R3's two tables, asked by everybody.

use serde_json::{Value, json};
use weft_tests::authorisation::{self, Asker, Refusal, Whose};
use weft_tests::tables::{self, Row};
use weft_tests::{Answer, Ask, Weft, a_type};

use crate::every_endpoint::{Things, path, things};

/// R3, asked about a content type, a document and a key of the first site.
struct R3<'w> {
    weft: &'w Weft,
    things: Option<Things>,
    /// How many content types there were.
    made: u32,
}

impl<'w> authorisation::Api<'w> for R3<'w> {
    fn renew(&mut self) {
        self.made += 1;
        self.things = Some(things(&self.weft.site(), &format!("page_{}", self.made)));
    }

    fn ask(&mut self, row: &Row, asker: &Asker<'w>, _: Whose) -> Ask<'w> {
        let things = self.things.as_ref().unwrap();
        let ask = asker.actor.ask(&row.method, path(row, things));
        let is_foreign = asker.standing.is_some_and(|standing| standing.is_foreign);
        let type_name = if is_foreign { "theirs" } else { &things.type_name };
        match body(row, type_name, self.made) {
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
        answer.is_error(refusal.status(), code);
    }

    fn foreign(&self, row: &Row) -> Option<Refusal> {
        row.path.contains(':').then_some(Refusal::Missing)
    }
}

fn body(row: &Row, type_name: &str, made: u32) -> Option<Value> {
    match row.name.as_str() {
        "create a content type" => Some(json!({ "name": format!("new_{made}"), "label": "New" })),
        "update a content type" => Some(json!({ "label": "Changed" })),
        "create a document" => Some(json!({ "type": type_name, "data": { "title": "New" } })),
        "update a document" => Some(json!({ "data": { "title": "Changed" } })),
        // Whoever may make keys at all may make this one.
        "create a key" => Some(json!({ "name": "new", "scopes": ["admin:accounts"] })),
        _ => None,
    }
}

#[test]
fn every_row_is_for_those_who_may_and_for_nobody_else() {
    let weft = Weft::start();
    a_type("theirs").field("title", "text").create(&weft.other_site().admin());
    let zeros = "0".repeat(43);
    let mut askers = authorisation::nobodies([
        weft.anon(),
        weft.key(&format!("weft_{zeros}")),
        weft.key(""),
        weft.key("' OR 1=1 --"),
        weft.bearer(&format!("sess_{zeros}")),
    ]);
    askers.extend(authorisation::with_keys(&weft, "apiKey", |key| weft.key(&key.secret)));
    askers.extend(authorisation::with_sessions(&weft, "session", |token| weft.bearer(token)));
    let rows = [tables::r3(), tables::r3_keys()].concat();
    authorisation::check(&weft, &rows, &askers, &mut R3 { weft: &weft, things: None, made: 0 });
}
