//! `/api/websites`.

use crate::error::reworded;
use crate::{body, query, reply, view};
use weft_domain::{Error, SiteId};
use weft_http::routes::Captures;
use weft_http::{Fault, Reply, Request};
use weft_service::{Installation, SiteText};

pub(crate) async fn list(installation: &Installation<'_>, request: &Request) -> Result<Reply, Fault> {
    let asked = query::list(&request.query)?;
    let (sites, total) = installation.sites(None).await?;
    let items = sites.iter().map(view::website).collect();
    Ok(reply::list(&asked.part(items).join(","), asked.page, total))
}

pub(crate) async fn create(installation: &Installation<'_>, request: &Request) -> Result<Reply, Fault> {
    let new = body::website(request)?;
    let made = installation.create_site(text(&new)).await.map_err(worded)?;
    Ok(reply::made("Website created", &made.id.to_string()))
}

pub(crate) async fn find(installation: &Installation<'_>, names: Captures<'_>) -> Result<Reply, Fault> {
    let found = installation.site(website_id(names)?).await?;
    Ok(reply::found(view::website(&found)))
}

pub(crate) async fn edit(
    installation: &Installation<'_>,
    request: &Request,
    names: Captures<'_>,
) -> Result<Reply, Fault> {
    let new = body::website(request)?;
    installation.update_site(website_id(names)?, text(&new)).await.map_err(worded)?;
    Ok(reply::done("Website edited"))
}

pub(crate) async fn delete(installation: &Installation<'_>, names: Captures<'_>) -> Result<Reply, Fault> {
    installation.delete_site(website_id(names)?).await?;
    Ok(reply::done("Website deleted"))
}

fn text(website: &body::Website) -> SiteText<'_> {
    SiteText { name: website.name.as_deref().unwrap_or_default(), hook: website.hook.as_deref() }
}

/// A refusal by the use case, in the original's words.
fn worded(error: Error) -> Error {
    let words = |path: &str, code: &str| match (path, code) {
        ("name", "required") => Some("Name is required"),
        ("name", "length") => Some("Name is too long"),
        ("hook", "length") => Some("Hook is too long"),
        _ => None,
    };
    reworded(error, words)
}

/// The website in the path. One whose id is no id is nobody's, and who may see all is told that there is none.
fn website_id(names: Captures<'_>) -> Result<SiteId, Error> {
    Ok(names.first.parse().unwrap_or(SiteId::new(uuid::Uuid::nil())))
}
