//! A project's settings and its key.

use super::{body, own, view};
use http::StatusCode;
use weft_domain::SiteId;
use weft_domain::webhook::InsecureHosts;
use weft_http::{Call, Fault, Reply};
use weft_service::App;

pub(super) async fn get(app: &App<'_>, call: Call<'_>, id: SiteId) -> Result<Reply, Fault> {
    own(call, id)?;
    let settings = app.site_settings(call.ctx).await?;
    Ok(Reply::json(StatusCode::OK, view::settings(&settings)))
}

pub(super) async fn update(
    app: &App<'_>,
    call: Call<'_>,
    id: SiteId,
    insecure: &InsecureHosts,
) -> Result<Reply, Fault> {
    let admin = app.admin(call.ctx)?;
    own(call, id)?;
    let change = body::settings(weft_http::body::json(call.request)?)?;
    let settings = admin.update_settings(change, insecure).await?;
    Ok(Reply::json(StatusCode::OK, view::settings(&settings)))
}

pub(super) async fn rotate_key(app: &App<'_>, call: Call<'_>, id: SiteId) -> Result<Reply, Fault> {
    let admin = app.admin(call.ctx)?;
    own(call, id)?;
    Ok(Reply::json(StatusCode::OK, view::key(&admin.rotate_project_key().await?)))
}
