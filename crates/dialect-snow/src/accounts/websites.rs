//! `/api/websites`.

use crate::error::{Refusal, replace_messages};
use crate::{body, query, reply, view};
use weft_domain::{Error, SiteId};
use weft_http::{Call, Reply};
use weft_service::{App, SiteText};

pub(crate) async fn list(app: &App<'_>, call: Call<'_>) -> Result<Reply, Refusal> {
    let above = app.installation(call.ctx, call.caller()?);
    let asked = query::list(&call.request.query)?;
    let (sites, total) = above.sites(None).await?;
    let items = sites.iter().map(view::website).collect();
    Ok(reply::list(&asked.part(items).join(","), asked.page, total))
}

pub(crate) async fn create(app: &App<'_>, call: Call<'_>) -> Result<Reply, Refusal> {
    let above = app.installation(call.ctx, call.caller()?);
    let new: body::Website = body::read(call.request)?;
    let made = above.create_site(text(&new)).await.map_err(with_message)?;
    Ok(reply::made("Website created", &made.id.to_string()))
}

pub(crate) async fn find(app: &App<'_>, call: Call<'_>, id: SiteId) -> Result<Reply, Refusal> {
    let above = app.installation(call.ctx, call.caller()?);
    let found = above.site(id).await?;
    Ok(reply::found(view::website(&found)))
}

pub(crate) async fn edit(app: &App<'_>, call: Call<'_>, id: SiteId) -> Result<Reply, Refusal> {
    let above = app.installation(call.ctx, call.caller()?);
    let new: body::Website = body::read(call.request)?;
    above.update_site(id, text(&new)).await.map_err(with_message)?;
    Ok(reply::done("Website edited"))
}

pub(crate) async fn delete(app: &App<'_>, call: Call<'_>, id: SiteId) -> Result<Reply, Refusal> {
    let above = app.installation(call.ctx, call.caller()?);
    above.delete_site(id).await?;
    Ok(reply::done("Website deleted"))
}

fn text(website: &body::Website) -> SiteText<'_> {
    SiteText { name: website.name.as_deref().unwrap_or_default(), hook: website.hook.as_deref() }
}

/// Replaces the use case's messages with the original's.
fn with_message(error: Error) -> Refusal {
    let words = |path: &str, code: &str| match (path, code) {
        ("name", "required") => Some("Name is required"),
        ("name", "length") => Some("Name is too long"),
        ("hook", "length") => Some("Hook is too long"),
        _ => None,
    };
    replace_messages(error, words)
}
