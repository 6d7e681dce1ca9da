//! Reads and shows a whole entry.
//!
//! A write replaces every field: an absent field loses its value. Members of the data without a
//! field, which other dialects may store there, stay.

use super::reference::{Reference, references};
use super::render::{Rendering, render};
use super::value::{parse_over, serialise};
use super::{InputType, raw};
use std::borrow::Cow;
use weft_domain::Timestamp;
use weft_domain::field::Field;
use weft_domain::json::{self, Object};
use weft_domain::schema::Schema;

/// The data of a body (`{"title":"Hello", …}`), as JSON text, over the stored data; a new entry has
/// none.
///
/// # Errors
/// The answer, for the first violation.
pub fn parse_entry(
    schema: &Schema,
    body: &Object<'_>,
    stored: Option<&Object<'_>>,
    now: Timestamp,
) -> Result<String, String> {
    if let Some((name, _)) = body.iter().find(|(name, _)| schema.field(name).is_none()) {
        return Err(format!("Invalid data: Input {name} does not exist on this Collection"));
    }
    let mut data: Vec<(&str, Cow<'_, str>)> = Vec::new();
    for field in &schema.fields {
        let sent = raw::member(body, &field.name).map(raw::plain);
        let before = stored.and_then(|stored| raw::member(stored, &field.name));
        if sent.is_none() && stored.is_none() && field.default_json().is_some() {
            continue;
        }
        match parse_over(field, sent.as_deref(), before, now)? {
            Some(value) => data.push((&field.name, value.into())),
            None if InputType::of(field).is_visual_only() => {}
            None => data.push((&field.name, "null".into())),
        }
    }
    let unknown = stored.into_iter().flatten().filter(|(name, _)| schema.field(name).is_none());
    data.extend(unknown.map(|(name, raw)| (name.as_ref(), raw.get().into())));
    Ok(json::object(data.iter().map(|(name, value)| (*name, value.as_ref()))))
}

/// The shown entry: a text or nothing for each input that can have a value.
#[must_use]
pub fn serialise_entry<'s>(schema: &'s Schema, data: &Object<'_>) -> Vec<(&'s Field, Option<String>)> {
    let inputs = schema.fields.iter().filter(|field| !InputType::of(field).is_visual_only());
    let text = |field: &Field| raw::member(data, &field.name).and_then(|stored| serialise(field, stored));
    inputs.map(|field| (field, text(field))).collect()
}

/// The rendered entry: an object with every input of the collection, as JSON text.
pub fn render_entry(schema: &Schema, data: &Object<'_>, how: &mut dyn Rendering) -> String {
    let rendered: Vec<_> = schema
        .fields
        .iter()
        .map(|field| (field.name.as_str(), render(field, raw::member(data, &field.name), how)))
        .collect();
    json::object(rendered.iter().map(|(name, value)| (*name, value.as_str())))
}

/// The references of an entry, in order.
#[must_use]
pub fn entry_references(schema: &Schema, data: &Object<'_>) -> Vec<Reference> {
    schema.fields.iter().flat_map(|field| references(field, raw::member(data, &field.name))).collect()
}

#[cfg(test)]
mod tests {
    use super::super::guard::{ENTRY, FILE, FakeRendering, now};
    use super::*;

    const SCHEMA: &str = r#"[
        {"name":"title","label":"Title","type":"text","required":true},
        {"name":"note","type":"json","input":"alert"},
        {"name":"views","type":"number"},
        {"name":"on","type":"boolean","defaultValue":true},
        {"name":"cover","type":"file"},
        {"name":"author","type":"relation"}]"#;

    fn parsed(body: &str, stored: Option<&str>) -> Result<String, String> {
        let schema: Schema = serde_json::from_str(SCHEMA).unwrap();
        let stored = stored.map(|stored| json::members(stored).unwrap());
        parse_entry(&schema, &json::members(body).unwrap(), stored.as_ref(), now())
    }

    #[test]
    fn a_new_entry_has_its_defaults_yet_to_come() {
        assert_eq!(
            parsed(r#"{"title":"a","views":"7","note":"x"}"#, None).unwrap(),
            r#"{"title":"a","views":7,"cover":null,"author":null}"#
        );
        assert_eq!(
            parsed(r#"{"title":"a","views":7,"on":false,"cover":null}"#, None).unwrap(),
            r#"{"title":"a","views":7,"on":false,"cover":null,"author":null}"#
        );
    }

    #[test]
    fn a_changed_entry_is_named_anew_and_keeps_what_is_not_of_its_type() {
        let stored = format!(r#"{{"x":[1],"views":1.50,"on":true,"cover":{{"id":"{FILE}","alt":"b"}}}}"#);
        let body = format!(r#"{{"title":"a","views":"1.50","cover":"{FILE}"}}"#);
        assert_eq!(
            parsed(&body, Some(&stored)).unwrap(),
            format!(
                r#"{{"title":"a","views":1.50,"on":null,"cover":{{"id":"{FILE}","alt":"b"}},"author":null,"x":[1]}}"#
            )
        );
    }

    #[test]
    fn what_is_wrong_is_said_as_in_the_original() {
        let refused = |body: &str| parsed(body, None).unwrap_err();
        assert_eq!(
            refused(r#"{"title":"a","x":""}"#),
            "Invalid data: Input x does not exist on this Collection"
        );
        for missing in ["{}", r#"{"title":""}"#, r#"{"title":null}"#] {
            assert_eq!(refused(missing), "Required input \"Title\" does not have a value");
        }
    }

    #[test]
    fn entries_are_shown_whole() {
        let schema: Schema = serde_json::from_str(SCHEMA).unwrap();
        let data = format!(r#"{{"title":"a","views":7,"cover":"{FILE}","author":"{ENTRY}","x":1}}"#);
        let data = json::members(&data).unwrap();
        let texts = serialise_entry(&schema, &data);
        let texts: Vec<_> = texts.iter().map(|(f, t)| (f.name.as_str(), t.as_deref())).collect();
        assert_eq!(
            texts,
            [
                ("title", Some("a")),
                ("views", Some("7")),
                ("on", None),
                ("cover", Some(FILE)),
                ("author", Some(ENTRY))
            ]
        );
        assert_eq!(
            render_entry(&schema, &data, &mut FakeRendering),
            format!(
                r#"{{"title":"a","note":null,"views":"7","on":false,"cover":"https://cdn.example/f","author":{{"collection":"c","entry":"{ENTRY}"}}}}"#
            )
        );
        assert_eq!(entry_references(&schema, &data).len(), 2);
    }
}
