//! Repositories, their configuration and their files. Mounted by the component `content`.

mod body;
mod endpoint;
mod view;

pub(crate) use body::{find, members, text};
pub use endpoint::Endpoint;

use crate::error::{self, Refusal, absent, forbidden, refused};
use crate::{credential, scope};
use http::{HeaderName, StatusCode};
use weft_domain::entry::Visibility;
use weft_domain::{Error, Permission};
use weft_http::routes::Row;
use weft_http::{Api, Call, Credentials, Reply, Request, StatusMessage};
use weft_service::{App, NewFile, is_repo_name};

const DONE: &str = "{\"ok\":true}";

/// samduke-cms's repositories, over the use cases of one request.
pub struct Content<'a> {
    /// The use cases of this request.
    pub app: App<'a>,
}

impl Content<'_> {
    async fn list_repos(&self, call: Call<'_>) -> Result<Reply, Refusal> {
        let caller = call.caller()?;
        scope::check_permission(caller, Permission::ReadSites)?;
        let repos = self.app.installation(call.ctx, caller).repos().await?;
        Ok(found(view::repos(&repos)))
    }

    /// Every site is connected already; nothing else can be.
    async fn create_repo(&self, call: Call<'_>) -> Result<Reply, Refusal> {
        let caller = scope::session(call)?;
        let name = body::full_name(call.request)?;
        if !is_repo_name(&name) {
            return Err(refused(scope::FORMAT));
        }
        let repos = self.app.installation(call.ctx, caller).repos().await?;
        if repos.iter().any(|repo| repo.name == *name) {
            return Err(StatusMessage::new(StatusCode::CONFLICT, "Repo already connected").into());
        }
        Err(refused("No cms.config.json found in repo root"))
    }

    async fn delete_repo(&self, call: Call<'_>, name: &str) -> Result<Reply, Refusal> {
        let caller = scope::session(call)?;
        let repos = self.app.installation(call.ctx, caller).repos().await?;
        if repos.iter().any(|repo| repo.name == name) {
            return Err(forbidden("A site of this installation cannot be disconnected"));
        }
        Err(absent("Repo not found"))
    }

    async fn find_config(&self, call: Call<'_>, repo: &str) -> Result<Reply, Refusal> {
        scope::check(call, Permission::ReadConfig, repo)?;
        let config = self.app.config_reader(call.ctx)?.config().await?;
        Ok(found(view::config(&config)))
    }

    async fn list(&self, call: Call<'_>, repo: &str, collection: &str) -> Result<Reply, Refusal> {
        scope::check(call, Permission::Read, repo)?;
        body::check_names(collection, None)?;
        let files = self.app.reader(call.ctx, Visibility::Published)?.files(collection).await?;
        Ok(found(view::files(&files)))
    }

    async fn find(&self, call: Call<'_>, repo: &str, (collection, slug): Item<'_>) -> Result<Reply, Refusal> {
        scope::check(call, Permission::Read, repo)?;
        body::check_names(collection, Some(slug))?;
        let file = self.app.reader(call.ctx, Visibility::Published)?.file(collection, slug).await?;
        Ok(found(view::file(&file)).with_etag(&file.sha))
    }

    async fn put(&self, call: Call<'_>, repo: &str, (collection, slug): Item<'_>) -> Result<Reply, Refusal> {
        scope::check(call, Permission::Write, repo)?;
        body::check_names(collection, Some(slug))?;
        let writer = self.app.writer(call.ctx)?;
        let sent = match body::file(call.request) {
            Ok(sent) => sent,
            Err(refusal) => {
                writer.check_collection(collection).await?;
                return Err(refusal);
            }
        };
        let new = NewFile { frontmatter: sent.frontmatter, body: &sent.body, sha: sent.sha.as_deref() };
        let file = writer.put_file(collection, slug, new).await?;
        Ok(found(view::saved(&file)))
    }

    async fn delete(
        &self,
        call: Call<'_>,
        repo: &str,
        (collection, slug): Item<'_>,
    ) -> Result<Reply, Refusal> {
        scope::check(call, Permission::Delete, repo)?;
        body::check_names(collection, Some(slug))?;
        let sha = body::sha(&call.request.query)?;
        self.app.deleter(call.ctx)?.delete_file(collection, slug, &sha).await?;
        Ok(found(DONE.to_owned()))
    }
}

/// A collection and a slug.
type Item<'p> = (&'p str, &'p str);

fn found(text: String) -> Reply {
    Reply::json(StatusCode::OK, text)
}

impl Api for Content<'_> {
    type Endpoint = Endpoint;
    type Error = Refusal;

    fn headers() -> &'static [HeaderName] {
        &credential::HEADERS
    }

    /// Good for the repository in the path, where there is one.
    fn credentials(row: &Row<Endpoint>, request: &Request) -> Credentials {
        let credential = credential::find(request);
        let is_of_repo = row.captures.contains(&"repo");
        credential
            .map(|found| if is_of_repo { found.for_site(&scope::repo(&request.path)) } else { found })
            .into()
    }

    fn before(row: &Row<Endpoint>, request: &Request) -> Result<(), Refusal> {
        if row.id == "Health" { Ok(()) } else { credential::refuse_github(request) }
    }

    fn unidentified(_: &Row<Endpoint>, request: &Request, error: Error) -> Refusal {
        credential::unidentified(request, error)
    }

    async fn handle(&self, endpoint: Endpoint, call: Call<'_>) -> Result<Reply, Refusal> {
        use Endpoint as Asked;
        match endpoint {
            Asked::Health => Ok(found("{\"status\":\"ok\"}".to_owned())),
            Asked::ListRepos => self.list_repos(call).await,
            Asked::CreateRepo => self.create_repo(call).await,
            Asked::DeleteRepo { repo } => self.delete_repo(call, &repo).await,
            Asked::FindConfig { repo } => self.find_config(call, &repo).await,
            Asked::ListContent { repo, collection } => self.list(call, &repo, &collection).await,
            Asked::FindContent { repo, collection, slug } => {
                self.find(call, &repo, (&collection, &slug)).await
            }
            Asked::PutContent { repo, collection, slug } => self.put(call, &repo, (&collection, &slug)).await,
            Asked::DeleteContent { repo, collection, slug } => {
                self.delete(call, &repo, (&collection, &slug)).await
            }
            // No account is connected to GitHub.
            Asked::ListGithubRepos => call.caller().map(|_| found("[]".to_owned())).map_err(Refusal::from),
        }
    }

    fn render(error: &Refusal) -> Reply {
        error::render(error)
    }
}
