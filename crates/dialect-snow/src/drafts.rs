//! `…/drafts`: what an editor has typed and not saved as an entry yet; `?entry=` says whose next state it may become.
//!
//! A draft's texts are those of an entry's inputs, unchecked. Their list always has pages: only newer clients know drafts.

use crate::collections::collection_id;
use crate::error::refused;
use crate::{body, draft_view, input, query, reply};
use http::Method;
use std::borrow::Cow;
use weft_domain::json::{self, Object};
use weft_domain::{Ctx, DraftId, Error, Kind, id};
use weft_http::query_string::pairs;
use weft_http::routes::Captures;
use weft_http::{Fault, Reply, Request};
use weft_service::{App, DraftChange, DraftListing};

pub(crate) async fn list(
    app: &App<'_>,
    ctx: &Ctx,
    request: &Request,
    names: Captures<'_>,
) -> Result<Reply, Fault> {
    let writer = app.writer(ctx)?;
    let (asked, entry) = (query::list(&request.query)?.in_pages(), entry(request)?);
    let listing = DraftListing {
        entry: entry.as_deref(),
        search: asked.search.as_deref(),
        page: asked.page.map(|paging| (paging.page, paging.limit)),
        descending: asked.descending,
    };
    let collection = collection_id(names)?;
    let (drafts, total) = writer.drafts(collection, listing).await?;
    let items: Vec<String> =
        drafts.iter().map(|draft| draft_view::summary(&collection.to_string(), draft)).collect();
    Ok(reply::list(&items.join(","), asked.page, total))
}

pub(crate) async fn find(app: &App<'_>, ctx: &Ctx, names: Captures<'_>) -> Result<Reply, Fault> {
    let writer = app.writer(ctx)?;
    let collection = writer.collection_by_id(collection_id(names)?).await?;
    let draft = writer.draft(collection.id, draft_id(names)?).await?;
    Ok(reply::found(draft_view::whole(&collection, &draft)?))
}

/// Begins, changes or removes one: what these have in common is more than what they have not.
pub(crate) async fn write(
    app: &App<'_>,
    ctx: &Ctx,
    request: &Request,
    names: Captures<'_>,
) -> Result<Reply, Fault> {
    let writer = app.writer(ctx)?;
    let is_sent = request.method != Method::DELETE;
    let sent = if is_sent { body::object(request)? } else { Vec::new() };
    let (texts, entry) = (texts(&sent), entry(request)?);
    let (change, message) = match request.method {
        Method::POST => (DraftChange::Create { entry: entry.as_deref(), texts: &texts }, "Draft created"),
        Method::PUT => (DraftChange::Update { texts: &texts }, "Draft edited"),
        _ => (DraftChange::Delete, "Draft deleted"),
    };
    let id = if request.method == Method::POST { DraftId::new(ctx.new_uuid()) } else { draft_id(names)? };
    writer.change_draft(collection_id(names)?, id, change).await.map_err(worded)?;
    Ok(if is_sent { reply::made(message, &id.to_string()) } else { reply::done(message) })
}

/// The members as texts; what is sent as something else stands for its JSON text, `null` for the empty one.
fn texts<'s>(sent: &'s Object<'_>) -> Vec<(Cow<'s, str>, Cow<'s, str>)> {
    let text = |raw: &'s str| match input::plain(raw) {
        _ if raw == "null" => Cow::Borrowed(""),
        // No string: its JSON text, as it would be stored in an entry.
        Cow::Borrowed(json) if json == raw => json::normal(raw).map_or(Cow::Borrowed(raw), Cow::Owned),
        text => text,
    };
    sent.iter().map(|(name, raw)| (Cow::Borrowed(name.as_ref()), text(raw.get()))).collect()
}

/// `?entry=`.
fn entry(request: &Request) -> Result<Option<Cow<'_, str>>, Error> {
    let mut pairs = pairs(&request.query)?.into_iter();
    let entry = pairs.find(|(name, value)| name == "entry" && !value.is_empty()).map(|(_, value)| value);
    // As ids are stored; what is no id is no entry's.
    Ok(entry.map(|text| id::parse(&text).map_or(text, |id| Cow::Owned(id.to_string()))))
}

/// A refusal by the use case, in the original's words.
fn worded(error: Error) -> Error {
    match error {
        Error::Invalid(_) => {
            refused("One or more properties do not reference a Collection Input's field name")
        }
        Error::NotFound(Kind::Entry) => refused("Collection Entry with that ID not found"),
        other => other,
    }
}

/// The draft in the path; one whose id is no id is nobody's.
fn draft_id(names: Captures<'_>) -> Result<DraftId, Error> {
    names.third.parse().map_err(|_| Error::NotFound(Kind::Draft))
}
