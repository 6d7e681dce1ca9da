//! The settings that inputs and fields share, under different names: `maxLength`, `options`,
//! `collectionId` and `to`, `maxInputs` and `maxItems`, an array's `input` and `inputConfig` and
//! `of`.
//!
//! The field's settings decide, because all dialects' writes are checked against them. So a change
//! through SnowCMS is written to the field, but only where it differs from the field: settings that
//! an input cannot express (several targets, options that are numbers, a pattern) stay.

use super::shown::{Collections, settings_of};
use super::{InputType, array, raw, select, settings};
use weft_domain::field::{Field, FieldType};
use weft_domain::json::{self, Object};

/// The settings of all field types. A field whose type changes loses them.
const SETTINGS: [&str; 14] = [
    "minLength",
    "maxLength",
    "pattern",
    "min",
    "max",
    "integer",
    "options",
    "multiple",
    "to",
    "of",
    "relationTo",
    "fields",
    "minItems",
    "maxItems",
];

/// A setting of an input, derived from its field; `None` where the field does not define it.
pub(super) type DerivedSetting = (&'static str, Option<String>);

/// The settings that the field defines.
pub(super) fn derived(field: &Field, collections: &dyn Collections) -> Vec<DerivedSetting> {
    let count = |name| raw::bound(raw::setting(field, name)).unwrap_or_default().to_string();
    match InputType::of(field) {
        InputType::Text | InputType::Textarea | InputType::Slug if has_length(field.field_type()) => {
            vec![("maxLength", Some(count("maxLength")))]
        }
        InputType::Select => vec![("options", Some(select::from_field(field)))],
        InputType::Relational => {
            let id = field.targets().first().and_then(|name| collections.id(name));
            vec![("collectionId", id.map(|id| json::quote(&id.to_string())))]
        }
        InputType::Array => {
            let (item, _) = array::item(field);
            vec![
                ("input", Some(json::quote(array::item_type(&item).id()))),
                ("maxInputs", Some(count("maxItems"))),
                ("inputConfig", Some(settings_of(&item, array::item_type(&item), collections))),
            ]
        }
        _ => Vec::new(),
    }
}

/// Whether two texts of a setting are equivalent.
pub(super) fn is_same(name: &str, a: Option<&str>, b: Option<&str>) -> bool {
    if matches!(name, "maxLength" | "maxInputs") {
        return raw::bound(a) == raw::bound(b);
    }
    let tree = |raw: Option<&str>| raw.and_then(|raw| serde_json::from_str::<serde_json::Value>(raw).ok());
    tree(a) == tree(b)
}

/// Whether a given setting agrees with the field. Absent settings of the items are their defaults.
fn says_the_same(field: &Field, name: &str, given: Option<&str>, said: Option<&str>) -> bool {
    if name != "inputConfig" {
        return is_same(name, given, said);
    }
    let kind = array::item_type(&array::item(field).0);
    let whole = |sent: Option<&str>| settings::merged_settings(kind, sent).ok();
    is_same(name, whole(given).as_deref(), whole(said).as_deref())
}

const fn has_length(kind: FieldType) -> bool {
    matches!(
        kind,
        FieldType::Text | FieldType::Textarea | FieldType::Slug | FieldType::Url | FieldType::Email
    )
}

/// The members of a definition under construction.
#[derive(Debug, Default)]
pub(super) struct Members(Vec<(String, String)>);

impl Members {
    /// The members of an object.
    pub(super) fn of(object: &str) -> Self {
        let members = json::members(object).unwrap_or_default();
        Self(members.into_iter().map(|(name, raw)| (name.into_owned(), raw.get().to_owned())).collect())
    }

    /// The object's text.
    pub(super) fn text(&self) -> String {
        json::object(self.0.iter().map(|(name, raw)| (name.as_str(), raw.as_str())))
    }

    /// Sets a member, given as JSON text.
    pub(super) fn set(&mut self, name: &str, raw: impl Into<String>) {
        match self.0.iter_mut().find(|(known, _)| known == name) {
            Some(slot) => slot.1 = raw.into(),
            None => self.0.push((name.to_owned(), raw.into())),
        }
    }

    /// Removes a member.
    pub(super) fn remove(&mut self, name: &str) {
        self.0.retain(|(known, _)| known != name);
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, raw)| raw.as_str())
    }

    /// Sets or removes a rule of the field, at the top level or in `config`.
    fn ask(&mut self, name: &str, raw: Option<String>) {
        let mut config = Self::of(self.get("config").unwrap_or("{}"));
        match raw {
            Some(raw) => config.set(name, raw),
            None => {
                config.remove(name);
                self.remove(name);
            }
        }
        if config.0.is_empty() {
            self.remove("config");
        } else {
            self.set("config", config.text());
        }
    }

    /// Changes the definition's type; settings of the old type are removed.
    fn become_type(&mut self, kind: InputType) {
        self.set("type", json::quote(kind.field_type().as_str()));
        for name in SETTINGS {
            self.ask(name, None);
        }
        self.remove("defaultValue");
        if !kind.field_type().can_be_indexed() {
            self.remove("unique");
            self.remove("indexed");
        }
        if kind.is_unlisted() {
            self.set("input", json::quote(kind.id()));
        } else {
            self.remove("input");
        }
    }
}

