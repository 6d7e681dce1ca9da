//! A field as JSON, on the wire and in the store: its members as they were sent, in order and as
//! canonical JSON.
//!
//! `name`, `label`, `type` and `required` are always present, added at the end when they were
//! absent or `null`. Members keep their JSON text, so a field cannot be part of a flattened or
//! untagged serde type.

use super::Field;
use serde::de::Error as _;
use serde::ser::SerializeMap as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

impl Serialize for Field {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.members.len()))?;
        for (name, raw) in &self.members {
            map.serialize_entry(name, raw)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Field {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        Self::read(raw.get(), 0).map_err(D::Error::custom)
    }
}

/// Fields are equal when their JSON texts are equal.
impl PartialEq for Field {
    fn eq(&self, other: &Self) -> bool {
        self.members.len() == other.members.len()
            && self.members.iter().zip(&other.members).all(|(a, b)| a.0 == b.0 && a.1.get() == b.1.get())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Schema;

    #[test]
    fn what_was_sent_comes_back() {
        for text in [
            r#"{"name":"a","label":"A","type":"text","required":true,"description":"d","defaultValue":"x","config":{"maxLength":80},"unique":true,"indexed":false}"#,
            r#"{"required":false,"type":"hologram","x-admin":{"width":50},"label":"A","name":"a","config":{"b":1,"a":2}}"#,
        ] {
            let field: Field = serde_json::from_str(text).unwrap();
            assert_eq!(serde_json::to_string(&field).unwrap(), text);
            let tree: serde_json::Value = serde_json::from_str(text).unwrap();
            assert_eq!(serde_json::to_value(&field).unwrap(), tree);
            assert_eq!(serde_json::from_value::<Field>(tree).unwrap().name, "a");
        }
    }

    #[test]
    fn strings_are_stored_in_one_spelling() {
        let field: Field =
            serde_json::from_str(r#"{"name":"\u0061","type":"select","config":{ "options":["caf\u00e9"] }}"#)
                .unwrap();
        assert_eq!(
            serde_json::to_string(&field).unwrap(),
            r#"{"name":"a","type":"select","config":{"options":["café"]},"label":"a","required":false}"#
        );
        assert!(serde_json::from_str::<Field>(r#"{"name":"a","type":"text","label":"\ud800"}"#).is_err());
    }

    #[test]
    fn four_members_are_always_there() {
        let field: Field = serde_json::from_str(r#"{"name":"a","type":"text","label":null}"#).unwrap();
        assert_eq!(
            serde_json::to_string(&field).unwrap(),
            r#"{"name":"a","type":"text","label":"a","required":false}"#
        );
        assert_eq!(field, serde_json::from_str(&serde_json::to_string(&field).unwrap()).unwrap());
    }

    #[test]
    fn schemas_are_lists_of_fields() {
        let text = r#"[{"name":"a","label":"A","type":"number","required":true}]"#;
        let schema: Schema = serde_json::from_str(text).unwrap();
        assert!(schema.violations().is_empty());
        assert!(schema.field("a").is_some_and(|field| field.required));
        assert_eq!(serde_json::to_string(&schema).unwrap(), text);
    }
}
