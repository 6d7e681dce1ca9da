//! `…/entries`.
//!
//! One statement reads an entry with its content type, a second one the references. A write
//! replaces all inputs over the stored data, so it reads the entry first; the write's guard is the
//! revision that was read.

use crate::error::{Refusal, refused, replace_messages};
use crate::input::{self, Reference};
use crate::rendering::{EntryLocation, RenderingData, Web};
use crate::{body, query, reply, view};
use weft_domain::entry::{Status, Visibility};
use weft_domain::json::Object;
use weft_domain::query::{
    Column, FieldPath, Filter, Literal, MemberSelection, Op, Page, Projection, Query, SortKey,
};
use weft_domain::{Collection, CollectionId, Ctx, EntryId, Error, Kind, SiteId, Violation};
use weft_http::{Call, Fault, Reply, validators};
use weft_service::{App, Known, Listing};

pub(crate) async fn list(app: &App<'_>, call: Call<'_>, collection: CollectionId) -> Result<Reply, Refusal> {
    let asked = query::list(&call.request.query)?;
    let reader = app.reader(call.ctx, Visibility::Published)?;
    let query = |collection: &Collection| {
        let has_text =
            |name: &&str| collection.schema.field(name).is_some_and(|field| field.field_type().has_text());
        asked.of_entries(collection.title_field.as_deref().filter(has_text), shown_in_lists(collection))
    };
    let (collection, listing) =
        reader.list_of(view::ENTRY, collection, query, validators::client_tag(call.request)).await?;
    let Listing { documents: Some(documents), total, etag, .. } = listing else {
        return Ok(Reply::not_modified(&listing.etag));
    };
    let array = format!("[{documents}]");
    let entries = view::read_entries(&array)?;
    let items: Vec<String> =
        entries.iter().map(|entry| view::entry(&collection, entry)).collect::<Result<_, _>>()?;
    Ok(reply::list(&items.join(","), asked.page, total.unwrap_or_default()).with_etag(&etag))
}

/// Of the data, only title and slug.
fn shown_in_lists(collection: &Collection) -> Projection {
    let names = [&collection.title_field, &collection.slug_field].into_iter().flatten().cloned().collect();
    Projection { data: MemberSelection::Only(names), ..Projection::default() }
}

/// Where an entry is asked for.
type EntriesOf = (SiteId, CollectionId);

pub(crate) async fn find<W: Web>(
    app: &App<'_>,
    web: &W,
    call: Call<'_>,
    of: EntriesOf,
    id: EntryId,
) -> Result<Reply, Refusal> {
    let one = |_: &Collection| one(Column::Id, &id.to_string());
    show(app, web, call, of, one).await?.ok_or_else(|| Error::NotFound(Kind::Entry).into())
}

pub(crate) async fn find_by_slug<W: Web>(
    app: &App<'_>,
    web: &W,
    call: Call<'_>,
    of: EntriesOf,
    slug: &str,
) -> Result<Reply, Refusal> {
    let one = |collection: &Collection| {
        let field = collection.slug_field.as_deref().and_then(FieldPath::parse);
        // A malformed id never matches.
        field.map_or_else(|| one(Column::Id, ""), |field| one(Column::Data(field), slug))
    };
    match show(app, web, call, of, one).await {
        Ok(Some(shown)) => Ok(shown),
        // A text that the slug's type rejects never matches.
        Ok(None) | Err(Refusal::Fault(Fault::Domain(Error::Invalid(_)))) => {
            Err(refused("No Entry with that slug exists"))
        }
        Err(error) => Err(error),
    }
}

/// One published entry in the requested format; `None` when it does not exist.
async fn show<W: Web>(
    app: &App<'_>,
    web: &W,
    call: Call<'_>,
    (website, collection): EntriesOf,
    query: impl Fn(&Collection) -> Query,
) -> Result<Option<Reply>, Refusal> {
    let is_rendered = query::is_rendered(&call.request.query)?;
    let reader = app.reader(call.ctx, Visibility::Published)?;
    let (collection, listing) = reader.list_of(view::ENTRY, collection, query, None).await?;
    let array = format!("[{}]", listing.documents.unwrap_or_default());
    let mut entries = view::read_entries(&array)?;
    let Some(entry) = entries.pop() else { return Ok(None) };
    let data = entry.data()?;
    let shown = if is_rendered {
        let references = input::entry_references(&collection.schema, &data);
        let types = reader.types_of(&entries_of(&references)).await?;
        let location = EntryLocation {
            website: &website.to_string(),
            collection: &collection.id.to_string(),
            entry: entry.id,
        };
        let mut how = RenderingData::look_up(call.ctx, types, &references, &location, web).await;
        let rendered = input::render_entry(&collection.schema, &data, &mut how);
        view::rendered_entry(&collection, &entry, &data, &rendered)
    } else {
        view::whole_entry(&collection, &entry, &data)
    };
    Ok(Some(reply::found(shown)))
}

