//! References between entries: whether they hold, where their targets are, who refers to what.
//!
//! A write succeeds only if the targets of its references exist: entries of the site, published or
//! not, of a content type that the field accepts. The statement that writes checks this, for all
//! dialects (docs/decisions/018). A deleted target stays acceptable where the entry, or the version
//! that is restored, refers to it already.

use crate::rights::{Reader, Right};
use std::collections::BTreeMap;
use weft_domain::field::Reference;
use weft_domain::json;
use weft_domain::query::{Column, Filter, Literal, Op, Page, Projection, Query};
use weft_domain::shape::{Shape, Source};
use weft_domain::{Collection, CollectionId, EntryId, Error, Result, Violation};
use weft_storage::collections::Stored;
use weft_storage::entries::list::list;
use weft_storage::entries::references::{Target, missing, where_used};

pub use weft_storage::entries::references::Referrer;

/// The most references that are looked at together: those of a write, those that are shown.
const REFERENCES_MAX: usize = 1000;
/// The members to read of each.
const WHERE: Shape = &[("id", Source::Id), ("type", Source::Type)];

/// The content type of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryType {
    /// Its id.
    pub id: CollectionId,
    /// Its name.
    pub name: String,
}

/// The entries that members of an entry's data refer to, given as JSON text.
///
/// # Errors
/// `TooLarge` for more than a thousand.
pub(super) fn references<'d>(
    stored: &Stored,
    members: impl Iterator<Item = (&'d str, &'d str)>,
) -> Result<Vec<Reference>> {
    let found = stored.collection.schema.references(members);
    if found.len() > REFERENCES_MAX {
        return Err(Error::TooLarge { limit: REFERENCES_MAX, of: "references" });
    }
    Ok(found)
}

/// Whether the targets of a write must exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Targets {
    /// All of them.
    MustExist,
    /// None: the data was stored before.
    MayBeDeleted,
}

/// What must be there for an entry of the collection of that key to refer to it.
pub(crate) fn targets(collection: i64, references: &[Reference]) -> impl Iterator<Item = Target<'_>> {
    references.iter().map(move |Reference { id, targets, .. }| Target { collection, id: *id, types: targets })
}

impl Right<'_> {
    /// Names the references that do not hold. `Ok`: by now they do.
    ///
    /// # Errors
    /// `Invalid`, one violation per reference, with the code `reference`; `Outdated`,
    /// `Unavailable`.
    pub(crate) async fn check_references(
        &self,
        collection: i64,
        entry: Option<EntryId>,
        references: &[Reference],
    ) -> Result<()> {
        if references.is_empty() {
            return Ok(());
        }
        let targets: Vec<Target<'_>> = targets(collection, references).collect();
        let missing = missing(self.store, &self.scope, entry, &targets).await?;
        let broken = missing.into_iter().filter_map(|at| references.get(at));
        let violations: Vec<Violation> = broken.map(violation).collect();
        if violations.is_empty() { Ok(()) } else { Err(Error::Invalid(violations)) }
    }
}

fn violation(broken: &Reference) -> Violation {
    let message = match broken.targets.as_slice() {
        [] => "must be the id of a document that exists".to_owned(),
        types => format!("must be the id of a document that exists, of the type {}", types.join(" or ")),
    };
    Violation::new(broken.path.clone(), "reference", message)
}

impl Reader<'_> {
    /// The entries that refer to the entry of that id, and the fields in which they do; a page of
    /// them, numbered from 1, and how many there are. Those that refer to it only in a draft beside
    /// what is published are seen by who reads drafts. One statement.
    ///
    /// # Errors
    /// `Outdated`, `Unavailable`.
    pub async fn where_used(&self, entry: EntryId, page: u32, limit: u32) -> Result<(Vec<Referrer>, u64)> {
        let offset = u64::from(page.saturating_sub(1)) * u64::from(limit);
        let Right { store, scope, .. } = &self.right;
        where_used(store, scope, self.visibility, &entry.to_string(), limit, offset).await
    }

    /// The content types of these entries; a missing result means that the entry does not exist or
    /// is hidden from this reader. One statement, none without ids.
    ///
    /// # Errors
    /// `TooLarge` for more than a thousand, `Outdated`, `Unavailable`.
    pub async fn types_of(&self, entries: &[EntryId]) -> Result<BTreeMap<EntryId, EntryType>> {
        if entries.is_empty() {
            return Ok(BTreeMap::new());
        }
        if entries.len() > REFERENCES_MAX {
            return Err(Error::TooLarge { limit: REFERENCES_MAX, of: "references" });
        }
        let ids = entries.iter().map(|id| Literal::new(id.to_string())).collect();
        let query = Query {
            collection: None,
            statuses: Vec::new(),
            visibility: self.visibility,
            filter: Some(Filter::Is(Column::Id, Op::In(ids))),
            sort: Vec::new(),
            page: Page::Number(1),
            limit: u32::try_from(entries.len()).unwrap_or(u32::MAX),
            count: false,
            projection: Projection::default(),
        };
        let found = list(self.right.store, &self.right.scope, WHERE, &query, None, None).await?;
        let documents = found.and_then(|listing| listing.documents).unwrap_or_default();
        let array = format!("[{documents}]");
        let found = read(&array).ok_or_else(|| Error::Internal("malformed rows of references".into()))?;
        let known = self.right.collections().await?;
        let entry_type = |name: &str| -> Option<EntryType> {
            let stored = known.iter().find(|stored| stored.collection.name == name)?;
            let Collection { id, name, .. } = &stored.collection;
            Some(EntryType { id: *id, name: name.clone() })
        };
        Ok(found.into_iter().filter_map(|(id, name)| Some((id, entry_type(&name)?))).collect())
    }
}

/// `[{"id":…,"type":…},…]`
fn read(array: &str) -> Option<Vec<(EntryId, String)>> {
    let items: Vec<&serde_json::value::RawValue> = serde_json::from_str(array).ok()?;
    let text = |members: &json::Object<'_>, name: &str| -> Option<String> {
        let (_, raw) = members.iter().find(|(known, _)| known == name)?;
        serde_json::from_str(raw.get()).ok()
    };
    let item = |raw: &serde_json::value::RawValue| -> Option<(EntryId, String)> {
        let members = json::members(raw.get()).ok()?;
        Some((text(&members, "id")?.parse().ok()?, text(&members, "type")?))
    };
    items.into_iter().map(item).collect()
}
