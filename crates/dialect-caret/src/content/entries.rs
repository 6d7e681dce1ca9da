//! Entries as editors list them and as visitors see them.

use crate::error::Refusal;
use crate::view::{self, ENTRY, Pagination};
use crate::{query, reply};
use weft_domain::entry::{Selector, Visibility};
use weft_domain::query::Projection;
use weft_domain::{Error, Permission};
use weft_http::{Call, Reply, validators};
use weft_service::{App, Reader};

pub(super) async fn list(app: &App<'_>, call: Call<'_>) -> Result<Reply, Refusal> {
    let reader = app.reader(call.ctx, Visibility::All)?;
    let asked = query::entries(call.request)?;
    if let Some(id) = &asked.id {
        return find(&reader, &asked.collection, id).await;
    }
    let mut page = asked.page;
    loop {
        let listing = reader.list(ENTRY, &asked.query(page), validators::client_tag(call.request)).await?;
        let Some(documents) = listing.documents else { return Ok(Reply::not_modified(&listing.etag)) };
        let total = listing.total.unwrap_or_default();
        let pagination = Pagination { page, page_size: asked.page_size, total, text: asked.text.as_deref() };
        let last = u32::try_from(pagination.pages()).unwrap_or(u32::MAX).max(1);
        if page > last {
            // The last page is given instead; only now is it known which that is.
            page = last;
            continue;
        }
        return Ok(
            reply::json(view::entries(&documents, &pagination, &asked.collection)).with_etag(&listing.etag)
        );
    }
}

/// One entry, in the shape of a list. One that is not there has revision 0 to clients: an empty
/// list.
async fn find(reader: &Reader<'_>, collection: &str, id: &str) -> Result<Reply, Refusal> {
    let by = Selector::Slug { collection: collection.to_owned(), slug: id.to_owned() };
    let (documents, total) = match reader.find(ENTRY, &by, &Projection::default(), None).await {
        Ok(found) => (found.document.unwrap_or_default(), 1),
        Err(Error::NotFound(_)) => (String::new(), 0),
        Err(error) => return Err(error.into()),
    };
    let pagination = Pagination { page: 1, page_size: 1, total, text: None };
    Ok(reply::json(view::entries(&documents, &pagination, collection)))
}

/// The data of some entries: to visitors what is published, to editors what they edit.
pub(super) async fn read(app: &App<'_>, call: Call<'_>) -> Result<Reply, Refusal> {
    let may_see_drafts = call.ctx.principal()?.may(Permission::Drafts).is_ok();
    let visibility = if may_see_drafts { Visibility::All } else { Visibility::Published };
    let reader = app.reader(call.ctx, visibility)?;
    let keys = query::keys(call.request)?;
    let entries = reader.data_of(&keys).await?;
    Ok(reply::json(format!("{{\"entries\":{entries}}}")))
}
