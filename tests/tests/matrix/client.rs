//! What the matrix asks of an API, and the entries that it asks about.

use serde_json::Value;
use weft_tests::Weft;

use crate::samples::Sample;

/// A client of one API.
pub(crate) trait Client {
    /// The name of the API.
    fn name(&self) -> &'static str;

    /// The form that a value has on the wire.
    fn wire(&self, _sample: &Sample, value: &Value) -> Value {
        value.clone()
    }

    /// The definition of a field `x` of the sample's type; `None` where the API has none for it.
    fn definition(&self, sample: &Sample) -> Option<Value>;

    /// Makes a content type with that field; returns the name that R3 has for it.
    fn define(&self, name: &str, sample: &Sample, definition: Value) -> String;

    /// Makes a published entry with that value; returns R3's id of it.
    fn create(&self, kind: &ContentType, sample: &Sample, value: Value) -> String;

    /// The value that is published.
    fn read(&self, entry: &Entry) -> Value;

    /// Publishes another value.
    fn write(&self, entry: &Entry, value: Value);

    /// Whether the API shows entries that this other API made.
    fn reaches(&self, _maker: &str) -> bool {
        true
    }
}

/// A content type, as every API names it.
#[derive(Debug, Clone)]
pub(crate) struct ContentType {
    /// Its name.
    pub(crate) name: String,
    /// Its id.
    pub(crate) id: String,
    /// The type of its field `x`.
    pub(crate) field_type: String,
}

impl ContentType {
    /// The content type of that name.
    pub(crate) fn find(weft: &Weft, name: &str) -> Self {
        let shown = weft.admin().get(format!("/api/content-types/{name}")).send();
        let fields = shown.is(200).at("/fields");
        let field = fields.as_array().unwrap().iter().find(|field| field["name"] == "x").unwrap();
        Self {
            name: name.to_owned(),
            id: shown.text_at("/id"),
            field_type: field["type"].as_str().unwrap().to_owned(),
        }
    }
}

/// An entry, as every API names it.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    /// Its id.
    pub(crate) id: String,
    /// Its slug.
    pub(crate) slug: String,
    /// Its content type.
    pub(crate) kind: ContentType,
}

impl Entry {
    /// The entry with that id.
    pub(crate) fn find(weft: &Weft, id: &str, kind: ContentType) -> Self {
        let shown = weft.reader().get(format!("/api/content/{id}")).send();
        shown.is(200).shows("/type", kind.name.as_str());
        Self { id: id.to_owned(), slug: shown.text_at("/slug"), kind }
    }

    /// The id of the entry of that slug.
    pub(crate) fn id_of(weft: &Weft, kind: &ContentType, slug: &str) -> String {
        let path = format!("/api/content/by-slug/{}/{slug}", kind.name);
        weft.reader().get(path).send().is(200).text_at("/id")
    }
}
