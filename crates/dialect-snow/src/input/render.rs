//! Renders values for `?render=true`: HTML, addresses, lists and objects instead of texts. Always
//! JSON, for every stored value.

use super::form::Form;
use super::{key_value, media, raw, relational, remote_data};
use weft_domain::EntryId;
use weft_domain::field::Field;
use weft_domain::json;

/// The data that rendering needs from outside the entry.
pub trait Rendering {
    /// The HTML of a rich text, given as JSON text: a TipTap document, or the plain string of
    /// another dialect.
    fn rich_text(&mut self, document: &str) -> Option<String>;
    /// The address of a file of the media library.
    fn media(&mut self, id: &str) -> Option<String>;
    /// The collection that an entry is in.
    fn collection(&mut self, entry: EntryId) -> Option<String>;
    /// The response of an address with placeholders, as JSON text; `None` for a failed request.
    fn remote(&mut self, address: &str) -> Option<String>;
}

/// The rendered form of a stored value, as JSON text.
pub fn render(field: &Field, stored: Option<&str>, how: &mut dyn Rendering) -> String {
    rendered(field, &Form::of(field), stored.map(str::trim), how)
}

fn rendered(field: &Field, form: &Form, stored: Option<&str>, how: &mut dyn Rendering) -> String {
    let stored = stored.filter(|stored| !raw::is_null(stored));
    match (form, stored) {
        (Form::Checkbox, stored) => {
            String::from(if matches!(stored, Some("true" | "\"true\"")) { "true" } else { "false" })
        }
        (Form::List(item), stored) => {
            let items = stored.and_then(raw::items).unwrap_or_default();
            raw::array(
                items.into_iter().map(|value| rendered(&item.field, &item.form, Some(value.get()), how)),
            )
        }
        (Form::Pairs, stored) => stored.map_or_else(|| String::from("{}"), key_value::render),
        (Form::Address, stored) => {
            or_null(remote_data::address(field, stored).and_then(|address| how.remote(&address)))
        }
        (Form::Nothing, _) | (_, None) => or_null(None),
        (
            Form::Text | Form::Slug | Form::Number | Form::Select | Form::Json | Form::Anything,
            Some(stored),
        ) => match form {
            Form::Json => json::quote(stored),
            _ => json::quote(&raw::plain(stored)),
        },
        (Form::RichText, Some("\"\"")) => or_null(None),
        (Form::RichText, Some(stored)) => text_or_null(how.rich_text(stored)),
        (Form::Media, Some(stored)) => text_or_null(file(stored, how)),
        (Form::Relation, Some(stored)) => or_null(relation(stored, how)),
    }
}

/// The address of a file: the media library's, else its own.
fn file(stored: &str, how: &mut dyn Rendering) -> Option<String> {
    let own = || media::address(stored).map(std::borrow::Cow::into_owned);
    let name = media::name(stored)?;
    if media::is_id(&name) { how.media(&name).or_else(own) } else { own() }
}

fn relation(stored: &str, how: &mut dyn Rendering) -> Option<String> {
    let entry = relational::entry(stored)?;
    let collection = how.collection(entry)?;
    let (collection, entry) = (json::quote(&collection), json::quote(&entry.to_string()));
    Some(json::object([("collection", collection.as_str()), ("entry", entry.as_str())]))
}

fn or_null(json: Option<String>) -> String {
    json.unwrap_or_else(|| String::from("null"))
}

fn text_or_null(text: Option<String>) -> String {
    or_null(text.map(|text| json::quote(&text)))
}

#[cfg(test)]
mod tests {
    use super::super::guard::{ENTRY, FILE, FakeRendering, field, input};
    use super::*;

    fn shown(field: &Field, stored: &str) -> String {
        render(field, Some(stored), &mut FakeRendering)
    }

