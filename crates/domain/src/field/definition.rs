//! Builds a field from the members of its definition, and reports violations.

use super::settings::{Members, Settings, member};
use super::{Field, FieldType, is_field_name, rule, value};
use crate::Violation;
use crate::json;
use serde::de::Error as _;
use serde_json::value::RawValue;

/// The longest label, in characters.
pub const LABEL_MAX: usize = 200;
/// The longest description, in characters.
pub const DESCRIPTION_MAX: usize = 2000;
/// The longest type name, in characters.
pub const TYPE_MAX: usize = 64;

impl Field {
    /// A field of that name and type, labelled with its name.
    #[must_use]
    pub fn new(name: &str, kind: FieldType) -> Self {
        Self::build(
            vec![(String::from("name"), quoted(name)), (String::from("type"), quoted(kind.as_str()))],
            0,
        )
    }

    /// The same field with one member of its definition replaced, given as JSON text; recompiles
    /// the rules.
    ///
    /// # Errors
    /// When the text is not JSON.
    pub fn with(self, name: &str, json: &str) -> Result<Self, serde_json::Error> {
        let raw = stored(&RawValue::from_string(json.to_owned())?, 0)?;
        let mut members = self.members;
        match members.iter_mut().find(|(known, _)| known == name) {
            Some(slot) => slot.1 = raw,
            None => members.push((name.to_owned(), raw)),
        }
        Ok(Self::build(members, 0))
    }

    /// All violations of the definition; an empty list if it is valid. Paths are relative to the
    /// field: `name`, `config.maxLength`.
    #[must_use]
    pub fn definition_violations(&self) -> Vec<Violation> {
        let mut found = Vec::new();
        if !is_field_name(&self.name) {
            found.push(Violation::new("name", "name", "must be 1 to 64 letters a to z, digits, - or _"));
        }
        found.extend(self.unnamed_violations());
        found
    }

    /// The violations of the definition, without those of its name.
    pub(super) fn unnamed_violations(&self) -> Vec<Violation> {
        let mut found = self.found.clone();
        if let Some(Err(failure)) = self.default_json().map(|default| self.judge(Some(default))) {
            found.push(failure.at("defaultValue"));
        }
        found
    }

    /// Reads a definition at nesting level `depth`. Fails only if the text is not an object.
    pub(super) fn read(text: &str, depth: usize) -> Result<Self, serde_json::Error> {
        let members = json::members(text)?;
        let members = members.into_iter().map(|(name, raw)| Ok((name.into_owned(), stored(raw, depth)?)));
        Ok(Self::build(members.collect::<Result<_, serde_json::Error>>()?, depth))
    }

    fn build(mut members: Vec<(String, Box<RawValue>)>, depth: usize) -> Self {
        let mut found = Vec::new();
        let name = text(&members, "name", usize::MAX, &mut found).unwrap_or_default();
        let label = text(&members, "label", LABEL_MAX, &mut found).unwrap_or_else(|| name.clone());
        let description = text(&members, "description", DESCRIPTION_MAX, &mut found);
        let type_name = text(&members, "type", TYPE_MAX, &mut found).unwrap_or_default();
        if type_name.is_empty() && !found.iter().any(|violation| violation.path == "type") {
            found.push(Violation::new("type", "required", "is required"));
        }
        let kind = FieldType::parse(&type_name).unwrap_or(FieldType::Json);
        let required = switch(&members, "required", &mut found);
        let allow_empty = switch(&members, "allowEmpty", &mut found);
        let mut settings = Settings::new(&members, depth);
        let [unique, indexed] = ["unique", "indexed"].map(|name| index(&mut settings, name, kind));
        let rule = rule::compile(kind, &mut settings);
        found.extend(settings.into_violations());
        for (name, raw) in [
            ("name", quoted(&name)),
            ("label", quoted(&label)),
            ("type", quoted(&type_name)),
            ("required", if required { RawValue::TRUE } else { RawValue::FALSE }.to_owned()),
        ] {
            if member(&members, name).is_none() {
                members.retain(|(known, _)| known != name);
                members.push((name.to_owned(), raw));
            }
        }
        Self {
            name,
            label,
            type_name,
            required,
            allow_empty,
            unique,
            indexed,
            description,
            kind,
            rule,
            members,
            found,
        }
    }
}

/// A member in canonical JSON; inner definitions have that form already.
fn stored(raw: &RawValue, depth: usize) -> Result<Box<RawValue>, serde_json::Error> {
    if depth > 0 {
        return Ok(raw.to_owned());
    }
    RawValue::from_string(json::normalise(raw.get()).map_err(serde_json::Error::custom)?)
}

fn quoted(text: &str) -> Box<RawValue> {
    serde_json::value::to_raw_value(text).unwrap_or_default()
}

fn text(members: &Members, name: &str, max: usize, found: &mut Vec<Violation>) -> Option<String> {
    let Some(text) = value::text(member(members, name)?) else {
        found.push(Violation::new(name, "type", "must be a text"));
        return None;
    };
    if text.len() > max && text.chars().count() > max {
        found.push(Violation::new(name, "maxLength", format!("must be at most {max} characters long")));
    }
    Some(text.into_owned())
}

