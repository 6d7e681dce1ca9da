//! What of a collection is no field: kept as the collection's details, a JSON object.

use serde_json::{Map, Value};
use weft_domain::Collection;
use weft_domain::schema::Schema;

/// A collection as its schema describes it.
#[derive(Debug, PartialEq)]
pub struct Described {
    /// Its fields.
    pub fields: Schema,
    /// What is no field.
    pub details: Details,
}

// A schema's numbers are never NaN.
impl Eq for Described {}

/// What of a collection is no field.
#[derive(Debug, Clone, PartialEq)]
pub struct Details {
    /// Whether people may make entries of it.
    pub creatable: bool,
    /// Whether people may put its entries in an order.
    pub orderable: bool,
    /// Names that the schema requires and that are no fields.
    pub required: Vec<String>,
    /// Properties whose names no field may have.
    pub properties: Map<String, Value>,
    /// Keywords of the schema itself.
    pub schema: Map<String, Value>,
}

impl Details {
    /// Those of a collection. One that was made through another API has none: entries may be made
    /// and put in an order.
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

    /// As they are stored.
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
