//! What a component of a page means for content types and entries: names, slugs, fields. Pure.
//!
//! A component is a content type, its fields the union of all that were told of it. The components
//! that InlineCMS makes for single elements (`__inline_…`) share one: a site has thousands of them.

use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use weft_domain::field::{Field, FieldType, TYPE_MAX, is_field_name};
use weft_domain::place::page_violation;
use weft_domain::schema::{FIELDS_MAX, Schema};
use weft_domain::slug::slugify;
use weft_domain::{Error, Place, Result, Violation, json};

/// The most components that are told together.
const COMPONENTS_MAX: usize = 500;
/// The content type of components that are single elements.
const ELEMENTS: &str = "inline";
/// How the ids of those begin.
const ELEMENT: &str = "__inline_";
/// The longest part of a text that goes into a name or a slug.
const READABLE_MAX: usize = 40;

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

/// The places of the components, each once.
///
/// # Errors
/// `Invalid`, with everything that is wrong.
pub(super) fn places(page: &str, components: &[Component]) -> Result<Vec<Place>> {
    let mut violations: Vec<Violation> = page_violation(page).into_iter().collect();
    if components.len() > COMPONENTS_MAX {
        let message = format!("at most {COMPONENTS_MAX} components");
        return Err(Error::invalid("components", "max", message));
    }
    let mut places: Vec<Place> = Vec::with_capacity(components.len());
    for (at, component) in components.iter().enumerate() {
        // Of the page was told above.
        let place = Place::new("/", component.instance.as_str());
        let place = place.and_then(|place| place.of_component(component.id.as_str()));
        if let Err(Error::Invalid(found)) = place {
            violations.extend(found.into_iter().map(|violation| {
                let name = if violation.path == "component" { "id" } else { "instance" };
                Violation { path: format!("components[{at}].{name}"), ..violation }
            }));
        }
        for (field, (name, kind)) in component.fields.iter().enumerate() {
            let path = |member: &str| format!("components[{at}].fields[{field}].{member}");
            if !is_field_name(name) {
                let message = "must be 1 to 64 letters a to z, digits, - or _";
                violations.push(Violation::new(path("name"), "name", message));
            }
            if !(1..=TYPE_MAX).contains(&kind.chars().count()) {
                let message = format!("must have 1 to {TYPE_MAX} characters");
                violations.push(Violation::new(path("type"), "length", message));
            }
        }
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

/// The content types of the components by name: what people call each, and the fields that it
/// needs.
pub(super) fn wanted(components: &[Component]) -> Result<BTreeMap<String, (String, Schema)>> {
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

/// The fields of both; `None` if the first has them all. A field that has two types holds any JSON,
/// unless a developer has defined it in detail: pages do not change that. Fields beyond the most
/// that a content type may have are left out: entries hold members without a field, too.
pub(super) fn union(has: &Schema, needs: &Schema) -> Option<Schema> {
    let mut whole = has.clone();
    let mut is_changed = false;
    for field in &needs.fields {
        let is_full = whole.fields.len() >= FIELDS_MAX;
        match whole.fields.iter_mut().find(|known| known.name == field.name) {
            None if !is_full => whole.fields.push(field.clone()),
            None => continue,
            Some(known) if known.type_name == field.type_name || known.type_name == "json" => continue,
            Some(known) if !is_as_told(known) => continue,
            Some(known) => *known = Field::new(&known.name, FieldType::Json),
        }
        is_changed = true;
    }
    is_changed.then_some(whole)
}

/// Whether a field is as a page has told it: a name and a type.
fn is_as_told(field: &Field) -> bool {
    let told = schema_of(&[(field.name.clone(), field.type_name.clone())]);
    let text = |field: &Field| serde_json::to_string(field).ok();
    told.is_ok_and(|told| told.fields.first().and_then(text) == text(field))
}

/// The name of the content type of a component. Ids that read alike have different names.
pub(super) fn name_of(component: &str) -> String {
    if component.starts_with(ELEMENT) {
        return ELEMENTS.to_owned();
    }
    let readable = readable(component);
    let end = if readable == component { String::new() } else { format!("-{}", digest(&[component])) };
    format!("{ELEMENTS}-{readable}{end}")
}

/// The slug of the entry at a place: the same one for the same place.
pub(super) fn slug_of(place: &Place) -> String {
    format!("{}-{}", readable(place.instance()), digest(&[place.page(), place.instance()]))
}

fn readable(text: &str) -> String {
    let slug: String = slugify(text).chars().filter(char::is_ascii).take(READABLE_MAX).collect();
    if slug.is_empty() { "component".to_owned() } else { slug }
}

/// Twelve digits that tell texts apart.
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
    fn elements_share_a_content_type_and_every_component_has_its_own() {
        assert_eq!((name_of("__inline_abc"), name_of("__inline_")), ("inline".into(), "inline".into()));
        assert_eq!(name_of("hero"), "inline-hero");
        let alike = ["Hero", "hero!", "h\u{e9}ro", "hero ", "\u{1f600}"].map(name_of);
        let distinct: BTreeSet<&String> = alike.iter().collect();
        assert!(distinct.len() == 5 && !distinct.contains(&"inline-hero".to_owned()), "{alike:?}");
        assert!(alike.iter().all(|name| name.len() <= 64 && name.is_ascii()));
        assert!(name_of(&"x".repeat(200)).len() <= 64);
    }

    #[test]
    fn slugs_tell_places_apart() {
        let slug = |page: &str, instance: &str| slug_of(&Place::new(page, instance).unwrap());
        assert!(slug("/", "Hero Title").starts_with("hero-title-"));
        assert_eq!(slug("/", "a"), slug("/", "a"));
        let all = [slug("/", "a"), slug("/a", "a"), slug("/", "A"), slug("/a", "\u{1f600}"), slug("/", "b")];
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), 5, "{all:?}");
        assert!(all.iter().all(|slug| weft_domain::slug::is_slug(slug)));
    }

    #[test]
    fn fields_are_a_union_and_two_types_are_any() {
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
        let label = has.fields[0].clone().with("label", "\"A\"").unwrap();
        let detailed = Schema { fields: vec![label] };
        assert!(union(&detailed, &schema(&[("a", "number")])).is_none(), "a developer has defined it");
        let many: Vec<(String, String)> = (0..300).map(|n| (format!("f{n}"), "text".to_owned())).collect();
        let full = union(&has, &schema_of(&many).unwrap()).unwrap();
        assert_eq!(full.fields.len(), FIELDS_MAX);
        assert!(union(&full, &schema(&[("new", "text")])).is_none());
    }
}
