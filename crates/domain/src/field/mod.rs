//! A field of a content type: what it is called, and what it asks of its value.
//!
//! A definition is kept as it was sent, member by member, in R3's spelling (`name`, `label`,
//! `type`, `required`, `description`, `defaultValue`, `config`, …), and goes out the same way;
//! other dialects translate theirs to it. A type name that Weft does not know is kept and means any
//! JSON. Reading a definition never fails for what its members say: `definition_violations` tells
//! those who send one, and what was stored once can always be read again.
//!
//! The rules are compiled when the definition is read. Values are then checked against their JSON
//! text: each type has one canonical form, stated at the top of its file, and is stored in that
//! ([`Field::normal`]). `null`, `""` for texts and `[]` for lists count as missing; they break
//! `required` and no other rule.
//!
//! The values' violation codes: `required`, `type`, `minLength`, `maxLength`, `pattern`, `min`,
//! `max`, `integer`, `option`, `format`, `minItems`, `maxItems`, `unique` (an item twice); `json`
//! for text that cannot be stored. Uniqueness among entries is the store's to guard.

mod array;
mod boolean;
mod color;
mod date;
pub(crate) mod date_time;
mod definition;
mod email;
mod fault;
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
use fault::Fault;
use rule::Rule;
use serde_json::value::RawValue;
use std::sync::Arc;
use value::Shape;

/// A field of a content type.
///
/// Its members are for reading; what comes out as JSON is what was read. A changed one is made with
/// [`Field::with`].
#[derive(Debug, Clone)]
pub struct Field {
    /// Unique among the fields of its content type.
    pub name: String,
    /// For people; the name, if none was sent.
    pub label: String,
    /// As it was sent, unknown ones included.
    pub type_name: String,
    /// Whether an entry must have a value.
    pub required: bool,
    /// Whether no two entries of the content type may have the same value.
    pub unique: bool,
    /// Whether its values are kept in the value index.
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

    /// The first thing that is wrong with a value of `data`, given as JSON text; `None` if nothing
    /// is.
    #[must_use]
    pub fn check(&self, value: Option<&str>) -> Option<Violation> {
        self.judge(value).err().map(|fault| fault.in_member(&self.name).at("data"))
    }

    /// The one spelling of a value that [`Field::check`] accepts, given in the stored spelling of
    /// JSON ([`crate::json::normal`]); `None` when it has that already. Which values are the same
    /// in several spellings, each type's file says.
    #[must_use]
    pub fn normal(&self, raw: &str) -> Option<String> {
        if raw == "null" || Shape::of_empty(raw).is_some() { None } else { self.rule.normal(raw) }
    }

    /// What a filter's value is compared as, in the spelling of stored values; `None` when it has
    /// that already.
    ///
    /// # Errors
    /// What the value must be, when no value of this type can be compared with it.
    pub fn literal(&self, text: &str) -> Result<Option<String>, &'static str> {
        self.rule.literal(text)
    }

    /// The field of that name among its members; none but a group has any.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&Self> {
        self.rule.fields().iter().find(|field| field.name == name)
    }

    /// The value of an entry that was made without one, as JSON text. A required field has no empty
    /// default.
    #[must_use]
    pub fn default_json(&self) -> Option<&str> {
        settings::member(&self.members, "defaultValue")
            .filter(|raw| !(self.required && Shape::of_empty(raw).is_some()))
    }

    /// The content types whose entries a relation refers to; empty when it does not say, or is no
    /// relation.
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

    fn judge(&self, value: Option<&str>) -> Result<(), Fault> {
        let raw = match value.map(value::trim) {
            Some(raw) if raw != "null" => raw,
            _ => return self.missing(),
        };
        match Shape::of_empty(raw) {
            Some(_) if self.required => self.missing(),
            Some(shape) if shape == self.rule.shape() => Ok(()),
            _ => self.rule.check(raw),
        }
    }

    fn missing(&self) -> Result<(), Fault> {
        if self.required { Err(Fault::new("required", "is required")) } else { Ok(()) }
    }
}