/// Whether a field already appears as an input of that type, with such items.
fn shows_as(field: &Field, kind: InputType, settings: &Object<'_>) -> bool {
    let item = || raw::member(settings, "input").and_then(raw::text);
    InputType::of(field) == kind
        && (kind != InputType::Array
            || item().is_some_and(|item| item == array::item_type(&array::item(field).0).id()))
}

/// Writes an input's type and settings into a definition; `field` is the present field.
pub(super) fn write(
    members: &mut Members,
    field: Option<&Field>,
    kind: InputType,
    settings: &Object<'_>,
    collections: &dyn Collections,
) {
    let before = field.filter(|field| shows_as(field, kind, settings));
    if before.is_none() {
        members.become_type(kind);
    }
    let field = before.cloned().unwrap_or_else(|| read(members));
    for (name, said) in derived(&field, collections) {
        let given = raw::member(settings, name);
        if before.is_some() && says_the_same(&field, name, given, said.as_deref()) {
            continue;
        }
        match name {
            "maxLength" => members.ask("maxLength", raw::bound(given).map(|max| max.to_string())),
            "maxInputs" => members.ask("maxItems", raw::bound(given).map(|max| max.to_string())),
            "options" => members.ask("options", given.map(select::to_field)),
            "collectionId" => relate(members, given, collections),
            "inputConfig" => write_item(members, &field, before, settings, collections),
            _ => {}
        }
    }
}

/// Reads the definition as a field; one without a type is JSON.
fn read(members: &Members) -> Field {
    serde_json::from_str(&members.text()).unwrap_or_else(|_| Field::new("", FieldType::Json))
}

fn relate(members: &mut Members, collection: Option<&str>, collections: &dyn Collections) {
    let id = collection.and_then(raw::text).and_then(|id| id.parse().ok());
    for name in ["to", "of", "relationTo"] {
        members.ask(name, None);
    }
    if let Some(name) = id.and_then(|id| collections.name(id)) {
        members.ask("to", Some(json::quote(&name)));
    }
}

/// Writes the item definition of an array. Lists, groups and untyped items, which appear as texts,
/// stay unchanged.
fn write_item(
    members: &mut Members,
    field: &Field,
    shown: Option<&Field>,
    settings: &Object<'_>,
    collections: &dyn Collections,
) {
    let name = raw::member(settings, "input").and_then(raw::text).unwrap_or_default();
    let Some(kind) = InputType::parse(&name) else { return };
    let config = settings::sent_settings(raw::member(settings, "inputConfig")).unwrap_or("{}".into());
    let settings = json::members(&config).unwrap_or_default();
    let (item, _) = array::item(field);
    let of = raw::setting(field, "of");
    match field.field_type() {
        FieldType::Array if shown.is_some() && (of.is_none() || InputType::of(&item) != kind) => {}
        FieldType::Array => {
            let mut definition = match of.and_then(raw::text) {
                Some(kind) => Members::of(&json::object([("type", json::quote(&kind).as_str())])),
                None => Members::of(of.unwrap_or("{}")),
            };
            write(&mut definition, of.map(|_| &item), kind, &settings, collections);
            definition.set("inputConfig", config);
            members.ask("of", Some(definition.text()));
        }
        FieldType::MultiSelect => {
            members.ask("options", raw::member(&settings, "options").map(select::to_field));
        }
        FieldType::Relation => relate(members, raw::member(&settings, "collectionId"), collections),
        _ => {}
    }
}
