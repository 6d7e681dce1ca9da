//! Keeps numbers of JSON and TOML as they are written: `1.10` is a version, not 1.1.
//! `weft_markdown` does the same for YAML.
//!
//! A number stays a number only if JSON and JavaScript write it with the same text as the file. All
//! others become texts: `1.10`, `2.0`, `007`, `1e3`, `0x1F`, `1_000`, `+1`, integers beyond 2^53.

use serde_json::value::RawValue;
use serde_json::{Map, Value};
use toml::de::{DeTable, DeValue};
use weft_markdown::number::as_written;

/// Parses JSON whose syntax was checked before.
///
/// # Errors
/// The text is not JSON.
pub(super) fn json(text: &str) -> Result<Value, serde_json::Error> {
    let text = text.trim();
    match text.as_bytes().first() {
        Some(b'{') => {
            let mut members = Map::new();
            for (name, value) in weft_domain::json::members(text)? {
                members.insert(name.into_owned(), json(value.get())?);
            }
            Ok(Value::Object(members))
        }
        Some(b'[') => {
            let items: Vec<&RawValue> = serde_json::from_str(text)?;
            items.into_iter().map(|item| json(item.get())).collect::<Result<_, _>>().map(Value::Array)
        }
        Some(b'-' | b'0'..=b'9') => Ok(as_written(text)),
        _ => serde_json::from_str(text),
    }
}

/// Converts the members of a table of the TOML `text`.
///
/// # Errors
/// A number is not valid (the TOML parser leaves this check to its caller); the error has the
/// reason.
pub(super) fn toml_members(text: &str, table: &DeTable<'_>) -> Result<Map<String, Value>, String> {
    let member = |(key, value): (&toml::Spanned<_>, &toml::Spanned<DeValue<'_>>)| {
        let name: &str = AsRef::<str>::as_ref(key.get_ref());
        Ok((name.to_owned(), toml_value(text, value)?))
    };
    table.iter().map(member).collect()
}

fn toml_value(text: &str, value: &toml::Spanned<DeValue<'_>>) -> Result<Value, String> {
    Ok(match value.get_ref() {
        DeValue::String(text) => Value::String(text.to_string()),
        DeValue::Integer(_) | DeValue::Float(_) => {
            as_written(text.get(value.span()).unwrap_or_default().trim())
        }
        DeValue::Boolean(flag) => Value::Bool(*flag),
        DeValue::Datetime(when) => Value::String(when.to_string()),
        DeValue::Array(items) => {
            Value::Array(items.iter().map(|item| toml_value(text, item)).collect::<Result<_, _>>()?)
        }
        DeValue::Table(table) => Value::Object(toml_members(text, table)?),
    })
}
