//! What a dialect's description says beyond its tables.

use crate::operation::Operation;
use serde_json::Value;
use weft_http::{Fault, Reply};

/// A dialect's description.
pub struct Dialect {
    /// Its name in file names: `r3`.
    pub name: &'static str,
    /// Its name for people.
    pub title: &'static str,
    /// What it is, in Markdown.
    pub description: &'static str,
    /// The ways to say who asks: names and `securityScheme` objects.
    pub security: Value,
    /// The schemas that operations refer to, `Error` among them.
    pub schemas: Value,
    /// The parameters that operations refer to, by name.
    pub parameters: Value,
    /// Its endpoints.
    pub operations: Vec<Operation>,
    /// What the tables do not say of an operation.
    pub details: fn(&Operation) -> OperationDetails,
    /// The schema of what a path has for a name, and what it is for people.
    pub name_in_path: fn(&Operation, &str) -> (Value, &'static str),
    /// How this API words a refusal: statuses, headers and examples of its errors come from here.
    pub render: fn(Fault) -> Reply,
    /// What each status of its errors means.
    pub meanings: &'static [(u16, &'static str)],
    /// The statuses with which an operation may be refused.
    pub refusals: fn(&Operation, &OperationDetails) -> Vec<u16>,
}

impl Dialect {
    /// The name of its file.
    #[must_use]
    pub fn file(&self) -> String {
        format!("{}.json", self.name)
    }
}

/// What the tables do not say of an operation.
#[derive(Default)]
pub struct OperationDetails {
    /// What it does that its name does not say, in Markdown; nothing, if empty.
    pub description: &'static str,
    /// The parameters of the query and in headers.
    pub parameters: Vec<Value>,
    /// The schema of the body that is sent; none where nothing is read.
    pub body: Option<Value>,
    /// The status of a success; none where there is no success yet.
    pub status: Option<u16>,
    /// The schema of the answer; none for an empty one.
    pub answer: Option<Value>,
    /// The headers of a success, by their names in `components/headers`.
    pub headers: Vec<&'static str>,
    /// Whether `If-None-Match` spares the answer (304).
    pub is_validated: bool,
    /// The names of the security schemes, any of which is enough; none where nobody looks who asks.
    pub security: Vec<&'static str>,
    /// Whether the operation also serves whoever sends no credential.
    pub is_optional: bool,
}

impl OperationDetails {
    /// An operation that succeeds with that status and answer.
    pub(crate) fn answering(status: u16, answer: Value) -> Self {
        Self { status: Some(status), answer: Some(answer), ..Self::default() }
    }

    /// The same, with parameters.
    pub(crate) fn asked(mut self, parameters: impl IntoIterator<Item = Value>) -> Self {
        self.parameters.extend(parameters);
        self
    }

    /// The same, with a body.
    pub(crate) fn sent(self, body: Value) -> Self {
        Self { body: Some(body), ..self }
    }

    /// The same, with headers in the answer.
    pub(crate) fn bearing(mut self, headers: &[&'static str]) -> Self {
        self.headers.extend(headers);
        self
    }

    /// The same, with something to say about it.
    pub(crate) fn described(self, description: &'static str) -> Self {
        Self { description, ..self }
    }

    /// A read that bears a validator and takes one.
    pub(crate) fn validated(mut self) -> Self {
        self.parameters.push(crate::parts::parameter("If-None-Match"));
        self.headers.push("ETag");
        Self { is_validated: true, ..self }
    }

    /// A write that takes a validator.
    pub(crate) fn guarded(mut self) -> Self {
        self.parameters.push(crate::parts::parameter("If-Match"));
        self
    }
}