fn one(column: Column, value: &str) -> Query {
    Query {
        collection: None,
        statuses: vec![Status::Published],
        visibility: Visibility::Published,
        filter: Some(Filter::Is(column, Op::Eq(Literal::new(value)))),
        sort: vec![SortKey { column: Column::CreatedAt, descending: false }],
        page: Page::Number(1),
        limit: 1,
        count: false,
        projection: Projection::default(),
    }
}

pub(crate) async fn create(
    app: &App<'_>,
    call: Call<'_>,
    collection: CollectionId,
) -> Result<Reply, Refusal> {
    let writer = app.writer(call.ctx)?;
    let created_at = query::created_at(&call.request.query)?;
    let sent = body::object(call.request)?;
    let mut known = None;
    let decide = |collection: &Known| -> Result<String, Refusal> {
        known = Some(collection.clone());
        parsed(collection, &sent, None, call.ctx)
    };
    let created = writer.create_entry(view::ENTRY, collection, (Status::Published, created_at), decide).await;
    let saved = created.map_err(|refusal| worded(refusal, known.as_ref()))?;
    Ok(reply::made("Collection Entry created", &saved.id.to_string()))
}

pub(crate) async fn edit(
    app: &App<'_>,
    call: Call<'_>,
    collection: CollectionId,
    id: EntryId,
) -> Result<Reply, Refusal> {
    let writer = app.writer(call.ctx)?;
    let sent = body::object(call.request)?;
    let reader = app.reader(call.ctx, Visibility::Published)?;
    let mut known = None;
    let decide = async |collection: &Known, stored: &Object<'_>| -> Result<String, Refusal> {
        known = Some(collection.clone());
        parsed(collection, &sent, Some(stored), call.ctx)
    };
    let guard = validators::guard_for(call.request, id);
    let edited = writer.change_entry(view::ENTRY, &reader, (collection, id), guard, decide).await;
    edited.map_err(|refusal| worded(refusal, known.as_ref()))?;
    Ok(reply::done("Collection Entry edited"))
}

pub(crate) async fn delete(
    app: &App<'_>,
    call: Call<'_>,
    collection: CollectionId,
    id: EntryId,
) -> Result<Reply, Refusal> {
    app.deleter(call.ctx)?.delete_within(collection, id).await?;
    Ok(reply::done("Collection Entry deleted"))
}

fn parsed(
    collection: &Known,
    sent: &Object<'_>,
    stored: Option<&Object<'_>>,
    ctx: &Ctx,
) -> Result<String, Refusal> {
    input::parse_entry(&collection.schema, sent, stored, ctx.now).map_err(refused)
}

fn entries_of(references: &[Reference]) -> Vec<EntryId> {
    let entries = references.iter().filter_map(|reference| match reference {
        Reference::Entry { id, .. } => Some(*id),
        _ => None,
    });
    entries.collect()
}

/// The refusal of a write, in the original's words where the content type is known.
fn worded(refusal: Refusal, known: Option<&Known>) -> Refusal {
    match (refusal, known) {
        (Refusal::Fault(Fault::Domain(error)), Some(collection)) => with_message(error, collection),
        (refusal, _) => refusal,
    }
}

/// Replaces the use case's messages with the original's.
fn with_message(error: Error, collection: &Collection) -> Refusal {
    if let Error::Invalid(found) = &error
        && let Some(taken) = found.iter().find(|violation| violation.code == "unique")
    {
        let name = |violation: &Violation| violation.path.strip_prefix("data.").map(str::to_owned);
        let is_slug = found.iter().any(|one| one.code == "unique" && name(one) == collection.slug_field);
        // A unique field of another dialect that is not the slug: the message names it.
        let field = name(taken).filter(|_| !is_slug);
        return refused(format!("An Entry with that {} already exists", field.as_deref().unwrap_or("slug")));
    }
    let words = |path: &str, code: &str| match (path, code) {
        (_, "reference") => Some(input::MISSING_ENTRY),
        ("createdAt", "backdating") => Some("Backdating is not enabled for this Collection"),
        ("createdAt", "max") => Some("Backdated timestamp cannot be in the future"),
        _ => None,
    };
    replace_messages(error, words)
}
