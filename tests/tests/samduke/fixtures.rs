//! A site with a blog, as a repository, and its clients.

use serde_json::{Value, json};
use weft_tests::{Actor, Answer, Site, Weft, a_type};

/// A site as a repository, and a browser that is signed in to it.
pub(crate) struct Cms<'w> {
    weft: &'w Weft,
    cookie: String,
    /// `owner/name`
    pub(crate) repo: String,
}

impl<'w> Cms<'w> {
    /// Signs in to the main site and creates the content type `blog`.
    pub(crate) fn with_blog(weft: &'w Weft) -> Self {
        let blog = a_type("blog").field("title", "text").required().field("date", "date");
        blog.field("draft", "boolean").field("tags", "tags").field("body", "textarea").create(&weft.admin());
        Self::of(weft, &weft.site())
    }

    /// Signs in to a site.
    pub(crate) fn of(weft: &'w Weft, site: &Site<'w>) -> Self {
        let cookie = session(weft, site);
        let repos = weft.anon().header("cookie", &cookie).get("/api/repos").send();
        Self { weft, cookie, repo: repos.is(200).text_at("/0/fullName") }
    }

    /// The browser.
    pub(crate) fn browser(&self) -> Actor<'w> {
        self.weft.anon().header("cookie", &self.cookie)
    }

    /// Creates a token and returns the response.
    pub(crate) fn create_token(&self, repos: &[&str], permissions: &[&str]) -> Answer {
        let body = json!({ "name": "build", "repos": repos, "permissions": permissions });
        self.browser().post("/api/tokens", body).send()
    }

    /// A client with a new token for these repositories.
    pub(crate) fn token_for(&self, repos: &[&str], permissions: &[&str]) -> Actor<'w> {
        self.weft.bearer(&self.create_token(repos, permissions).is(201).text_at("/token"))
    }

    /// A client with a new token for this repository.
    pub(crate) fn token(&self, permissions: &[&str]) -> Actor<'w> {
        self.token_for(&[&self.repo], permissions)
    }

    /// A path below the repository's.
    pub(crate) fn path(&self, rest: &str) -> String {
        format!("/api/repos/{}{rest}", self.repo.replace('/', "%2F"))
    }

    /// The path of a file of the blog.
    pub(crate) fn post(&self, slug: &str) -> String {
        self.path(&format!("/content/blog/{slug}"))
    }

    /// Writes a new file of the blog; returns its hash.
    pub(crate) fn write(&self, slug: &str, frontmatter: Value, body: &str) -> String {
        let sent = json!({ "frontmatter": frontmatter, "body": body });
        self.browser().put(self.post(slug), sent).send().is(200).text_at("/sha")
    }
}

/// The cookie of a new session of the site's administrator.
pub(crate) fn session(weft: &Weft, site: &Site<'_>) -> String {
    let body = json!({ "email": site.email(), "password": site.password() });
    let answer = weft.anon().post("/auth/login", body).send();
    let cookie = answer.is(200).header("set-cookie").split(';').next().unwrap();
    assert!(cookie.starts_with("cms_session="), "{answer}");
    cookie.to_owned()
}

/// Git's hash of a file, by git itself.
pub(crate) fn hash_object(file: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file");
    std::fs::write(&path, file).unwrap();
    let git = std::process::Command::new("git").args(["hash-object", "--no-filters"]).arg(path).output();
    String::from_utf8(git.expect("git runs").stdout).unwrap().trim().to_owned()
}

pub(crate) const CONFLICT: &str = "Conflict: file was modified outside CMS. Refresh and try again.";
