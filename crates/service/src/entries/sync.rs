//! Registers the components of a page: creates their content types and, for places without an
//! entry, entries without content.
//!
//! Browsers send the components each time they show a page, often concurrently. So this use case
//! first reads, in one statement, and writes only what is missing. A concurrent write of another
//! browser is not an error but the desired result. Existing entries are not changed: an archived
//! entry stays archived, and content stays unchanged.
//!
//! A component is a content type whose fields are the union of all fields that browsers sent. The
//! components that InlineCMS creates for single elements (`__inline_…`) share one content type,
//! because a site has thousands of them.

use super::writing::Texts;
use crate::contest::contest;
use crate::rights::{Developer, Reader};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use weft_domain::entry::Guard;
use weft_domain::field::{Field, is_field_name};
use weft_domain::place::page_violation;
use weft_domain::schema::Schema;
use weft_domain::shape::{Shape, Source};
use weft_domain::slug::slugify;
use weft_domain::{
    Collection, CollectionChange, Conflict, EntryId, Error, Place, Result, VersionId, Violation, json,
};
use weft_storage::collections::Stored;
use weft_storage::entries::pages::{list_page, list_standing};
use weft_storage::entries::stubs::{self, Stub};

/// The maximum number of components in one request.
const COMPONENTS_MAX: usize = 500;
/// The content type of components that are single elements.
const ELEMENTS: &str = "inline";
/// The prefix of their ids.
const ELEMENT: &str = "__inline_";
/// The maximum length of the part of a text that becomes a name or a slug.
const READABLE_MAX: usize = 40;

/// Registers the components of pages.
pub struct Registrar<'a> {
    pub(crate) reader: Reader<'a>,
}

