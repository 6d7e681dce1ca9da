//! A new entry.
//!
//! Its data is checked against the cached content type. The statement compares the content type's
//! revision, so data that was checked against outdated rules is never stored. A generated slug that
//! is taken gets a suffix (`-2`, `-3`); a slug that the client sent is refused.

use super::references::{Targets, references, targets};
use super::writing::{Saved, Texts};
use crate::contest::contest;
use crate::rights::Writer;
use std::collections::HashSet;
use weft_domain::entry::{DATA_MAX, SLUG_MAX, Status};
use weft_domain::field::Reference;
use weft_domain::json::{self, Object};
use weft_domain::shape::Shape;
use weft_domain::slug::{is_slug, slugify};
use weft_domain::{Conflict, EntryId, Error, Kind, Permission, Place, Result, Timestamp, Violation};
use weft_storage::Store;
use weft_storage::collections::Stored;
use weft_storage::entries::create::{self, create, slugs_like, taken_fields};
use weft_storage::entries::pages;
use weft_storage::entries::references::Target;

/// A new entry.
#[derive(Debug)]
pub struct NewEntry<'a> {
    /// The content type's name.
    pub collection: &'a str,
    /// Its slug; `None` generates it from the slug field or the title field of the content type.
    pub slug: Option<&'a str>,
    /// Its status; `None` means draft.
    pub status: Option<Status>,
    /// Its data.
    pub data: Object<'a>,
    /// Its creation time, if the content type permits backdating; `None` means now.
    pub created_at: Option<Timestamp>,
    /// Its publication time, if it is not a draft; `None` means now for a published entry.
    pub published_at: Option<Timestamp>,
    /// Its place; `None` means no page.
    pub place: Option<&'a Place>,
}

impl Writer<'_> {
    /// Creates an entry. A status other than draft also requires the permission to publish. What
    /// the data refers to must be there.
    ///
    /// # Errors
    /// `Forbidden`, also for a page that the account may not write; `NotFound(Collection)`,
    /// `Invalid` (also with the path `createdAt` or `publishedAt`), `Conflict(Taken)` with the
    /// field `slug` or `place`, `TooLarge`, `Outdated`, `Unavailable`.
    pub async fn create(&self, shape: Shape, new: NewEntry<'_>) -> Result<Saved> {
        self.create_with(shape, new, Targets::MustExist).await
    }

    /// The same; `must` says whether the targets of references must exist.
    ///
    /// # Errors
    /// Those of [`Writer::create`].
    pub(super) async fn create_with(&self, shape: Shape, new: NewEntry<'_>, must: Targets) -> Result<Saved> {
        let right = &self.right;
        if new.status.is_some_and(|status| status != Status::Draft) || new.published_at.is_some() {
            right.principal.may(Permission::Publish)?;
        }
        right.principal.may_write_page(new.place.map(Place::page))?;
        let id = EntryId::new(right.ctx.new_uuid());
        let texts = Texts::of(right);
        let status = new.status.unwrap_or(Status::Draft);
        let created_at = new.created_at.map(|at| at.to_string());
        let published_at = published_at(new.published_at, Some(status), right.ctx.now)?;
        let mut taken: Option<String> = None;
        contest(async || {
            let collection =
                right.collection(new.collection).await?.ok_or(Error::NotFound(Kind::Collection))?;
            dated(&collection, new.created_at, right.ctx.now)?;
            let data = checked(&collection, &new.data)?;
            let references = referenced(&collection, &data, must)?;
            let targets: Vec<Target<'_>> = targets(collection.pk, &references).collect();
            let slug = match taken.take() {
                Some(slug) => slug,
                None => slug(&collection, &new, id)?,
            };
            let row = create::NewEntry {
                id,
                collection: collection.pk,
                type_name: &collection.collection.name,
                collection_revision: collection.collection.revision,
                slug: &slug,
                status,
                author: texts.actor(),
                data: &data,
                created_at: created_at.as_deref(),
                published_at: published_at.as_deref(),
                targets: &targets,
                place: new.place,
            };
            match create(right.store, &texts.writing(right), shape, &row).await {
                Ok(Some(saved)) => Ok(Some(saved.into())),
                Ok(None) => {
                    right.collections_anew().await?;
                    right.check_references(collection.pk, None, &references).await.map(|()| None)
                }
                Err(Error::Conflict(Conflict::Taken { field })) if field == "data" => {
                    shared(right.store, collection.pk, id, &data).await.map(|()| None)
                }
                Err(Error::Conflict(Conflict::Taken { field })) if field == "slug" && new.slug.is_none() => {
                    taken = Some(self.next_slug(&collection, &new, id).await?);
                    Ok(None)
                }
                Err(Error::Conflict(Conflict::Taken { field })) if field == "place" => {
                    self.clear_place(new.place).await.map(|()| None)
                }
                Err(other) => Err(other),
            }
        })
        .await
    }

    /// Frees a place that is taken by a deleted entry. `Ok` if the creation can be repeated.
    async fn clear_place(&self, place: Option<&Place>) -> Result<()> {
        match place {
            Some(place) if pages::clear(self.right.store, &self.right.scope, place).await? => Ok(()),
            _ => Err(Error::taken("place")),
        }
    }

    /// The first of `slug-2`, `slug-3`, … that is free now.
    async fn next_slug(&self, collection: &Stored, new: &NewEntry<'_>, id: EntryId) -> Result<String> {
        let base = slug(collection, new, id)?;
        let known: HashSet<String> =
            slugs_like(self.right.store, collection.pk, &base).await?.into_iter().collect();
        let candidates = (2..).map(|n: u64| format!("{base}-{n}"));
        Ok(candidates.into_iter().find(|candidate| !known.contains(candidate)).unwrap_or(base))
    }
}

