//! CaretCMS: values as they are stored; fields are properties of a JSON Schema.

use serde_json::{Value, json};
use weft_tests::{Actor, Weft};

use crate::CARET_PASSWORD;
use crate::client::{Client, ContentType, Entry};
use crate::samples::Sample;

pub(crate) struct Caret<'w> {
    weft: &'w Weft,
    editor: Actor<'w>,
}

impl<'w> Caret<'w> {
    pub(crate) fn new(weft: &'w Weft) -> Self {
        let login = weft.anon().post("/api/cms/auth/login", json!({ "password": CARET_PASSWORD.1 })).send();
        let cookie = login.is(200).header("set-cookie").split(';').next().unwrap().to_owned();
        Self { weft, editor: weft.anon().header("cookie", &cookie).header("x-caret-request", "1") }
    }

    fn send(&self, command: Value) {
        self.editor.post("/api/cms/mutate", command).send().is(200).shows("/ok", true);
    }
}

impl Client for Caret<'_> {
    fn name(&self) -> &'static str {
        "CaretCMS"
    }

    fn definition(&self, sample: &Sample) -> Option<Value> {
        let format = |format: &str| json!({ "type": "string", "format": format });
        Some(match (sample.kind, sample.note) {
            ("text", _) => json!({ "type": "string" }),
            ("number", _) => json!({ "type": "number" }),
            ("boolean", _) => json!({ "type": "boolean" }),
            ("date", _) => format("date"),
            ("datetime", _) => format("date-time"),
            ("url", _) => format("url"),
            ("email", _) => format("email"),
            ("select", _) => json!({ "type": "string", "enum": ["a", "b"] }),
            ("group", _) => json!({ "type": "object", "properties": { "a": { "type": "number" } } }),
            ("array", "of numbers") => json!({ "type": "array", "items": { "type": "number" } }),
            ("array", "of anything") => json!({ "type": "array" }),
            _ => return None,
        })
    }

    fn define(&self, name: &str, _: &Sample, definition: Value) -> String {
        let schema = json!({ "type": "object", "properties": { "x": definition } });
        self.send(json!({ "type": "create_collection", "id": name, "label": name, "schema": schema }));
        name.to_owned()
    }

    fn create(&self, kind: &ContentType, _: &Sample, value: Value) -> String {
        let data = json!({ "x": value });
        self.send(json!({ "type": "put_entry", "collection": kind.name, "id": "one", "data": data }));
        Entry::id_of(self.weft, kind, "one")
    }

    fn read(&self, entry: &Entry) -> Value {
        let target = format!("/api/cms/entries?collection={}&id={}", entry.kind.name, entry.slug);
        self.editor.get(target).send().is(200).at("/entries/0/data/x")
    }

    fn write(&self, entry: &Entry, value: Value) {
        let (collection, id) = (&entry.kind.name, &entry.slug);
        let command =
            json!({ "type": "put_entry", "collection": collection, "id": id, "data": { "x": value } });
        self.send(command);
    }
}