/// A component on a page.
#[derive(Debug, Clone)]
pub struct Component {
    /// Its id.
    pub id: String,
    /// Its instance key on the page.
    pub instance: String,
    /// Its fields: names and types.
    pub fields: Vec<(String, String)>,
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
    /// `.fields[0].name`; `TooLarge`, `Outdated`, `Unavailable`.
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
                self.widen(&wanted).await?;
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

/// The distinct places of the components.
///
/// # Errors
/// `Invalid`, with all violations.
fn places(page: &str, components: &[Component]) -> Result<Vec<Place>> {
    let mut violations: Vec<Violation> = page_violation(page).into_iter().collect();
    if components.len() > COMPONENTS_MAX {
        let message = format!("at most {COMPONENTS_MAX} components");
        return Err(Error::invalid("components", "max", message));
    }
    let mut places: Vec<Place> = Vec::with_capacity(components.len());
    for (at, component) in components.iter().enumerate() {
        // The page was already checked above.
        let place = Place::new("/", component.instance.as_str());
        let place = place.and_then(|place| place.of_component(component.id.as_str()));
        if let Err(Error::Invalid(found)) = place {
            violations.extend(found.into_iter().map(|violation| {
                let name = if violation.path == "component" { "id" } else { "instance" };
                Violation { path: format!("components[{at}].{name}"), ..violation }
            }));
        }
        let unnamed = component.fields.iter().enumerate().filter(|(_, (name, _))| !is_field_name(name));
        violations.extend(unnamed.map(|(field, _)| {
            let path = format!("components[{at}].fields[{field}].name");
            Violation::new(path, "name", "must be 1 to 64 letters a to z, digits, - or _")
        }));
    }
    if !violations.is_empty() {
        return Err(Error::Invalid(violations));
    }
    let mut seen = BTreeSet::new();
    for component in components.iter().filter(|component| seen.insert(component.instance.as_str())) {
        let place = Place::new(page, component.instance.as_str())?;
        places.push(place.of_component(component.id.as_str())?);
    }
    Ok(places)
}

/// The content types of the components by name: their labels and the required fields.
fn wanted(components: &[Component]) -> Result<BTreeMap<String, (String, Schema)>> {
    let mut wanted: BTreeMap<String, (String, Schema)> = BTreeMap::new();
    for component in components {
        let name = name_of(&component.id);
        let label = if name == ELEMENTS { "Inline" } else { component.id.as_str() };
        let (_, schema) = wanted.entry(name).or_insert_with(|| (label.to_owned(), Schema::default()));
        let fields = schema_of(&component.fields)?;
        if let Some(whole) = union(schema, &fields) {
            *schema = whole;
        }
    }
    Ok(wanted)
}

fn schema_of(fields: &[(String, String)]) -> Result<Schema> {
    let field = |(name, kind): &(String, String)| {
        json::object([("name", json::quote(name).as_str()), ("type", json::quote(kind).as_str())])
    };
    let fields: Vec<String> = fields.iter().map(field).collect();
    serde_json::from_str(&format!("[{}]", fields.join(",")))
        .map_err(|error| Error::invalid("components", "fields", error.to_string()))
}

/// The union of the fields; a field with two types accepts any JSON. `None` if the first schema has
/// all fields.
fn union(has: &Schema, needs: &Schema) -> Option<Schema> {
    let mut whole = has.clone();
    let mut is_changed = false;
    for field in &needs.fields {
        match whole.fields.iter_mut().find(|known| known.name == field.name) {
            None => whole.fields.push(field.clone()),
            Some(known) if known.type_name == field.type_name || known.type_name == "json" => continue,
            Some(known) => *known = Field::new(&known.name, weft_domain::field::FieldType::Json),
        }
        is_changed = true;
    }
    is_changed.then_some(whole)
}

/// The name of the content type of a component. Similar ids have different names.
fn name_of(component: &str) -> String {
    if component.starts_with(ELEMENT) {
        return ELEMENTS.to_owned();
    }
    let readable = readable(component);
    let end = if readable == component { String::new() } else { format!("-{}", digest(&[component])) };
    format!("{ELEMENTS}-{readable}{end}")
}

/// The slug of the entry at a place, which is the same for the same place.
fn slug_of(place: &Place) -> String {
    format!("{}-{}", readable(place.instance()), digest(&[place.page(), place.instance()]))
}

fn readable(text: &str) -> String {
    let slug: String = slugify(text).chars().filter(char::is_ascii).take(READABLE_MAX).collect();
    if slug.is_empty() { "component".to_owned() } else { slug }
}

/// Twelve digits that distinguish texts.
fn digest(texts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for text in texts {
        hash.update(text.len().to_le_bytes());
        hash.update(text);
    }
    let mut digits = String::with_capacity(12);
    for byte in hash.finalize().iter().take(6) {
        // Writing to a String cannot fail.
        let _ = write!(digits, "{byte:02x}");
    }
    digits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_share_a_content_type_and_every_other_component_has_its_own() {
        assert_eq!((name_of("__inline_abc"), name_of("__inline_")), ("inline".into(), "inline".into()));
        assert_eq!(name_of("hero"), "inline-hero");
        let alike = ["Hero", "hero!", "h\u{e9}ro", "hero ", "\u{1f600}"].map(name_of);
        let distinct: BTreeSet<&String> = alike.iter().collect();
        assert!(distinct.len() == 5 && !distinct.contains(&"inline-hero".to_owned()), "{alike:?}");
        assert!(alike.iter().all(|name| name.len() <= 64 && name.is_ascii()));
        assert!(name_of(&"x".repeat(200)).len() <= 64);
    }

    #[test]
    fn slugs_differ_by_place() {
        let slug = |page: &str, instance: &str| slug_of(&Place::new(page, instance).unwrap());
        assert!(slug("/", "Hero Title").starts_with("hero-title-"));
        assert_eq!(slug("/", "a"), slug("/", "a"));
        let all = [slug("/", "a"), slug("/a", "a"), slug("/", "A"), slug("/a", "\u{1f600}"), slug("/", "b")];
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), 5, "{all:?}");
        assert!(all.iter().all(|slug| weft_domain::slug::is_slug(slug)));
    }

    #[test]
    fn fields_are_a_union_and_a_field_of_two_types_accepts_any_json() {
        let schema = |fields: &[(&str, &str)]| {
            let fields: Vec<_> =
                fields.iter().map(|(name, kind)| ((*name).to_owned(), (*kind).to_owned())).collect();
            schema_of(&fields).unwrap()
        };
        let told = |schema: Schema| -> Vec<String> {
            schema.fields.iter().map(|field| format!("{} {}", field.name, field.type_name)).collect()
        };
        let has = schema(&[("a", "text"), ("b", "number")]);
        assert!(union(&has, &schema(&[("b", "number")])).is_none());
        let whole = union(&has, &schema(&[("b", "image"), ("c", "hologram")])).unwrap();
        assert!(union(&whole, &schema(&[("b", "number"), ("c", "hologram")])).is_none());
        assert_eq!(told(whole), ["a text", "b json", "c hologram"]);
    }
}
