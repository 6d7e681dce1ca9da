//! `array`: inputs of one type. On the wire a list of the items' texts; in the store a list of
//! their values.
//!
//! Several field types are shown as arrays: `array` (with one definition in `of`, of groups, or
//! untyped), `tags`, `multiSelect`, and images, files and relations with `multiple`. Arrays do not
//! nest: an item that is a list or a group is shown as a textarea with JSON. An untyped item is
//! JSON if its text parses as JSON, else a string.

use super::form::{Form, Item};
use super::settings::{StoreCheck, check_count};
use super::value::{ParseContext, ParseResult, is_nothing, read, written};
use super::{InputType, raw, settings};
use weft_domain::field::{Field, FieldType};
use weft_domain::json::{self, Object};

/// The default settings.
pub(super) const DEFAULTS: &str = r#"{"input":"","maxInputs":0,"inputConfig":{}}"#;

const EMPTY: &str = "Empty value for Array Input";

/// Checks the settings, those of the items included.
pub(super) fn check_settings(settings: &Object<'_>) -> Result<Vec<StoreCheck>, String> {
    let name = match raw::member(settings, "input") {
        None | Some("\"\"" | "0" | "false") => return Err("Input is required".to_owned()),
        Some(name) => raw::text(name).ok_or("Input must be a string")?,
    };
    let kind = match InputType::parse(&name).ok_or("Input does not exist")? {
        InputType::Array => return Err("Input cannot be another Array Input".to_owned()),
        kind if kind.is_visual_only() => {
            return Err("Visual-only Inputs cannot be used in an Array Input".to_owned());
        }
        kind => kind,
    };
    check_count(settings, "maxInputs", ["Max Input", "Max Inputs"])?;
    let config = settings::sent_settings(raw::member(settings, "inputConfig"))?;
    settings::check_settings(kind, &config)
}

/// The item field of an array, without a name, and whether items may have any type.
pub(super) fn item(field: &Field) -> (Field, bool) {
    let like = |kind: FieldType, names: &[&str]| {
        let settings = names.iter().filter_map(|name| Some((*name, raw::setting(field, name)?)));
        let item = Field::new("", kind);
        item.clone().with("config", &json::object(settings)).unwrap_or(item)
    };
    match field.field_type() {
        FieldType::MultiSelect => (like(FieldType::Select, &["options"]), false),
        FieldType::Tags => (Field::new("", FieldType::Text), false),
        kind @ (FieldType::Image | FieldType::File) => (like(kind, &[]), false),
        kind @ FieldType::Relation => (like(kind, &["to", "of", "relationTo"]), false),
        _ if raw::setting(field, "fields").is_some() => (like(FieldType::Group, &[]), false),
        _ => match raw::setting(field, "of").and_then(definition) {
            Some(item) => (item, false),
            None => (Field::new("", FieldType::Text), true),
        },
    }
}

/// The definition of an item: a definition, or a type's name.
fn definition(of: &str) -> Option<Field> {
    match raw::text(of) {
        Some(_) => serde_json::from_str(&format!("{{\"type\":{of}}}")).ok(),
        None => serde_json::from_str(of).ok(),
    }
}

/// The input type of a field's items.
pub(super) fn item_type(item: &Field) -> InputType {
    match InputType::of(item) {
        InputType::Array => InputType::Textarea,
        kind => kind,
    }
}

/// The list as a text. A value that is not a list is shown as stored.
pub(super) fn serialise(item: &Item, stored: &str) -> String {
    let Some(items) = raw::items(stored) else { return raw::plain(stored).into_owned() };
    raw::array(items.into_iter().map(|value| match written(&item.form, value.get()) {
        Some(text) => json::quote(&text),
        None => String::from("null"),
    }))
}

/// Parses the text of a list.
pub(super) fn parse(field: &Field, item: &Item, text: &str, context: &ParseContext<'_>) -> ParseResult {
    let items = raw::json(text).and_then(raw::items).ok_or("Array Input must be a value")?;
    if items.is_empty() && field.required {
        return Err("Required Array Input does not have a value".to_owned());
    }
    if raw::bound(raw::setting(field, "maxItems")).is_some_and(|max| items.len() > max) {
        return Err("Array Input has more inputs than allowed".to_owned());
    }
    let items: Result<Vec<_>, _> =
        items.into_iter().map(|sent| parse_item(item, sent.get(), context)).collect();
    items.map(raw::array)
}

/// Parses an item; a non-string stands for its JSON text.
fn parse_item(item: &Item, sent: &str, context: &ParseContext<'_>) -> ParseResult {
    let text = if raw::is_null(sent) { "".into() } else { raw::plain(sent) };
    if !is_nothing(&item.form, &text) {
        return read(&item.field, &item.form, &text, context);
    }
    // An untouched list of pairs.
    if !text.is_empty() && matches!(item.form, Form::Pairs) {
        return Ok(String::from("{}"));
    }
    if item.may_be_empty { Ok(String::from("\"\"")) } else { Err(EMPTY.to_owned()) }
}

/// The text of an untyped item.
pub(super) fn serialise_anything(stored: &str) -> String {
    match raw::text(stored) {
        Some(text) if raw::json(&text).is_none() => text.into_owned(),
        _ => stored.to_owned(),
    }
}

/// Parses the text of an untyped item.
pub(super) fn parse_anything(text: &str) -> String {
    raw::json(text).map_or_else(|| json::quote(text), ToOwned::to_owned)
}

