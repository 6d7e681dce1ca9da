//! Infers the fields of the content type from the documents to import.
//!
//! Every value has a [`Kind`]; a field has the kind that accepts all its values. Incompatible kinds
//! become JSON, which accepts every value. Nulls are ignored.

use serde_json::{Map, Value, json};
use weft_domain::schema::FIELDS_MAX;

use super::document::{BODY, TITLE};
use super::field_name;
use super::moment::Moment;

/// The common kind of a field's values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Only nulls.
    Unknown,
    /// Only empty texts, which are valid texts and dates.
    EmptyText,
    Text,
    Number,
    Boolean,
    Date,
    DateTime,
    /// Only empty lists.
    EmptyList,
    Tags,
    /// Lists with numbers, booleans or nulls besides texts: tags if the field also has tags, else
    /// JSON.
    NearlyTags,
    Json,
}

impl Kind {
    fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::Unknown,
            Value::Bool(_) => Self::Boolean,
            Value::Number(_) => Self::Number,
            Value::String(text) if text.is_empty() => Self::EmptyText,
            Value::String(text) => match Moment::read(text) {
                Some(Moment::Day(_)) => Self::Date,
                Some(Moment::Time(_)) => Self::DateTime,
                None => Self::Text,
            },
            Value::Array(items) if items.is_empty() => Self::EmptyList,
            Value::Array(items) if items.iter().all(is_tag) => Self::Tags,
            Value::Array(items) if items.iter().any(is_tag) && items.iter().all(may_be_tag) => Self::Tags,
            Value::Array(items) if items.iter().all(may_be_tag) => Self::NearlyTags,
            Value::Array(_) | Value::Object(_) => Self::Json,
        }
    }

    /// The kind that accepts the values of both kinds.
    fn with(self, other: Self) -> Self {
        use Kind::{Date, DateTime, EmptyList, EmptyText, NearlyTags, Number, Tags, Text, Unknown};
        match (self, other) {
            (same, kind) if same == kind => same,
            (Unknown, kind) | (kind, Unknown) => kind,
            (EmptyText, kind @ (Text | Date | DateTime)) | (kind @ (Text | Date | DateTime), EmptyText) => {
                kind
            }
            (Date, DateTime) | (DateTime, Date) => DateTime,
            (Text, Date | DateTime) | (Date | DateTime, Text) => Text,
            // Some numbers are texts, to keep their digits: `1.10`.
            (Number, Text | EmptyText | Date | DateTime) | (Text | EmptyText | Date | DateTime, Number) => {
                Text
            }
            (Tags, NearlyTags | Number) | (NearlyTags | Number, Tags) => Tags,
            (NearlyTags, EmptyList | Number | Text | EmptyText)
            | (EmptyList | Number | Text | EmptyText, NearlyTags) => NearlyTags,
            // Some authors write a list, others write its only item.
            (Tags | EmptyList, Tags | EmptyList | EmptyText | Text | Date | DateTime)
            | (EmptyText | Text | Date | DateTime, Tags | EmptyList) => Tags,
            _ => Self::Json,
        }
    }

    const fn type_name(self) -> &'static str {
        match self {
            Self::Unknown | Self::EmptyText | Self::Text => "text",
            Self::Number => "number",
            Self::Boolean => "boolean",
            Self::Date => "date",
            Self::DateTime => "datetime",
            Self::EmptyList | Self::Tags => "tags",
            Self::NearlyTags | Self::Json => "json",
        }
    }
}

/// Names of fields that always hold tags.
const TAGS: [&str; 6] = ["tags", "tag", "categories", "keywords", "labels", "topics"];

fn may_be_tag(item: &Value) -> bool {
    !matches!(item, Value::Array(_) | Value::Object(_))
}

fn is_tag(item: &Value) -> bool {
    item.as_str().is_some_and(|text| !text.is_empty())
}

/// The fields in the order of their first appearance.
#[derive(Debug, Default)]
pub(super) struct Fields(Vec<(String, Kind)>);

impl Fields {
    /// Adds the data of a document.
    pub(super) fn add(&mut self, data: &Map<String, Value>) {
        for (name, value) in data {
            let kind = Kind::of(value);
            match self.0.iter_mut().find(|(known, _)| known == name) {
                Some((_, seen)) => *seen = seen.with(kind),
                None => self.0.push((name.clone(), kind)),
            }
        }
    }

    /// The field definitions of a new content type: title, body, and the inferred fields.
    pub(super) fn definitions(&self) -> Vec<Value> {
        let mut fields = vec![
            json!({ "name": TITLE, "label": "Title", "type": "text", "required": true }),
            json!({ "name": BODY, "label": "Body", "type": "textarea" }),
        ];
        fields.extend(self.missing(&fields));
        fields.truncate(FIELDS_MAX);
        fields
    }

