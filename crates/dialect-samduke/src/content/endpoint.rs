//! What can be asked of repositories. The name of one is a single segment, so its slash is escaped
//! (`owner%2Fname`).
//!
//! Of a repository that is no site of the account the caller is told what a caller may know: hence
//! `PrincipalOrCaller`.

use weft_domain::Permission;
use weft_http::routes::Right::{Any, May};

const HEALTH: &str = "/api/health";
const REPOS: &str = "/api/repos";
const REPO: &str = "/api/repos/:repo";
const CONFIG: &str = "/api/repos/:repo/config";
const CONTENT: &str = "/api/repos/:repo/content/:collection";
const ITEM: &str = "/api/repos/:repo/content/:collection/:slug";
const OF_GITHUB: &str = "/api/github/repos";

weft_http::endpoints! {
    /// What is asked.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub enum Endpoint;

    /// Whether anybody answers.
    Health => GET HEALTH, "check health", Nobody, Any, 0;
    /// The repositories of the caller.
    ListRepos => GET REPOS, "list repositories", Caller, May(Permission::ReadSites), 1;
    /// A repository is connected.
    CreateRepo => POST REPOS, "connect a repository", Caller, Any, 1;
    /// A repository is disconnected.
    DeleteRepo { repo: String } => DELETE REPO, "disconnect a repository", Caller, Any, 1;
    /// What a repository has content of.
    FindConfig { repo: String } => GET CONFIG, "get the configuration", PrincipalOrCaller, May(Permission::ReadConfig), 1;
    /// The files of a directory.
    ListContent { repo: String, collection: String } => GET CONTENT, "list content", PrincipalOrCaller, May(Permission::Read), 1;
    /// One file.
    FindContent { repo: String, collection: String, slug: String } => GET ITEM, "get content", PrincipalOrCaller, May(Permission::Read), 1;
    /// A file is written.
    PutContent { repo: String, collection: String, slug: String } => PUT ITEM, "write content", PrincipalOrCaller, May(Permission::Write), 2;
    /// A file goes.
    DeleteContent { repo: String, collection: String, slug: String } => DELETE ITEM, "delete content", PrincipalOrCaller, May(Permission::Delete), 2;
    /// The repositories that GitHub shows the caller.
    ListGithubRepos => GET OF_GITHUB, "list repositories of GitHub", Caller, Any, 0;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts;
    use weft_http::routes::{Method, Row, route};

    const PAGE: &str = include_str!("../../../../docs/dialects/samduke.md");

    fn guard<E: std::fmt::Debug>(rows: &'static [Row<E>]) {
        for row in rows {
            let path = row
                .names()
                .fold(row.path.to_owned(), |path, name| path.replace(&format!(":{name}"), "a%2Fb"));
            let found = route(rows, &row.method, &path).unwrap();
            assert_eq!((found.id, found.path), (row.id, row.path), "{path}");
            assert!(found.endpoint(&path).is_ok(), "{path}");
            assert!(row.names().eq(row.captures.iter().copied()), "{}", row.path);
            let line = format!("`{} {}`", row.method, row.path);
            assert!(PAGE.contains(&line), "docs/dialects/samduke.md does not name {line}");
        }
    }

    #[test]
    fn every_row_is_reached_and_documented() {
        guard(Endpoint::TABLE);
        guard(accounts::Endpoint::TABLE);
    }

    #[test]
    fn names_are_decoded() {
        let path = "/api/repos/owner%2Fname/content/blog/hello";
        let row = route(Endpoint::TABLE, &Method::GET, path).unwrap();
        let [repo, collection, slug] = ["owner/name", "blog", "hello"].map(str::to_owned);
        assert_eq!(row.endpoint(path).unwrap(), Endpoint::FindContent { repo, collection, slug });
        assert!(route(Endpoint::TABLE, &Method::GET, "/api/repos/owner/name/content/blog/hello").is_err());
    }
}
