//! `group`: a JSON object whose members are fields of their own, defined in `fields`. Members that
//! are not defined are kept.
//!
//! Defaults inside of a group are hints for editors: a value that was sent is stored as it was
//! sent.

use super::Field;
use super::failure::Failure;
use super::rule::Rule;
use super::settings::Settings;
use super::value::EmptyForm;
use super::{Reference, ReferencePath};
use crate::json;

/// The rule of a field of this type.
#[derive(Debug)]
pub(super) struct Group {
    fields: Vec<Field>,
}

impl Group {
    /// From `fields`.
    pub(super) fn read(settings: &mut Settings<'_>) -> Self {
        Self { fields: settings.fields() }
    }
}

impl Rule for Group {
    fn empty_form(&self) -> EmptyForm {
        EmptyForm::Other
    }

    fn check(&self, raw: &str) -> Result<(), Failure> {
        let members = json::members(raw).map_err(|_| Failure::kind("must be an object"))?;
        for field in &self.fields {
            let value = members.iter().find(|(name, _)| *name == field.name).map(|(_, value)| value.get());
            field.judge(value).map_err(|failure| failure.in_member(&field.name))?;
        }
        Ok(())
    }

    fn normalise(&self, raw: &str) -> Option<String> {
        let members = json::members(raw).ok()?;
        let normalise = |(name, value): &(std::borrow::Cow<'_, str>, &serde_json::value::RawValue)| {
            self.fields.iter().find(|field| field.name == *name)?.normalise(value.get())
        };
        let normalised: Vec<Option<String>> = members.iter().map(normalise).collect();
        if normalised.iter().all(Option::is_none) {
            return None;
        }
        let members = members.iter().zip(&normalised);
        Some(json::object(
            members.map(|((name, value), other)| (name.as_ref(), other.as_deref().unwrap_or(value.get()))),
        ))
    }

    fn reference_paths(&self, at: &ReferencePath, found: &mut Vec<ReferencePath>) {
        for field in &self.fields {
            field.rule.reference_paths(&at.member(&field.name), found);
        }
    }

    fn references(&self, raw: &str, path: &str, found: &mut Vec<Reference>) {
        let members = json::members(raw).unwrap_or_default();
        for field in &self.fields {
            if let Some((_, value)) = members.iter().find(|(name, _)| *name == field.name) {
                field.rule.references(value.get(), &format!("{path}.{}", field.name), found);
            }
        }
    }

    fn fields(&self) -> &[Field] {
        &self.fields
    }
}

#[cfg(test)]
mod tests {
    use super::super::guard::{accepts, definition, field, refuses};

    const SEO: &str = r#"{"fields":[
        {"name":"title","type":"text","required":true,"config":{"maxLength":3}},
        {"name":"og","type":"group","config":{"fields":[{"name":"url","type":"url"}]}}]}"#;

    #[test]
    fn checks_its_members() {
        let group = field("group", SEO);
        accepts(&group, &[r#"{"title":"abc"}"#, r#"{"title":"a","og":{"url":"/"},"more":[1]}"#]);
        refuses(&group, &[("{}", "required"), ("[]", "type"), (r#""""#, "type"), ("1", "type")]);
        let violation = group.check(Some(r#"{"title":"a","og":{"url":"x"}}"#)).unwrap();
        assert_eq!((violation.path.as_str(), violation.code), ("data.x.og.url", "format"));
        let violation = group.check(Some(r#"{"title":"abcd","og":7}"#)).unwrap();
        assert_eq!((violation.path.as_str(), violation.code), ("data.x.title", "maxLength"));
    }

    #[test]
    fn its_members_have_one_spelling() {
        let group = field(
            "group",
            r#"{"fields":[{"name":"at","type":"datetime"},{"name":"of","type":"array","of":"color"}]}"#,
        );
        assert_eq!(
            group
                .normalise(r##"{"x":1,"at":"2026-01-01T01:00:00+01:00","of":["#fff","#aabbcc"],"y":"#FFF"}"##)
                .unwrap(),
            r##"{"x":1,"at":"2026-01-01T00:00:00.000Z","of":["#ffffff","#aabbcc"],"y":"#FFF"}"##
        );
        assert_eq!(group.normalise(r#"{"at":null,"of":[]}"#), None);
        let list = field("array", r#"{"fields":[{"name":"at","type":"datetime"}]}"#);
        assert_eq!(
            list.normalise(r#"[{"at":"2026-01-01T00:00:00Z"},{}]"#).unwrap(),
            r#"[{"at":"2026-01-01T00:00:00.000Z"},{}]"#
        );
    }

    #[test]
    fn an_undefined_group_is_any_object() {
        accepts(&field("group", "{}"), &["{}", r#"{"a":1}"#]);
        refuses(&field("group", "{}"), &[("[1]", "type")]);
    }

    #[test]
    fn bad_definitions_are_named() {
        assert!(definition("group", SEO).is_empty());
        assert_eq!(definition("group", r#"{"fields":{}}"#), ["config.fields"]);
        assert_eq!(
            definition(
                "group",
                r#"{"fields":[7,{"name":"a b","type":"text"},{"name":"c","type":"text","config":{"maxLength":"x"}},
                    {"name":"c","type":"text","unique":true},{"name":"d","type":"text","indexed":true}]}"#
            ),
            [
                "config.fields[0]",
                "config.fields[1].name",
                "config.fields[2].config.maxLength",
                "config.fields[3].name",
                "config.fields[3].unique",
                "config.fields[4].indexed",
            ]
        );
    }

    #[test]
    fn definitions_do_not_go_on_for_ever() {
        let mut config = String::from("{}");
        for _ in 0..6 {
            config = format!(r#"{{"fields":[{{"name":"a","type":"group","config":{config}}}]}}"#);
        }
        assert!(definition("group", &config).is_empty());
        for _ in 0..10 {
            config = format!(r#"{{"fields":[{{"name":"a","type":"group","config":{config}}}]}}"#);
        }
        assert_eq!(definition("group", &config).len(), 1);
    }
}
