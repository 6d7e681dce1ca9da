//! What a dialect's description says beyond its tables.

use crate::operation::Operation;
use serde_json::Value;

/// A dialect's description.
pub struct Dialect {
    /// Its name in file names: `r3`.
    pub name: &'static str,
    /// Its name for people.
    pub title: &'static str,
    /// What it is, in a paragraph.
    pub description: &'static str,
    /// The ways to say who asks: names and `securityScheme` objects.
    pub security: Value,
    /// The schemas that operations refer to, `Error` among them.
    pub schemas: Value,
    /// Its endpoints.
    pub operations: Vec<Operation>,
    /// What the tables do not say of an operation.
    pub shape: fn(&Operation) -> Shape,
    /// The statuses of its refusals: for an operation, each with what it means.
    pub refusals: fn(&Operation) -> Vec<(u16, &'static str)>,
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
pub struct Shape {
    /// The parameters of the query, as `parameter` objects.
    pub query: Vec<Value>,
    /// The schema of the body that is sent; none where nothing is read.
    pub body: Option<Value>,
    /// The status of a success.
    pub status: u16,
    /// The schema of the answer; none for an empty one.
    pub answer: Option<Value>,
    /// Other successes: status and what it means (304, 202).
    pub also: Vec<(u16, &'static str)>,
    /// The names of the security schemes, any of which is enough; empty where none is needed.
    pub security: Vec<&'static str>,
}
