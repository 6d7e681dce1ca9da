//! Drafts of entries: texts that nobody has checked, beside the content and never among it.
//!
//! A draft's site is its collection's. Every statement names both and the epoch; only a write that
//! met nothing looks again, for the reason.

#[cfg(test)]
mod tests;

use crate::entries::list::push_contains;
use crate::listing::{Page, window};
use crate::sql::Sql;
use crate::store::{Cells, Scope, Store, first};
use sqlx_libsql::Statement;
use weft_domain::{CollectionId, DraftId, EntryId, Error, Kind, Result};

/// A draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Its id.
    pub id: DraftId,
    /// The entry that it is of, if that exists already.
    pub entry: Option<EntryId>,
    /// When it was begun.
    pub created_at: String,
    /// When it was last written.
    pub updated_at: String,
    /// Its data, a JSON object; in a list, what it has as the collection's title.
    pub text: Option<String>,
}

/// Where drafts are.
#[derive(Debug, Clone, Copy)]
pub struct DraftLocation<'a> {
    /// The site, and the epoch of the principal.
    pub scope: &'a Scope,
    /// The collection.
    pub collection: CollectionId,
}

/// Which drafts are listed.
#[derive(Debug, Clone, Copy)]
pub struct Listing<'a> {
    /// Those of this entry only.
    pub entry: Option<&'a str>,
    /// Those only that have this in their id or title, whatever the case.
    pub search: Option<&'a str>,
    /// The page, in the order in which they were begun.
    pub page: Page,
    /// Newest first.
    pub descending: bool,
}

fn draft(row: &mut Cells) -> Result<Option<Draft>> {
    let Some(id) = row.optional_text()? else { return Ok(None) };
    let entry = row.optional_text()?;
    Ok(Some(Draft {
        id: id.parse().map_err(|_| Error::Internal(format!("the draft {id}")))?,
        entry: entry.and_then(|entry| entry.parse().ok()),
        created_at: row.text()?,
        updated_at: row.text()?,
        text: row.optional_text()?,
    }))
}

/// What of the draft `d` is its title, where its collection `c` has one.
const TITLE: &str = "d.data ->> ('$.\"' || c.title_field || '\"')";

/// The end of a change to a draft: that it is where it is said to be.
macro_rules! within {
    () => {
        " AND collection = (SELECT c.pk FROM sites AS s JOIN collections AS c ON c.site = s.pk WHERE s.pk = ?1 AND c.id = ?2 AND s.auth_epoch = ?3) RETURNING 1"
    };
}

const FIND: &str = "SELECT s.auth_epoch, d.id, (SELECT id FROM entries WHERE pk = d.entry), d.created_at, d.updated_at, d.data
                    FROM sites AS s
                    LEFT JOIN collections AS c ON c.site = s.pk AND c.id = ?2
                    LEFT JOIN drafts AS d ON d.collection = c.pk AND d.id = ?3
                   WHERE s.pk = ?1";

const CREATE: &str = "INSERT INTO drafts (id, collection, entry, author, created_at, updated_at, data)
                  SELECT ?4, c.pk, e.pk, ?6, ?7, ?7, ?8
                    FROM sites AS s
                    JOIN collections AS c ON c.site = s.pk AND c.id = ?2
                    LEFT JOIN entries AS e ON e.collection = c.pk AND e.id = ?5
                   WHERE s.pk = ?1 AND s.auth_epoch = ?3 AND (?5 IS NULL OR e.pk IS NOT NULL)
                  RETURNING 1";

const UPDATE: &str = concat!("UPDATE drafts SET updated_at = ?5, data = ?6 WHERE id = ?4", within!());

const DELETE: &str = concat!("DELETE FROM drafts WHERE id = ?4", within!());

/// A page of a collection's drafts, and how many there are.
///
/// # Errors
/// `NotFound(Collection)`, `Outdated`.
pub async fn list(store: &Store<'_>, at: DraftLocation<'_>, asked: Listing<'_>) -> Result<(Vec<Draft>, u64)> {
    let rows = store.run(listing(at, asked)).await?;
    let (mut drafts, mut total) = (Vec::with_capacity(rows.len()), None);
    for row in rows {
        let mut row = Cells::from(row);
        if row.integer()? != at.scope.epoch {
            return Err(Error::Outdated);
        }
        row.optional_integer()?.ok_or(Error::NotFound(Kind::Collection))?;
        total = u64::try_from(row.integer()?).ok();
        drafts.extend(draft(&mut row)?);
    }
    // Without a row there is no such site.
    total.map(|total| (drafts, total)).ok_or(Error::Outdated)
}

