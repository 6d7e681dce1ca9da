//! Shows a field as an input, for the list of a collection's inputs.

use super::canonical::{derived, is_same};
use super::id::id_of;
use super::settings::defaults;
use super::{InputType, raw};
use std::borrow::Cow;
use uuid::Uuid;
use weft_domain::CollectionId;
use weft_domain::field::Field;
use weft_domain::json;
use weft_service::Known;

/// The collections of a website: fields refer to them by name, inputs by id.
pub trait Collections {
    /// The id of the collection of that name.
    fn id(&self, name: &str) -> Option<CollectionId>;
    /// The name of the collection with that id.
    fn name(&self, id: CollectionId) -> Option<String>;
}

impl Collections for &[Known] {
    fn id(&self, name: &str) -> Option<CollectionId> {
        self.iter().find(|collection| collection.name == name).map(|collection| collection.id)
    }

    fn name(&self, id: CollectionId) -> Option<String> {
        self.iter().find(|collection| collection.id == id).map(|collection| collection.name.clone())
    }
}

/// An input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// Its id.
    pub id: Uuid,
    /// The name for people.
    pub name: String,
    /// The field name of values.
    pub field_name: String,
    /// The description.
    pub description: Option<String>,
    /// Its type.
    pub kind: InputType,
    /// `inputConfig`, a JSON object.
    pub settings: String,
    /// Whether an entry must have a value.
    pub required: bool,
}

impl Input {
    /// A field of that collection as an input.
    #[must_use]
    pub fn of(field: &Field, collection: CollectionId, collections: &dyn Collections) -> Self {
        let kind = InputType::of(field);
        Self {
            id: id_of(collection, field),
            name: field.label.clone(),
            field_name: field.name.clone(),
            description: field.description.clone(),
            kind,
            settings: settings_of(field, kind, collections),
            required: field.required,
        }
    }
}

/// The settings of a field that is shown as an input of that type: as they were sent, unless the
/// field was changed since; for a field of another dialect, the defaults with the field's settings.
pub(super) fn settings_of(field: &Field, kind: InputType, collections: &dyn Collections) -> String {
    let own = field.member("inputConfig").and_then(|raw| json::members(raw).ok());
    let is_own = own.is_some();
    let members = own.or_else(|| json::members(defaults(kind)).ok()).unwrap_or_default();
    let mut settings: Vec<(Cow<'_, str>, Cow<'_, str>)> =
        members.into_iter().map(|(name, raw)| (name, Cow::Borrowed(raw.get()))).collect();
    let said = if InputType::of(field) == kind { derived(field, collections) } else { Vec::new() };
    for (name, said) in said {
        let Some(said) = said else { continue };
        match settings.iter_mut().find(|(known, _)| known == name) {
            Some((_, shown)) if is_same(name, Some(shown), Some(&said)) => {}
            Some((_, shown)) => *shown = Cow::Owned(said),
            None if is_own && is_default(kind, name, &said) => {}
            None => settings.push((Cow::Borrowed(name), Cow::Owned(said))),
        }
    }
    json::object(settings.iter().map(|(name, raw)| (name.as_ref(), raw.as_ref())))
}

fn is_default(kind: InputType, name: &str, said: &str) -> bool {
    let defaults = json::members(defaults(kind)).unwrap_or_default();
    is_same(name, raw::member(&defaults, name), Some(said))
}

#[cfg(test)]
mod tests {
    use super::super::guard::{AUTHORS, Site, field, input};
    use super::*;

    fn shown(field: &Field) -> String {
        Input::of(field, AUTHORS.parse().unwrap(), &Site).settings
    }

    #[test]
    fn fields_of_other_dialects_have_settings() {
        let relation = format!(r#"{{"collectionId":"{AUTHORS}"}}"#);
        let relations = format!(r#"{{"input":"relational","maxInputs":0,"inputConfig":{relation}}}"#);
        for (kind, config, settings) in [
            ("text", r#"{"maxLength":80}"#, r#"{"maxLength":80}"#),
            ("email", "{}", r#"{"maxLength":0}"#),
            ("number", r#"{"maxLength":3}"#, r#"{"maxLength":0}"#),
            ("json", "{}", r#"{"maxLength":0}"#),
            ("boolean", "{}", "{}"),
            ("select", r#"{"options":["a"]}"#, r#"{"options":[["a","a"]]}"#),
            (
                "slug",
                r#"{"maxLength":9}"#,
                r#"{"fieldName":"","maxLength":9,"before":"","timezone":"Etc/UTC"}"#,
            ),
            ("image", "{}", r#"{"mimeTypes":[]}"#),
            ("relation", r#"{"to":"authors"}"#, &relation),
            ("relation", r#"{"to":"gone"}"#, r#"{"collectionId":""}"#),
            ("relation", r#"{"to":"authors","multiple":true}"#, &relations),
            ("tags", r#"{"maxItems":3}"#, r#"{"input":"text","maxInputs":3,"inputConfig":{"maxLength":0}}"#),
            (
                "array",
                r#"{"of":"tags"}"#,
                r#"{"input":"textarea","maxInputs":0,"inputConfig":{"maxLength":0}}"#,
            ),
            (
                "array",
                r#"{"fields":[]}"#,
                r#"{"input":"textarea","maxInputs":0,"inputConfig":{"maxLength":0}}"#,
            ),
            (
                "multiSelect",
                r#"{"options":["a"]}"#,
                r#"{"input":"select","maxInputs":0,"inputConfig":{"options":[["a","a"]]}}"#,
            ),
        ] {
            assert_eq!(shown(&field(kind, config)), settings, "{kind} {config}");
        }
    }

    #[test]
    fn settings_are_shown_as_sent_unless_the_field_says_otherwise() {
        let sent = r#"{"x":[1],"maxLength":3.0,"before":"a/"}"#;
        let slug = input(InputType::Slug, sent).with("config", r#"{"maxLength":3}"#).unwrap();
        assert_eq!(shown(&slug), sent);
        let changed = slug.with("config", r#"{"maxLength":4}"#).unwrap();
        assert_eq!(shown(&changed), r#"{"x":[1],"maxLength":4,"before":"a/"}"#);
        assert_eq!(shown(&input(InputType::Text, "{}")), "{}");
        assert_eq!(
            shown(&input(InputType::Relational, r#"{"collectionId":"?"}"#)),
            r#"{"collectionId":"?"}"#
        );
        assert_eq!(shown(&input(InputType::Text, "7")), r#"{"maxLength":0}"#);
    }

    #[test]
    fn collections_are_found_both_ways() {
        let none: &[Known] = &[];
        assert_eq!((none.id("a"), none.name(AUTHORS.parse().unwrap())), (None, None));
    }
}
