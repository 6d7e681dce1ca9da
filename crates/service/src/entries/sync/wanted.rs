//! What the components of a page need: their places, and content types with all their fields. Pure.

use super::Component;
use super::names::{ELEMENTS, name_of};
use std::collections::{BTreeMap, BTreeSet};
use weft_domain::field::{Field, is_field_name};
use weft_domain::place::page_violation;
use weft_domain::schema::Schema;
use weft_domain::{Error, Place, Result, Violation, json};

/// The maximum number of components in one request.
const COMPONENTS_MAX: usize = 500;

/// The distinct places of the components.
///
/// # Errors
/// `Invalid`, with all violations.
pub(super) fn places(page: &str, components: &[Component]) -> Result<Vec<Place>> {
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

/// The union of the fields; a field with two types accepts any JSON. `None` if the first schema has
/// all fields.
pub(super) fn union(has: &Schema, needs: &Schema) -> Option<Schema> {
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

#[cfg(test)]
mod tests {
    use super::*;

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
