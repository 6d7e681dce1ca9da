//! The parts of a dialect's OpenAPI description that its tables do not contain.

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
    /// The authentication methods: names and `securityScheme` objects.
    pub security: Value,
    /// The schemas that operations refer to, `Error` among them.
    pub schemas: Value,
    /// The parameters that operations refer to, by name.
    pub parameters: Value,
    /// Its endpoints.
    pub operations: Vec<Operation>,
    /// The details of an operation that the tables do not contain.
    pub details: fn(&Operation) -> OperationDetails,
    /// The schema and the description of a path parameter.
    pub name_in_path: fn(&Operation, &str) -> (Value, &'static str),
    /// Renders a fault: statuses, headers and examples of errors come from here.
    pub render: fn(Fault) -> Reply,
    /// What each status of its errors means.
    pub meanings: &'static [(u16, &'static str)],
    /// The error statuses of an operation.
    pub refusals: fn(&Operation, &OperationDetails) -> Vec<u16>,
}

impl Dialect {
    /// The name of its file.
    #[must_use]
    pub fn file(&self) -> String {
        format!("{}.json", self.name)
    }
}

/// The details of an operation that the tables do not contain.
#[derive(Default)]
pub struct OperationDetails {
    /// A description in Markdown; empty for none.
    pub description: &'static str,
    /// The query and header parameters.
    pub parameters: Vec<Value>,
    /// The schema of the request body; `None` if no body is read.
    pub body: Option<Value>,
    /// The status of a success; `None` if the operation never succeeds yet.
    pub status: Option<u16>,
    /// The schema of the answer; `None` for an empty one.
    pub answer: Option<Value>,
    /// The headers of a success, by their names in `components/headers`.
    pub headers: Vec<&'static str>,
    /// Whether a matching `If-None-Match` is answered with 304.
    pub is_validated: bool,
    /// The names of the security schemes, any of which is sufficient; empty without authentication.
    pub security: Vec<&'static str>,
    /// Whether the operation also serves anonymous requests.
    pub is_optional: bool,
}

impl OperationDetails {
    /// An operation that succeeds with that status and answer.
    pub(crate) fn answering(status: u16, answer: Value) -> Self {
        Self { status: Some(status), answer: Some(answer), ..Self::default() }
    }

    /// Adds parameters.
    pub(crate) fn asked(mut self, parameters: impl IntoIterator<Item = Value>) -> Self {
        self.parameters.extend(parameters);
        self
    }

    /// Adds a request body.
    pub(crate) fn sent(self, body: Value) -> Self {
        Self { body: Some(body), ..self }
    }

    /// Adds headers of the answer.
    pub(crate) fn bearing(mut self, headers: &[&'static str]) -> Self {
        self.headers.extend(headers);
        self
    }

    /// Adds a description.
    pub(crate) fn described(self, description: &'static str) -> Self {
        Self { description, ..self }
    }

    /// Adds a validator to the answer and `If-None-Match` to the request.
    pub(crate) fn validated(mut self) -> Self {
        self.parameters.push(crate::parts::parameter("If-None-Match"));
        self.headers.push("ETag");
        Self { is_validated: true, ..self }
    }

    /// Adds `If-Match` to the request.
    pub(crate) fn guarded(mut self) -> Self {
        self.parameters.push(crate::parts::parameter("If-Match"));
        self
    }
}
