//! `/api/content`.

use crate::view::{By, DOCUMENT, Place, VERSION};
use crate::{body, query, reply, view};
use weft_domain::entry::{Selector, Status, Visibility};
use weft_domain::query::Page;
use weft_domain::{Ctx, EntryId, Error, Kind, VersionId};
use weft_http::body::json;
use weft_http::routes::Captures;
use weft_http::{Fault, Reply, Request, cursor, path, validators};
use weft_service::{App, EntryChange, NewEntry};

pub(crate) async fn list(app: &App<'_>, ctx: &Ctx, request: &Request) -> Result<Reply, Fault> {
    let query = query::list(&request.query)?;
    let reader = app.reader(ctx, query.visibility)?;
    let listing = reader.list(DOCUMENT, &query, validators::known(request)).await;
    let listing = listing.map_err(|error| query::blame(&request.query, error))?;
    let Some(documents) = listing.documents else { return Ok(reply::document(None, &listing.etag)) };
    let by = match &query.page {
        // Only asked when nobody counted: a full page may have a next one, any other has none.
        Page::Number(page) => By::Number { page: *page, more: listing.returned >= query.limit },
        Page::After(from) => {
            By::Cursor { first: from.is_none(), next: listing.next.as_ref().map(cursor::encode) }
        }
    };
    let place = Place { total: listing.total, limit: query.limit, by };
    Ok(reply::list(request, &place, view::envelope(&documents, &place)).with_etag(&listing.etag))
}

pub(crate) async fn find_by_id(
    app: &App<'_>,
    ctx: &Ctx,
    request: &Request,
    names: Captures<'_>,
) -> Result<Reply, Fault> {
    find(app, ctx, request, &Selector::Id(entry_id(names)?)).await
}

pub(crate) async fn find_by_slug(
    app: &App<'_>,
    ctx: &Ctx,
    request: &Request,
    names: Captures<'_>,
) -> Result<Reply, Fault> {
    // A slug may have slashes, escaped or not: whatever follows the type is one text.
    let (Some(collection), Some(slug)) = (path::decode(names.first), path::decode(names.second)) else {
        return Err(Error::NotFound(Kind::Entry).into());
    };
    let by = Selector::Slug { collection: collection.into_owned(), slug: slug.into_owned() };
    find(app, ctx, request, &by).await
}

async fn find(app: &App<'_>, ctx: &Ctx, request: &Request, by: &Selector) -> Result<Reply, Fault> {
    let (visibility, projection) = query::single(&request.query)?;
    let reader = app.reader(ctx, visibility)?;
    let found = reader.find(DOCUMENT, by, &projection, validators::known(request)).await?;
    Ok(reply::document(found.document, &found.etag))
}

pub(crate) async fn create(app: &App<'_>, ctx: &Ctx, request: &Request) -> Result<Reply, Fault> {
    let writer = app.writer(ctx)?;
    let document = body::new_document(json(request)?)?;
    if document.status.is_some_and(|status| status != Status::Draft) {
        app.publisher(ctx)?;
    }
    let new = NewEntry {
        collection: &document.collection,
        slug: document.slug.as_deref(),
        status: document.status,
        data: document.data,
        created_at: None,
    };
    let saved = writer.create(DOCUMENT, new).await.map_err(|error| match error {
        Error::NotFound(Kind::Collection) => Error::invalid("type", "unknown", "must name a content type"),
        error => error,
    })?;
    let location = format!("/api/content/{}", saved.id);
    Ok(reply::created(saved.document, &location).with_etag(&saved.etag))
}

pub(crate) async fn update(
    app: &App<'_>,
    ctx: &Ctx,
    request: &Request,
    names: Captures<'_>,
) -> Result<Reply, Fault> {
    let writer = app.writer(ctx)?;
    let id = entry_id(names)?;
    let change = body::document_change(json(request)?)?;
    if change.status.is_some() {
        app.publisher(ctx)?;
    }
    let change =
        EntryChange { slug: change.slug.as_deref(), status: change.status, data: change.data, within: None };
    Ok(reply::saved(writer.update(DOCUMENT, id, change, validators::guard_for(request, id)).await?))
}

pub(crate) async fn delete(
    app: &App<'_>,
    ctx: &Ctx,
    request: &Request,
    names: Captures<'_>,
) -> Result<Reply, Fault> {
    let writer = app.writer(ctx)?;
    let id = entry_id(names)?;
    writer.delete(id, validators::guard_for(request, id)).await?;
    Ok(reply::deleted())
}

pub(crate) async fn publish(
    app: &App<'_>,
    ctx: &Ctx,
    request: &Request,
    names: Captures<'_>,
) -> Result<Reply, Fault> {
    let publisher = app.publisher(ctx)?;
    let id = entry_id(names)?;
    Ok(reply::saved(publisher.publish(DOCUMENT, id, validators::guard_for(request, id)).await?))
}

pub(crate) async fn unpublish(
    app: &App<'_>,
    ctx: &Ctx,
    request: &Request,
    names: Captures<'_>,
) -> Result<Reply, Fault> {
    let publisher = app.publisher(ctx)?;
    let id = entry_id(names)?;
    Ok(reply::saved(publisher.unpublish(DOCUMENT, id, validators::guard_for(request, id)).await?))
}

pub(crate) async fn versions(
    app: &App<'_>,
    ctx: &Ctx,
    request: &Request,
    names: Captures<'_>,
) -> Result<Reply, Fault> {
    let asked = query::pages(&request.query, query::LIMIT_DEFAULT)?;
    let reader = app.reader(ctx, Visibility::Published)?;
    let listing = reader.versions(VERSION, entry_id(names)?, asked.page, asked.limit).await?;
    let Some(documents) = listing.documents else { return Ok(reply::document(None, &listing.etag)) };
    let by = By::Number { page: asked.page, more: listing.returned >= asked.limit };
    let place = Place { total: listing.total, limit: asked.limit, by };
    Ok(reply::list(request, &place, view::envelope(&documents, &place)).with_etag(&listing.etag))
}

pub(crate) async fn restore(
    app: &App<'_>,
    ctx: &Ctx,
    request: &Request,
    names: Captures<'_>,
) -> Result<Reply, Fault> {
    let writer = app.writer(ctx)?;
    let id = entry_id(names)?;
    let version: VersionId = names.second.parse().map_err(|_| Error::NotFound(Kind::Version))?;
    Ok(reply::saved(writer.restore(DOCUMENT, id, version, validators::guard_for(request, id)).await?))
}

/// The id in the path; one that is no id is nobody's.
fn entry_id(names: Captures<'_>) -> Result<EntryId, Error> {
    names.first.parse().map_err(|_| Error::NotFound(Kind::Entry))
}
