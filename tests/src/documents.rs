//! Builders of documents, with defaults for everything that a test does not set.

use serde_json::{Map, Value, json};

use crate::actor::Actor;
use crate::answer::Answer;

/// A new document without data.
pub fn a_document(type_name: &str) -> DocumentBuilder {
    DocumentBuilder { members: Map::from_iter([("type".to_owned(), json!(type_name))]), data: Map::new() }
}

/// A builder of a document.
#[derive(Debug, Clone)]
#[must_use]
pub struct DocumentBuilder {
    members: Map<String, Value>,
    data: Map<String, Value>,
}

impl DocumentBuilder {
    /// Sets a field.
    pub fn set(mut self, field: &str, value: impl Into<Value>) -> Self {
        self.data.insert(field.to_owned(), value.into());
        self
    }

    /// Sets the slug; the default comes from the content type's `slugField`.
    pub fn slug(mut self, slug: &str) -> Self {
        self.members.insert("slug".to_owned(), json!(slug));
        self
    }

    /// Sets the status; the default is `draft`.
    pub fn status(mut self, status: &str) -> Self {
        self.members.insert("status".to_owned(), json!(status));
        self
    }

    /// Sets the status to `published`.
    pub fn published(self) -> Self {
        self.status("published")
    }

    /// The body of the request that creates the document.
    pub fn body(&self) -> Value {
        let mut body = self.members.clone();
        body.insert("data".to_owned(), Value::Object(self.data.clone()));
        Value::Object(body)
    }

    /// Creates the document.
    #[track_caller]
    pub fn create(&self, actor: &Actor<'_>) -> Document {
        let answer = actor.post("/api/content", self.body()).send();
        answer.is(201);
        Document { id: answer.text_at("/id"), etag: answer.etag(), answer }
    }
}

/// A created document.
#[derive(Debug, Clone)]
pub struct Document {
    /// Its id.
    pub id: String,
    /// The entity tag after the creation.
    pub etag: String,
    /// The response to the creation.
    pub answer: Answer,
}

impl Document {
    /// The document's path.
    pub fn path(&self) -> String {
        format!("/api/content/{}", self.id)
    }

    /// The path of a subresource: `document.at("publish")`.
    pub fn at(&self, rest: &str) -> String {
        format!("/api/content/{}/{rest}", self.id)
    }

    /// The body of the response.
    #[track_caller]
    pub fn json(&self) -> Value {
        self.answer.json()
    }
}
