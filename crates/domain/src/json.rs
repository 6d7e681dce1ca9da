//! Checks JSON text without building a tree.
//!
//! Text that passed the check can be stored, passed to SQLite's JSON functions and sent to a client
//! unchanged.

mod normalise;

pub use normalise::normalise;

use memchr::memchr3;
use serde_json::value::RawValue;
use std::borrow::Cow;

/// An object whose members keep their text and order; for a repeated name the last value counts.
pub type Object<'a> = Vec<(Cow<'a, str>, &'a RawValue)>;

/// The deepest nesting that is accepted, arrays and objects together.
pub const DEPTH_MAX: usize = 64;

/// The most members of an object that is parsed.
pub const MEMBERS_MAX: usize = 1000;

/// Why JSON text is rejected although it may be well-formed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidJson {
    /// Nested deeper than [`DEPTH_MAX`].
    #[error("is nested more than {DEPTH_MAX} levels deep")]
    TooDeep,
    /// Contains the character U+0000, which SQL texts cannot contain.
    #[error("holds the character U+0000")]
    Nul,
    /// Escapes half of a surrogate pair (`\ud800`). UTF-8 cannot encode it, so the value could be
    /// stored but not read.
    #[error("holds half of a surrogate pair")]
    Surrogate,
    /// Contains a number that overflows a double. Readers would see infinity, and lists could not
    /// be sorted by it.
    #[error("holds a number that is too large")]
    Infinite,
}

