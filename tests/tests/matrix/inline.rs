//! InlineCMS: values as they are stored; entries stand on pages, and only those that it made.

use serde_json::{Value, json};
use weft_tests::{Actor, Weft};

use crate::client::{Client, ContentType, Entry};
use crate::samples::Sample;

pub(crate) struct Inline<'w> {
    weft: &'w Weft,
    visitor: Actor<'w>,
}

impl<'w> Inline<'w> {
    pub(crate) fn new(weft: &'w Weft) -> Self {
        Self { weft, visitor: weft.anon().header("x-inlinecms-key", weft.site().secrets()[0]) }
    }

    /// What the client sees of the page of a content type.
    fn page(&self, actor: &Actor<'_>, kind: &ContentType) -> Value {
        actor.get(format!("/v1/content/{}", kind.name)).send().is(200).at("/data/0")
    }

    fn publish(&self, id: &str, value: Value) {
        let body = json!({ "fields": { "x": value }, "status": "published" });
        self.weft.session().patch(format!("/v1/content/{id}"), body).send().is(200);
    }
}

impl Client for Inline<'_> {
    fn name(&self) -> &'static str {
        "InlineCMS"
    }

    fn definition(&self, sample: &Sample) -> Option<Value> {
        Some(json!({ "key": "x", "type": sample.kind }))
    }

    fn define(&self, name: &str, sample: &Sample, definition: Value) -> String {
        // The page has the name of the content type.
        let kind = format!("inline-{name}");
        let component = json!({ "componentId": name, "instanceKey": "one", "fields": [definition] });
        let body = json!({ "pageId": kind, "components": [component] });
        self.visitor.post("/v1/definitions/sync", body.clone()).send().is(200).shows("/data/created", 1);
        if sample.config != json!({}) {
            // InlineCMS names types alone: a developer defines the rest, which pages then keep.
            let field = json!({ "name": "x", "type": sample.kind, "config": sample.config });
            let path = format!("/api/content-types/{kind}");
            self.weft.admin().patch(path, json!({ "fields": [field] })).send().is(200);
            self.visitor.post("/v1/definitions/sync", body).send().is(200).shows("/data/created", 0);
        }
        kind
    }

    fn create(&self, kind: &ContentType, _: &Sample, value: Value) -> String {
        let stub = self.page(&self.weft.session(), kind);
        let id = stub["id"].as_str().unwrap().to_owned();
        self.publish(&id, value);
        id
    }

    fn read(&self, entry: &Entry) -> Value {
        self.page(&self.visitor, &entry.kind)["fields"]["x"].clone()
    }

    fn write(&self, entry: &Entry, value: Value) {
        self.publish(&entry.id, value);
    }

    fn reaches(&self, maker: &str) -> bool {
        maker == self.name()
    }
}
