//! Builders of content types, with defaults for everything that a test does not set.

use serde_json::{Map, Value, json};

use crate::actor::Actor;

/// A new content type; its label is its name.
pub fn a_type(name: &str) -> TypeBuilder {
    TypeBuilder {
        body: Map::from_iter([("name".to_owned(), json!(name)), ("label".to_owned(), json!(name))]),
        fields: Vec::new(),
    }
}

/// A builder of a content type.
#[derive(Debug, Clone)]
#[must_use]
pub struct TypeBuilder {
    body: Map<String, Value>,
    fields: Vec<Map<String, Value>>,
}

impl TypeBuilder {
    /// Sets a member of the content type itself: `slugField`, `titleField`, `icon`, ….
    pub fn set(mut self, member: &str, value: impl Into<Value>) -> Self {
        self.body.insert(member.to_owned(), value.into());
        self
    }

    /// Adds a field; its label is its name.
    pub fn field(mut self, name: &str, type_name: &str) -> Self {
        let members = [("name", name), ("label", name), ("type", type_name)];
        self.fields
            .push(members.map(|(member, value)| (member.to_owned(), json!(value))).into_iter().collect());
        self
    }

    /// Makes the last field required.
    pub fn required(self) -> Self {
        self.with("required", true)
    }

    /// Sets a member of the last field: `unique`, `indexed`, `default`, `options`, ….
    pub fn with(mut self, member: &str, value: impl Into<Value>) -> Self {
        let field = self.fields.last_mut().expect("a field was added before");
        field.insert(member.to_owned(), value.into());
        self
    }

    /// The body of the request that creates the content type.
    pub fn body(&self) -> Value {
        let mut body = self.body.clone();
        body.insert("fields".to_owned(), self.fields.iter().cloned().map(Value::Object).collect());
        Value::Object(body)
    }

    /// Creates the content type and returns the body of the response.
    #[track_caller]
    pub fn create(&self, actor: &Actor<'_>) -> Value {
        actor.post("/api/content-types", self.body()).send().is(201).json()
    }
}
