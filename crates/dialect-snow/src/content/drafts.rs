//! `…/drafts`: an editor's unsaved input (an autosave); `?entry=` names the entry that it belongs
//! to.
//!
//! A draft has a text for each of an entry's inputs, unchecked. The list always has pages: only
//! newer clients use drafts.

use super::draft_view;
use crate::error::{Refusal, refused};
use crate::{body, input, query, reply};
use std::borrow::Cow;
use weft_domain::json::{self, Object};
use weft_domain::{AutosaveId, CollectionId, Error, Kind, id};
use weft_http::query_string::pairs;
use weft_http::{Call, Reply, Request};
use weft_service::{App, AutosaveChange, AutosaveListing};

pub(crate) async fn list(app: &App<'_>, call: Call<'_>, of: CollectionId) -> Result<Reply, Refusal> {
    let writer = app.writer(call.ctx)?;
    let (asked, entry) = (query::list(&call.request.query)?.in_pages(), entry(call.request)?);
    let listing = AutosaveListing {
        entry: entry.as_deref(),
        search: asked.search.as_deref(),
        page: asked.page.map(|paging| (paging.page, paging.limit)),
        descending: asked.descending,
    };
    let (drafts, total) = writer.autosaves(of, listing).await?;
    let items: Vec<String> = drafts.iter().map(|draft| draft_view::summary(&of.to_string(), draft)).collect();
    Ok(reply::list(&items.join(","), asked.page, total))
}

pub(crate) async fn find(
    app: &App<'_>,
    call: Call<'_>,
    of: CollectionId,
    id: AutosaveId,
) -> Result<Reply, Refusal> {
    let writer = app.writer(call.ctx)?;
    let collection = writer.collection_by_id(of).await?;
    let draft = writer.autosave(collection.id, id).await?;
    Ok(reply::found(draft_view::whole(&collection, &draft)?))
}

pub(crate) async fn create(app: &App<'_>, call: Call<'_>, of: CollectionId) -> Result<Reply, Refusal> {
    let writer = app.writer(call.ctx)?;
    let sent = body::object(call.request)?;
    let (texts, entry) = (texts(&sent), entry(call.request)?);
    let id = AutosaveId::new(call.ctx.new_uuid());
    let change = AutosaveChange::Create { entry: entry.as_deref(), texts: &texts };
    writer.change_autosave(of, id, change).await.map_err(with_message)?;
    Ok(reply::made("Draft created", &id.to_string()))
}

pub(crate) async fn edit(
    app: &App<'_>,
    call: Call<'_>,
    of: CollectionId,
    id: AutosaveId,
) -> Result<Reply, Refusal> {
    let writer = app.writer(call.ctx)?;
    let sent = body::object(call.request)?;
    writer
        .change_autosave(of, id, AutosaveChange::Update { texts: &texts(&sent) })
        .await
        .map_err(with_message)?;
    Ok(reply::made("Draft edited", &id.to_string()))
}

pub(crate) async fn delete(
    app: &App<'_>,
    call: Call<'_>,
    of: CollectionId,
    id: AutosaveId,
) -> Result<Reply, Refusal> {
    let writer = app.writer(call.ctx)?;
    writer.change_autosave(of, id, AutosaveChange::Delete).await.map_err(with_message)?;
    Ok(reply::done("Draft deleted"))
}

/// The members as texts; any other value becomes its JSON text, `null` the empty text.
fn texts<'s>(sent: &'s Object<'_>) -> Vec<(Cow<'s, str>, Cow<'s, str>)> {
    let text = |raw: &'s str| match input::plain(raw) {
        _ if raw == "null" => Cow::Borrowed(""),
        // Not a string: its JSON text, as an entry would store it.
        Cow::Borrowed(json) if json == raw => json::normalise(raw).map_or(Cow::Borrowed(raw), Cow::Owned),
        text => text,
    };
    sent.iter().map(|(name, raw)| (Cow::Borrowed(name.as_ref()), text(raw.get()))).collect()
}

/// `?entry=`.
fn entry(request: &Request) -> Result<Option<Cow<'_, str>>, Error> {
    let mut pairs = pairs(&request.query)?.into_iter();
    let entry = pairs.find(|(name, value)| name == "entry" && !value.is_empty()).map(|(_, value)| value);
    // In the stored form of ids; a malformed id never matches.
    Ok(entry.map(|text| id::parse(&text).map_or(text, |id| Cow::Owned(id.to_string()))))
}

/// Replaces the use case's messages with the original's.
fn with_message(error: Error) -> Refusal {
    match error {
        Error::Invalid(_) => {
            refused("One or more properties do not reference a Collection Input's field name")
        }
        Error::NotFound(Kind::Entry) => refused("Collection Entry with that ID not found"),
        other => other.into(),
    }
}
