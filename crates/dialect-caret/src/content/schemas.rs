//! What entries of a collection look like: as a developer or an editor defined it, else as the
//! first of them looks.

use crate::error::{Refusal, refused};
use crate::session::parameter;
use crate::view::{self, ENTRY};
use crate::{grammar, query, reply};
use serde_json::Value;
use weft_domain::collection::Origin;
use weft_domain::entry::Visibility;
use weft_domain::query::Query;
use weft_domain::{Collection, Error, Kind};
use weft_http::{Call, Reply};
use weft_service::App;

pub(super) async fn find(app: &App<'_>, call: Call<'_>) -> Result<Reply, Refusal> {
    let reader = app.reader(call.ctx, Visibility::All)?;
    let invalid = || refused("Invalid collection");
    let name = parameter(call.request, "collection").and_then(|name| grammar::collection(&name));
    let name = name.ok_or_else(invalid)?;
    let collection = match reader.collection(&name).await {
        Err(Error::NotFound(Kind::Collection)) => return Err(invalid()),
        other => other?,
    };
    if collection.origin != Origin::Inferred {
        return Ok(reply::json(view::described(&collection)));
    }
    let first = first_of(&collection);
    let listing = reader.list(ENTRY, &first, None).await?;
    let first: Option<Value> = serde_json::from_str(&listing.documents.unwrap_or_default()).ok();
    let first = first.as_ref().and_then(|entry| Some((entry.get("id")?.as_str()?, entry.get("data")?)));
    Ok(reply::json(view::inferred(&name, first)))
}

fn first_of(collection: &Collection) -> Query {
    let asked =
        query::Asked { collection: collection.name.clone(), id: None, page: 1, page_size: 1, text: None };
    Query { count: false, ..asked.query(1) }
}

pub(super) async fn list(app: &App<'_>, call: Call<'_>) -> Result<Reply, Refusal> {
    let reader = app.reader(call.ctx, Visibility::All)?;
    let (all, ..) = reader.collections(1, u32::MAX).await?;
    let dynamic = all.iter().filter(|collection| collection.origin == Origin::Dynamic);
    Ok(reply::json(view::collections(dynamic)))
}
