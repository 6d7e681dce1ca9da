//! Creates, changes and deletes collections, each in one batch: the change, guarded by the
//! collection's revision and the principal's epoch, its audit row and its event, and what follows
//! for the entries.

use super::fields::{Move, move_members, record_references, reindex};
use super::{Note, Stored};
use crate::entries::moments::{has_new_moments, respell_moments};
use crate::removals;
use crate::store::{Scope, Store, first};
use sqlx_libsql::Statement;
use weft_domain::field::{Field, ReferencePath};
use weft_domain::schema::Schema;
use weft_domain::{Collection, Error, Kind, Result};

/// Creates a collection.
///
/// # Errors
/// `Conflict(Taken)` with the field `name` when the site has a collection of that name; `Outdated`.
pub async fn create(store: &Store<'_>, scope: &Scope, new: &Collection, note: &Note<'_>) -> Result<()> {
    let outcome = store.batch(creation(scope, new, note)?).await?;
    if outcome.first().is_some_and(|first| first.changes == 1) { Ok(()) } else { Err(Error::Outdated) }
}

/// The statements that create a collection. The first one inserts it; it changes no row if the
/// principal is outdated.
///
/// # Errors
/// `Internal` when the fields cannot be serialized.
pub(crate) fn creation(scope: &Scope, new: &Collection, note: &Note<'_>) -> Result<Vec<Statement>> {
    let insert = "INSERT INTO collections (id, site, name, label, description, slug_field, title_field, icon, indexed, revision, created_at, updated_at, fields, call_hook, backdating, unique_slug, origin, details, relations)
                  SELECT ?1, pk, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?20 FROM sites WHERE pk = ?18 AND auth_epoch = ?19";
    let insert = Statement::new(insert)
        .bind(new.id.to_string())
        .bind(new.name.as_str())
        .bind(new.label.as_str())
        .bind(new.description.clone())
        .bind(new.slug_field.clone())
        .bind(new.title_field.clone())
        .bind(new.icon.clone())
        .bind(indexed(new))
        .bind(new.revision)
        .bind(new.created_at.as_str())
        .bind(new.updated_at.as_str())
        .bind(fields(&new.schema)?)
        .bind(i64::from(new.call_hook))
        .bind(i64::from(new.backdating))
        .bind(i64::from(new.unique_slug))
        .bind(new.origin.as_str())
        .bind(new.details.clone())
        .bind(scope.site)
        .bind(scope.epoch)
        .bind(relations(new));
    let action = "collection.create";
    let audit = audit(scope, note, action, &new.id.to_string(), new.revision);
    Ok(vec![insert, audit, announce(scope, note, action, new)])
}

