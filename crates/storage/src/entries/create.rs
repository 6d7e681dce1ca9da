//! A new entry: one INSERT; its triggers count, audit, announce and index it.
//!
//! Its document is put together here, from what was bound: a row that comes back is two more turns
//! of the guest.

use super::references::{self, Target, none_is_missing};
use super::values::{is_of_field, member_value};
use super::{Saved, Writing};
use crate::collections::{Note, creation};
use crate::store::{Store, first};
use sqlx_libsql::{Statement, Value};
use weft_domain::entry::Status;
use weft_domain::event::Event;
use weft_domain::json;
use weft_domain::shape::{Shape, Source};
use weft_domain::{Collection, EntryId, Error, Place, Result};

/// An entry to be made.
pub struct NewEntry<'a> {
    /// Its id.
    pub id: EntryId,
    /// Its collection's key.
    pub collection: i64,
    /// Its collection's name.
    pub type_name: &'a str,
    /// The collection's revision that `data` was checked against.
    pub collection_revision: i64,
    /// Its slug.
    pub slug: &'a str,
    /// Its status.
    pub status: Status,
    /// The account that makes it.
    pub author: &'a str,
    /// Its data, checked.
    pub data: &'a str,
    /// When it is to have been made; now, if `None`.
    pub created_at: Option<&'a str>,
    /// When it was published, for one that is no draft; now, if `None` and it is published.
    pub published_at: Option<&'a str>,
    /// The entries that `data` refers to.
    pub targets: &'a [Target<'a>],
    /// Where it stands.
    pub place: Option<&'a Place>,
}

impl NewEntry<'_> {
    /// What `published_at` becomes; empty if it was never published.
    fn published_at<'n>(&'n self, now: &'n str) -> &'n str {
        match (self.status, self.published_at) {
            (Status::Draft, _) | (Status::Archived, None) => "",
            (_, Some(at)) => at,
            (Status::Published, None) => now,
        }
    }
}

/// An entry's INSERT, with its revision, and what follows its conditions.
macro_rules! insert {
    ($revision:expr, $($end:expr),+) => {
        insert!(in "c.pk = ?14", $revision, $($end),+)
    };
    (in $collection:literal, $revision:expr, $($end:expr),+) => {
        concat!(
            "INSERT INTO entries (id, site, collection, type, slug, status, revision, author, published_at, created_at, updated_at,
                                  version, actor, action, request, note, page, instance, component, data)
             SELECT ?1, s.pk, c.pk, c.name, ?2, ?3, ", $revision, ", ?4, ?16, ?6, ?5, ?7, ?8, ?9, ?10, ?17, ?18, ?19, ?20, ?11
               FROM sites AS s JOIN collections AS c ON c.site = s.pk
              WHERE s.pk = ?12 AND s.auth_epoch = ?13 AND ", $collection, " AND c.revision = ?15 ", $($end),+
        )
    };
}

/// Makes an entry, in one statement; in two where its slug has had an entry that is gone. `None`:
/// the collection has changed or gone, an entry that it refers to is not there, or the principal is
/// outdated.
///
/// # Errors
/// `Conflict(Taken)` with the field `slug`, `data` (a unique field) or `place`.
pub async fn create(
    store: &Store<'_>,
    writing: &Writing<'_>,
    shape: Shape,
    new: &NewEntry<'_>,
) -> Result<Option<Saved>> {
    let saved =
        |revision| Saved { id: new.id, revision, document: document(shape, new, writing.now, revision) };
    let (first_of_slug, next_of_slug) =
        if new.targets.is_empty() { (FIRST, NEXT) } else { (FIRST_REFERRING, NEXT_REFERRING) };
    if store.change(statement(first_of_slug, writing, new, new.collection.into())?).await? == 1 {
        return Ok(Some(saved(1)));
    }
    // The slug has had an entry, or there is no such collection any more.
    let row = first(store.run(statement(next_of_slug, writing, new, new.collection.into())?.single()).await?);
    row.map(|mut row| row.integer().map(saved)).transpose()
}

/// That the slug has had no entry.
macro_rules! is_first {
    () => {
        " AND NOT EXISTS (SELECT 1 FROM last_revisions AS l WHERE l.collection = c.pk AND l.slug = ?2)"
    };
}

/// The revision of an entry whose slug others may have had.
macro_rules! next_revision {
    () => {
        "1 + COALESCE((SELECT l.revision FROM last_revisions AS l WHERE l.collection = c.pk AND l.slug = ?2), 0)"
    };
}

/// A slug's first entry.
const FIRST: &str = insert!("1", is_first!());

/// The same, of an entry that refers to others.
const FIRST_REFERRING: &str =
    insert!("1", is_first!(), " AND ", none_is_missing!("?21", "c.pk", "s.pk", "NULL"));

