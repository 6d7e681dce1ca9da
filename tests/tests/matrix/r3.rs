//! R3 CMS: values as they are stored.

use serde_json::{Value, json};
use weft_tests::{Weft, a_document};

use crate::client::{Client, ContentType, Entry};
use crate::samples::Sample;

pub(crate) struct R3<'w> {
    weft: &'w Weft,
}

impl<'w> R3<'w> {
    pub(crate) fn new(weft: &'w Weft) -> Self {
        Self { weft }
    }
}

impl Client for R3<'_> {
    fn name(&self) -> &'static str {
        "R3 CMS"
    }

    fn definition(&self, sample: &Sample) -> Option<Value> {
        let mut field = json!({ "name": "x", "type": sample.kind });
        if sample.config != json!({}) {
            field["config"] = sample.config.clone();
        }
        Some(field)
    }

    fn define(&self, name: &str, _: &Sample, definition: Value) -> String {
        let body = json!({ "name": name, "label": name, "fields": [definition] });
        self.weft.admin().post("/api/content-types", body).send().is(201);
        name.to_owned()
    }

    fn create(&self, kind: &ContentType, _: &Sample, value: Value) -> String {
        a_document(&kind.name).slug("one").set("x", value).published().create(&self.weft.editor()).id
    }

    fn read(&self, entry: &Entry) -> Value {
        self.weft.reader().get(format!("/api/content/{}", entry.id)).send().is(200).at("/data/x")
    }

    fn write(&self, entry: &Entry, value: Value) {
        let body = json!({ "data": { "x": value } });
        self.weft.editor().patch(format!("/api/content/{}", entry.id), body).send().is(200);
    }
}
