//! `/api/content-types`.

use crate::view::PageInfo;
use crate::{body, query, reply, view};
use http::StatusCode;
use weft_domain::Collection;
use weft_domain::entry::Visibility;
use weft_http::{Call, Fault, Reply, validators};
use weft_service::App;

/// The default number of content types per page: the maximum. R3's SDK sends one request and
/// expects all of them.
const LIMIT_DEFAULT: u32 = query::LIMIT_MAX;

pub(crate) async fn list(app: &App<'_>, call: Call<'_>) -> Result<Reply, Fault> {
    let asked = query::pages(&call.request.query, LIMIT_DEFAULT)?;
    let reader = app.reader(call.ctx, Visibility::Published)?;
    let (collections, total, etag) = reader.collections(asked.page, asked.limit).await?;
    let page_info = PageInfo::counted(asked.page, asked.limit, total);
    Ok(reply::list(call.request, &page_info, view::types(&collections, &page_info)?).with_etag(&etag))
}

pub(crate) async fn create(app: &App<'_>, call: Call<'_>) -> Result<Reply, Fault> {
    let developer = app.developer(call.ctx)?;
    let new = body::new_type(weft_http::body::json(call.request)?)?;
    let made = developer.create_collection(&new.name, new.change).await?;
    let reply = reply::created(view::single_type(&made)?, &format!("/api/content-types/{}", made.name));
    Ok(reply.with_etag(&view::type_tag(&made)))
}

pub(crate) async fn find(app: &App<'_>, call: Call<'_>, name: &str) -> Result<Reply, Fault> {
    let reader = app.reader(call.ctx, Visibility::Published)?;
    whole(&reader.collection(name).await?)
}

pub(crate) async fn update(app: &App<'_>, call: Call<'_>, name: &str) -> Result<Reply, Fault> {
    let developer = app.developer(call.ctx)?;
    let change = body::type_change(weft_http::body::json(call.request)?, name)?;
    whole(&developer.update_collection(name, change, validators::guard(call.request)).await?)
}

pub(crate) async fn delete(app: &App<'_>, call: Call<'_>, name: &str) -> Result<Reply, Fault> {
    let developer = app.developer(call.ctx)?;
    developer.delete_collection(name, validators::guard(call.request)).await?;
    Ok(reply::deleted())
}

fn whole(collection: &Collection) -> Result<Reply, Fault> {
    let reply = Reply::json(StatusCode::OK, view::single_type(collection)?);
    Ok(reply.with_etag(&view::type_tag(collection)))
}