/// An entry whose slug others may have had: it goes on from their last revision.
const NEXT: &str = insert!(next_revision!(), "RETURNING revision");

/// The same, of an entry that refers to others.
const NEXT_REFERRING: &str = insert!(
    next_revision!(),
    " AND ",
    none_is_missing!("?21", "c.pk", "s.pk", "NULL"),
    " RETURNING revision"
);

/// The first entry of a collection that the same batch creates; its key is not known yet.
const IN_NEW_COLLECTION: &str = insert!(in "c.name = ?14", "1", "RETURNING collection");

/// Creates a collection and its first entry, which refers to no other, in one batch. Returns the
/// collection's key, too.
///
/// # Errors
/// `Conflict(Taken)` with the field `name` when the site has a collection of that name; `Outdated`.
pub async fn create_with_collection(
    store: &Store<'_>,
    writing: &Writing<'_>,
    shape: Shape,
    (collection, note): (&Collection, &Note<'_>),
    new: &NewEntry<'_>,
) -> Result<(i64, Saved)> {
    let mut batch = creation(writing.scope, collection, note)?;
    batch.push(statement(IN_NEW_COLLECTION, writing, new, new.type_name.into())?);
    let rows = store.batch(batch).await?.into_iter().last().map(|last| last.rows).unwrap_or_default();
    let key = first(rows).ok_or(Error::Outdated)?.integer()?;
    Ok((key, Saved { id: new.id, revision: 1, document: document(shape, new, writing.now, 1) }))
}

/// `collection` is the key or the name by which the statement finds the collection.
fn statement(
    text: &'static str,
    writing: &Writing<'_>,
    new: &NewEntry<'_>,
    collection: Value,
) -> Result<Statement> {
    let insert = Statement::new(text)
        .bind(new.id.to_string())
        .bind(new.slug)
        .bind(new.status.as_str())
        .bind(new.author)
        .bind(writing.now)
        .bind(new.created_at.unwrap_or(writing.now))
        .bind(writing.version)
        .bind(writing.actor)
        .bind(Event::Create.as_str())
        .bind(writing.request)
        .bind(new.data)
        .bind(writing.scope.site)
        .bind(writing.scope.epoch)
        .bind(collection)
        .bind(new.collection_revision)
        .bind(new.published_at(writing.now))
        .bind(writing.note)
        .bind(new.place.map(Place::page))
        .bind(new.place.map(Place::instance))
        .bind(new.place.and_then(Place::component));
    Ok(match new.targets {
        [] => insert,
        targets => insert.bind(references::rows(targets)?),
    })
}

/// What `document::push_document` would have SQLite write of the row.
fn document(shape: Shape, new: &NewEntry<'_>, now: &str, revision: i64) -> String {
    let id = new.id.to_string();
    let mut text = String::with_capacity(new.data.len() + 512);
    for (name, source) in shape {
        text.push(if text.is_empty() { '{' } else { ',' });
        quote(&mut text, name);
        text.push(':');
        match source {
            Source::Id => quote(&mut text, &id),
            Source::Type => quote(&mut text, new.type_name),
            Source::Slug => quote(&mut text, new.slug),
            Source::Status => quote(&mut text, new.status.as_str()),
            Source::AuthorId => quote(&mut text, new.author),
            Source::CreatedAt => quote(&mut text, new.created_at.unwrap_or(now)),
            Source::UpdatedAt => quote(&mut text, now),
            Source::PublishedAt => match new.published_at(now) {
                "" => text.push_str("null"),
                at => quote(&mut text, at),
            },
            Source::Revision => text.push_str(&revision.to_string()),
            Source::Data => text.push_str(new.data),
            Source::Page => push_text(&mut text, new.place.map(Place::page)),
            Source::Instance => push_text(&mut text, new.place.map(Place::instance)),
            Source::Component => push_text(&mut text, new.place.and_then(Place::component)),
            Source::HasDraft => text.push_str("false"),
        }
    }
    text.push_str(if text.is_empty() { "{}" } else { "}" });
    text
}

/// Appends a text that holds nothing that JSON would escape (see `document`).
fn quote(text: &mut String, value: &str) {
    text.push('"');
    text.push_str(value);
    text.push('"');
}

/// Appends a text with what JSON escapes, or null.
fn push_text(text: &mut String, value: Option<&str>) {
    match value {
        Some(value) => text.push_str(&json::quote(value)),
        None => text.push_str("null"),
    }
}

/// The slugs of a collection that are `base`, or `base-` and a number.
///
/// # Errors
/// When the store does not answer.
pub async fn slugs_like(store: &Store<'_>, collection: i64, base: &str) -> Result<Vec<String>> {
    let select = "SELECT slug FROM entries
                   WHERE collection = ?1 AND slug >= ?2 AND slug < ?2 || '.' AND (slug = ?2 OR slug GLOB ?2 || '-[0-9]*')";
    let rows = store.run(Statement::new(select).bind(collection).bind(base)).await?;
    rows.into_iter().map(|row| crate::store::Cells::from(row).text()).collect()
}

/// Which unique fields of `data` have a value that another entry than `id` has already.
///
/// # Errors
/// When the store does not answer.
pub async fn taken_fields(
    store: &Store<'_>,
    collection: i64,
    id: EntryId,
    data: &str,
) -> Result<Vec<String>> {
    let select = concat!(
        "SELECT f.value ->> 0 FROM collections AS c, json_each(c.indexed) AS f
          WHERE c.pk = ?1 AND f.value ->> 1 > 0
            AND EXISTS (SELECT 1 FROM entry_values AS v
                         WHERE ",
        is_of_field!(),
        " AND v.is_unique = 1 AND v.value <> -1e999 AND v.value <> ''
                           AND v.entry <> COALESCE((SELECT pk FROM entries WHERE id = ?3), -1)
                           AND v.value = ",
        member_value!("?2", "f.value ->> 0"),
        ")"
    );
    let rows = store.run(Statement::new(select).bind(collection).bind(data).bind(id.to_string())).await?;
    rows.into_iter().map(|row| crate::store::Cells::from(row).text()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entries::find::find;
    use crate::store::Scope;
    use futures_executor::block_on;
    use sqlx_libsql::Db;
    use weft_domain::entry::{Selector, Visibility};
    use weft_domain::query::Projection;

    const WORLD: &str = r#"
        INSERT INTO sites (id, name, created_at) VALUES ('018f3f70-1c2d-7abc-8def-000000000001', '', '');
        INSERT INTO collections (id, site, name, label, revision, created_at, updated_at, fields)
        VALUES ('018f3f70-1c2d-7abc-8def-000000000002', 1, 'post', '', 1, '', '', '[]');"#;

    const SHAPE: Shape = &[
        ("a", Source::Data),
        ("b", Source::Id),
        ("c", Source::Type),
        ("d", Source::Slug),
        ("e", Source::Status),
        ("f", Source::AuthorId),
        ("g", Source::CreatedAt),
        ("h", Source::UpdatedAt),
        ("i", Source::PublishedAt),
        ("j", Source::Revision),
        ("k", Source::Page),
        ("l", Source::Instance),
        ("m", Source::HasDraft),
        ("n", Source::Component),
    ];

    #[test]
    fn its_document_is_the_one_that_will_be_found() {
        let db = Db::open_memory().unwrap();
        let store = Store::new(&db);
        block_on(crate::migrate::migrate(&store)).unwrap();
        block_on(db.batch(Statement::script(WORLD))).unwrap();
        let mut epoch =
            block_on(db.run(Statement::new("SELECT auth_epoch FROM sites WHERE pk = 1"))).unwrap();
        let scope = Scope { site: 1, epoch: epoch.rows[0].take_integer(0).unwrap() };
        let now = "2026-05-01T12:00:00.000Z";
        let writing = Writing { scope: &scope, actor: "me", now, request: "r", version: "v", note: None };
        for (n, status) in Status::ALL.into_iter().enumerate() {
            for (m, created_at) in [None, Some("2020-01-01T00:00:00.000Z")].into_iter().enumerate() {
                let place = Place::new(format!("/\u{e4}\"{n}\\"), format!("\u{1f600}{m}"))
                    .unwrap()
                    .of_component("a\"b")
                    .unwrap();
                let new = NewEntry {
                    id: format!("018f3f70-1c2d-7abc-8def-0000000000{n}{m}").parse().unwrap(),
                    collection: 1,
                    type_name: "post",
                    collection_revision: 1,
                    slug: &format!("a/{n}~{m}"),
                    status,
                    author: "me",
                    data: r#"{"z":"ä\u0000\"","a":[1.0,null]}"#,
                    created_at,
                    published_at: created_at,
                    targets: &[],
                    place: created_at.map(|_| &place),
                };
                let saved = block_on(create(&store, &writing, SHAPE, &new)).unwrap().unwrap();
                let by = Selector::Id(new.id);
                let projection = Projection::default();
                let found = find(&store, &scope, Visibility::All, SHAPE, &by, &projection, None);
                let found = block_on(found).unwrap();
                assert_eq!(found.document.unwrap(), saved.document);
                assert_eq!(found.etag, weft_domain::entry::tag(&saved.id.to_string(), saved.revision));
                let again = block_on(create(&store, &writing, SHAPE, &new)).unwrap_err();
                assert!(
                    matches!(again, weft_domain::Error::Conflict(_) | weft_domain::Error::Internal(_)),
                    "{again:?}"
                );
                let stale = NewEntry { collection_revision: 2, ..new };
                assert!(block_on(create(&store, &writing, SHAPE, &stale)).unwrap().is_none());
            }
        }
    }
}