    #[test]
    fn missing_values_render_as_the_type_says() {
        let entry = |kind: &str| match kind {
            "checkbox" => "false",
            "array" => "[]",
            "key-value" => "{}",
            _ => "null",
        };
        for kind in super::super::InputType::ALL {
            for none in [None, Some("null"), Some(" null ")] {
                assert_eq!(
                    render(&input(kind, "{}"), none, &mut FakeRendering),
                    entry(kind.id()),
                    "{kind:?}"
                );
            }
        }
    }

    #[test]
    fn values_render_as_the_type_says() {
        use super::super::InputType::*;
        let relation = format!(r#"{{"collection":"c","entry":"{ENTRY}"}}"#);
        for (kind, stored, rendered) in [
            (Text, r#""a\"b""#, r#""a\"b""#),
            (Textarea, r#""a\nb""#, r#""a\nb""#),
            (Text, "\"\"", "\"\""),
            (Checkbox, "true", "true"),
            (Checkbox, "false", "false"),
            (Select, "\"a\"", "\"a\""),
            (Slug, "\"a/b\"", "\"a/b\""),
            (RichText, r#"{"type":"doc"}"#, r#""<html of {\"type\":\"doc\"}>""#),
            (RichText, "\"\"", "null"),
            (RichText, r#"{"type":"odd"}"#, "null"),
            (Media, FILE, "\"https://cdn.example/f\""),
            (Media, ENTRY, "null"),
            (Media, "/a.png", "\"/a.png\""),
            (Relational, ENTRY, &relation),
            (Relational, FILE, "null"),
            (Relational, "x", "null"),
            (KeyValue, r#"{"a":"b"}"#, r#"{"a":"b"}"#),
            (RemoteData, "https://a.example/1", r#"{"asked":"https://a.example/1"}"#),
            (RemoteData, "https://down.example/", "null"),
            (Alert, "\"x\"", "null"),
        ] {
            let is_json = stored.starts_with(['"', '{', 't', 'f']);
            let stored = if is_json { stored.to_owned() } else { json::quote(stored) };
            assert_eq!(shown(&input(kind, "{}"), &stored), rendered, "{kind:?} {stored}");
        }
        let remote = input(RemoteData, r#"{"url":"https://b.example/{entry}"}"#);
        assert_eq!(render(&remote, None, &mut FakeRendering), r#"{"asked":"https://b.example/{entry}"}"#);
    }

    #[test]
    fn fields_of_other_dialects_render_as_what_they_show_as() {
        for (kind, config, stored, rendered) in [
            ("number", "{}", "1.50", "\"1.50\""),
            ("date", "{}", "\"2026-03-25\"", "\"2026-03-25\""),
            ("select", r#"{"options":[3]}"#, "3", "\"3\""),
            ("tags", "{}", r#"["a"]"#, r#"["a"]"#),
            ("multiSelect", "{}", r#"["a",3]"#, r#"["a","3"]"#),
            ("json", "{}", r#"{"a":[1]}"#, r#""{\"a\":[1]}""#),
            ("json", "{}", r#""a""#, r#""\"a\"""#),
            ("group", "{}", r#"{"a":1}"#, r#""{\"a\":1}""#),
            ("array", r#"{"of":"boolean"}"#, "[true,null]", "[true,false]"),
            ("array", "{}", r#"["a",1,null,{"b":2}]"#, r#"["a","1",null,"{\"b\":2}"]"#),
            ("image", "{}", r#"{"url":"/a.png","alt":"x"}"#, "\"/a.png\""),
        ] {
            assert_eq!(shown(&field(kind, config), stored), rendered, "{kind} {stored}");
        }
        let files = field("file", r#"{"multiple":true}"#);
        let stored = format!(r#"["{FILE}",{{"id":"{ENTRY}","url":"/a"}},{{"id":"{FILE}"}}]"#);
        assert_eq!(shown(&files, &stored), r#"["https://cdn.example/f","/a","https://cdn.example/f"]"#);
    }
}