/// Checks the sent creation time.
fn dated(collection: &Stored, at: Option<Timestamp>, now: Timestamp) -> Result<()> {
    match at {
        Some(_) if !collection.collection.backdating => Err(Error::invalid(
            "createdAt",
            "backdating",
            "the content type does not permit backdated entries",
        )),
        Some(at) if at > now => Err(Error::invalid("createdAt", "max", "must not be in the future")),
        _ => Ok(()),
    }
}

/// The stored form of a publication time that a client sends. `status` is the status of the entry
/// after the write; `None` means that the status stays.
///
/// # Errors
/// `Invalid` with the path `publishedAt` for a time in the future and for a draft.
pub(super) fn published_at(
    at: Option<Timestamp>,
    status: Option<Status>,
    now: Timestamp,
) -> Result<Option<String>> {
    match at {
        Some(_) if status == Some(Status::Draft) => Err(unpublished()),
        Some(at) if at > now => Err(Error::invalid("publishedAt", "max", "must not be in the future")),
        at => Ok(at.map(|at| at.to_string())),
    }
}

/// The violation of a publication time for a draft.
pub(super) fn unpublished() -> Error {
    Error::invalid(
        "publishedAt",
        "draft",
        "a draft has no publication time: publish it, or send `status` with it",
    )
}

/// The canonical form of the data in a collection.
///
/// # Errors
/// `Invalid`, `TooLarge`.
pub(crate) fn checked(collection: &Stored, data: &Object<'_>) -> Result<String> {
    let data = collection.collection.schema.check_whole(data).map_err(Error::Invalid)?;
    fits(data.len()).map(|()| data)
}

/// Checks the size of data.
pub(super) const fn fits(bytes: usize) -> Result<()> {
    if bytes > DATA_MAX { Err(Error::TooLarge { limit: DATA_MAX, of: "bytes" }) } else { Ok(()) }
}

/// The references in the data whose targets must exist, defaults included.
pub(super) fn referenced(collection: &Stored, data: &str, must: Targets) -> Result<Vec<Reference>> {
    if must == Targets::MayBeDeleted || collection.collection.schema.reference_paths().is_empty() {
        return Ok(Vec::new());
    }
    let members = json::members(data).map_err(|error| Error::Internal(error.to_string()))?;
    references(collection, members.iter().map(|(name, raw)| (name.as_ref(), raw.get())))
}

/// Returns a violation for each field of `data` whose unique value another entry than `id` has.
/// `Ok` if no entry has them any more.
///
/// # Errors
/// `Invalid`, one violation per field; `Unavailable`.
pub(crate) async fn shared(store: &Store<'_>, collection: i64, id: EntryId, data: &str) -> Result<()> {
    let fields = taken_fields(store, collection, id, data).await?;
    let violation =
        |field: String| Violation::new(format!("data.{field}"), "unique", "another document has this value");
    if fields.is_empty() { Ok(()) } else { Err(Error::Invalid(fields.into_iter().map(violation).collect())) }
}

/// The sent slug, or one generated from the data or the id.
fn slug(collection: &Stored, new: &NewEntry<'_>, id: EntryId) -> Result<String> {
    if let Some(slug) = new.slug {
        return legal(slug).map(str::to_owned);
    }
    let collection = &collection.collection;
    let fields = [&collection.slug_field, &collection.title_field];
    let titles =
        fields.into_iter().flatten().filter_map(|name| new.data.iter().find(|(known, _)| known == name));
    let mut slugs = titles
        .filter_map(|(_, raw)| serde_json::from_str::<String>(raw.get()).ok())
        .map(|title| slugify(&title));
    Ok(slugs.find(|slug| !slug.is_empty()).unwrap_or_else(|| id.to_string()))
}

/// Checks a slug that a client sends.
///
/// # Errors
/// `Invalid`.
pub(super) fn legal(slug: &str) -> Result<&str> {
    let message = format!("must have 1 to {SLUG_MAX} letters, digits, - _ . ~ and / between parts");
    if is_slug(slug) { Ok(slug) } else { Err(Error::invalid("slug", "format", message)) }
}
