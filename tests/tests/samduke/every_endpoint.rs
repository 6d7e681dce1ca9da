//! What holds for every endpoint, asked of every row of the tables: a new row is asked, too.

use serde_json::{Value, json};
use weft_tests::tables::{self, Row};
use weft_tests::{Actor, RequestBuilder, Weft};

use crate::fixtures::Cms;

/// What the names in paths stand for.
pub(crate) struct Fixtures {
    pub(crate) repo: String,
    pub(crate) sha: String,
    pub(crate) token: String,
    /// A slug that no file has.
    pub(crate) free: String,
}

pub(crate) fn rows() -> Vec<Row> {
    [tables::samduke(), tables::samduke_accounts()].concat()
}

/// A request that succeeds for whoever may make it.
pub(crate) fn ask<'w>(weft: &Weft, actor: &Actor<'w>, row: &Row, fixtures: &Fixtures) -> RequestBuilder<'w> {
    // A repository that is not there can be asked to be disconnected; a site cannot.
    let repo = if row.test == "delete_repo" { "owner/none" } else { &fixtures.repo };
    let slug = if row.test == "put_content" { &fixtures.free } else { "hello" };
    let mut path = row.path.clone();
    for (name, value) in [
        (":repo", repo.replace('/', "%2F").as_str()),
        (":collection", "blog"),
        (":slug", slug),
        (":token", &fixtures.token),
    ] {
        path = path.replace(name, value);
    }
    assert!(!path.contains(':'), "{path} has a name that this test does not know");
    if row.test == "delete_content" {
        path = format!("{path}?sha={}", fixtures.sha);
    }
    let ask = actor.ask(&row.method, path);
    match body(weft, row, fixtures) {
        Some(body) => ask.json(body),
        None => ask,
    }
}

fn body(weft: &Weft, row: &Row, fixtures: &Fixtures) -> Option<Value> {
    Some(match row.test.as_str() {
        "create_repo" => json!({ "fullName": fixtures.repo }),
        "put_content" => json!({ "frontmatter": { "title": "New" }, "body": "x" }),
        "create_token" => json!({ "name": "new", "repos": ["*"], "permissions": ["content:read"] }),
        "log_in" => json!({ "email": weft.site().email(), "password": weft.site().password() }),
        _ => return None,
    })
}

/// Whether the row did what it can do: of repositories only sites can be had.
pub(crate) fn is_success(row: &Row, text: &str, status: u16) -> bool {
    match row.test.as_str() {
        "create_repo" => text.contains("Repo already connected"),
        "delete_repo" => text.contains("Repo not found"),
        _ => status < 300,
    }
}

pub(crate) fn fixtures(cms: &Cms<'_>, nth: u32) -> Fixtures {
    let shown = cms.browser().get(cms.post("hello")).send();
    let sha = if shown.status() == 200 {
        shown.text_at("/sha")
    } else {
        cms.write("hello", json!({ "title": "Hello" }), "x")
    };
    let token = cms.create_token(&["*"], &["repos:read"]).text_at("/tokenId");
    Fixtures { repo: cms.repo.clone(), sha, token, free: format!("new-{nth}") }
}

#[test]
fn nobody_gets_in_without_a_credential() {
    let weft = Weft::start();
    let cms = Cms::with_blog(&weft);
    let fixtures = fixtures(&cms, 0);
    for row in rows().iter().filter(|row| !row.is_open) {
        for (actor, message) in [
            (weft.anon(), "Unauthorized"),
            (weft.anon().header("cookie", "cms_session=nothing"), "Unauthorized"),
            (weft.bearer("cms_nothing"), "Invalid or expired API token"),
            (
                weft.bearer("cms_nothing").header("cookie", "cms_session=nothing"),
                "Invalid or expired API token",
            ),
            (
                weft.bearer("ghp_something"),
                "Raw GitHub tokens are no longer accepted. Create a CMS API token at /settings/tokens.",
            ),
            (weft.admin(), "Unauthorized"),
            (weft.session(), "Unauthorized"),
        ] {
            ask(&weft, &actor, row, &fixtures).send().says(401, message);
        }
    }
}

#[test]
fn round_trips_are_within_the_tables() {
    let weft = Weft::start();
    let cms = Cms::with_blog(&weft);
    let token = cms.token(&["repos:read"]);
    token.get("/api/repos").send().is(200).costs(1);
    for (nth, row) in (0..).zip(rows()) {
        let fixtures = fixtures(&cms, nth);
        weft.clock().advance(std::time::Duration::from_secs(1));
        let answer = ask(&weft, &cms.browser(), &row, &fixtures).send();
        assert!(is_success(&row, answer.text(), answer.status()), "{row:?}{answer}");
        assert!(answer.round_trips() <= row.round_trips, "{row:?}{answer}");
    }
}

#[test]
fn a_warm_read_is_one_round_trip_and_a_write_two() {
    let weft = Weft::start();
    let cms = Cms::with_blog(&weft);
    let sha = cms.write("hello", json!({ "title": "Hello" }), "x");
    cms.browser().get(cms.post("hello")).send().is(200);
    cms.browser().get(cms.post("hello")).send().is(200).costs(1);
    cms.browser().get(cms.path("/content/blog")).send().is(200).costs(1);
    let body = json!({ "frontmatter": { "title": "B" }, "body": "", "sha": sha });
    let sha = cms.browser().put(cms.post("hello"), body).send().is(200).costs(2).text_at("/sha");
    cms.browser().delete(format!("{}?sha={sha}", cms.post("hello"))).send().is(200).costs(2);
}

#[test]
fn a_wrong_method_is_told_the_right_ones() {
    let weft = Weft::start();
    let cms = Cms::with_blog(&weft);
    let fixtures = fixtures(&cms, 0);
    for row in rows() {
        let path = Row { method: "PATCH".to_owned(), ..row.clone() };
        let answer = ask(&weft, &cms.browser(), &path, &fixtures).send();
        answer.says(405, "Method not allowed");
        assert!(answer.header("allow").contains(&row.method), "{answer}");
    }
}

#[test]
fn other_paths_are_not_found_in_the_words_of_the_nearest_api() {
    let weft = Weft::start();
    let cms = Cms::with_blog(&weft);
    for path in
        ["/api/repos/a%2Fb/x", "/api/repos/a%2Fb/content/c/d/e", "/api/tokens/a/b", "/auth/x", "/api/repos/"]
    {
        let answer = cms.browser().get(path).send();
        assert!(matches!(answer.status(), 200 | 404), "{answer}");
        if answer.status() == 404 {
            answer.says(404, "Not found");
        }
    }
    for path in ["/api/nothing", "/api/tokenise", "/api/repositories", "/api/hello", "/api/githubs"] {
        cms.browser().get(path).send().is_error(404, "NOT_FOUND");
    }
}

#[test]
fn our_faults_are_told_without_their_causes() {
    let weft = Weft::start();
    let cms = Cms::with_blog(&weft);
    cms.browser().get(cms.path("/content/blog")).send().is(200);
    weft.database().execute_batch("ALTER TABLE entries RENAME TO gone").unwrap();
    let answer = cms.browser().get(cms.path("/content/blog")).may_fail().send();
    answer.says(500, "Internal server error");
}
