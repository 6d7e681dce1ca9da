//! The schema of a content type: its fields and the rule of each.
//!
//! The definition is checked on a write and stored as JSON, as it was sent; an unknown field type
//! is kept and treated as JSON. Values are checked one by one against their JSON text, without
//! building a tree, and returned in the form in which they are stored: canonical JSON
//! (`json::normalise`), then the canonical form of the field's type (`Field::normalise`).

use crate::Violation;
use crate::field::{Field, Reference, ReferencePath};
use crate::json::{self, Object};
use crate::query::FieldPath;
use serde::{Deserialize, Serialize};

/// The most fields of a content type.
pub const FIELDS_MAX: usize = 200;

/// The fields of a content type, in order.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Schema {
    /// The fields; names are unique.
    pub fields: Vec<Field>,
}

impl Schema {
    /// The field of that name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// The field that a path leads to, through groups.
    #[must_use]
    pub fn field_at(&self, path: &FieldPath) -> Option<&Field> {
        let mut segments = path.segments();
        let first = self.field(segments.next()?);
        segments.fold(first, |field, name| field?.field(name))
    }

    /// All violations of the definition's rules; an empty list if it is valid.
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

    /// Checks a whole `data` object and returns it as it will be stored: members in their order,
    /// then missing fields that have a default.
    ///
    /// # Errors
    /// One violation per invalid field, missing required fields included; paths are `data.<name>`.
    pub fn check_whole(&self, data: &Object<'_>) -> Result<String, Vec<Violation>> {
        let mut whole: Vec<(&str, String)> = stored_json(data)?;
        let mut violations = Vec::new();
        for field in &self.fields {
            let sent = whole.iter_mut().find(|(name, _)| *name == field.name).map(|(_, value)| value);
            match (sent, field.default_json()) {
                (None, Some(default)) => {
                    whole.push((&field.name, field.normalise(default).unwrap_or_else(|| default.to_owned())));
                }
                (None, None) => violations.extend(field.check(None)),
                (Some(value), _) => match field.check(Some(value)) {
                    Some(violation) => violations.push(violation),
                    None => *value = field.normalise(value).unwrap_or_else(|| std::mem::take(value)),
                },
            }
        }
        let members = whole.iter().map(|(name, value)| (*name, value.as_str()));
        if violations.is_empty() { Ok(json::object(members)) } else { Err(violations) }
    }

    /// Checks the members of a partial `data` object, given as canonical JSON ([`stored_json`]).
    /// Returns the stored form of each, in order; `None` for a member that is stored unchanged.
    ///
    /// # Errors
    /// One violation per invalid member.
    pub fn check_partial(&self, members: &[(&str, String)]) -> Result<Vec<Option<String>>, Vec<Violation>> {
        let mut violations = Vec::new();
        let mut stored = Vec::with_capacity(members.len());
        for (name, value) in members {
            let field = self.field(name);
            violations.extend(field.and_then(|field| field.check(Some(value))));
            stored.push(field.and_then(|field| field.normalise(value)));
        }
        if violations.is_empty() { Ok(stored) } else { Err(violations) }
    }

    /// The ways to all references that entries may hold.
    #[must_use]
    pub fn reference_paths(&self) -> Vec<ReferencePath> {
        self.fields.iter().flat_map(Field::reference_paths).collect()
    }

    /// The entries that these members of an entry's data refer to, in the order of the members.
    #[must_use]
    pub fn references<'d>(&self, members: impl Iterator<Item = (&'d str, &'d str)>) -> Vec<Reference> {
        let found = members.filter_map(|(name, raw)| Some(self.field(name)?.references(raw)));
        found.flatten().collect()
    }

    /// Names of the fields that the value index holds: `indexed` or `unique`.
    pub fn indexed(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|field| field.indexed || field.unique)
    }
}

/// The members of a `data` object as canonical JSON, whatever the rules of their fields.
///
/// # Errors
/// One violation per member that cannot be stored: an invalid name, half a surrogate pair, a number
/// that overflows.
pub fn stored_json<'d>(data: &'d Object<'_>) -> Result<Vec<(&'d str, String)>, Vec<Violation>> {
    let mut violations = names(data);
    let mut members = Vec::with_capacity(data.len());
    for (name, value) in data {
        match json::normalise(value.get()) {
            Ok(value) => members.push((name.as_ref(), value)),
            Err(refused) => {
                violations.push(Violation::new(format!("data.{name}"), "json", refused.to_string()))
            }
        }
    }
    if violations.is_empty() { Ok(members) } else { Err(violations) }
}

/// Violations for names that no query could use.
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

#[cfg(test)]
mod tests {
    use super::*;

    fn schema() -> Schema {
        serde_json::from_str(
            r##"[{"name":"at","type":"datetime"},{"name":"color","type":"color","defaultValue":"#FFF"},
                {"name":"seo","type":"group","config":{"fields":[{"name":"at","type":"datetime"}]}}]"##,
        )
        .unwrap()
    }

    #[test]
    fn values_are_stored_in_one_spelling() {
        let data = json::members(
            r#"{"n":1.10,"at":"2026-08-22T01:00:00+09:00","seo":{ "at":"2026-08-22T01:00:00+09:00" },"x":"\u00e9"}"#,
        );
        assert_eq!(
            schema().check_whole(&data.unwrap()).unwrap(),
            r##"{"n":1.10,"at":"2026-08-21T16:00:00.000Z","seo":{"at":"2026-08-21T16:00:00.000Z"},"x":"é","color":"#ffffff"}"##
        );
        let data = json::members(r##"{"x":["\u00e9"],"color":"#ABC","at":null}"##).unwrap();
        let members = stored_json(&data).unwrap();
        assert_eq!(members[0], ("x", r#"["é"]"#.to_owned()));
        let stored = schema().check_partial(&members).unwrap();
        assert_eq!(stored, [None, Some(r##""#aabbcc""##.to_owned()), None]);
    }

    #[test]
    fn what_cannot_be_stored_is_named() {
        let data = json::members(r#"{"a":"\ud800","b":1}"#).unwrap();
        let found = schema().check_whole(&data).unwrap_err();
        assert_eq!((found.len(), found[0].path.as_str(), found[0].code), (1, "data.a", "json"));
    }

    #[test]
    fn paths_lead_through_groups() {
        let path = |text| FieldPath::parse(text).unwrap();
        let schema = schema();
        assert!(schema.field_at(&path("seo.at")).is_some_and(|field| field.name == "at"));
        assert!(schema.field_at(&path("at")).is_some());
        for nothing in ["seo.no", "at.x", "no", "seo.at.x"] {
            assert!(schema.field_at(&path(nothing)).is_none(), "{nothing}");
        }
    }
}
