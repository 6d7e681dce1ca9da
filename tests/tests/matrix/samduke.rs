//! samduke-cms: values are members of a file's front matter; it has no way to define fields.

use serde_json::{Value, json};
use weft_tests::{Actor, Weft};

use crate::client::{Client, ContentType, Entry};
use crate::samples::Sample;

pub(crate) struct Samduke<'w> {
    weft: &'w Weft,
    browser: Actor<'w>,
    repo: String,
}

impl<'w> Samduke<'w> {
    pub(crate) fn new(weft: &'w Weft) -> Self {
        let site = weft.site();
        let body = json!({ "email": site.email(), "password": site.password() });
        let login = weft.anon().post("/auth/login", body).send();
        let cookie = login.is(200).header("set-cookie").split(';').next().unwrap().to_owned();
        let browser = weft.anon().header("cookie", &cookie);
        let repos = "SELECT repo FROM sites WHERE id = ?";
        let repo: String = weft.database().query_row(repos, [site.id()], |row| row.get(0)).unwrap();
        Self { weft, browser, repo: repo.replace('/', "%2F") }
    }

    fn path(&self, kind: &ContentType, slug: &str) -> String {
        format!("/api/repos/{}/content/{}/{slug}", self.repo, kind.name)
    }
}

impl Client for Samduke<'_> {
    fn name(&self) -> &'static str {
        "samduke-cms"
    }

    fn definition(&self, _: &Sample) -> Option<Value> {
        None
    }

    fn define(&self, name: &str, _: &Sample, _: Value) -> String {
        panic!("{name} cannot be defined")
    }

    fn create(&self, kind: &ContentType, _: &Sample, value: Value) -> String {
        let file = json!({ "frontmatter": { "x": value }, "body": "" });
        self.browser.put(self.path(kind, "one"), file).send().is(200);
        Entry::id_of(self.weft, kind, "one")
    }

    fn read(&self, entry: &Entry) -> Value {
        self.browser.get(self.path(&entry.kind, &entry.slug)).send().is(200).at("/frontmatter/x")
    }

    fn write(&self, entry: &Entry, value: Value) {
        let path = self.path(&entry.kind, &entry.slug);
        let sha = self.browser.get(&path).send().is(200).text_at("/sha");
        let file = json!({ "frontmatter": { "x": value }, "body": "", "sha": sha });
        self.browser.put(path, file).send().is(200);
    }
}
