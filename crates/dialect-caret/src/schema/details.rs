//! The parts of a schema that are no fields: stored as the collection's details, a JSON object.

use serde_json::{Map, Value};
use weft_domain::Collection;
use weft_domain::schema::Schema;

/// A collection as its schema describes it.
#[derive(Debug, PartialEq)]
pub struct Described {
    /// Its fields.
    pub fields: Schema,
    /// Its other parts.
    pub details: Details,
}

// The numbers of a schema are never NaN.
impl Eq for Described {}

/// The parts of a schema that are no fields.
#[derive(Debug, Clone, PartialEq)]
pub struct Details {
    /// Whether editors may create entries of it.
    pub creatable: bool,
    /// Whether editors may reorder its entries.
    pub orderable: bool,
    /// Required names that are no fields.
    pub required: Vec<String>,
    /// Properties with names that a field cannot have.
    pub properties: Map<String, Value>,
    /// Keywords of the schema itself.
    pub schema: Map<String, Value>,
}

impl Details {
    /// The details of a collection. A collection of another API has none; then entries may be
    /// created and reordered.
    #[must_use]
    pub fn of(collection: &Collection) -> Self {
        let kept = collection.details.as_deref().and_then(|text| serde_json::from_str::<Value>(text).ok());
        let mut kept = match kept {
            Some(Value::Object(kept)) => kept,
            _ => Map::new(),
        };
        let flag = |name: &str| kept.get(name).and_then(Value::as_bool).unwrap_or(true);
        let (creatable, orderable) = (flag("creatable"), flag("orderable"));
        let mut object = |name: &str| match kept.remove(name) {
            Some(Value::Object(object)) => object,
            _ => Map::new(),
        };
        let (properties, schema) = (object("properties"), object("schema"));
        let required = match kept.remove("required") {
            Some(Value::Array(names)) => {
                names.iter().filter_map(|name| name.as_str().map(str::to_owned)).collect()
            }
            _ => Vec::new(),
        };
        Self { creatable, orderable, required, properties, schema }
    }

    /// The stored form.
    #[must_use]
    pub fn text(&self) -> String {
        serde_json::json!({
            "creatable": self.creatable,
            "orderable": self.orderable,
            "required": self.required,
            "properties": self.properties,
            "schema": self.schema,
        })
        .to_string()
    }
}
