//! Registers the components of a page: creates their content types and, for places without an
//! entry, entries without content.
//!
//! Browsers send the components each time they show a page, often concurrently. So this use case
//! first reads, in one statement, and writes only what is missing. A concurrent write of another
//! browser is not an error but the desired result. Existing entries are not changed: an archived
//! entry stays archived, and content stays unchanged.
//!
//! What a component means for content types and entries is in `components`.

use super::components::{Component, name_of, places, slug_of, union, wanted};
use super::writing::Texts;
use crate::contest::contest;
use crate::rights::{Developer, Reader};
use std::collections::{BTreeMap, BTreeSet};
use weft_domain::entry::Guard;
use weft_domain::place::page_violation;
use weft_domain::schema::Schema;
use weft_domain::shape::{Shape, Source};
use weft_domain::{
    Collection, CollectionChange, Conflict, EntryId, Error, Place, Result, VersionId, Violation,
};
use weft_storage::collections::Stored;
use weft_storage::entries::pages::{list_page, list_standing};
use weft_storage::entries::stubs::{self, Stub};

/// Registers the components of pages.
pub struct Registrar<'a> {
    pub(crate) reader: Reader<'a>,
}

/// A page whose components are registered.
#[derive(Debug, Clone)]
pub struct Synced {
    /// The visible entries of the page: JSON, separated by commas.
    pub documents: String,
    /// The number of created entries.
    pub created: u64,
}

/// An entry of a page, with its content type.
#[derive(Debug, Clone)]
pub struct PageDefinition {
    /// The component, if the entry is an instance of one.
    pub component: Option<String>,
    /// The instance key.
    pub instance: String,
    /// The fields of its content type: names and types.
    pub fields: Vec<(String, String)>,
}