    /// The definitions of the inferred fields that are not in `present`, up to the limit. None of
    /// them is required, because existing documents may lack them.
    pub(super) fn missing(&self, present: &[Value]) -> Vec<Value> {
        let is_present =
            |name: &str| present.iter().any(|field| field.get("name").is_some_and(|n| n == name));
        let missing = self.0.iter().filter(|(name, _)| !is_present(name));
        let define = |(name, kind): &(String, Kind)| {
            let type_name = if name == BODY {
                "textarea"
            } else if name == TITLE {
                "text"
            } else if *kind == Kind::NearlyTags && TAGS.contains(&name.to_lowercase().as_str()) {
                "tags"
            } else {
                kind.type_name()
            };
            json!({ "name": name, "label": field_name::label(name), "type": type_name })
        };
        missing.take(FIELDS_MAX.saturating_sub(present.len())).map(define).collect()
    }

    /// The number of inferred fields that are not among the given field names.
    pub(super) fn count_beyond<'a>(&self, names: impl Iterator<Item = &'a str> + Clone) -> usize {
        self.0.iter().filter(|(seen, _)| !names.clone().any(|name| name == seen)).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inferred(values: &[Value]) -> String {
        let mut fields = Fields::default();
        for value in values {
            fields.add(json!({ "x": value }).as_object().unwrap());
        }
        fields.missing(&[])[0]["type"].as_str().unwrap().to_owned()
    }

    #[test]
    fn a_field_takes_all_its_values() {
        for (values, type_name) in [
            (vec![json!("a")], "text"),
            (vec![json!(1), json!(1.5)], "number"),
            (vec![json!(true), json!(null)], "boolean"),
            (vec![json!("2024-02-29"), json!("")], "date"),
            (vec![json!("2024-02-29"), json!("2024-02-29 10:00")], "datetime"),
            (vec![json!("2024-02-29"), json!("soon")], "text"),
            (vec![json!(["a"]), json!([])], "tags"),
            (vec![json!("a"), json!(["a"])], "tags"),
            (vec![json!([]), json!("")], "tags"),
            (vec![json!([1])], "json"),
            (vec![json!([1]), json!(["a"])], "tags"),
            (vec![json!([1]), json!([])], "json"),
            (vec![json!(["a", 2024])], "tags"),
            (vec![json!(["a", null, true])], "tags"),
            (vec![json!(["a"]), json!(2024)], "tags"),
            (vec![json!(["a", ["b"]])], "json"),
            (vec![json!(["a", ""])], "tags"),
            (vec![json!({})], "json"),
            (vec![json!(1), json!("a")], "text"),
            (vec![json!(2), json!("1.10")], "text"),
            (vec![json!(""), json!(1)], "text"),
            (vec![json!(true), json!("a")], "json"),
            (vec![json!([]), json!({})], "json"),
            (vec![json!(true), json!(["a"])], "json"),
            (vec![json!(null)], "text"),
            (vec![json!("")], "text"),
            (vec![json!([])], "tags"),
        ] {
            assert_eq!(inferred(&values), type_name, "{values:?}");
            let mut reversed = values.clone();
            reversed.reverse();
            assert_eq!(inferred(&reversed), type_name, "{reversed:?}");
        }
    }

    #[test]
    fn numbers_alone_are_tags_where_the_name_says_so() {
        let mut fields = Fields::default();
        fields.add(json!({ "tags": [2024], "ratings": [5] }).as_object().unwrap());
        let types: Vec<_> = fields.missing(&[]).iter().map(|field| field["type"].clone()).collect();
        assert_eq!(types, ["tags", "json"]);
    }

    #[test]
    fn a_new_type_has_title_and_body_first() {
        let mut fields = Fields::default();
        fields.add(json!({ "title": "2024-02-29", "body": "x", "read_time": 5 }).as_object().unwrap());
        assert_eq!(
            Value::Array(fields.definitions()),
            json!([
                { "name": "title", "label": "Title", "type": "text", "required": true },
                { "name": "body", "label": "Body", "type": "textarea" },
                { "name": "read_time", "label": "Read time", "type": "number" },
            ])
        );
    }

    #[test]
    fn only_missing_fields_are_added_and_never_required() {
        let mut fields = Fields::default();
        fields.add(json!({ "title": "1", "body": "x", "tags": ["a"] }).as_object().unwrap());
        let present = [json!({ "name": "tags", "type": "json" })];
        assert_eq!(
            Value::Array(fields.missing(&present)),
            json!([
                { "name": "title", "label": "Title", "type": "text" },
                { "name": "body", "label": "Body", "type": "textarea" },
            ])
        );
    }

    #[test]
    fn a_type_never_has_more_fields_than_it_may() {
        let mut fields = Fields::default();
        for i in 0..300 {
            fields.add(json!({ format!("f{i}"): 1 }).as_object().unwrap());
        }
        assert_eq!(fields.definitions().len(), FIELDS_MAX);
    }
}
