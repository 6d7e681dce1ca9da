//! What entries of a content type may look like: its fields, and what each asks of its value.
//!
//! The definition is stored as JSON, as it was sent, and checked here when it comes in; an unknown field type is kept and treated as
//! JSON. Values are checked one by one against the raw JSON text, so that a large body is looked at, not rebuilt.

use crate::Violation;
use crate::field::Field;
use crate::json::{self, Object};
use serde::{Deserialize, Serialize};

/// The most fields of a content type.
pub const FIELDS_MAX: usize = 200;

/// The fields of a content type, in order.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Schema {
    /// Each name once.
    pub fields: Vec<Field>,
}

impl Schema {
    /// The field of that name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// What is wrong with the definition itself; nothing, if empty.
    #[must_use]
    pub fn violations(&self) -> Vec<Violation> {
        let mut found = Vec::new();
        if self.fields.len() > FIELDS_MAX {
            found.push(Violation::new("fields", "max", format!("at most {FIELDS_MAX} fields")));
        }
        for (i, field) in self.fields.iter().enumerate().take(FIELDS_MAX) {
            if self.fields.iter().take(i).any(|earlier| earlier.name == field.name) {
                found.push(Violation::new(
                    format!("fields[{i}].name"),
                    "unique",
                    format!("\"{}\" is defined twice", field.name),
                ));
            }
            found.extend(field.definition_violations().into_iter().map(|mut v| {
                v.path = format!("fields[{i}].{}", v.path);
                v
            }));
        }
        found
    }

    /// Checks a whole `data` object and returns it as it will be stored: members as sent, then missing fields that have a default.
    ///
    /// # Errors
    /// One violation per field that breaks its rules, missing required ones included; paths are `data.<name>`.
    pub fn check_whole(&self, data: &Object<'_>) -> Result<String, Vec<Violation>> {
        let mut violations = Vec::new();
        let mut whole: Vec<(&str, &str)> = Vec::with_capacity(data.len() + 4);
        for (name, value) in data {
            whole.push((name.as_ref(), value.get()));
        }
        for field in &self.fields {
            let sent = whole.iter().find(|(name, _)| *name == field.name).map(|(_, value)| *value);
            match (sent, field.default_json()) {
                (None, Some(default)) => whole.push((&field.name, default)),
                (sent, _) => violations.extend(field.check(sent)),
            }
        }
        violations.extend(names(data));
        if violations.is_empty() { Ok(json::object(whole)) } else { Err(violations) }
    }

    /// Checks the members of a partial `data` object, those that were sent.
    ///
    /// # Errors
    /// One violation per member that breaks its field's rules.
    pub fn check_partial(&self, data: &Object<'_>) -> Result<(), Vec<Violation>> {
        let mut violations = names(data);
        for (name, value) in data {
            if let Some(field) = self.field(name) {
                violations.extend(field.check(Some(value.get())));
            }
        }
        if violations.is_empty() { Ok(()) } else { Err(violations) }
    }

    /// Names of the fields that are kept in the value index: `indexed` or `unique`.
    pub fn indexed(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|field| field.indexed || field.unique)
    }
}

/// Members whose names could never be asked for.
fn names(data: &Object<'_>) -> Vec<Violation> {
    data.iter()
        .filter(|(name, _)| name.is_empty() || name.len() > 64 || name.contains(['"', '\\', '\0']))
        .map(|(name, _)| {
            Violation::new(
                format!("data.{name}"),
                "name",
                "names have 1 to 64 bytes, without quotes or backslashes",
            )
        })
        .collect()
}
