//! A new entry.
//!
//! Its data is checked against the content type as the instance knows it; the statement insists
//! that this is still the content type's revision, so a stale check can never be stored. A slug
//! that was made of a title gives way to one that is taken (`-2`, `-3`); one that was asked for
//! does not.

use super::references::{references, targets};
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

/// An entry to be made.
#[derive(Debug)]
pub struct NewEntry<'a> {
    /// The content type's name.
    pub collection: &'a str,
    /// Its slug; made of the content type's slug field or title field, if `None`.
    pub slug: Option<&'a str>,
    /// Its status; a draft, if `None`.
    pub status: Option<Status>,
    /// Its data.
    pub data: Object<'a>,
    /// When it is to have been made, where the content type lets entries be dated back; now, if
    /// `None`.
    pub created_at: Option<Timestamp>,
    /// When it was published, for an entry that is no draft; now, if `None` and it is published.
    pub published_at: Option<Timestamp>,
    /// Where it stands; on no page, if `None`.
    pub place: Option<&'a Place>,
}

impl Writer<'_> {
    /// Makes an entry. One that begins as anything but a draft needs the permission to publish,
    /// too. What the data refers to must be there.
    ///
    /// # Errors
    /// `Forbidden`, also for a page that the account may not write; `NotFound(Collection)`,
    /// `Invalid` (also with the path `createdAt` or `publishedAt`), `Conflict(Taken)` with the
    /// field `slug` or `place`, `TooLarge`, `Outdated`, `Unavailable`.
    pub async fn create(&self, shape: Shape, new: NewEntry<'_>) -> Result<Saved> {
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
            let references = referenced(&collection, &data)?;
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
                    right.check_references(collection.pk, &references).await.map(|()| None)
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

    /// Clears a place that is taken. `Ok`: it can be tried again.
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

/// Whether the entry may have been made then.
fn dated(collection: &Stored, at: Option<Timestamp>, now: Timestamp) -> Result<()> {
    match at {
        Some(_) if !collection.collection.backdating => Err(Error::invalid(
            "createdAt",
            "backdating",
            "the content type does not let entries be dated back",
        )),
        Some(at) if at > now => Err(Error::invalid("createdAt", "max", "must not be in the future")),
        _ => Ok(()),
    }
}

/// The moment of publishing that a client names, as stored, for an entry that then has that status
/// (`None`: the one it has).
///
/// # Errors
/// `Invalid` with the path `publishedAt`: in the future, or for a draft, which has none.
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

/// A draft was never published.
pub(super) fn unpublished() -> Error {
    Error::invalid("publishedAt", "draft", "a draft has none: publish it, or send `status` with it")
}

/// The data as it is stored in a collection.
///
/// # Errors
/// `Invalid`, `TooLarge`.
pub(crate) fn checked(collection: &Stored, data: &Object<'_>) -> Result<String> {
    let data = collection.collection.schema.check_whole(data).map_err(Error::Invalid)?;
    fits(data.len()).map(|()| data)
}

/// That data of so many bytes can be stored.
pub(super) const fn fits(bytes: usize) -> Result<()> {
    if bytes > DATA_MAX { Err(Error::TooLarge { limit: DATA_MAX, of: "bytes" }) } else { Ok(()) }
}

/// The entries that the data refers to, its defaults included.
pub(crate) fn referenced(collection: &Stored, data: &str) -> Result<Vec<Reference>> {
    if collection.collection.schema.reference_paths().is_empty() {
        return Ok(Vec::new());
    }
    let members = json::members(data).map_err(|error| Error::Internal(error.to_string()))?;
    references(collection, members.iter().map(|(name, raw)| (name.as_ref(), raw.get())))
}

/// Names the fields of `data` whose unique values other entries than `id` have. `Ok`: by now nobody
/// has them.
///
/// # Errors
/// `Invalid`, one violation per field; `Unavailable`.
pub(crate) async fn shared(store: &Store<'_>, collection: i64, id: EntryId, data: &str) -> Result<()> {
    let fields = taken_fields(store, collection, id, data).await?;
    let violation =
        |field: String| Violation::new(format!("data.{field}"), "unique", "another document has this value");
    if fields.is_empty() { Ok(()) } else { Err(Error::Invalid(fields.into_iter().map(violation).collect())) }
}

/// The slug that was asked for, or one made of the data, or of the id.
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

/// A slug that a client may choose.
///
/// # Errors
/// `Invalid`.
pub(super) fn legal(slug: &str) -> Result<&str> {
    let message = format!("must have 1 to {SLUG_MAX} letters, digits, - _ . ~ and / between parts");
    if is_slug(slug) { Ok(slug) } else { Err(Error::invalid("slug", "format", message)) }
}
