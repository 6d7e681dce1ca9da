//! `…/collections` and `…/collections/:id/title`.

use crate::error::{Refusal, refused};
use crate::{body, query, reply, view};
use weft_domain::entry::Visibility;
use weft_domain::{Collection, CollectionChange, CollectionId, SiteId};
use weft_http::{Call, Reply};
use weft_service::{App, FieldsChange, Known};

pub(crate) async fn list(app: &App<'_>, call: Call<'_>, website: SiteId) -> Result<Reply, Refusal> {
    let asked = query::list(&call.request.query)?;
    let reader = app.reader(call.ctx, Visibility::Published)?;
    let page = asked.page.map(|paging| (paging.page, paging.limit));
    let (collections, total) = reader.collections_by_age(page, asked.descending).await?;
    let items: Vec<String> =
        collections.iter().map(|collection| view::collection(collection, &website.to_string())).collect();
    Ok(reply::list(&items.join(","), asked.page, total))
}

pub(crate) async fn create(app: &App<'_>, call: Call<'_>) -> Result<Reply, Refusal> {
    let developer = app.developer(call.ctx)?;
    let new: body::Collection = body::read(call.request)?;
    let name = body::required(new.name, "Name is required")?;
    let change = CollectionChange {
        call_hook: new.call_hook,
        backdating: new.backdating_enabled,
        ..CollectionChange::default()
    };
    let made = developer.create_collection_called(&name, change).await?;
    Ok(reply::made("Collection created", &made.id.to_string()))
}

pub(crate) async fn find(
    app: &App<'_>,
    call: Call<'_>,
    website: SiteId,
    id: CollectionId,
) -> Result<Reply, Refusal> {
    let reader = app.reader(call.ctx, Visibility::Published)?;
    let found = reader.collection_by_id(id).await?;
    Ok(reply::found(view::collection(&found, &website.to_string())))
}

pub(crate) async fn edit(app: &App<'_>, call: Call<'_>, id: CollectionId) -> Result<Reply, Refusal> {
    let developer = app.developer(call.ctx)?;
    let new: body::Collection = body::read(call.request)?;
    let name = body::required(new.name.clone(), "Name is required")?;
    let decide = |collection: &Collection, _: &[Known]| -> Result<_, Refusal> {
        let slug_field = slug_of(collection, new.slug.as_ref())?;
        let change = CollectionChange {
            label: Some(name.clone()),
            call_hook: new.call_hook,
            backdating: new.backdating_enabled,
            title_field: title_of(collection, new.title.as_ref())?,
            // An unchanged choice keeps its uniqueness rule, whichever dialect set it.
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

/// The field of the title. The original treats an empty title as absent: the title stays.
fn title_of(
    collection: &Collection,
    input: Option<&Option<String>>,
) -> Result<Option<Option<String>>, Refusal> {
    match input.map(Option::as_deref) {
        None | Some(Some("")) => Ok(None),
        Some(None) => Ok(Some(None)),
        Some(Some(input)) => field_of(collection, input).map(|field| Some(Some(field))),
    }
}

/// The field of the slug. The original's interface sends an empty text for none.
fn slug_of(
    collection: &Collection,
    input: Option<&Option<String>>,
) -> Result<Option<Option<String>>, Refusal> {
    match input.map(Option::as_deref) {
        None => Ok(None),
        Some(None | Some("")) => Ok(Some(None)),
        Some(Some(input)) => field_of(collection, input).map(|field| Some(Some(field))),
    }
}

fn field_of(collection: &Collection, input: &str) -> Result<String, Refusal> {
    let field = view::field_of(collection, input).map(str::to_owned);
    field.ok_or_else(|| refused("Collection Input not found"))
}

pub(crate) async fn delete(app: &App<'_>, call: Call<'_>, id: CollectionId) -> Result<Reply, Refusal> {
    app.developer(call.ctx)?.delete_collection_by_id(id).await?;
    Ok(reply::done("Collection deleted"))
}

pub(crate) async fn find_title(app: &App<'_>, call: Call<'_>, id: CollectionId) -> Result<Reply, Refusal> {
    let reader = app.reader(call.ctx, Visibility::Published)?;
    let found = reader.collection_by_id(id).await?;
    Ok(reply::found(view::title(&found)))
}

pub(crate) async fn edit_title(app: &App<'_>, call: Call<'_>, id: CollectionId) -> Result<Reply, Refusal> {
    let developer = app.developer(call.ctx)?;
    let input = body::title(call.request)?;
    let decide = |collection: &Collection, _: &[Known]| -> Result<_, Refusal> {
        let title_field = Some(Some(field_of(collection, &input)?));
        let change = CollectionChange { title_field, ..CollectionChange::default() };
        Ok(FieldsChange { change, ..FieldsChange::default() })
    };
    developer.change_collection(id, decide).await?;
    Ok(reply::done("Collection Title updated"))
}
