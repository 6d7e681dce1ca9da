//! JSON that passes through: what must hold of it without building a tree of it.
//!
//! Text that was checked here can be stored, handed to SQLite's JSON functions and sent to a client as it is.

use serde_json::value::RawValue;
use std::borrow::Cow;

/// An object whose members stay as they were written, in their order; a repeated name keeps its last value.
pub type Object<'a> = Vec<(Cow<'a, str>, &'a RawValue)>;

/// The deepest nesting that is accepted, arrays and objects together.
pub const DEPTH_MAX: usize = 64;

/// The most members of an object that is looked into.
pub const MEMBERS_MAX: usize = 1000;

/// Why JSON text is refused although it may be well-formed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Nested deeper than [`DEPTH_MAX`].
    #[error("nested more than {DEPTH_MAX} levels deep")]
    TooDeep,
    /// Holds the character U+0000, which SQL texts cannot.
    #[error("holds the character U+0000")]
    Nul,
}

/// Checks depth and U+0000 in one pass over the bytes. Well-formedness is the parser's to check.
///
/// # Errors
/// [`Refused`], for the first thing found.
pub fn guard(text: &[u8]) -> Result<(), Refused> {
    let mut depth = 0_usize;
    let mut in_string = false;
    let mut bytes = text.iter();
    while let Some(&byte) = bytes.next() {
        match byte {
            0 => return Err(Refused::Nul),
            b'\\' if in_string => {
                if bytes.next() == Some(&b'u') && bytes.as_slice().starts_with(b"0000") {
                    return Err(Refused::Nul);
                }
            }
            b'"' => in_string = !in_string,
            b'{' | b'[' if !in_string && depth == DEPTH_MAX => return Err(Refused::TooDeep),
            b'{' | b'[' if !in_string => depth += 1,
            b'}' | b']' if !in_string => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    Ok(())
}

/// Reads an object's members without reading their values.
///
/// # Errors
/// When the text is not a JSON object, or has more than [`MEMBERS_MAX`] members.
pub fn members(text: &str) -> Result<Object<'_>, serde_json::Error> {
    struct Visitor;
    impl<'de> serde::de::Visitor<'de> for Visitor {
        type Value = Object<'de>;
        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("an object")
        }
        fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Object<'de>, A::Error> {
            let mut object: Object<'de> = Vec::new();
            while let Some(name) = map.next_key::<Name<'de>>()? {
                let value = map.next_value::<&RawValue>()?;
                if let Some(slot) = object.iter_mut().find(|(known, _)| *known == name.0) {
                    slot.1 = value;
                } else if object.len() < MEMBERS_MAX {
                    object.push((name.0, value));
                } else {
                    return Err(serde::de::Error::custom(format_args!("more than {MEMBERS_MAX} members")));
                }
            }
            Ok(object)
        }
    }
    #[derive(serde::Deserialize)]
    struct Name<'a>(#[serde(borrow)] Cow<'a, str>);
    let mut reader = serde_json::Deserializer::from_str(text);
    let object = serde::Deserializer::deserialize_map(&mut reader, Visitor)?;
    reader.end()?;
    Ok(object)
}

/// Writes members as an object.
#[must_use]
pub fn object<'a>(members: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut text = String::from("{");
    for (name, value) in members {
        if text.len() > 1 {
            text.push(',');
        }
        text.push_str(&quote(name));
        text.push(':');
        text.push_str(value);
    }
    text.push('}');
    text
}

/// A text as a JSON string.
#[must_use]
pub fn quote(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deep_and_nul_are_refused() {
        assert_eq!(guard("[".repeat(65).as_bytes()), Err(Refused::TooDeep));
        assert_eq!(guard("[]".repeat(500).as_bytes()), Ok(()));
        assert_eq!(guard(br#"{"a":"[[[[{{{{\"[["}"#), Ok(()));
        assert_eq!(guard(br#""\u0000""#), Err(Refused::Nul));
        assert_eq!(guard(br#""\\u0000""#), Ok(()));
        assert_eq!(guard(b"\"\0\""), Err(Refused::Nul));
    }

    #[test]
    fn members_stay_as_written() {
        let read = members(r#"{ "b": [1, 2] , "a":"x", "b": {"c" : 1}}"#).unwrap();
        let read: Vec<_> = read.iter().map(|(n, v)| (n.as_ref(), v.get())).collect();
        assert_eq!(read, [("b", r#"{"c" : 1}"#), ("a", r#""x""#)]);
        assert_eq!(object(read), r#"{"b":{"c" : 1},"a":"x"}"#);
        for bad in ["", "[]", "1", "{", r#"{"a":1} x"#] {
            assert!(members(bad).is_err(), "{bad}");
        }
    }
}