/// Puts a collection's next revision in its place, indexes its entries anew where `indexed` fields
/// have changed, records their references anew where relations have, and respells the values of
/// fields that become moments. `moves`: what its entries' members become, each by a change of its
/// own, with version, audit row and event.
///
/// # Errors
/// `Conflict(Stale)` when it is not at the revision before any more, `Conflict(Taken)` when entries
/// share a value of a field that is to be unique, `Outdated`.
pub async fn update(
    store: &Store<'_>,
    scope: &Scope,
    old: &Stored,
    new: &Collection,
    moves: &[Move<'_>],
    note: &Note<'_>,
) -> Result<()> {
    let update = "UPDATE collections
                     SET label = ?1, description = ?2, slug_field = ?3, title_field = ?4, icon = ?5, indexed = ?6, revision = ?7, updated_at = ?8, fields = ?9,
                         call_hook = ?10, backdating = ?11, unique_slug = ?12, origin = ?13, details = ?14, relations = ?19
                   WHERE pk = ?15 AND revision = ?16 AND site = (SELECT pk FROM sites WHERE pk = ?17 AND auth_epoch = ?18)";
    let update = Statement::new(update)
        .bind(new.label.as_str())
        .bind(new.description.clone())
        .bind(new.slug_field.clone())
        .bind(new.title_field.clone())
        .bind(new.icon.clone())
        .bind(if moves.is_empty() { indexed(new) } else { "[]".to_owned() })
        .bind(new.revision)
        .bind(new.updated_at.as_str())
        .bind(fields(&new.schema)?)
        .bind(i64::from(new.call_hook))
        .bind(i64::from(new.backdating))
        .bind(i64::from(new.unique_slug))
        .bind(new.origin.as_str())
        .bind(new.details.clone())
        .bind(old.pk)
        .bind(old.collection.revision)
        .bind(scope.site)
        .bind(scope.epoch)
        .bind(if moves.is_empty() { relations(new) } else { "[]".to_owned() });
    let action = "collection.update";
    let audit = audit(scope, note, action, &new.id.to_string(), new.revision);
    let mut statements = vec![update, audit, announce(scope, note, action, new)];
    statements.extend(moves.iter().map(|one| move_members(old.pk, new.revision, *one, note)));
    if has_new_moments(&old.collection.schema, &new.schema) {
        statements.push(respell_moments(old.pk, new.revision, note));
    }
    if !moves.is_empty() {
        // Nothing is indexed and no reference recorded while members move: the triggers would look
        // for old values under new names.
        statements.push(
            Statement::new(
                "UPDATE collections SET indexed = ?3, relations = ?4 WHERE pk = ?1 AND revision = ?2",
            )
            .bind(old.pk)
            .bind(new.revision)
            .bind(indexed(new))
            .bind(relations(new)),
        );
    }
    if !moves.is_empty() || indexed(&old.collection) != indexed(new) {
        statements.extend(reindex(old.pk, new.revision));
    }
    let (before, after) = (relations(&old.collection), relations(new));
    if before != after || (!moves.is_empty() && after != "[]") {
        statements.push(record_references(old.pk, new.revision));
    }
    statements.push(
        Statement::new("UPDATE tallies SET changes = changes + 1 WHERE site = ?1 AND collection = ?2")
            .bind(scope.site)
            .bind(old.pk),
    );
    let outcome = store.batch(statements).await?;
    if outcome.first().is_some_and(|first| first.changes == 1) {
        Ok(())
    } else {
        Err(stale(store, scope, &new.name).await?)
    }
}

/// Deletes a collection: from now on nobody sees it or its entries, and its name is free. The
/// entries go in bounded steps, the first of which is taken here (see [`removals`]); their versions
/// and the audit remain. Gives whether there are more steps to take.
///
/// # Errors
/// `Conflict(Stale)`, `NotFound`, `Outdated`.
pub async fn delete(store: &Store<'_>, scope: &Scope, old: &Stored, note: &Note<'_>) -> Result<bool> {
    let begin = "INSERT INTO removals (collection, actor, at, request)
                 SELECT pk, ?5, ?6, ?7 FROM collections
                  WHERE pk = ?1 AND revision = ?2 AND site = (SELECT pk FROM sites WHERE pk = ?3 AND auth_epoch = ?4)";
    let begin = Statement::new(begin)
        .bind(old.pk)
        .bind(old.collection.revision)
        .bind(scope.site)
        .bind(scope.epoch)
        .bind(note.actor)
        .bind(note.at)
        .bind(note.request);
    let (action, gone) = ("collection.delete", &old.collection);
    let audit = audit(scope, note, action, &gone.id.to_string(), gone.revision);
    let tally = "UPDATE tallies SET draft = 0, published = 0, archived = 0, changes = changes + 1
                  WHERE site = ?1 AND collection = ?2 AND collection IN (SELECT collection FROM removals)";
    let hide = "UPDATE collections SET site = NULL, revision = revision + 1
                 WHERE pk = ?1 AND site IS NOT NULL AND pk IN (SELECT collection FROM removals)";
    let mut batch = vec![begin, audit, announce(scope, note, action, gone)];
    batch.push(Statement::new(tally).bind(scope.site).bind(old.pk));
    batch.push(Statement::new(hide).bind(old.pk));
    batch.extend(removals::step());
    let outcome = store.batch(batch).await?;
    if outcome.first().is_some_and(|begun| begun.changes == 1) {
        removals::is_more(outcome)
    } else {
        Err(stale(store, scope, &old.collection.name).await?)
    }
}

/// Records the statement before it in the batch, if that changed a row.
fn audit(scope: &Scope, note: &Note<'_>, action: &'static str, subject: &str, revision: i64) -> Statement {
    Statement::new(
        "INSERT INTO audit (site, at, actor, request, action, subject, revision)
         SELECT pk, ?2, ?3, ?4, ?5, ?6, ?7 FROM sites WHERE pk = ?1 AND changes() = 1",
    )
    .bind(scope.site)
    .bind(note.at)
    .bind(note.actor)
    .bind(note.request)
    .bind(action)
    .bind(subject)
    .bind(revision)
}

/// Announces what the audit row before it in the batch records, if there is one.
fn announce(scope: &Scope, note: &Note<'_>, action: &'static str, of: &Collection) -> Statement {
    Statement::new(
        "INSERT INTO events (seq, site, at, kind, type, entry, slug, status, revision)
         SELECT last_insert_rowid(), pk, ?2, ?3, ?4, ?5, '', '', ?6 FROM sites WHERE pk = ?1 AND changes() = 1",
    )
    .bind(scope.site)
    .bind(note.at)
    .bind(action)
    .bind(of.name.as_str())
    .bind(of.id.to_string())
    .bind(of.revision)
}

/// `[["price",0],["sku",1],["slug",2]]`: what the triggers keep in `entry_values`; 1 for a unique
/// field, 2 for a unique slug.
fn indexed(collection: &Collection) -> String {
    let slug = collection.unique_slug_field().map(|field| field.name.as_str());
    let mark = |field: &Field| match field.unique {
        true => 1,
        false if slug == Some(field.name.as_str()) => 2,
        false => 0,
    };
    let list: Vec<_> = collection.indexed().map(|field| (field.name.as_str(), mark(field))).collect();
    serde_json::to_string(&list).unwrap_or_else(|_| "[]".to_owned())
}

/// `[["blocks[].author", "$.\"blocks\"", "$.\"author\""]]`: where the triggers find the references
/// of entries.
fn relations(collection: &Collection) -> String {
    let row = |path: &ReferencePath| {
        std::iter::once(&path.field).chain(&path.steps).cloned().collect::<Vec<String>>()
    };
    let rows: Vec<Vec<String>> = collection.schema.reference_paths().iter().map(row).collect();
    serde_json::to_string(&rows).unwrap_or_else(|_| "[]".to_owned())
}

fn fields(schema: &Schema) -> Result<String> {
    serde_json::to_string(schema).map_err(|error| Error::Internal(error.to_string()))
}

/// Why a guarded change met nothing.
async fn stale(store: &Store<'_>, scope: &Scope, name: &str) -> Result<Error> {
    let select = "SELECT s.auth_epoch, c.revision FROM sites AS s LEFT JOIN collections AS c ON c.site = s.pk AND c.name = ?2 WHERE s.pk = ?1";
    let statement = Statement::new(select).bind(scope.site).bind(name);
    let Some(mut row) = first(store.quick(statement).await?) else { return Ok(Error::Outdated) };
    if row.integer()? != scope.epoch {
        return Ok(Error::Outdated);
    }
    Ok(match row.optional_integer()? {
        Some(current) => Error::Conflict(weft_domain::Conflict::Stale { current }),
        None => Error::NotFound(Kind::Collection),
    })
}
