//! Collections, R3's content types: few, small, read whole and kept by an instance until their
//! revision has moved.
//!
//! This file reads them; `write` creates, changes and deletes them, `fields` carries a change of
//! fields on to the entries.

mod fields;
#[cfg(test)]
mod tests;
mod write;

pub use fields::{Move, shared_fields};
pub(crate) use write::creation;
pub use write::{create, delete, update};

use crate::entries::same_epoch;
use crate::store::{Cells, Scope, Store};
use sqlx_libsql::{Row, Statement};
use weft_domain::collection::Origin;
use weft_domain::schema::Schema;
use weft_domain::{Collection, CollectionId, Error, Result};

/// A collection with the small keys that statements point with.
#[derive(Debug, Clone)]
pub struct Stored {
    /// Its key; never used again for another collection.
    pub pk: i64,
    /// The collection.
    pub collection: Collection,
}

/// What a change is recorded as.
pub struct Note<'a> {
    /// Who.
    pub actor: &'a str,
    /// When.
    pub at: &'a str,
    /// In which request.
    pub request: &'a str,
    /// The id that the versions of entries that change with it begin with; each ends with its
    /// entry's.
    pub version: &'a str,
}

const COLUMNS: &str = "c.pk, c.id, c.name, c.label, c.description, c.slug_field, c.title_field, c.icon, c.call_hook, c.backdating, c.unique_slug, c.origin, c.details, c.revision, c.created_at, c.updated_at, c.fields";

fn stored(row: &mut Cells) -> Result<Stored> {
    Ok(Stored {
        pk: row.integer()?,
        collection: Collection {
            id: row.parsed(|text| text.parse().ok())?,
            name: row.text()?,
            label: row.text()?,
            description: row.optional_text()?,
            slug_field: row.optional_text()?,
            title_field: row.optional_text()?,
            icon: row.optional_text()?,
            call_hook: row.integer()? != 0,
            backdating: row.integer()? != 0,
            unique_slug: row.integer()? != 0,
            origin: row.parsed(Origin::parse)?,
            details: row.optional_text()?,
            revision: row.integer()?,
            created_at: row.text()?,
            updated_at: row.text()?,
            schema: row.parsed(|text| serde_json::from_str::<Schema>(text).ok())?,
        },
    })
}

/// All collections of a site, by name.
///
/// # Errors
/// `Outdated` when the principal is.
pub async fn list(store: &Store<'_>, scope: &Scope) -> Result<Vec<Stored>> {
    list_with_site(store, scope).await.map(|(_, collections)| collections)
}

/// The name of a site and all its collections, by name.
///
/// # Errors
/// `Outdated` when the principal is.
pub async fn list_with_site(store: &Store<'_>, scope: &Scope) -> Result<(String, Vec<Stored>)> {
    let select = [
        "SELECT s.auth_epoch, s.name, ",
        COLUMNS,
        " FROM sites AS s LEFT JOIN collections AS c ON c.site = s.pk WHERE s.pk = ?1 ORDER BY c.name",
    ];
    let rows = store.quick(Statement::assert_read(select.concat()).bind(scope.site)).await?;
    if rows.is_empty() {
        return Err(Error::Outdated);
    }
    let (mut site, mut collections) = (String::new(), Vec::with_capacity(rows.len()));
    for row in rows {
        let (name, collection) = of_site(row, scope)?;
        site = name;
        collections.extend(collection);
    }
    Ok((site, collections))
}

/// Reads the name of a site, and one of its collections if it has one.
fn of_site(row: Row, scope: &Scope) -> Result<(String, Option<Stored>)> {
    let has_collection = !matches!(row.value(2), Some(sqlx_libsql::Value::Null) | None);
    let mut row = Cells::from(row);
    same_epoch(&mut row, scope)?;
    let site = row.text()?;
    Ok((site, has_collection.then(|| stored(&mut row)).transpose()?))
}

/// Selects one collection of a site.
#[derive(Debug, Clone, Copy)]
pub enum By<'a> {
    /// The collection of that name.
    Name(&'a str),
    /// The collection of that id.
    Id(CollectionId),
}

/// One collection of a site. Its cost does not depend on the number of the others.
///
/// # Errors
/// `Outdated`.
pub async fn find(store: &Store<'_>, scope: &Scope, by: By<'_>) -> Result<Option<Stored>> {
    let row = store.quick(one(scope, by)).await?.into_iter().next().ok_or(Error::Outdated)?;
    of_site(row, scope).map(|(_, found)| found)
}

fn one(scope: &Scope, by: By<'_>) -> Statement {
    let (condition, value) = match by {
        By::Name(name) => ("c.name = ?2", name.to_owned()),
        By::Id(id) => ("c.id = ?2", id.to_string()),
    };
    let select = [
        "SELECT s.auth_epoch, s.name, ",
        COLUMNS,
        " FROM sites AS s LEFT JOIN collections AS c ON c.site = s.pk AND ",
        condition,
        " WHERE s.pk = ?1",
    ];
    Statement::assert_read(select.concat()).bind(scope.site).bind(value)
}

/// Whether a collection has entries.
///
/// # Errors
/// When the store does not answer.
pub async fn has_entries(store: &Store<'_>, collection: i64) -> Result<bool> {
    let select = "SELECT 1 FROM entries WHERE collection = ?1 LIMIT 1";
    Ok(!store.quick(Statement::new(select).bind(collection)).await?.is_empty())
}
