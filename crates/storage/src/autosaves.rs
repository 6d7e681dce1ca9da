//! Autosaves (SnowCMS's drafts): texts of entries that are not validated and are stored apart from
//! the content.
//!
//! The site of an autosave is the site of its collection. Every statement binds both and the epoch.
//! Only a write that changes no row needs a second statement to find the reason.

#[cfg(test)]
mod tests;

use crate::entries::list::push_contains;
use crate::listing::{Page, window};
use crate::sql::Sql;
use crate::store::{Cells, Scope, Store, first};
use sqlx_libsql::Statement;
use weft_domain::{AutosaveId, CollectionId, EntryId, Error, Kind, Result};

/// An autosave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Autosave {
    /// Its id.
    pub id: AutosaveId,
    /// Its entry, if the entry already exists.
    pub entry: Option<EntryId>,
    /// Its creation time.
    pub created_at: String,
    /// The time of its last change.
    pub updated_at: String,
    /// Its data, a JSON object; in a list, its value of the collection's title.
    pub text: Option<String>,
}

/// The location of autosaves.
#[derive(Debug, Clone, Copy)]
pub struct AutosaveLocation<'a> {
    /// The site, and the epoch of the principal.
    pub scope: &'a Scope,
    /// The collection.
    pub collection: CollectionId,
}

/// The selection of a list.
#[derive(Debug, Clone, Copy)]
pub struct Listing<'a> {
    /// Only autosaves of this entry.
    pub entry: Option<&'a str>,
    /// Only autosaves that contain this text in their id or title, ignoring case.
    pub search: Option<&'a str>,
    /// The page, in order of creation.
    pub page: Page,
    /// Newest first.
    pub descending: bool,
}

fn autosave(row: &mut Cells) -> Result<Option<Autosave>> {
    let Some(id) = row.optional_text()? else { return Ok(None) };
    let entry = row.optional_text()?;
    Ok(Some(Autosave {
        id: id.parse().map_err(|_| Error::Internal(format!("the autosave {id}")))?,
        entry: entry.and_then(|entry| entry.parse().ok()),
        created_at: row.text()?,
        updated_at: row.text()?,
        text: row.optional_text()?,
    }))
}

/// The title of the autosave `a`, if its collection `c` has a title.
const TITLE: &str = "a.data ->> ('$.\"' || c.title_field || '\"')";

/// The end of a change to an autosave: a condition on its location.
macro_rules! within {
    () => {
        " AND collection = (SELECT c.pk FROM sites AS s JOIN collections AS c ON c.site = s.pk WHERE s.pk = ?1 AND c.id = ?2 AND s.auth_epoch = ?3) RETURNING 1"
    };
}

const FIND: &str = "SELECT s.auth_epoch, a.id, (SELECT id FROM entries WHERE pk = a.entry), a.created_at, a.updated_at, a.data
                    FROM sites AS s
                    LEFT JOIN collections AS c ON c.site = s.pk AND c.id = ?2
                    LEFT JOIN autosaves AS a ON a.collection = c.pk AND a.id = ?3
                   WHERE s.pk = ?1";

const CREATE: &str = "INSERT INTO autosaves (id, collection, entry, author, created_at, updated_at, data)
                  SELECT ?4, c.pk, e.pk, ?6, ?7, ?7, ?8
                    FROM sites AS s
                    JOIN collections AS c ON c.site = s.pk AND c.id = ?2
                    LEFT JOIN entries AS e ON e.collection = c.pk AND e.id = ?5
                   WHERE s.pk = ?1 AND s.auth_epoch = ?3 AND (?5 IS NULL OR e.pk IS NOT NULL)
                  RETURNING 1";

const UPDATE: &str = concat!("UPDATE autosaves SET updated_at = ?5, data = ?6 WHERE id = ?4", within!());

const DELETE: &str = concat!("DELETE FROM autosaves WHERE id = ?4", within!());

/// A page of a collection's autosaves, and their total.
///
/// # Errors
/// `NotFound(Collection)`, `Outdated`.
pub async fn list(
    store: &Store<'_>,
    at: AutosaveLocation<'_>,
    asked: Listing<'_>,
) -> Result<(Vec<Autosave>, u64)> {
    let rows = store.run(listing(at, asked)).await?;
    let (mut autosaves, mut total) = (Vec::with_capacity(rows.len()), None);
    for row in rows {
        let mut row = Cells::from(row);
        if row.integer()? != at.scope.epoch {
            return Err(Error::Outdated);
        }
        row.optional_integer()?.ok_or(Error::NotFound(Kind::Collection))?;
        total = u64::try_from(row.integer()?).ok();
        autosaves.extend(autosave(&mut row)?);
    }
    // Without a row, the site does not exist.
    total.map(|total| (autosaves, total)).ok_or(Error::Outdated)
}

