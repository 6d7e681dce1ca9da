//! A field of a content type: what it is called, and what it asks of its value.

mod field_type;

pub use crate::query::is_field_name;
pub use field_type::FieldType;

use crate::Violation;
use crate::json;
use serde::de::Error as _;
use serde::ser::SerializeMap as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

/// A field of a content type.
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
    members: Vec<(String, Box<RawValue>)>,
}

impl Field {
    /// Its type; [`FieldType::Json`] when the name is unknown.
    #[must_use]
    pub fn field_type(&self) -> FieldType {
        FieldType::parse(&self.type_name).unwrap_or(FieldType::Json)
    }

    /// What is wrong with a value, given as JSON text; `None` if nothing is.
    #[must_use]
    pub fn check(&self, value: Option<&str>) -> Option<Violation> {
        (self.required && value.is_none_or(|value| value == "null"))
            .then(|| Violation::new(format!("data.{}", self.name), "required", "is required"))
    }

    /// What is wrong with the definition; paths are relative to the field.
    #[must_use]
    pub fn definition_violations(&self) -> Vec<Violation> {
        if is_field_name(&self.name) { Vec::new() } else { vec![Violation::new("name", "name", "is not a name")] }
    }

    /// The value of an entry that was made without one, as JSON text.
    #[must_use]
    pub fn default_json(&self) -> Option<&str> {
        self.member("defaultValue").filter(|text| *text != "null")
    }

    /// A member of the definition as it was sent, as JSON text.
    #[must_use]
    pub fn member(&self, name: &str) -> Option<&str> {
        self.members.iter().find(|(known, _)| known == name).map(|(_, value)| value.get())
    }
}

impl PartialEq for Field {
    fn eq(&self, other: &Self) -> bool {
        let text = |field: &Self| -> Vec<(String, String)> {
            field.members.iter().map(|(name, value)| (name.clone(), value.get().to_owned())).collect()
        };
        text(self) == text(other)
    }
}

impl Serialize for Field {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.members.len()))?;
        for (name, value) in &self.members {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Field {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        let members: Vec<(String, Box<RawValue>)> = json::members(raw.get())
            .map_err(D::Error::custom)?
            .into_iter()
            .map(|(name, value)| (name.into_owned(), value.to_owned()))
            .collect();
        let get = |name: &str| members.iter().find(|(known, _)| known == name).map(|(_, value)| value.get());
        let text = |name: &str| get(name).and_then(|raw| serde_json::from_str::<String>(raw).ok());
        let flag = |name: &str| get(name) == Some("true");
        let name = text("name").unwrap_or_default();
        Ok(Self {
            label: text("label").unwrap_or_else(|| name.clone()),
            name,
            type_name: text("type").unwrap_or_default(),
            required: flag("required"),
            unique: flag("unique"),
            indexed: flag("indexed"),
            description: text("description"),
            members,
        })
    }
}
