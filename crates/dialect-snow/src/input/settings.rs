//! The settings of an input: `inputConfig`.
//!
//! It is an object; clients before May 2025 send the same object as a text that includes
//! `required`. The settings of a new input are completed with its type's defaults; those of a
//! changed one are stored as they were sent, and checked as if the defaults were present.

use super::{InputType, raw};
use super::{alert, array, key_value, media, relational, remote_data, rich_text, select, slug, text};
use std::borrow::Cow;
use weft_domain::json::{self, Object};

/// A check of settings that needs the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoreCheck {
    /// A collection with this id exists in the website, other than the input's own.
    Collection(String),
    /// An input with this field name exists in the collection.
    Field(String),
}

impl StoreCheck {
    /// The answer to a relation to the input's own collection.
    pub const SAME_COLLECTION: &str = "Cannot reference same Collection";

    /// The answer when the check fails.
    #[must_use]
    pub const fn refusal(&self) -> &'static str {
        match self {
            Self::Collection(_) => "Collection with that ID does not exist",
            Self::Field(_) => "No Input with that field name exist in this Collection",
        }
    }
}

/// The settings of a changed input, as an object; `sent` is the JSON text of `inputConfig`, if
/// there is one.
///
/// # Errors
/// The answer, when they are neither an object nor the text of one.
pub fn sent_settings(sent: Option<&str>) -> Result<Cow<'_, str>, &'static str> {
    let settings = match sent {
        None => return Ok(Cow::Borrowed("{}")),
        Some(sent) if raw::is_null(sent) => return Ok(Cow::Borrowed("{}")),
        Some(sent) => match raw::text(sent) {
            Some(text) if text.is_empty() => return Ok(Cow::Borrowed("{}")),
            Some(text) => Cow::Owned(raw::json(&text).unwrap_or_default().to_owned()),
            None => Cow::Borrowed(sent),
        },
    };
    if json::members(&settings).is_ok() { Ok(settings) } else { Err("Input config must be an object") }
}

/// The settings of a new input: those of `sent_settings`, over the defaults of its type.
///
/// # Errors
/// As `sent_settings`.
pub fn merged_settings(kind: InputType, sent: Option<&str>) -> Result<String, &'static str> {
    let sent = sent_settings(sent)?;
    Ok(merge(kind, &json::members(&sent).unwrap_or_default()))
}

/// Checks settings. Returns the checks that need the database.
///
/// # Errors
/// The answer, when a setting is wrong.
pub fn check_settings(kind: InputType, settings: &str) -> Result<Vec<StoreCheck>, String> {
    let merged = merge(kind, &json::members(settings).unwrap_or_default());
    let settings = &json::members(&merged).unwrap_or_default();
    let nothing_to_ask = |()| Vec::new();
    match kind {
        InputType::Text | InputType::Textarea | InputType::RichText => {
            text::check_settings(settings).map(nothing_to_ask)
        }
        InputType::Checkbox => Ok(Vec::new()),
        InputType::Select => select::check_settings(settings).map(nothing_to_ask),
        InputType::Slug => slug::check_settings(settings),
        InputType::Media => media::check_settings(settings).map(nothing_to_ask),
        InputType::Relational => relational::check_settings(settings),
        InputType::Array => array::check_settings(settings),
        InputType::KeyValue => key_value::check_settings(settings).map(nothing_to_ask),
        InputType::RemoteData => remote_data::check_settings(settings).map(nothing_to_ask),
        InputType::Alert => alert::check_settings(settings).map(nothing_to_ask),
    }
}

/// The `required` member of settings from before May 2025.
#[must_use]
pub fn required_setting(settings: &str) -> Option<bool> {
    match raw::member(&json::members(settings).ok()?, "required")? {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}

/// The default settings.
pub(super) const fn defaults(kind: InputType) -> &'static str {
    match kind {
        InputType::Text | InputType::Textarea => text::DEFAULTS,
        InputType::RichText => rich_text::DEFAULTS,
        InputType::Checkbox => "{}",
        InputType::Select => select::DEFAULTS,
        InputType::Slug => slug::DEFAULTS,
        InputType::Media => media::DEFAULTS,
        InputType::Relational => relational::DEFAULTS,
        InputType::Array => array::DEFAULTS,
        InputType::KeyValue => key_value::DEFAULTS,
        InputType::RemoteData => remote_data::DEFAULTS,
        InputType::Alert => alert::DEFAULTS,
    }
}