/// Checks depth, characters and numbers in one pass over the bytes. The parser checks
/// well-formedness.
///
/// # Errors
/// [`InvalidJson`], for the first problem found.
pub fn guard(text: &[u8]) -> Result<(), InvalidJson> {
    let mut depth = 0_usize;
    let mut bytes = text.iter();
    while let Some(&byte) = bytes.next() {
        match byte {
            0 => return Err(InvalidJson::Nul),
            b'"' => skip_string(&mut bytes)?,
            b'0'..=b'9' => {
                let rest = bytes.as_slice();
                let length = rest.iter().take_while(|byte| is_of_number(**byte)).count();
                finite(text.get(text.len() - rest.len() - 1..text.len() - rest.len() + length))?;
                bytes = rest.get(length..).unwrap_or_default().iter();
            }
            b'{' | b'[' if depth == DEPTH_MAX => return Err(InvalidJson::TooDeep),
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    Ok(())
}

/// Skips to the end of a string. Most bytes of a body are string contents that need no check.
fn skip_string(bytes: &mut std::slice::Iter<'_, u8>) -> Result<(), InvalidJson> {
    while let Some(at) = memchr3(b'"', b'\\', 0, bytes.as_slice()) {
        match bytes.nth(at) {
            Some(0) => return Err(InvalidJson::Nul),
            Some(b'\\') => skip_escape(bytes)?,
            _ => return Ok(()),
        }
    }
    *bytes = [].iter();
    Ok(())
}

/// Skips an escape sequence.
fn skip_escape(bytes: &mut std::slice::Iter<'_, u8>) -> Result<(), InvalidJson> {
    if bytes.next() == Some(&b'u') && escape(bytes.as_slice())? == Escape::Pair {
        // Skips the second half, which would be rejected by itself.
        bytes.nth(PAIR - 1);
    }
    Ok(())
}

/// The bytes of a surrogate pair after its first `\u`: `d83d\ude00`.
const PAIR: usize = 10;

#[derive(PartialEq)]
enum Escape {
    Whole,
    Pair,
}

/// Classifies the escape after `\u`. The parser rejects digits that are not hexadecimal.
fn escape(rest: &[u8]) -> Result<Escape, InvalidJson> {
    match unit(rest) {
        Some(0) => Err(InvalidJson::Nul),
        Some(0xd800..=0xdbff) => {
            let second = rest.get(4..).and_then(|rest| unit(rest.strip_prefix(b"\\u")?));
            if matches!(second, Some(0xdc00..=0xdfff)) {
                Ok(Escape::Pair)
            } else {
                Err(InvalidJson::Surrogate)
            }
        }
        Some(0xdc00..=0xdfff) => Err(InvalidJson::Surrogate),
        _ => Ok(Escape::Whole),
    }
}

/// The UTF-16 code unit of four hexadecimal digits.
fn unit(digits: &[u8]) -> Option<u16> {
    let digits = std::str::from_utf8(digits.get(..4)?).ok()?;
    u16::from_str_radix(digits, 16).ok()
}

const fn is_of_number(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E')
}

/// Rejects a number that overflows a double. The longest plain integer that fits has 309 digits.
fn finite(number: Option<&[u8]>) -> Result<(), InvalidJson> {
    let number = number.unwrap_or_default();
    if number.len() < 309 && !number.iter().any(|byte| byte.eq_ignore_ascii_case(&b'e')) {
        return Ok(());
    }
    let value = std::str::from_utf8(number).ok().and_then(|number| number.parse::<f64>().ok());
    if value.is_some_and(f64::is_infinite) { Err(InvalidJson::Infinite) } else { Ok(()) }
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

/// Whether [`members`] rejected an object for the number of its members.
#[must_use]
pub fn has_too_many(error: &serde_json::Error) -> bool {
    error.to_string().starts_with(&format!("more than {MEMBERS_MAX} members"))
}

/// Writes members as a JSON object.
#[must_use]
pub fn object<'a>(members: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut text = String::with_capacity(256);
    text.push('{');
    for (name, value) in members {
        if text.len() > 1 {
            text.push(',');
        }
        push_quoted(&mut text, name);
        text.push(':');
        text.push_str(value);
    }
    text.push('}');
    text
}

/// Writes a text as a JSON string.
#[must_use]
pub fn quote(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    push_quoted(&mut quoted, text);
    quoted
}

fn push_quoted(quoted: &mut String, text: &str) {
    if text.bytes().any(|byte| byte < b' ' || matches!(byte, b'"' | b'\\')) {
        quoted.push_str(&serde_json::Value::from(text).to_string());
    } else {
        quoted.push('"');
        quoted.push_str(text);
        quoted.push('"');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deep_and_nul_are_refused() {
        assert_eq!(guard("[".repeat(65).as_bytes()), Err(InvalidJson::TooDeep));
        assert_eq!(guard("[]".repeat(500).as_bytes()), Ok(()));
        assert_eq!(guard(br#"{"a":"[[[[{{{{\"[["}"#), Ok(()));
        assert_eq!(guard(br#""\u0000""#), Err(InvalidJson::Nul));
        assert_eq!(guard(br#""\\u0000""#), Ok(()));
        assert_eq!(guard(b"\"\0\""), Err(InvalidJson::Nul));
    }

    #[test]
    fn halves_of_characters_are_refused() {
        for whole in [
            r#""\ud83d\ude00""#,
            r#""\ud83d\uDE00\u0041""#,
            r#""\\ud800""#,
            r#""\uzzzz""#,
            r#""\u12"#,
            r#""\"#,
        ] {
            assert_eq!(guard(whole.as_bytes()), Ok(()), "{whole}");
        }
        for half in [
            r#""\ud800""#,
            r#""\udfff""#,
            r#""\ud83d\u0041""#,
            r#""\ud83d\ude00\ude00""#,
            r#""\ud83d ude00""#,
            r#""\udbff"#,
        ] {
            assert_eq!(guard(half.as_bytes()), Err(InvalidJson::Surrogate), "{half}");
        }
        assert_eq!(guard(br#""\ud83d\u0000""#), Err(InvalidJson::Surrogate));
        assert_eq!(guard(br#""\ud83d\ude00\u0000""#), Err(InvalidJson::Nul));
    }

    #[test]
    fn numbers_without_a_double_are_refused() {
        let long = "9".repeat(400);
        let small = "1".repeat(308);
        for finite in [
            "1e308",
            "-1E+308",
            "1e-400",
            "0e999",
            "18446744073709551617",
            "-0",
            "[1e2,1e3]",
            "1e",
            "\"1e400\"",
            &small,
        ] {
            assert_eq!(guard(finite.as_bytes()), Ok(()), "{finite}");
        }
        for infinite in ["1e309", "-1E400", "[0,1.5e+999]", "{\"a\":1e400}", &long] {
            assert_eq!(guard(infinite.as_bytes()), Err(InvalidJson::Infinite), "{infinite}");
        }
        assert_eq!(guard(format!("[1e2{}", "[".repeat(65)).as_bytes()), Err(InvalidJson::TooDeep));
    }

    #[test]
    fn members_stay_as_written() {
        let read = members(r#"{ "b": [1, 2] , "a":"x", "b": {"c" : 1}}"#).unwrap();
        let read: Vec<_> = read.iter().map(|(n, v)| (n.as_ref(), v.get())).collect();
        assert_eq!(read, [("b", r#"{"c" : 1}"#), ("a", r#""x""#)]);
        assert_eq!(object(read), r#"{"b":{"c" : 1},"a":"x"}"#);
        for bad in ["", "[]", "1", "{", r#"{"a":1} x"#] {
            assert!(!has_too_many(&members(bad).unwrap_err()), "{bad}");
        }
        let many = |count: usize| {
            let names: Vec<String> = (0..count).map(|n| format!("\"m{n}\":1")).collect();
            format!("{{{}}}", names.join(","))
        };
        assert_eq!(members(&many(MEMBERS_MAX)).unwrap().len(), MEMBERS_MAX);
        assert!(has_too_many(&members(&many(MEMBERS_MAX + 1)).unwrap_err()));
    }
}
