//! Authorisation: every row of InlineCMS's table, requested by every subject.

use weft_domain::{Permissions, Role};
use weft_tests::authorisation::{self, Access, Denial, Subject, Whose};
use weft_tests::tables::{self, Row};
use weft_tests::{Answer, RequestBuilder, Weft};

use crate::assert_error;
use crate::fixtures::Things;

/// Requests to an installation with open onboarding.
struct Inline<'w> {
    weft: &'w Weft,
    things: Option<Things>,
    /// The number of things made so far.
    made: u32,
}

impl<'w> authorisation::Api<'w> for Inline<'w> {
    fn reset_fixtures(&mut self) {
        self.made += 1;
        self.things = Some(Things::new(self.weft, self.made));
    }

    fn ask(&mut self, row: &Row, subject: &Subject<'w>, _: Whose) -> RequestBuilder<'w> {
        let site = self.weft.site();
        self.made += 1;
        let things = self.things.as_ref().unwrap();
        let body = things.body(self.weft, row, self.made);
        let actor = match subject.access {
            // These end the session.
            Some(access) if matches!(row.test.as_str(), "log_out" | "refresh") => {
                let site = if access.is_foreign { self.weft.other_site() } else { site };
                site.new_session()
            }
            _ => subject.actor.clone(),
        };
        let ask = actor.ask(&row.method, things.path(row));
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

    fn foreign(&self, row: &Row) -> Option<Denial> {
        match row.test.as_str() {
            "edit_entry" | "history" => Some(Denial::Missing),
            "get_project" | "update_project" | "rotate_key" => Some(Denial::Forbidden),
            _ if row.path.contains(":project") => Some(Denial::Forbidden),
            "update_user" | "delete_user" => Some(Denial::Missing),
            // The others work on the session's own project.
            _ => None,
        }
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
    let mut api = Inline { weft: &weft, things: None, made: 0 };
    authorisation::check(&weft, &tables::inline(), &subjects, &mut api);
}

#[test]
fn content_is_for_keys_that_may_read_and_sessions_that_may_more() {
    let weft = Weft::start();
    let mut subjects = authorisation::without_credentials([
        weft.anon(),
        weft.bearer("sess_nothing"),
        weft.anon().header("x-inlinecms-key", "weft_nothing"),
        weft.admin(),
    ]);
    subjects.extend(authorisation::with_keys(&weft, "key", |key| {
        weft.anon().header("x-inlinecms-key", &key.secret)
    }));
    subjects.extend(authorisation::with_sessions(&weft, "session", |token| weft.bearer(token)));
    let public = weft.site().secrets()[0];
    let new = weft.session().post_nothing(format!("/v1/projects/{}/rotate-key", weft.site().id())).send();
    let new = new.is(200).text_at("/data/apiKey");
    let with = |key: &str, token: &str| weft.bearer(token).header("x-inlinecms-key", key);
    let both = authorisation::with_sessions(&weft, "session", |token| with(&new, token));
    subjects.extend(both.into_iter().map(|subject| {
        // A session of another project does not fit the key.
        let no_rights =
            |access: Access| Access { permissions: Permissions::NONE, is_foreign: false, ..access };
        let fitting = |access: Access| if access.is_foreign { no_rights(access) } else { access };
        Subject { schemes: vec!["key", "session"], access: subject.access.map(fitting), ..subject }
    }));
    // What stands on the pages of the account may be written.
    let session = weft.site().new_token();
    subjects.push(Subject {
        name: "an editor of the page".to_owned(),
        actor: with(&new, &session),
        schemes: vec!["key", "session"],
        access: Some(Access::whole(Role::Editor)),
        site_role: Some(Role::Editor),
        site_pages: &["/elsewhere", "/"],
    });
    let rotated = weft.anon().header("x-inlinecms-key", public);
    subjects.extend(authorisation::without_credentials([rotated, with(public, &session)]));
    let mut api = Inline { weft: &weft, things: None, made: 0 };
    authorisation::check(&weft, &tables::inline_content(), &subjects, &mut api);
}