/// The settings over the defaults.
fn merge(kind: InputType, settings: &Object<'_>) -> String {
    let defaults = json::members(defaults(kind)).unwrap_or_default();
    let known = |name: &str| defaults.iter().any(|(known, _)| known == name);
    let first = defaults.iter().map(|(name, default)| {
        let said = settings.iter().find(|(said, _)| said == name);
        (name.as_ref(), said.map_or(default.get(), |(_, raw)| raw.get()))
    });
    let more = settings.iter().filter(|(name, _)| !known(name)).map(|(name, raw)| (name.as_ref(), raw.get()));
    json::object(first.chain(more))
}

/// A length or a count: a number, not negative. The answer starts with the name.
pub(super) fn check_count(
    settings: &Object<'_>,
    name: &str,
    [number, bound]: [&str; 2],
) -> Result<(), String> {
    let Some(count) = raw::member(settings, name).and_then(raw::number) else {
        return Err(format!("{number} must be a number"));
    };
    if count < 0.0 { Err(format!("{bound} cannot be negative")) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_an_object_or_its_text() {
        for nothing in [None, Some("null"), Some("\"\""), Some("{}"), Some("\"{}\"")] {
            assert_eq!(sent_settings(nothing).unwrap(), "{}", "{nothing:?}");
        }
        assert_eq!(sent_settings(Some(r#"{"maxLength": 3}"#)).unwrap(), r#"{"maxLength": 3}"#);
        assert_eq!(sent_settings(Some(r#""{\"maxLength\":3}""#)).unwrap(), r#"{"maxLength":3}"#);
        for odd in ["[]", "3", "true", "\"x\"", "\"[]\"", r#""{\"a\":1e999}""#] {
            assert_eq!(sent_settings(Some(odd)), Err("Input config must be an object"), "{odd}");
        }
    }

    #[test]
    fn defaults_fill_what_is_not_said() {
        let merged = merged_settings(InputType::Slug, Some(r#"{"x":1,"maxLength":9}"#)).unwrap();
        assert_eq!(merged, r#"{"fieldName":"","maxLength":9,"before":"","timezone":"Etc/UTC","x":1}"#);
        assert_eq!(merged_settings(InputType::Text, None).unwrap(), r#"{"maxLength":0}"#);
        assert_eq!(merged_settings(InputType::Checkbox, None).unwrap(), "{}");
        for kind in InputType::ALL {
            assert_eq!(merged_settings(kind, None).unwrap(), defaults(kind), "{kind:?}");
        }
    }

    #[test]
    fn old_settings_say_what_is_required() {
        assert_eq!(required_setting(r#"{"required":true}"#), Some(true));
        assert_eq!(required_setting(r#"{"required":false}"#), Some(false));
        for odd in ["{}", r#"{"required":1}"#, "[]", ""] {
            assert_eq!(required_setting(odd), None, "{odd}");
        }
    }

    #[test]
    fn wrong_settings_are_refused_in_the_words_of_the_original() {
        use InputType::*;
        for (kind, settings, answer) in [
            (Text, r#"{"maxLength":"3"}"#, "Max Length must be a number"),
            (Textarea, r#"{"maxLength":-1}"#, "Max Length cannot be negative"),
            (RichText, r#"{"maxLength":null}"#, "Max Length must be a number"),
            (Select, r#"{"options":{}}"#, "Options must be pairs of a value and a label"),
            (Select, r#"{"options":[["a"]]}"#, "Options must be pairs of a value and a label"),
            (Slug, "{}", "Field Name is required"),
            (Slug, r#"{"fieldName":7}"#, "Field Name must be a string"),
            (Slug, r#"{"fieldName":"a","maxLength":[]}"#, "Max Length must be a number"),
            (Slug, r#"{"fieldName":"a","maxLength":-2}"#, "Max Length cannot be negative"),
            (Slug, r#"{"fieldName":"a","before":7}"#, "Before must be a string"),
            (Slug, r#"{"fieldName":"a","timezone":"Mars"}"#, "Timezone does not exist"),
            (Media, r#"{"mimeTypes":"image/*"}"#, "Mime Types must be an array"),
            (Media, r#"{"mimeTypes":[7]}"#, "All mime type values must be strings"),
            (Media, r#"{"mimeTypes":["image"]}"#, "One or more mime types are invalid"),
            (Relational, "{}", "Collection ID is required"),
            (Relational, r#"{"collectionId":7}"#, "Collection ID must be a string"),
            (Array, "{}", "Input is required"),
            (Array, r#"{"input":7}"#, "Input must be a string"),
            (Array, r#"{"input":"array"}"#, "Input cannot be another Array Input"),
            (Array, r#"{"input":"hologram"}"#, "Input does not exist"),
            (Array, r#"{"input":"alert"}"#, "Visual-only Inputs cannot be used in an Array Input"),
            (Array, r#"{"input":"text","maxInputs":"1"}"#, "Max Input must be a number"),
            (Array, r#"{"input":"text","maxInputs":-1}"#, "Max Inputs cannot be negative"),
            (Array, r#"{"input":"text","inputConfig":7}"#, "Input config must be an object"),
            (Array, r#"{"input":"text","inputConfig":{"maxLength":-1}}"#, "Max Length cannot be negative"),
            (KeyValue, r#"{"maxInputs":"1"}"#, "maxInputs must be a number"),
            (KeyValue, r#"{"maxKeyLength":-1}"#, "maxKeyLength cannot be negative"),
            (KeyValue, r#"{"maxValueLength":{}}"#, "maxValueLength must be a number"),
            (RemoteData, r#"{"url":7}"#, "URL, if it exists, must be a string"),
            (Alert, "{}", "color is required"),
            (Alert, r#"{"color":"red"}"#, "content is required"),
            (Alert, r#"{"color":"red","title":7,"content":"a"}"#, "title must be a string"),
        ] {
            assert_eq!(check_settings(kind, settings), Err(answer.to_owned()), "{kind:?} {settings}");
        }
    }

    #[test]
    fn good_settings_are_accepted_and_the_rest_is_asked() {
        use InputType::*;
        for (kind, settings) in [
            (Text, r#"{"maxLength":80}"#),
            (Textarea, "{}"),
            (RichText, r#"{"maxLength":10}"#),
            (Checkbox, r#"{"anything":[]}"#),
            (Select, r#"{"options":[["a","A"],["b","B"]]}"#),
            (Select, "{}"),
            (Media, r#"{"mimeTypes":["image/*","application/pdf","image/svg+xml"]}"#),
            (Array, r#"{"input":"text","maxInputs":3}"#),
            (Array, r#"{"input":"key-value","inputConfig":null}"#),
            (KeyValue, r#"{"maxInputs":3}"#),
            (RemoteData, r#"{"url":"https://a.example/{entry}"}"#),
            (RemoteData, "{}"),
            (Alert, r#"{"color":"red","content":"a"}"#),
        ] {
            assert_eq!(check_settings(kind, settings), Ok(Vec::new()), "{kind:?} {settings}");
        }
        let field = StoreCheck::Field("title".to_owned());
        let slug = r#"{"fieldName":"title","timezone":"Europe/Berlin"}"#;
        assert_eq!(check_settings(Slug, slug), Ok(vec![field.clone()]));
        let collection = StoreCheck::Collection("c".to_owned());
        assert_eq!(check_settings(Relational, r#"{"collectionId":"c"}"#), Ok(vec![collection.clone()]));
        let array = r#"{"input":"relational","inputConfig":{"collectionId":"c"}}"#;
        assert_eq!(check_settings(Array, array), Ok(vec![collection.clone()]));
        assert_ne!(field.refusal(), collection.refusal());
    }
}
