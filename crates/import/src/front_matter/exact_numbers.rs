//! Keeps numbers as they are written: `1.10` is a version, not 1.1.
//!
//! A number stays a number only if JSON and JavaScript write it with the same text as the file. All
//! others become texts: `1.10`, `2.0`, `007`, `1e3`, `0x1F`, `1_000`, `+1`, integers beyond 2^53.

use std::fmt;

use serde::Deserialize as _;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Map, Number, Value};
use toml::de::{DeTable, DeValue};

/// The largest integer up to which JavaScript represents every integer exactly.
const WHOLE_MAX: u64 = (1 << 53) - 1;

/// Returns a number if it would be written with exactly this text, else the text.
pub(super) fn number(text: &str) -> Value {
    let as_text = || Value::String(text.to_owned());
    if let Ok(whole) = text.parse::<i64>() {
        let is_same = whole.unsigned_abs() <= WHOLE_MAX && whole.to_string() == text;
        return if is_same { Value::from(whole) } else { as_text() };
    }
    // `Display` writes no exponent and the fewest digits that identify the number.
    let fraction =
        text.parse::<f64>().ok().filter(|n| n.is_finite() && n.to_string() == text && text != "-0");
    fraction.and_then(Number::from_f64).filter(|_| text.contains('.')).map_or_else(as_text, Value::Number)
}

/// Parses the same input as `value` again, with numbers converted by [`number`].
pub(super) fn numbers_of<'de, D: Deserializer<'de>>(value: &Value, again: D) -> Result<Value, D::Error> {
    ExactValue(value).deserialize(again)
}

/// The value of the first pass, which guides the second pass.
struct ExactValue<'v>(&'v Value);

impl<'de> DeserializeSeed<'de> for ExactValue<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, again: D) -> Result<Value, D::Error> {
        match self.0 {
            Value::Number(_) => String::deserialize(again).map(|text| number(text.trim())),
            // The text that the parser gives for a number out of range, such as `1e999`.
            Value::String(text) if matches!(text.as_str(), ".inf" | "-.inf" | ".nan") => {
                String::deserialize(again).map(Value::String)
            }
            Value::Array(_) => again.deserialize_seq(self),
            Value::Object(_) => again.deserialize_map(self),
            Value::Null | Value::Bool(_) | Value::String(_) => {
                IgnoredAny::deserialize(again).map(|_| self.0.clone())
            }
        }
    }
}

impl<'de> Visitor<'de> for ExactValue<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("what was read before")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        for item in self.0.as_array().into_iter().flatten() {
            list.extend(items.next_element_seed(ExactValue(item))?);
        }
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut members = Map::new();
        while let Some(name) = entries.next_key::<String>()? {
            let known = self.0.get(&name).unwrap_or(&Value::Null);
            let value = entries.next_value_seed(ExactValue(known))?;
            members.insert(name, value);
        }
        Ok(Value::Object(members))
    }
}

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
        Some(b'-' | b'0'..=b'9') => Ok(number(text)),
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
        DeValue::Integer(_) | DeValue::Float(_) => number(text.get(value.span()).unwrap_or_default().trim()),
        DeValue::Boolean(flag) => Value::Bool(*flag),
        DeValue::Datetime(when) => Value::String(when.to_string()),
        DeValue::Array(items) => {
            Value::Array(items.iter().map(|item| toml_value(text, item)).collect::<Result<_, _>>()?)
        }
        DeValue::Table(table) => Value::Object(toml_members(text, table)?),
    })
}
