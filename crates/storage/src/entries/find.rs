//! One entry, by id or by slug: one statement, whether it is there, visible, changed or not.

use super::document::push_document;
use super::{etag, same_epoch};
use crate::sql::Sql;
use crate::store::{Scope, Store, first};
use weft_domain::entry::{Selector, Visibility};
use weft_domain::query::Projection;
use weft_domain::shape::Shape;
use weft_domain::{Error, Kind, Result};

/// What was found.
#[derive(Debug)]
pub struct Found {
    /// The JSON text; `None` when the caller's copy is still good.
    pub document: Option<String>,
    /// The revision.
    pub revision: i64,
    /// The strong validator.
    pub etag: String,
}

/// Finds an entry; `known` is the validator of the caller's copy.
///
/// # Errors
/// `NotFound`, `Outdated`.
pub async fn find(
    store: &Store<'_>,
    scope: &Scope,
    visibility: Visibility,
    shape: Shape,
    by: &Selector,
    projection: &Projection,
    known: Option<&str>,
) -> Result<Found> {
    let mut sql = Sql::new("SELECT s.auth_epoch, e.id, e.revision, ");
    if let Some(known) = known {
        sql.push("CASE WHEN substr(e.id, 29) || '-' || e.revision = ").bind(known).push(" THEN NULL ELSE ");
        push_document(&mut sql, "e.", shape, projection);
        sql.push(" END");
    } else {
        push_document(&mut sql, "e.", shape, projection);
    }
    sql.push(" FROM sites AS s LEFT JOIN entries AS e ON ");
    match by {
        Selector::Id(id) => sql.push("e.id = ").bind(id.to_string()).push(" AND e.site = s.pk"),
        Selector::Slug { collection, slug } => sql
            .push("e.collection = (SELECT c.pk FROM collections AS c WHERE c.site = s.pk AND c.name = ")
            .bind(collection.as_str())
            .push(") AND e.slug = ")
            .bind(slug.as_str()),
    };
    if visibility == Visibility::Published {
        sql.push(" AND e.status = 'published'");
    }
    sql.push(" WHERE s.id = ").bind(scope.site.as_str());
    let mut row = first(store.quick(sql.into_read()).await?).ok_or(Error::Outdated)?;
    same_epoch(&mut row, scope)?;
    let id = row.optional_text()?.ok_or(Error::NotFound(Kind::Entry))?;
    let revision = row.integer()?;
    Ok(Found { document: row.optional_text()?, revision, etag: etag(&id, revision) })
}