/// One row at least, with the total, whether the page has drafts or not.
fn listing(at: DraftLocation<'_>, asked: Listing<'_>) -> Statement {
    let mut found = Sql::new("SELECT s.auth_epoch, c.pk, (SELECT count(*) ");
    let site = found.arg(at.scope.site);
    let collection = found.arg(at.collection.to_string());
    let entry = asked.entry.map(|entry| found.arg(entry));
    let from = |sql: &mut Sql| {
        sql.push(" FROM sites AS o CROSS JOIN collections AS c ON c.site = o.pk AND c.id = ")
            .again(collection);
        sql.push(" CROSS JOIN drafts AS d ON d.collection = c.pk WHERE o.pk = ").again(site);
        if let Some(entry) = entry {
            sql.push(" AND d.entry = (SELECT pk FROM entries WHERE id = ").again(entry).push(")");
        }
        let push = |sql: &mut Sql, text| {
            sql.push(text);
        };
        if let Some(search) = asked.search {
            sql.push(" AND (");
            push_contains(sql, |sql| push(sql, "d.id"), search);
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
        " LEFT JOIN (SELECT d.id, (SELECT id FROM entries WHERE pk = d.entry), d.created_at, d.updated_at, ",
    );
    found.push(TITLE);
    from(&mut found);
    let [limit, offset] = window(asked.page);
    let order = if asked.descending { " ORDER BY d.pk DESC LIMIT " } else { " ORDER BY d.pk LIMIT " };
    found.push(order).bind(limit).push(" OFFSET ").bind(offset);
    found.push(") AS p WHERE s.pk = ").again(site);
    found.into_read()
}

/// One draft.
///
/// # Errors
/// `NotFound(Draft)`, `Outdated`.
pub async fn find(store: &Store<'_>, at: DraftLocation<'_>, id: DraftId) -> Result<Draft> {
    let statement = bound(FIND, at).bind(id.to_string());
    let mut row = first(store.quick(statement).await?).ok_or(Error::Outdated)?;
    if row.integer()? != at.scope.epoch {
        return Err(Error::Outdated);
    }
    draft(&mut row)?.ok_or(Error::NotFound(Kind::Draft))
}

/// A change to a draft. Data are JSON objects.
#[derive(Debug, Clone, Copy)]
pub enum Change<'a> {
    /// It is begun, of an entry of the same collection or of none.
    Create {
        /// The entry's id.
        entry: Option<&'a str>,
        /// The account.
        author: &'a str,
        /// What it has.
        data: &'a str,
    },
    /// Other data come in the place of what it has.
    Update {
        /// What it has from now on.
        data: &'a str,
    },
    /// It goes.
    Delete,
}

/// Changes a draft at that moment.
///
/// # Errors
/// `NotFound(Entry)` when it is to be begun, else `NotFound(Draft)`; `Outdated`.
pub async fn change(
    store: &Store<'_>,
    at: DraftLocation<'_>,
    id: DraftId,
    now: &str,
    change: Change<'_>,
) -> Result<()> {
    let begun = |sql| bound(sql, at).bind(at.scope.epoch).bind(id.to_string());
    let (statement, kind) = match change {
        Change::Create { entry, author, data } => {
            (begun(CREATE).bind(entry).bind(author).bind(now).bind(data), Kind::Entry)
        }
        Change::Update { data } => (begun(UPDATE).bind(now).bind(data), Kind::Draft),
        Change::Delete => (begun(DELETE), Kind::Draft),
    };
    if !store.run(statement).await?.is_empty() {
        return Ok(());
    }
    Err(store.missing(at.scope, kind).await?)
}

/// Site, collection: the first two values of each statement that is plain text.
fn bound(sql: &'static str, at: DraftLocation<'_>) -> Statement {
    Statement::new(sql).bind(at.scope.site).bind(at.collection.to_string())
}