impl Registrar<'_> {
    /// Registers the components of a page. One statement if nothing is new.
    ///
    /// # Errors
    /// `Invalid` with the paths `page`, `components`, `components[0].id`, `.instance` or
    /// `.fields[0].name` or `.fields[0].type`; `TooLarge`, `Outdated`, `Unavailable`.
    pub async fn sync(&self, shape: Shape, page: &str, components: &[Component]) -> Result<Synced> {
        let places = places(page, components)?;
        let (right, visibility) = (&self.reader.right, self.reader.visibility);
        let (mut created, mut tries) = (0, 0_u32);
        contest(async || {
            let read = list_standing(right.store, &right.scope, visibility, shape, page).await?;
            let (entries, standing) = read;
            let standing: BTreeSet<&str> = standing.iter().map(|(instance, _)| instance.as_str()).collect();
            let known =
                if tries == 0 { right.collections().await? } else { right.collections_anew().await? };
            let wanted = wanted(components)?;
            let is_whole = |(name, schema): (&String, &Schema)| {
                let stored = known.iter().find(|stored| stored.collection.name == *name);
                stored.is_some_and(|stored| union(&stored.collection.schema, schema).is_none())
            };
            let are_whole = wanted.iter().map(|(name, (_, schema))| (name, schema)).all(is_whole);
            let missing = || places.iter().filter(|place| !standing.contains(place.instance()));
            if are_whole && missing().next().is_none() {
                return Ok(Some(Synced { documents: entries.documents, created }));
            }
            tries += 1;
            if !are_whole {
                self.widen(&wanted).await.map_err(of_components)?;
            }
            let known = right.collections_anew().await?;
            let stubs: Vec<Stub> = missing().filter_map(|place| self.stub(place, &known, tries)).collect();
            let texts = Texts::of(right);
            match stubs::create(right.store, &texts.writing(right), page, &stubs).await {
                Ok(made) => created += made,
                // Another client created an entry with that slug: the next attempt uses another
                // slug.
                Err(Error::Conflict(Conflict::Taken { field })) if field == "slug" => {}
                Err(other) => return Err(other),
            }
            Ok(None)
        })
        .await
    }

    /// The visible entries of a page, with the fields of each.
    ///
    /// # Errors
    /// `Invalid` with the path `page`, `Outdated`, `Unavailable`.
    pub async fn definitions(&self, page: &str) -> Result<Vec<PageDefinition>> {
        const SHAPE: Shape =
            &[("component", Source::Component), ("instance", Source::Instance), ("type", Source::Type)];
        #[derive(serde::Deserialize)]
        struct Standing {
            component: Option<String>,
            instance: String,
            r#type: String,
        }
        page_violation(page).map_or(Ok(()), |violation| Err(Error::Invalid(vec![violation])))?;
        let right = &self.reader.right;
        let found = list_page(right.store, &right.scope, self.reader.visibility, SHAPE, page).await?;
        let standing: Vec<Standing> = serde_json::from_str(&format!("[{}]", found.documents))
            .map_err(|error| Error::Internal(format!("a page's entries: {error}")))?;
        let mut definitions = Vec::with_capacity(standing.len());
        for Standing { component, instance, r#type } in standing {
            let stored = right.collection(&r#type).await?;
            let fields = stored.iter().flat_map(|stored| &stored.collection.schema.fields);
            let fields = fields.map(|field| (field.name.clone(), field.type_name.clone())).collect();
            definitions.push(PageDefinition { component, instance, fields });
        }
        Ok(definitions)
    }

    /// Creates the missing content types, and adds missing fields to the others.
    async fn widen(&self, wanted: &BTreeMap<String, (String, Schema)>) -> Result<()> {
        let developer = Developer { right: self.reader.right.clone() };
        for (name, (label, schema)) in wanted {
            let known = developer.right.collections_anew().await?;
            if !known.iter().any(|stored| stored.collection.name == *name) {
                let change = CollectionChange {
                    label: Some(label.clone()),
                    schema: Some(schema.clone()),
                    ..CollectionChange::default()
                };
                match developer.create_collection(name, change).await {
                    Err(Error::Conflict(Conflict::Taken { .. })) => {}
                    other => {
                        other?;
                        continue;
                    }
                }
            }
            let decide = |old: &Collection, _: &[crate::Known]| {
                let schema = union(&old.schema, schema).ok_or(Widened::Already)?;
                let change = CollectionChange { schema: Some(schema), ..CollectionChange::default() };
                Ok(crate::FieldsChange { change, ..crate::FieldsChange::default() })
            };
            match developer.change_with_retry(|known| known.name == *name, Guard::Any, decide).await {
                Ok(_) | Err(Widened::Already) => {}
                // It was deleted meanwhile: the next attempt creates it again.
                Err(Widened::Failed(Error::NotFound(_))) => {}
                Err(Widened::Failed(error)) => return Err(error),
            }
        }
        Ok(())
    }

    /// A stub for a place without an entry; `None` while its content type does not exist.
    fn stub(&self, place: &Place, known: &[std::sync::Arc<Stored>], tries: u32) -> Option<Stub> {
        let component = place.component()?;
        let name = name_of(component);
        let stored = known.iter().find(|stored| stored.collection.name == name)?;
        let ctx = self.reader.right.ctx;
        let id = EntryId::new(ctx.new_uuid());
        Some(Stub {
            id,
            collection: (stored.pk, stored.collection.revision),
            slug: if tries < 3 { slug_of(place) } else { id.to_string() },
            version: VersionId::new(ctx.new_uuid()).to_string(),
            instance: place.instance().to_owned(),
            component: component.to_owned(),
        })
    }
}

/// What stands in the way of content types, with the path of what was sent.
fn of_components(error: Error) -> Error {
    let Error::Invalid(violations) = error else { return error };
    let path = || "components".to_owned();
    Error::Invalid(violations.into_iter().map(|violation| Violation { path: path(), ..violation }).collect())
}

/// The reason why a content type was not widened.
enum Widened {
    /// It already has all fields.
    Already,
    Failed(Error),
}

impl From<Error> for Widened {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}
