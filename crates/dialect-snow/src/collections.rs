//! `…/collections` and `…/collections/:id/title`.

use crate::error::refused;
use crate::{body, query, reply, view};
use weft_domain::entry::Visibility;
use weft_domain::{Collection, CollectionChange, CollectionId, Ctx, Error, Kind, Result};
use weft_http::routes::Captures;
use weft_http::{Fault, Reply, Request};
use weft_service::{App, FieldsChange, Known};

pub(crate) async fn list(
    app: &App<'_>,
    ctx: &Ctx,
    request: &Request,
    names: Captures<'_>,
) -> Result<Reply, Fault> {
    let asked = query::list(&request.query)?;
    let reader = app.reader(ctx, Visibility::Published)?;
    let page = asked.page.map(|paging| (paging.page, paging.limit));
    let (collections, total) = reader.collections_by_age(page, asked.descending).await?;
    let items: Vec<String> =
        collections.iter().map(|collection| view::collection(collection, &website(names))).collect();
    Ok(reply::list(&items.join(","), asked.page, total))
}

pub(crate) async fn create(app: &App<'_>, ctx: &Ctx, request: &Request) -> Result<Reply, Fault> {
    let developer = app.developer(ctx)?;
    let new = body::collection(request)?;
    let name = body::required(new.name, "Name is required")?;
    let change = CollectionChange {
        call_hook: new.call_hook,
        backdating: new.backdating_enabled,
        ..CollectionChange::default()
    };
    let made = developer.create_collection_called(&name, change).await?;
    Ok(reply::made("Collection created", &made.id.to_string()))
}

pub(crate) async fn find(app: &App<'_>, ctx: &Ctx, names: Captures<'_>) -> Result<Reply, Fault> {
    let reader = app.reader(ctx, Visibility::Published)?;
    let found = reader.collection_by_id(collection_id(names)?).await?;
    Ok(reply::found(view::collection(&found, &website(names))))
}

pub(crate) async fn edit(
    app: &App<'_>,
    ctx: &Ctx,
    request: &Request,
    names: Captures<'_>,
) -> Result<Reply, Fault> {
    let developer = app.developer(ctx)?;
    let id = collection_id(names)?;
    let new = body::collection(request)?;
    let name = body::required(new.name.clone(), "Name is required")?;
    let decide = |collection: &Collection, _: &[Known]| {
        let slug_field = slug_of(collection, new.slug.as_ref())?;
        let change = CollectionChange {
            label: Some(name.clone()),
            call_hook: new.call_hook,
            backdating: new.backdating_enabled,
            title_field: title_of(collection, new.title.as_ref())?,
            // A choice that stays the same keeps the rule that came with it, whoever made it.
            unique_slug: slug_field
                .as_ref()
                .filter(|slug| **slug != collection.slug_field)
                .map(Option::is_some),
            slug_field,
            ..CollectionChange::default()
        };
        Ok(FieldsChange { change, ..FieldsChange::default() })
    };
    developer.change_collection(id, decide).await?;
    Ok(reply::done("Collection edited"))
}

/// The field that is to be the title. To the original an empty title is one that was not sent: it stays.
fn title_of(collection: &Collection, input: Option<&Option<String>>) -> Result<Option<Option<String>>> {
    match input.map(Option::as_deref) {
        None | Some(Some("")) => Ok(None),
        Some(None) => Ok(Some(None)),
        Some(Some(input)) => field_of(collection, input).map(|field| Some(Some(field))),
    }
}

/// The field that is to be the slug. The interface of the original sends an empty one for none.
fn slug_of(collection: &Collection, input: Option<&Option<String>>) -> Result<Option<Option<String>>> {
    match input.map(Option::as_deref) {
        None => Ok(None),
        Some(None | Some("")) => Ok(Some(None)),
        Some(Some(input)) => field_of(collection, input).map(|field| Some(Some(field))),
    }
}

fn field_of(collection: &Collection, input: &str) -> Result<String> {
    let field = view::field_of(collection, input).map(str::to_owned);
    field.ok_or_else(|| refused("Collection Input not found"))
}

pub(crate) async fn delete(app: &App<'_>, ctx: &Ctx, names: Captures<'_>) -> Result<Reply, Fault> {
    app.developer(ctx)?.delete_collection_by_id(collection_id(names)?).await?;
    Ok(reply::done("Collection deleted"))
}

pub(crate) async fn find_title(app: &App<'_>, ctx: &Ctx, names: Captures<'_>) -> Result<Reply, Fault> {
    let reader = app.reader(ctx, Visibility::Published)?;
    let found = reader.collection_by_id(collection_id(names)?).await?;
    Ok(reply::found(view::title(&found)))
}

pub(crate) async fn edit_title(
    app: &App<'_>,
    ctx: &Ctx,
    request: &Request,
    names: Captures<'_>,
) -> Result<Reply, Fault> {
    let developer = app.developer(ctx)?;
    let id = collection_id(names)?;
    let input = body::title(request)?;
    let decide = |collection: &Collection, _: &[Known]| {
        let title_field = Some(Some(field_of(collection, &input)?));
        let change = CollectionChange { title_field, ..CollectionChange::default() };
        Ok(FieldsChange { change, ..FieldsChange::default() })
    };
    developer.change_collection(id, decide).await?;
    Ok(reply::done("Collection Title updated"))
}

/// The collection in the path; one whose id is no id is nobody's.
/// The id of the website in the path, as ids are shown. The caller has been found to be good for it.
pub(crate) fn website(names: Captures<'_>) -> String {
    names.first.to_ascii_lowercase()
}

pub(crate) fn collection_id(names: Captures<'_>) -> Result<CollectionId, Error> {
    names.second.parse().map_err(|_| Error::NotFound(Kind::Collection))
}