fn switch(members: &Members, name: &'static str, found: &mut Vec<Violation>) -> bool {
    match member(members, name) {
        None | Some("false") => false,
        Some("true") => true,
        Some(_) => {
            found.push(Violation::new(name, "type", "must be true or false"));
            false
        }
    }
}

/// Whether the value index holds the values, for `unique` or `indexed`.
fn index(settings: &mut Settings<'_>, name: &str, kind: FieldType) -> bool {
    let wanted = settings.flag(name);
    if wanted && !kind.can_be_indexed() {
        settings.refuse(name, "type", format!("a {} field cannot be {name}", kind.as_str()));
    } else if wanted && settings.depth() > 0 {
        settings.refuse(name, "type", format!("a field inside of another cannot be {name}"));
    }
    wanted
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(json: &str) -> Vec<String> {
        let field: Field = serde_json::from_str(json).unwrap();
        field.definition_violations().into_iter().map(|violation| violation.path).collect()
    }

    #[test]
    fn little_is_asked_of_a_definition() {
        assert!(paths(r#"{"name":"a","type":"text"}"#).is_empty());
        assert!(paths(r#"{"name":"a","type":"hologram","config":{"minLength":"?"},"depth":3}"#).is_empty());
        assert!(
            paths(r#"{"name":"a","type":"text","required":null,"config":null,"description":null}"#)
                .is_empty()
        );
        assert!(Field::new("a", FieldType::Array).definition_violations().is_empty());
    }

    #[test]
    fn what_is_wrong_is_named() {
        assert_eq!(paths("{}"), ["name", "type"]);
        assert_eq!(paths(r#"{"name":"a b","type":"text"}"#), ["name"]);
        assert_eq!(
            paths(r#"{"name":"a","label":1,"type":2,"required":"yes","description":[],"config":[]}"#),
            ["label", "description", "type", "required", "config"]
        );
        assert_eq!(
            paths(r#"{"name":"a","type":"text","unique":1,"config":{"indexed":0}}"#),
            ["unique", "config.indexed"]
        );
        assert_eq!(
            paths(&format!(r#"{{"name":"a","type":"text","label":"{}"}}"#, "x".repeat(201))),
            ["label"]
        );
        assert_eq!(paths(r#"{"name":"a","type":"text","maxLength":"8"}"#), ["maxLength"]);
        assert!(serde_json::from_str::<Field>("[]").is_err());
    }

    #[test]
    fn only_plain_values_are_indexed() {
        for kind in FieldType::ALL {
            for name in ["unique", "indexed"] {
                let field = Field::new("a", kind).with(name, "true").unwrap();
                let refused =
                    ["richText", "json", "group", "array", "image", "file"].contains(&kind.as_str());
                assert_eq!(!field.definition_violations().is_empty(), refused, "{kind:?} {name}");
            }
        }
        assert_eq!(paths(r#"{"name":"a","type":"hologram","unique":true}"#), ["unique"]);
    }

    #[test]
    fn defaults_keep_the_rules() {
        let default = |json: &str| Field::new("a", FieldType::Number).with("defaultValue", json).unwrap();
        assert!(default("3").definition_violations().is_empty());
        assert_eq!(default("3").default_json(), Some("3"));
        assert_eq!(default("null").default_json(), None);
        let violations = default("\"3\"").definition_violations();
        assert_eq!(violations.len(), 1);
        assert_eq!((violations[0].path.as_str(), violations[0].code), ("defaultValue", "type"));
        let list = Field::new("a", FieldType::Tags).with("defaultValue", "[1]").unwrap();
        assert_eq!(list.definition_violations()[0].path, "defaultValue[0]");
    }

    #[test]
    fn a_required_value_may_be_empty_where_the_definition_says_so() {
        let field = Field::new("a", FieldType::Text).with("required", "true").unwrap();
        assert!(field.check(Some("\"\"")).is_some());
        let field = field.with("allowEmpty", "true").unwrap();
        assert!(field.check(Some("\"\"")).is_none());
        assert!(field.check(None).is_some() && field.check(Some("null")).is_some());
        assert!(field.check(Some("[]")).is_some(), "an empty list is no text");
        assert_eq!(field.with("defaultValue", "\"\"").unwrap().default_json(), Some("\"\""));
        assert_eq!(paths(r#"{"name":"a","type":"text","allowEmpty":1}"#), ["allowEmpty"]);
    }

    #[test]
    fn an_empty_default_does_not_satisfy_required() {
        let field = Field::new("a", FieldType::Text).with("defaultValue", "\"\"").unwrap();
        assert_eq!(field.default_json(), Some("\"\""));
        let field = field.with("required", "true").unwrap();
        assert_eq!(field.default_json(), None);
        assert!(field.definition_violations().is_empty());
    }
}