impl Item {
    /// The items of a field that shows as an array.
    pub(super) fn of(field: &Field) -> Self {
        let (item, is_anything) = item(field);
        let form = match item_type(&item) {
            _ if is_anything => Form::Anything,
            InputType::Textarea if InputType::of(&item) == InputType::Array => Form::Json,
            _ => Form::of(&item),
        };
        let is_text = matches!(
            form,
            Form::Anything
                | Form::Text
                | Form::Slug
                | Form::Select
                | Form::RichText
                | Form::Media
                | Form::Relation
                | Form::Address
        );
        Self { may_be_empty: is_text && field.field_type() == FieldType::Array, field: item, form }
    }
}

#[cfg(test)]
mod tests {
    use super::super::guard::{field, parsed, refused, serialised};

    #[test]
    fn items_are_texts_on_the_wire() {
        for (kind, config, stored, sent) in [
            ("array", r#"{"of":"text"}"#, r#"["a","b\"",""]"#, r#"["a","b\"",""]"#),
            ("array", r#"{"of":"number"}"#, "[1,-2.5]", r#"["1","-2.5"]"#),
            ("array", r#"{"of":"boolean"}"#, "[true,false]", r#"["true","false"]"#),
            ("array", r#"{"of":{"type":"richText"}}"#, r#"[{"type":"doc"}]"#, r#"["{\"type\":\"doc\"}"]"#),
            ("array", r#"{"of":{"type":"array","of":"number"}}"#, "[[1],[]]", r#"["[1]","[]"]"#),
            ("array", r#"{"of":{"type":"tags"}}"#, r#"[["a"]]"#, r#"["[\"a\"]"]"#),
            (
                "array",
                r#"{"of":{"type":"json","input":"key-value"}}"#,
                r#"[{"a":"b"}]"#,
                r#"["[[\"a\",\"b\"]]"]"#,
            ),
            ("array", r#"{"fields":[{"name":"a","type":"number"}]}"#, r#"[{"a":1}]"#, r#"["{\"a\":1}"]"#),
            (
                "array",
                "{}",
                r#"["a","1","true","",1,null,{"a":[]}]"#,
                r#"["a","\"1\"","\"true\"","","1","null","{\"a\":[]}"]"#,
            ),
            ("tags", "{}", r#"["a","b"]"#, r#"["a","b"]"#),
            ("multiSelect", r#"{"options":["a",3]}"#, r#"["a",3]"#, r#"["a","3"]"#),
            ("image", r#"{"multiple":true}"#, r#"["/a.png"]"#, r#"["/a.png"]"#),
        ] {
            let field = field(kind, config);
            assert_eq!(serialised(&field, stored).unwrap(), sent, "{kind} {config}");
            assert_eq!(parsed(&field, sent), Ok(Some(stored.to_owned())), "{kind} {config}");
        }
    }

    #[test]
    fn items_that_are_no_texts_stand_for_their_json() {
        let numbers = field("array", r#"{"of":"number"}"#);
        assert_eq!(parsed(&numbers, "[1,2]"), Ok(Some("[1,2]".to_owned())));
        let pairs = field("array", r#"{"of":{"type":"json","input":"key-value"}}"#);
        assert_eq!(parsed(&pairs, r#"["null",[["a","b"]]]"#), Ok(Some(r#"[{},{"a":"b"}]"#.to_owned())));
        let documents = field("array", r#"{"of":"richText"}"#);
        assert_eq!(parsed(&documents, r#"["null",null,""]"#), Ok(Some(r#"["","",""]"#.to_owned())));
        let groups = field("array", r#"{"fields":[]}"#);
        assert_eq!(parsed(&groups, r#"[{"a":1}]"#), Ok(Some(r#"[{"a":1}]"#.to_owned())));
    }

    #[test]
    fn what_is_wrong_is_said_as_in_the_original() {
        let texts = field("array", r#"{"maxItems":2,"of":{"type":"text","config":{"maxLength":2}}}"#);
        refused(&texts, "x", "Array Input must be a value");
        refused(&texts, "{}", "Array Input must be a value");
        refused(&texts, r#"["a","b","c"]"#, "Array Input has more inputs than allowed");
        refused(&texts, r#"["abc"]"#, "Text Input value is longer than allowed");
        refused(&texts.with("required", "true").unwrap(), "[]", "Required Array Input does not have a value");
        refused(&field("array", r#"{"of":"number"}"#), r#"[""]"#, "Empty value for Array Input");
        refused(&field("array", r#"{"of":"boolean"}"#), "[null]", "Empty value for Array Input");
        refused(&field("tags", "{}"), r#"["a",""]"#, "Empty value for Array Input");
        refused(
            &field("array", r#"{"of":"relation"}"#),
            r#"["x"]"#,
            "Relational Input referenced non-existent entry",
        );
        refused(&field("multiSelect", r#"{"options":["a"]}"#), r#"["b"]"#, "Invalid option selected");
        let email = field("array", r#"{"of":"email"}"#);
        refused(
            &email,
            r#"["a@b.example","c"]"#,
            "Invalid value for input \"x\" at [1]: must be an e-mail address",
        );
        let groups = field("array", r#"{"fields":[{"name":"a","type":"number"}]}"#);
        refused(&groups, r#"["{\"a\":\"1\"}"]"#, "Invalid value for input \"x\" at [0].a: must be a number");
        refused(&groups, r#"["a"]"#, "Invalid value for input \"x\": must be JSON");
    }
}
