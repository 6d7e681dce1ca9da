//! A field of a content type: its name and the rule of its value.
//!
//! A definition is kept member by member as it was sent, in R3's spelling (`name`, `label`, `type`,
//! `required`, `description`, `defaultValue`, `config`, …), and is returned the same way; other
//! dialects translate. An unknown type name is kept and means any JSON. Reading a definition never
//! fails because of its members, so that a stored definition can always be read;
//! `definition_violations` reports invalid ones to the client.
//!
//! The rules are compiled when the definition is read. Values are then checked against their JSON
//! text: each type has one canonical form, described at the top of its file, in which values are
//! stored ([`Field::normalise`]). `null`, `""` for texts and `[]` for lists count as missing; they
//! break `required` and no other rule. With `allowEmpty`, an empty value is a value.
//!
//! The violation codes of values: `required`, `type`, `minLength`, `maxLength`, `pattern`, `min`,
//! `max`, `integer`, `option`, `format`, `minItems`, `maxItems`, `unique` (a repeated item); `json`
//! for text that cannot be stored. The store checks uniqueness among entries.

mod array;
mod boolean;
mod color;
mod date;
pub(crate) mod date_time;
mod definition;
mod email;
mod failure;
mod field_type;
mod file;
mod group;
#[cfg(test)]
mod guard;
mod image;
mod items;
mod json;
mod multi_select;
mod number;
mod options;
mod reference;
mod relation;
mod rich_text;
mod rule;
mod select;
mod settings;
mod slug;
mod tags;
mod text;
mod textarea;
mod url;
mod value;
mod wire;

pub use crate::query::is_field_name;
pub use definition::{DESCRIPTION_MAX, LABEL_MAX, TYPE_MAX};
pub use email::EMAIL_MAX;
pub use field_type::FieldType;
pub use options::OPTIONS_MAX;
pub use reference::{Reference, ReferencePath};
pub use settings::NESTING_MAX;
pub use text::{PATTERN_MAX, PATTERN_TEXT_MAX};
pub use url::URL_MAX;

use crate::Violation;
use failure::Failure;
use rule::Rule;
use serde_json::value::RawValue;
use std::sync::Arc;
use value::EmptyForm;

/// A field of a content type.
///
/// Its members are read-only: the JSON output is the definition that was read. [`Field::with`]
/// makes a changed copy.
#[derive(Debug, Clone)]
pub struct Field {
    /// Unique among the fields of its content type.
    pub name: String,
    /// For people; the name, if none was sent.
    pub label: String,
    /// The type's name as it was sent, unknown names included.
    pub type_name: String,
    /// Whether an entry must have a value.
    pub required: bool,
    /// Whether a required value may be empty if it is present (`allowEmpty`), as in JSON Schema.
    pub allow_empty: bool,
    /// Whether values must be unique among the entries of the content type.
    pub unique: bool,
    /// Whether the value index holds its values.
    pub indexed: bool,
    /// For people.
    pub description: Option<String>,
    kind: FieldType,
    rule: Arc<dyn Rule>,
    members: Vec<(String, Box<RawValue>)>,
    found: Vec<Violation>,
}

impl Field {
    /// Its type; [`FieldType::Json`] when the name is unknown.
    #[must_use]
    pub const fn field_type(&self) -> FieldType {
        self.kind
    }

    /// The first violation of a value of `data`, given as JSON text; `None` if it is valid.
    #[must_use]
    pub fn check(&self, value: Option<&str>) -> Option<Violation> {
        self.judge(value).err().map(|failure| failure.in_member(&self.name).at("data"))
    }

    /// The canonical form of a value that [`Field::check`] accepts, given as canonical JSON
    /// ([`crate::json::normalise`]); `None` when it is unchanged. Each type's file defines its
    /// canonical form.
    #[must_use]
    pub fn normalise(&self, raw: &str) -> Option<String> {
        if raw == "null" || EmptyForm::of_empty(raw).is_some() { None } else { self.rule.normalise(raw) }
    }

    /// The canonical form of a filter's value; `None` when it is unchanged.
    ///
    /// # Errors
    /// A message, when no value of this type can be compared with it.
    pub fn literal(&self, text: &str) -> Result<Option<String>, &'static str> {
        self.rule.literal(text)
    }

    /// The member field of that name; only groups have any.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&Self> {
        self.rule.fields().iter().find(|field| field.name == name)
    }

    /// The default value for a new entry, as JSON text. An empty default of a required field is
    /// ignored.
    #[must_use]
    pub fn default_json(&self) -> Option<&str> {
        settings::member(&self.members, "defaultValue")
            .filter(|raw| !(self.required && !self.allow_empty && EmptyForm::of_empty(raw).is_some()))
    }

    /// The content types that a relation may refer to; empty for any, and for other field types.
    #[must_use]
    pub fn targets(&self) -> &[String] {
        self.rule.targets()
    }

    /// The ways to the references that its values may hold: to entries and to files.
    #[must_use]
    pub fn reference_paths(&self) -> Vec<ReferencePath> {
        let mut found = Vec::new();
        self.rule.reference_paths(&ReferencePath::to(&self.name), &mut found);
        found
    }

    /// The entries that a value refers to, given as JSON text, whether it keeps the field's rules
    /// or not.
    #[must_use]
    pub fn references(&self, raw: &str) -> Vec<Reference> {
        let mut found = Vec::new();
        self.rule.references(value::trim(raw), &format!("data.{}", self.name), &mut found);
        found
    }

    /// A member of the definition as it was sent, as JSON text.
    #[must_use]
    pub fn member(&self, name: &str) -> Option<&str> {
        self.members.iter().find(|(known, _)| known == name).map(|(_, raw)| raw.get())
    }

    fn judge(&self, value: Option<&str>) -> Result<(), Failure> {
        let raw = match value.map(value::trim) {
            Some(raw) if raw != "null" => raw,
            _ => return self.missing(),
        };
        match EmptyForm::of_empty(raw) {
            Some(_) if self.required && !self.allow_empty => self.missing(),
            Some(form) if form == self.rule.empty_form() => Ok(()),
            _ => self.rule.check(raw),
        }
    }

    fn missing(&self) -> Result<(), Failure> {
        if self.required { Err(Failure::new("required", "is required")) } else { Ok(()) }
    }
}
