//! Writes an input as a field, new or changed.
//!
//! Members that SnowCMS does not know stay. The field's type stays too, as long as the field
//! appears as the requested input type: a number that appears as a text is still a number after its
//! label was changed. Whether values must be unique is the collection's setting (its slug), not the
//! type's.

use super::canonical::{self, Members};
use super::shown::Collections;
use super::{InputType, raw};
use uuid::Uuid;
use weft_domain::field::Field;
use weft_domain::json;

/// The requested state of an input.
#[derive(Debug, Clone, Copy)]
pub struct Definition<'a> {
    /// Its id.
    pub id: Uuid,
    /// The name for people.
    pub name: &'a str,
    /// The field name of values.
    pub field_name: &'a str,
    /// The description.
    pub description: Option<&'a str>,
    /// Its type.
    pub kind: InputType,
    /// Whether an entry must have a value; ignored for an input without values.
    pub required: bool,
    /// `inputConfig`, a JSON object from `merged_settings` or `sent_settings`, checked.
    pub settings: &'a str,
}

impl Definition<'_> {
    /// The field that stores the input; `field` is the present one.
    ///
    /// # Errors
    /// When the settings are not JSON.
    pub fn field(
        &self,
        field: Option<&Field>,
        collections: &dyn Collections,
    ) -> Result<Field, serde_json::Error> {
        let settings = json::members(self.settings)?;
        let mut members = match field {
            Some(field) => Members::of(&serde_json::to_string(field)?),
            None => Members::default(),
        };
        members.set("name", json::quote(self.field_name));
        members.set("label", json::quote(self.name));
        canonical::write(&mut members, field, self.kind, &settings, collections);
        let is_required = self.required && !self.kind.is_visual_only();
        members.set("required", if is_required { "true" } else { "false" });
        match self.description {
            Some(text) => members.set("description", json::quote(text)),
            None => members.remove("description"),
        }
        members.set("id", json::quote(&self.id.to_string()));
        members.set("inputConfig", raw::json(self.settings).unwrap_or("{}"));
        serde_json::from_str(&members.text())
    }
}

#[cfg(test)]
mod tests {
    use super::super::guard::{AUTHORS, ENTRY, Site, field};
    use super::super::{Input, merged_settings};
    use super::*;

