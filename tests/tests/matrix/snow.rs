//! SnowCMS: every value is a text.

use serde_json::{Value, json};
use weft_tests::{Snow as Website, SnowCollection, Weft};

use crate::client::{Client, ContentType, Entry};
use crate::samples::Sample;

pub(crate) struct Snow<'w> {
    website: Website<'w>,
}

impl<'w> Snow<'w> {
    pub(crate) fn new(weft: &'w Weft) -> Self {
        Self { website: weft.snow() }
    }

    fn collection(&self, kind: &ContentType) -> SnowCollection<'_> {
        self.website.the(&kind.id)
    }
}

/// A text stands for itself, anything else is JSON.
fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

impl Client for Snow<'_> {
    fn name(&self) -> &'static str {
        "SnowCMS"
    }

    fn wire(&self, sample: &Sample, value: &Value) -> Value {
        match value {
            // A list of inputs, each with its text.
            Value::Array(items) if sample.kind != "hologram" => {
                json!(json!(items.iter().map(text).collect::<Vec<_>>()).to_string())
            }
            value => json!(text(value)),
        }
    }

    fn definition(&self, sample: &Sample) -> Option<Value> {
        let (input, config) = match sample.kind {
            "text" => ("text", json!({})),
            "textarea" => ("textarea", json!({})),
            "richText" => ("rich-text", json!({})),
            "boolean" => ("checkbox", json!({})),
            "select" => ("select", json!({ "options": [["a", "a"], ["b", "b"]] })),
            "file" => ("media", json!({})),
            "slug" => ("slug", json!({ "fieldName": "title" })),
            "relation" if sample.note == "to one" => {
                ("relational", json!({ "collectionId": sample.people.kind }))
            }
            _ => return None,
        };
        let mut field = json!({ "fieldName": "x", "input": input });
        if config != json!({}) {
            field["inputConfig"] = config;
        }
        Some(field)
    }

    fn define(&self, name: &str, sample: &Sample, mut definition: Value) -> String {
        let made = self.website.collection(name);
        if sample.kind == "slug" {
            // A slug is made from another input.
            made.input("title", "text");
        }
        definition["name"] = json!("X");
        made.post("/inputs", definition).send().tells("Collection Input created");
        name.to_owned()
    }

    fn create(&self, kind: &ContentType, _: &Sample, value: Value) -> String {
        self.collection(kind).entry(json!({ "x": value }))
    }

    fn read(&self, entry: &Entry) -> Value {
        self.collection(&entry.kind).text(&entry.id, "x")
    }

    fn write(&self, entry: &Entry, value: Value) {
        let done =
            self.collection(&entry.kind).patch(format!("/entries/{}", entry.id), json!({ "x": value }));
        done.send().tells("Collection Entry edited");
    }
}