/// The statement returns at least one row, with the total, also for an empty page.
fn listing(at: AutosaveLocation<'_>, asked: Listing<'_>) -> Statement {
    let mut found = Sql::new("SELECT s.auth_epoch, c.pk, (SELECT count(*) ");
    let site = found.arg(at.scope.site);
    let collection = found.arg(at.collection.to_string());
    let entry = asked.entry.map(|entry| found.arg(entry));
    let from = |sql: &mut Sql| {
        sql.push(" FROM sites AS o CROSS JOIN collections AS c ON c.site = o.pk AND c.id = ")
            .again(collection);
        sql.push(" CROSS JOIN autosaves AS a ON a.collection = c.pk WHERE o.pk = ").again(site);
        if let Some(entry) = entry {
            sql.push(" AND a.entry = (SELECT pk FROM entries WHERE id = ").again(entry).push(")");
        }
        let push = |sql: &mut Sql, text| {
            sql.push(text);
        };
        if let Some(search) = asked.search {
            sql.push(" AND (");
            push_contains(sql, |sql| push(sql, "a.id"), search);
            sql.push(" OR ");
            push_contains(sql, |sql| push(sql, TITLE), search);
            sql.push(")");
        }
    };
    from(&mut found);
    found
        .push("), p.* FROM sites AS s LEFT JOIN collections AS c ON c.site = s.pk AND c.id = ")
        .again(collection);
    found.push(
        " LEFT JOIN (SELECT a.id, (SELECT id FROM entries WHERE pk = a.entry), a.created_at, a.updated_at, ",
    );
    found.push(TITLE);
    from(&mut found);
    let [limit, offset] = window(asked.page);
    let order = if asked.descending { " ORDER BY a.pk DESC LIMIT " } else { " ORDER BY a.pk LIMIT " };
    found.push(order).bind(limit).push(" OFFSET ").bind(offset);
    found.push(") AS p WHERE s.pk = ").again(site);
    found.into_read()
}

/// Finds an autosave.
///
/// # Errors
/// `NotFound(Autosave)`, `Outdated`.
pub async fn find(store: &Store<'_>, at: AutosaveLocation<'_>, id: AutosaveId) -> Result<Autosave> {
    let statement = bound(FIND, at).bind(id.to_string());
    let mut row = first(store.quick(statement).await?).ok_or(Error::Outdated)?;
    if row.integer()? != at.scope.epoch {
        return Err(Error::Outdated);
    }
    autosave(&mut row)?.ok_or(Error::NotFound(Kind::Autosave))
}

/// A change to an autosave. The data is a JSON object.
#[derive(Debug, Clone, Copy)]
pub enum Change<'a> {
    /// Creates it, for an entry of the same collection or for none.
    Create {
        /// The entry's id.
        entry: Option<&'a str>,
        /// The account.
        author: &'a str,
        /// Its data.
        data: &'a str,
    },
    /// Replaces its data.
    Update {
        /// Its new data.
        data: &'a str,
    },
    /// Deletes it.
    Delete,
}

/// Changes an autosave; `now` is the time of the change.
///
/// # Errors
/// `NotFound(Entry)` for a creation, else `NotFound(Autosave)`; `Outdated`.
pub async fn change(
    store: &Store<'_>,
    at: AutosaveLocation<'_>,
    id: AutosaveId,
    now: &str,
    change: Change<'_>,
) -> Result<()> {
    let begun = |sql| bound(sql, at).bind(at.scope.epoch).bind(id.to_string());
    let (statement, kind) = match change {
        Change::Create { entry, author, data } => {
            (begun(CREATE).bind(entry).bind(author).bind(now).bind(data), Kind::Entry)
        }
        Change::Update { data } => (begun(UPDATE).bind(now).bind(data), Kind::Autosave),
        Change::Delete => (begun(DELETE), Kind::Autosave),
    };
    if !store.run(statement).await?.is_empty() {
        return Ok(());
    }
    Err(store.missing(at.scope, kind).await?)
}

/// Binds site and collection, the first two values of each statement with constant text.
fn bound(sql: &'static str, at: AutosaveLocation<'_>) -> Statement {
    Statement::new(sql).bind(at.scope.site).bind(at.collection.to_string())
}
