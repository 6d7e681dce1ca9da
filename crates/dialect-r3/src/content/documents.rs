//! `/api/content`.

use crate::view::{DOCUMENT, PageInfo, PagedBy, VERSION};
use crate::{body, query, reply, view};
use weft_domain::entry::{Guard, Selector, Visibility};
use weft_domain::query::Page;
use weft_domain::{EntryId, Error, Kind, VersionId};
use weft_http::body::json;
use weft_http::{Call, Fault, Reply, cursor, validators};
use weft_service::{App, EntryChange, NewEntry};

pub(crate) async fn list(app: &App<'_>, call: Call<'_>) -> Result<Reply, Fault> {
    let query = query::list(&call.request.query)?;
    let reader = app.reader(call.ctx, query.visibility)?;
    let listing = reader.list(DOCUMENT, &query, validators::client_tag(call.request)).await;
    let listing = listing.map_err(|error| query::blame(&call.request.query, error))?;
    let Some(documents) = listing.documents else { return Ok(reply::document(None, &listing.etag)) };
    let by = match &query.page {
        // Used only for an uncounted list: a full page may have a next page, any other has none.
        Page::Number(page) => PagedBy::Number { page: *page, more: listing.returned >= query.limit },
        Page::After(from) => {
            PagedBy::Cursor { first: from.is_none(), next: listing.next.as_ref().map(cursor::encode) }
        }
    };
    let page_info = PageInfo { total: listing.total, limit: query.limit, by };
    Ok(reply::list(call.request, &page_info, view::envelope(&documents, &page_info)).with_etag(&listing.etag))
}

pub(crate) async fn find_by_id(app: &App<'_>, call: Call<'_>, id: EntryId) -> Result<Reply, Fault> {
    find(app, call, &Selector::Id(id)).await
}

pub(crate) async fn find_by_slug(
    app: &App<'_>,
    call: Call<'_>,
    collection: String,
    slug: String,
) -> Result<Reply, Fault> {
    find(app, call, &Selector::Slug { collection, slug }).await
}

async fn find(app: &App<'_>, call: Call<'_>, by: &Selector) -> Result<Reply, Fault> {
    let (visibility, projection) = query::single(&call.request.query)?;
    let reader = app.reader(call.ctx, visibility)?;
    let found = reader.find(DOCUMENT, by, &projection, validators::client_tag(call.request)).await?;
    Ok(reply::document(found.document, &found.etag))
}

pub(crate) async fn create(app: &App<'_>, call: Call<'_>) -> Result<Reply, Fault> {
    let writer = app.writer(call.ctx)?;
    let document = body::new_document(json(call.request)?)?;
    let new = NewEntry {
        collection: &document.collection,
        slug: document.slug.as_deref(),
        status: document.status,
        data: document.data,
        created_at: None,
        published_at: document.published_at,
        place: None,
    };
    let saved = writer.create(DOCUMENT, new).await.map_err(|error| match error {
        Error::NotFound(Kind::Collection) => Error::invalid("type", "unknown", "must name a content type"),
        error => error,
    })?;
    let location = format!("/api/content/{}", saved.id);
    Ok(reply::created(saved.document, &location).with_etag(&saved.etag))
}

pub(crate) async fn update(app: &App<'_>, call: Call<'_>, id: EntryId) -> Result<Reply, Fault> {
    let writer = app.writer(call.ctx)?;
    let change = body::document_change(json(call.request)?)?;
    let to_draft = query::is_draft(&call.request.query)?;
    let guard = validators::guard_for(call.request, id);
    let guard = if to_draft { guard } else { or_live(guard) };
    let slug = change.slug.as_deref();
    let (status, published_at) = (change.status, change.published_at);
    let change =
        EntryChange { slug, status, published_at, data: change.data, within: None, to_draft, promote: false };
    Ok(reply::saved(writer.update(DOCUMENT, id, change, guard).await?))
}

pub(crate) async fn delete(app: &App<'_>, call: Call<'_>, id: EntryId) -> Result<Reply, Fault> {
    let deleter = app.deleter(call.ctx)?;
    deleter.delete(id, or_live(validators::guard_for(call.request, id))).await?;
    Ok(reply::deleted())
}

/// A visitor's tag of a document is accepted like an editor's.
const fn or_live(guard: Guard) -> Guard {
    match guard {
        Guard::Revision(revision) => Guard::Live(revision),
        other => other,
    }
}

pub(crate) async fn publish(app: &App<'_>, call: Call<'_>, id: EntryId) -> Result<Reply, Fault> {
    let publisher = app.publisher(call.ctx)?;
    Ok(reply::saved(publisher.publish(DOCUMENT, id, validators::guard_for(call.request, id)).await?))
}

pub(crate) async fn unpublish(app: &App<'_>, call: Call<'_>, id: EntryId) -> Result<Reply, Fault> {
    let publisher = app.publisher(call.ctx)?;
    Ok(reply::saved(publisher.unpublish(DOCUMENT, id, validators::guard_for(call.request, id)).await?))
}

pub(crate) async fn versions(app: &App<'_>, call: Call<'_>, id: EntryId) -> Result<Reply, Fault> {
    let asked = query::pages(&call.request.query, query::LIMIT_DEFAULT)?;
    let reader = app.reader(call.ctx, Visibility::Published)?;
    let listing = reader.versions(VERSION, id, asked.page, asked.limit).await?;
    let Some(documents) = listing.documents else { return Ok(reply::document(None, &listing.etag)) };
    let by = PagedBy::Number { page: asked.page, more: listing.returned >= asked.limit };
    let page_info = PageInfo { total: listing.total, limit: asked.limit, by };
    Ok(reply::list(call.request, &page_info, view::envelope(&documents, &page_info)).with_etag(&listing.etag))
}

pub(crate) async fn restore(
    app: &App<'_>,
    call: Call<'_>,
    id: EntryId,
    version: VersionId,
) -> Result<Reply, Fault> {
    let writer = app.writer(call.ctx)?;
    Ok(reply::saved(writer.restore(DOCUMENT, id, version, validators::guard_for(call.request, id)).await?))
}
