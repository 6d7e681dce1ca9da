//! Which entries there are of those that others refer to, and where.

use crate::rights::Reader;
use std::collections::BTreeMap;
use weft_domain::json;
use weft_domain::query::{Column, Filter, Literal, Op, Page, Projection, Query};
use weft_domain::shape::{Shape, Source};
use weft_domain::{Collection, CollectionId, EntryId, Error, Result};
use weft_storage::entries::list::list;

/// The most references that are looked at together.
const REFERENCES_MAX: usize = 1000;
/// What is asked of each.
const WHERE: Shape = &[("id", Source::Id), ("type", Source::Type)];

/// The content type that an entry is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryType {
    /// Its id.
    pub id: CollectionId,
    /// Its name.
    pub name: String,
}

impl Reader<'_> {
    /// Where these entries are; who is missing is not there, or not to be seen by this reader. One
    /// statement, none without ids.
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
        let found =
            read(&array).ok_or_else(|| Error::Internal("references are not what was asked for".into()))?;
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
