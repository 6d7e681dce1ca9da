//! Content types: list, create, change, delete.
//!
//! Dialects that identify content types by name use this module, dialects that use ids the methods
//! of `by_id`.

mod by_id;

pub use by_id::{FieldsChange, Known};

use crate::contest::contest;
use crate::rights::{Developer, Reader, Right};
use std::sync::Arc;
use weft_domain::collection::{DEFINITION_MAX, Origin};
use weft_domain::entry::Guard;
use weft_domain::field::Field;
use weft_domain::{Collection, CollectionChange, CollectionId, Conflict, Error, Kind, Result, Violation};
use weft_storage::collections::{self, By, Move, Note, Stored};
use weft_storage::removals;

/// The maximum number of content types of a site.
const COLLECTIONS_MAX: usize = 500;
/// The maximum number of steps in which the request that deletes a content type deletes its
/// entries: enough for 200,000. The next deletion and the start of instances delete the rest,
/// because a request must end before its host's time limit.
const STEPS_MAX: usize = 400;

impl Reader<'_> {
    /// A page of the site's content types by name, their total, and a validator.
    ///
    /// # Errors
    /// `Outdated`, `Unavailable`.
    pub async fn collections(&self, page: u32, limit: u32) -> Result<(Vec<Collection>, u64, String)> {
        let all = self.right.collections_anew().await?;
        let skip =
            usize::try_from(u64::from(page.saturating_sub(1)) * u64::from(limit)).unwrap_or(usize::MAX);
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let etag = validator(&self.right, all.iter().map(AsRef::as_ref));
        let some = all.iter().skip(skip).take(limit).map(|stored| stored.collection.clone()).collect();
        Ok((some, u64::try_from(all.len()).unwrap_or_default(), etag))
    }

    /// Finds a content type.
    ///
    /// # Errors
    /// `NotFound`, `Outdated`, `Unavailable`.
    pub async fn collection(&self, name: &str) -> Result<Collection> {
        self.right.current_collection(By::Name(name)).await.map(|stored| stored.collection.clone())
    }
}

/// A validator that changes with every change to a content type: their number, their newest key,
/// and the sum of their revisions.
fn validator<'s>(right: &Right<'_>, all: impl Iterator<Item = &'s Stored>) -> String {
    let (mut count, mut newest, mut revisions) = (0_u64, 0, 0);
    for stored in all {
        count += 1;
        newest = newest.max(stored.pk);
        revisions += stored.collection.revision;
    }
    format!("{}-{count}-{newest}-{revisions}", right.site_end())
}

