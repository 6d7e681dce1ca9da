//! `array`: a JSON array; `minItems`, `maxItems`.
//!
//! With `fields`, each item is an object with those fields, as in a `group`. With `of`, each item
//! is a value of that one definition (`{"type":"text","config":{…}}`, or just the type's name),
//! which needs no name. With neither, items are any JSON.

use super::Field;
use super::failure::Failure;
use super::group::Group;
use super::items::Items;
use super::rule::Rule;
use super::settings::Settings;
use super::value::{self, EmptyForm};
use super::{Reference, ReferencePath};

/// The rule of a field of this type.
#[derive(Debug)]
pub(super) struct Array {
    items: Items,
    item: Item,
}

#[derive(Debug)]
enum Item {
    Any,
    Object(Group),
    Value(Box<Field>),
}

impl Item {
    fn rule(&self) -> Option<&dyn Rule> {
        match self {
            Self::Any => None,
            Self::Object(group) => Some(group),
            Self::Value(field) => Some(&*field.rule),
        }
    }
}

impl Array {
    /// From `fields` or `of`, `minItems` and `maxItems`.
    pub(super) fn read(settings: &mut Settings<'_>) -> Self {
        let items = Items::read(settings);
        let item = if settings.raw("fields").is_some() {
            Item::Object(Group::read(settings))
        } else {
            item(settings).map_or(Item::Any, |field| Item::Value(Box::new(field)))
        };
        Self { items, item }
    }
}

impl Rule for Array {
    fn empty_form(&self) -> EmptyForm {
        EmptyForm::List
    }

    fn check(&self, raw: &str) -> Result<(), Failure> {
        self.items.check_each(raw, |item| match &self.item {
            Item::Any => Ok(()),
            Item::Object(group) => group.check(item),
            Item::Value(_) if item == "null" => Err(Failure::new("required", "must not be null")),
            Item::Value(field) => field.judge(Some(item)),
        })
    }

    fn normalise(&self, raw: &str) -> Option<String> {
        value::normalise_items(raw, |item| match &self.item {
            Item::Any => None,
            Item::Object(group) => group.normalise(item),
            Item::Value(field) => field.normalise(item),
        })
    }

    fn reference_paths(&self, at: &ReferencePath, found: &mut Vec<ReferencePath>) {
        if let Some(rule) = self.item.rule() {
            rule.reference_paths(&at.items(), found);
        }
    }

    fn references(&self, raw: &str, path: &str, found: &mut Vec<Reference>) {
        let Some(rule) = self.item.rule() else { return };
        for (at, item) in value::items(raw).unwrap_or_default().iter().enumerate() {
            rule.references(item.get(), &format!("{path}[{at}]"), found);
        }
    }
}

fn item(settings: &mut Settings<'_>) -> Option<Field> {
    if settings.raw("of").is_none() || settings.is_too_deep("of") {
        return None;
    }
    let depth = settings.depth() + 1;
    let field =
        settings.parsed("of", "must be a field type or a definition", |raw| match value::text(raw) {
            Some(_) => Field::read(&format!("{{\"type\":{raw}}}"), depth).ok(),
            None => Field::read(raw, depth).ok(),
        })?;
    settings.absorb("of", field.unnamed_violations());
    Some(field)
}

#[cfg(test)]
mod tests {
    use super::super::guard::{accepts, definition, field, refuses};

    #[test]
    fn items_may_be_objects() {
        let array =
            field("array", r#"{"maxItems":3,"fields":[{"name":"name","type":"text","required":true}]}"#);
        accepts(&array, &["[]", r#"[{"name":"a"},{"name":"b"}]"#]);
        refuses(
            &array,
            &[("{}", "type"), (r#""""#, "type"), ("[1]", "type"), ("[null]", "type"), ("[{}]", "required")],
        );
        refuses(&array, &[("[1,2,3,4]", "maxItems")]);
        let violation = array.check(Some(r#"[{"name":"a"},{"name":"b"},{"name":""}]"#)).unwrap();
        assert_eq!((violation.path.as_str(), violation.code), ("data.x[2].name", "required"));
    }

    #[test]
    fn items_may_be_values() {
        let array = field("array", r#"{"of":{"type":"text","config":{"maxLength":2}}}"#);
        accepts(&array, &["[]", r#"["a","bc",""]"#]);
        refuses(&array, &[(r#"["abc"]"#, "maxLength"), ("[1]", "type"), ("[null]", "required")]);
        let grid = field("array", r#"{"of":{"type":"array","of":"number"}}"#);
        accepts(&grid, &["[[1,2],[3],[]]"]);
        assert_eq!(grid.check(Some(r#"[[1],[2,"3"]]"#)).unwrap().path, "data.x[1][1]");
    }

    #[test]
    fn items_may_be_anything() {
        accepts(&field("array", "{}"), &[r#"[1,"a",null,{}]"#]);
        refuses(&field("array", "{}"), &[("1", "type")]);
    }

    #[test]
    fn bad_definitions_are_named() {
        assert_eq!(definition("array", r#"{"of":7}"#), ["config.of"]);
        assert_eq!(
            definition("array", r#"{"of":{"type":"text","config":{"pattern":"("}}}"#),
            ["config.of.config.pattern"]
        );
        assert_eq!(definition("array", r#"{"of":{"config":{}}}"#), ["config.of.type"]);
        assert_eq!(
            definition("array", r#"{"fields":[{"name":"","type":"text"}]}"#),
            ["config.fields[0].name"]
        );
        let mut of = String::from(r#""text""#);
        for _ in 0..60 {
            of = format!(r#"{{"type":"array","of":{of}}}"#);
        }
        assert_eq!(definition("array", &format!("{{\"of\":{of}}}")).len(), 1);
    }
}
