//! Derives an id for an input without one, from the collection's id and the field's name.
//!
//! A UUID of version 8, which RFC 9562 leaves to applications: the start of a SHA-256. Version 5
//! would need SHA-1, which no other code here uses. The id is stable while the field keeps its
//! name; a change through SnowCMS stores it.

use super::raw;
use sha2::{Digest, Sha256};
use uuid::{Builder, Uuid};
use weft_domain::field::Field;
use weft_domain::schema::Schema;
use weft_domain::{CollectionId, id};

/// The id of a field without one.
#[must_use]
pub fn derived_id(collection: CollectionId, field: &str) -> Uuid {
    let hash = Sha256::digest(format!("snowcms input\n{collection}\n{field}"));
    let mut bytes = [0; 16];
    for (to, from) in bytes.iter_mut().zip(hash) {
        *to = from;
    }
    Builder::from_custom_bytes(bytes).into_uuid()
}

/// The stored id of a field, or the derived one.
#[must_use]
pub fn id_of(collection: CollectionId, field: &Field) -> Uuid {
    let stored = field.member("id").and_then(|raw| id::parse(&raw::text(raw)?).ok());
    stored.unwrap_or_else(|| derived_id(collection, &field.name))
}

/// The index of the field with that id.
#[must_use]
pub fn position(collection: CollectionId, schema: &Schema, id: &str) -> Option<usize> {
    let id = id::parse(id).ok()?;
    schema.fields.iter().position(|field| id_of(collection, field) == id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use weft_domain::field::FieldType;

    const A: &str = "018f3f70-1c2d-7abc-8def-0123456789ab";
    const B: &str = "018f3f70-1c2d-7abc-8def-0123456789ac";

    #[test]
    fn derived_ids_never_change() {
        let id = derived_id(A.parse().unwrap(), "title");
        assert_eq!(id.to_string(), "288fd4e9-9dd2-8139-b16e-60fb66656dc0");
        assert_eq!((id.get_version_num(), id.get_variant()), (8, uuid::Variant::RFC4122));
        assert_ne!(id, derived_id(A.parse().unwrap(), "titles"));
        assert_ne!(id, derived_id(B.parse().unwrap(), "title"));
    }

    #[test]
    fn fields_are_found_by_their_ids() {
        let collection = A.parse().unwrap();
        let fields = ["a", "b"].map(|name| Field::new(name, FieldType::Text));
        let [a, b] = fields.each_ref().map(|field| id_of(collection, field).to_string());
        let schema = Schema { fields: fields.into() };
        let found = [&a, &b, &a.to_uppercase(), B, "x", &format!("{{{a}}}")]
            .map(|id| position(collection, &schema, id));
        assert_eq!(found, [Some(0), Some(1), Some(0), None, None, None]);
    }

    #[test]
    fn a_stored_id_goes_first() {
        let collection = A.parse().unwrap();
        let field = Field::new("title", FieldType::Text);
        assert_eq!(id_of(collection, &field), derived_id(collection, "title"));
        let named = field.clone().with("id", &format!("\"{B}\"")).unwrap();
        assert_eq!(id_of(collection, &named).to_string(), B);
        for odd in ["7", "\"x\"", "null"] {
            assert_eq!(
                id_of(collection, &field.clone().with("id", odd).unwrap()),
                derived_id(collection, "title")
            );
        }
    }
}