impl Developer<'_> {
    /// Creates a content type.
    ///
    /// # Errors
    /// `Invalid`, `Conflict(Taken)` with the field `name`, `Outdated`, `Unavailable`.
    pub async fn create_collection(&self, name: &str, change: CollectionChange) -> Result<Collection> {
        let Right { store, scope, .. } = &self.right;
        let new = self.new_collection(name, change).await?;
        let made = self.noted(async |note| collections::create(store, scope, &new, &note).await).await;
        made.map(|()| new)
    }

    /// A content type to be created, checked.
    ///
    /// # Errors
    /// `Invalid`, also when the site has the most content types that it can have; `TooLarge`,
    /// `Outdated`, `Unavailable`.
    pub(crate) async fn new_collection(&self, name: &str, change: CollectionChange) -> Result<Collection> {
        let right = &self.right;
        let now = right.ctx.now.to_string();
        let blank = Collection {
            id: CollectionId::new(right.ctx.new_uuid()),
            name: name.to_owned(),
            label: name.to_owned(),
            description: None,
            slug_field: None,
            title_field: None,
            icon: None,
            call_hook: false,
            backdating: false,
            unique_slug: false,
            origin: Origin::Registered,
            details: None,
            schema: weft_domain::schema::Schema::default(),
            revision: 0,
            created_at: now,
            updated_at: String::new(),
        };
        let new = checked(change.apply(blank, right.ctx.now))?;
        if right.collections().await?.len() >= COLLECTIONS_MAX {
            return Err(Error::invalid(
                "name",
                "max",
                format!("a site has at most {COLLECTIONS_MAX} content types"),
            ));
        }
        Ok(new)
    }

    /// Creates a content type, or defines one that was created implicitly by an entry and has no
    /// entries left.
    ///
    /// # Errors
    /// Those of [`Developer::create_collection`].
    pub async fn declare_collection(&self, name: &str, change: CollectionChange) -> Result<Collection> {
        let right = &self.right;
        let Right { store, scope, .. } = right;
        let taken = || Error::Conflict(Conflict::Taken { field: "name".to_owned() });
        contest(async || {
            let Some(known) = right.collection(name).await? else {
                return match self.create_collection(name, change.clone()).await {
                    Err(Error::Conflict(Conflict::Taken { .. })) => Ok(None),
                    other => other.map(Some),
                };
            };
            let is_declared = known.collection.origin != Origin::Inferred;
            if is_declared || collections::has_entries(store, known.pk).await? {
                // An instance may remember what is gone by now.
                let now = right.current_collection(By::Name(name)).await;
                return match now {
                    Ok(now) if now.pk == known.pk && now.collection.revision == known.collection.revision => {
                        Err(taken())
                    }
                    Ok(_) | Err(Error::NotFound(_)) => Ok(None),
                    Err(error) => Err(error),
                };
            }
            let new = checked(change.clone().apply(known.collection.clone(), right.ctx.now))?;
            let updated = self
                .noted(async |note| collections::update(store, scope, &known, &new, &[], &note).await)
                .await;
            match updated {
                Ok(()) => Ok(Some(new)),
                // Somebody has changed or deleted it.
                Err(Error::NotFound(_) | Error::Conflict(Conflict::Stale { .. })) => Ok(None),
                Err(error) => Err(error),
            }
        })
        .await
    }

    /// Changes a content type and reindexes its entries if needed. Without a guard the last change
    /// wins, member by member.
    ///
    /// # Errors
    /// `Invalid`, `NotFound`, `TooLarge`, `Conflict(Stale)` if the guard fails, `Outdated`,
    /// `Unavailable`.
    pub async fn update_collection(
        &self,
        name: &str,
        change: CollectionChange,
        guard: Guard,
    ) -> Result<Collection> {
        let decide = |_: &Collection, _: &[Known]| {
            Ok(FieldsChange { change: change.clone(), ..FieldsChange::default() })
        };
        self.change_with_retry(|known| known.name == name, guard, decide).await
    }

    /// Deletes a content type with its entries.
    ///
    /// # Errors
    /// `NotFound`, `Conflict(Stale)` if the guard fails, `Outdated`, `Unavailable`.
    pub async fn delete_collection(&self, name: &str, guard: Guard) -> Result<()> {
        self.delete_with_retry(|known| known.name == name, guard).await
    }

    /// Changes the content type that `is_it` selects as `decide` returns, which gets the current
    /// content type and all of the site. After a conflict `decide` is called again.
    pub(crate) async fn change_with_retry<E: From<Error>>(
        &self,
        is_it: impl Fn(&Collection) -> bool,
        guard: Guard,
        mut decide: impl FnMut(&Collection, &[Known]) -> Result<FieldsChange, E>,
    ) -> Result<Collection, E> {
        let right = &self.right;
        let mut was_taken = false;
        contest(async || {
            let all: Vec<Known> = right.collections_anew().await?.iter().cloned().map(Known).collect();
            let old = all.iter().find(|known| is_it(known)).ok_or(Error::NotFound(Kind::Collection))?;
            let old = &guarded(old.0.clone(), guard)?;
            let FieldsChange { change, removed, renamed } = decide(&old.collection, &all)?;
            let new = checked(change.apply(old.collection.clone(), right.ctx.now))?;
            let removed = removed.iter().map(|from| Move { from, to: None });
            let renamed = renamed.iter().map(|(from, to)| Move { from, to: Some(to) });
            let moves: Vec<Move<'_>> = removed.chain(renamed).collect();
            let done = self
                .noted(async |note| {
                    collections::update(right.store, &right.scope, old, &new, &moves, &note).await
                })
                .await;
            match done {
                Ok(()) => Ok(Some(new)),
                Err(Error::Conflict(Conflict::Stale { .. })) if guard == Guard::Any => Ok(None),
                Err(Error::Conflict(Conflict::Taken { .. })) => {
                    let mut shared = collections::shared_fields(right.store, old.pk, &new, &moves).await?;
                    if shared.is_empty() && was_taken {
                        // The stored values differ, but become equal in the new canonical form.
                        shared = newly_unique(&old.collection, &new);
                        if shared.is_empty() {
                            let message = "documents have equal values of a field that should be unique";
                            return Err(Error::invalid("fields", "unique", message).into());
                        }
                    }
                    was_taken = true;
                    Ok(shares(&new, &shared).map(|()| None)?)
                }
                Err(other) => Err(other.into()),
            }
        })
        .await
    }

    /// Deletes the content type that `is_it` selects.
    async fn delete_with_retry(&self, is_it: impl Fn(&Collection) -> bool, guard: Guard) -> Result<()> {
        contest(async || {
            let all = self.right.collections_anew().await?;
            let old = all.iter().find(|known| is_it(&known.collection));
            let old = guarded(old.ok_or(Error::NotFound(Kind::Collection))?.clone(), guard)?;
            match self.delete_known(&old).await {
                Err(Error::Conflict(Conflict::Stale { .. })) if guard == Guard::Any => Ok(None),
                other => other.map(Some),
            }
        })
        .await
    }

    /// Deletes a content type as it was read, and its invisible entries in steps, up to a maximum
    /// number of steps.
    async fn delete_known(&self, old: &Stored) -> Result<()> {
        let Right { store, scope, .. } = &self.right;
        if self.noted(async |note| collections::delete(store, scope, old, &note).await).await? {
            // The content type is already deleted. A failed step is repeated later, so its error is
            // not returned.
            drop(removals::go_on(store, STEPS_MAX).await);
        }
        Ok(())
    }

    /// Runs a change with its audit note, and always drops the cached content types.
    pub(crate) async fn noted<T>(&self, change: impl AsyncFnOnce(Note<'_>) -> Result<T>) -> Result<T> {
        let right = &self.right;
        let (actor, now) = (right.principal.account.to_string(), right.ctx.now.to_string());
        let version = right.ctx.new_uuid().to_string();
        let done =
            change(Note { actor: &actor, at: &now, request: &right.ctx.request_id, version: &version }).await;
        right.schemas.forget(right.scope.site);
        done
    }
}