    fn definition(kind: InputType, settings: &str) -> Definition<'_> {
        let id = ENTRY.parse().unwrap();
        Definition { id, name: "Name", field_name: "x", description: None, kind, required: false, settings }
    }

    fn made(kind: InputType, settings: &str, from: Option<&Field>) -> String {
        serde_json::to_string(&definition(kind, settings).field(from, &Site).unwrap()).unwrap()
    }

    #[test]
    fn new_inputs_become_fields() {
        use InputType::*;
        let relation = format!(r#"{{"collectionId":"{AUTHORS}"}}"#);
        let text = r#"{"maxLength":0}"#;
        let array = r#"{"input":"key-value","maxInputs":3,"inputConfig":{"maxInputs":1}}"#;
        for (kind, settings, members) in [
            (Text, text, r#""type":"text""#),
            (Text, r#"{"maxLength":9}"#, r#""type":"text","config":{"maxLength":9}"#),
            (Textarea, text, r#""type":"textarea""#),
            (Checkbox, "{}", r#""type":"boolean""#),
            (
                Select,
                r#"{"options":[["a","A"]]}"#,
                r#""type":"select","config":{"options":[{"value":"a","label":"A"}]}"#,
            ),
            (RichText, r#"{"maxLength":9}"#, r#""type":"richText""#),
            (Media, r#"{"mimeTypes":["image/*"]}"#, r#""type":"file""#),
            (Relational, &relation, r#""type":"relation","config":{"to":"authors"}"#),
            (Relational, r#"{"collectionId":"?"}"#, r#""type":"relation""#),
            (
                Array,
                array,
                r#""type":"array","config":{"maxItems":3,"of":{"type":"json","input":"key-value","inputConfig":{"maxInputs":1}}}"#,
            ),
            (KeyValue, "{}", r#""type":"json","input":"key-value""#),
            (RemoteData, "{}", r#""type":"url","input":"remote-data""#),
            (Alert, "{}", r#""type":"json","input":"alert""#),
        ] {
            let wanted = format!(
                r#"{{"name":"x","label":"Name",{members},"required":false,"id":"{ENTRY}","inputConfig":{settings}}}"#
            );
            assert_eq!(made(kind, settings, None), wanted, "{kind:?}");
        }
        assert!(!made(Slug, r#"{"fieldName":"t"}"#, None).contains("unique"));
    }

    #[test]
    fn an_input_shows_as_it_was_made() {
        for kind in InputType::ALL {
            let settings = merged_settings(kind, Some(r#"{"x":1,"input":"select"}"#)).unwrap();
            let definition = Definition { description: Some("d"), ..definition(kind, &settings) };
            let field = definition.field(None, &Site).unwrap();
            assert!(field.definition_violations().is_empty(), "{kind:?}");
            let input = Input::of(&field, AUTHORS.parse().unwrap(), &Site);
            assert_eq!(input.kind, kind);
            assert_eq!(
                (input.name.as_str(), input.field_name.as_str(), input.id),
                ("Name", "x", definition.id)
            );
            assert_eq!(input.description.as_deref(), Some("d"));
            assert_eq!(input.settings, settings, "{kind:?}");
        }
    }

    #[test]
    fn an_alert_never_asks_for_a_value() {
        let required = |kind| Definition { required: true, ..definition(kind, "{}") };
        assert!(!required(InputType::Alert).field(None, &Site).unwrap().required);
        assert!(required(InputType::Text).field(None, &Site).unwrap().required);
    }

    #[test]
    fn fields_of_other_dialects_stay_what_they_are() {
        for (kind, config, as_input) in [
            ("number", r#"{"min":3}"#, InputType::Text),
            ("email", r#"{"maxLength":80,"pattern":"a"}"#, InputType::Text),
            ("select", r#"{"options":["a",3,{"value":"b","color":"red"}]}"#, InputType::Select),
            ("tags", r#"{"maxItems":3}"#, InputType::Array),
            ("multiSelect", r#"{"options":["a",3]}"#, InputType::Array),
            ("image", r#"{"multiple":true,"maxItems":2}"#, InputType::Array),
            ("relation", r#"{"to":["authors","pages"]}"#, InputType::Relational),
            ("relation", r#"{"to":["authors","pages"],"multiple":true}"#, InputType::Array),
            ("group", r#"{"fields":[{"name":"a","type":"text"}]}"#, InputType::Textarea),
            ("array", r#"{"fields":[{"name":"a","type":"text"}]}"#, InputType::Array),
            ("array", r#"{"of":"number"}"#, InputType::Array),
            ("array", "{}", InputType::Array),
        ] {
            let before = field(kind, config).with("x-admin", r#"{"width":50}"#).unwrap();
            let shown = Input::of(&before, AUTHORS.parse().unwrap(), &Site);
            assert_eq!(shown.kind, as_input, "{kind}");
            let definition = Definition { name: "New", ..definition(shown.kind, &shown.settings) };
            let after = definition.field(Some(&before), &Site).unwrap();
            assert_eq!(after.label, "New");
            for member in ["type", "config", "x-admin"] {
                assert_eq!(after.member(member), before.member(member), "{kind} {config} {member}");
            }
            let again = Input::of(&after, AUTHORS.parse().unwrap(), &Site);
            assert_eq!((again.settings, again.kind), (shown.settings, shown.kind), "{kind} {config}");
        }
    }

    #[test]
    fn what_snow_changes_is_changed() {
        let changed = |before: &Field, kind, settings: &str| {
            let after = definition(kind, settings).field(Some(before), &Site).unwrap();
            (after.type_name.clone(), after.member("config").unwrap_or_default().to_owned())
        };
        let text = field("text", r#"{"pattern":"a","maxLength":3}"#);
        assert_eq!(
            changed(&text, InputType::Text, r#"{"maxLength":4}"#),
            ("text".to_owned(), r#"{"pattern":"a","maxLength":4}"#.to_owned())
        );
        assert_eq!(
            changed(&text, InputType::Text, "{}"),
            ("text".to_owned(), r#"{"pattern":"a"}"#.to_owned())
        );
        let array = field("array", r#"{"of":{"type":"text","hint":"h","config":{"pattern":"b"}}}"#);
        let longer = r#"{"input":"text","maxInputs":2,"inputConfig":{"maxLength":5}}"#;
        assert_eq!(
            changed(&array, InputType::Array, longer).1,
            r#"{"of":{"type":"text","hint":"h","config":{"pattern":"b","maxLength":5},"inputConfig":{"maxLength":5}},"maxItems":2}"#
        );
        let other = r#"{"input":"checkbox"}"#;
        assert_eq!(
            changed(&array, InputType::Array, other).1,
            r#"{"of":{"type":"boolean","inputConfig":{}}}"#
        );
        let options = r#"{"input":"select","inputConfig":{"options":[["b","B"]]}}"#;
        assert_eq!(
            changed(&field("multiSelect", r#"{"options":["a"]}"#), InputType::Array, options),
            ("multiSelect".to_owned(), r#"{"options":[{"value":"b","label":"B"}]}"#.to_owned())
        );
    }

    #[test]
    fn items_that_show_as_texts_stay_what_they_are() {
        for (config, item) in [
            (r#"{"of":"tags"}"#, "textarea"),
            (r#"{"of":{"type":"group","config":{"fields":[]}}}"#, "textarea"),
            (r#"{"fields":[{"name":"a","type":"text"}]}"#, "textarea"),
            (r#"{"of":"number"}"#, "text"),
            ("{}", "text"),
        ] {
            let before = field("array", config);
            for inner in ["", r#","inputConfig":{}"#, r#","inputConfig":{"maxLength":0}"#] {
                let settings = format!(r#"{{"input":"{item}","maxInputs":0{inner}}}"#);
                let after = definition(InputType::Array, &settings).field(Some(&before), &Site).unwrap();
                assert_eq!(after.member("config"), before.member("config"), "{config} {settings}");
            }
            let settings = format!(r#"{{"input":"{item}","inputConfig":{{"maxLength":3}}}}"#);
            let after = definition(InputType::Array, &settings).field(Some(&before), &Site).unwrap();
            for value in ["[[\"a\"]]", "[{}]", "[{\"a\":\"b\"}]", "[1]", "[\"a\"]"] {
                assert_eq!(after.check(Some(value)), before.check(Some(value)), "{config} {value}");
            }
        }
    }

    #[test]
    fn another_type_keeps_nothing_of_what_the_old_one_asked() {
        let before = field("select", r#"{"options":["a"],"icon":"i"}"#)
            .with("defaultValue", "\"a\"")
            .and_then(|field| field.with("unique", "true"))
            .and_then(|field| field.with("minLength", "3"))
            .unwrap();
        let after = definition(InputType::KeyValue, "{}").field(Some(&before), &Site).unwrap();
        assert_eq!(
            serde_json::to_string(&after).unwrap(),
            format!(
                r#"{{"name":"x","type":"json","config":{{"icon":"i"}},"label":"Name","required":false,"input":"key-value","id":"{ENTRY}","inputConfig":{{}}}}"#
            )
        );
        let back = definition(InputType::Text, "{}").field(Some(&after), &Site).unwrap();
        assert_eq!((back.type_name.as_str(), back.member("input")), ("text", None));
    }
}