/// Checks the rules of every new or changed content type.
fn checked(collection: Collection) -> Result<Collection> {
    let violations = collection.violations();
    if !violations.is_empty() {
        return Err(Error::Invalid(violations));
    }
    let fields = serde_json::to_string(&collection.schema);
    let fields = fields.map_err(|error| Error::Internal(error.to_string()))?;
    let details = collection.details.as_deref().unwrap_or_default();
    if fields.len() + details.len() > DEFINITION_MAX {
        return Err(Error::TooLarge { limit: DEFINITION_MAX, of: "bytes" });
    }
    Ok(collection)
}

/// The names of the fields that become unique or whose canonical form changes.
fn newly_unique(old: &Collection, new: &Collection) -> Vec<String> {
    let is_as_before = |field: &Field| {
        let before = old.schema.field(&field.name);
        before.is_some_and(|before| before.unique && before.field_type() == field.field_type())
    };
    let unique = new.schema.fields.iter().filter(|field| field.unique && !is_as_before(field));
    unique.map(|field| field.name.clone()).collect()
}

/// Returns a violation for each field that should be unique but has duplicate values. `Ok` if there
/// is none any more.
fn shares(new: &Collection, shared: &[String]) -> Result<()> {
    let fields = new.schema.fields.iter().enumerate().filter(|(_, field)| shared.contains(&field.name));
    let violation = |(at, field): (usize, &Field)| {
        let message =
            format!("documents have equal values of the field {}, which should be unique", field.name);
        Violation::new(format!("fields[{at}].unique"), "unique", message)
    };
    let violations: Vec<Violation> = fields.map(violation).collect();
    if violations.is_empty() { Ok(()) } else { Err(Error::Invalid(violations)) }
}

fn guarded(stored: Arc<Stored>, guard: Guard) -> Result<Arc<Stored>> {
    let current = stored.collection.revision;
    match guard {
        Guard::Revision(wanted) | Guard::Live(wanted) if wanted != current => {
            Err(Error::Conflict(Conflict::Stale { current }))
        }
        _ => Ok(stored),
    }
}
