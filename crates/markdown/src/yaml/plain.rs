//! What an unquoted text means: nothing, yes or no, a number, a moment, or itself.

use serde_json::{Number, Value};

use super::{Rules, moment};
use crate::number;

/// The value of an unquoted text.
pub(super) fn value(text: &str, rules: Rules) -> Value {
    if let Some(word) = word(text) {
        return word;
    }
    match rules {
        Rules::AsWritten => number::as_written(text),
        Rules::JsYaml => js_number(text)
            .or_else(|| moment::read(text).map(Value::String))
            .unwrap_or_else(|| Value::from(text)),
    }
}

/// The value of a text with a tag of YAML; `None` when it does not fit.
pub(super) fn tagged(tag: &str, text: &str, rules: Rules) -> Option<Value> {
    match (tag, word(text)) {
        ("null", Some(Value::Null)) => Some(Value::Null),
        ("bool", Some(value @ Value::Bool(_))) => Some(value),
        // A number that is tagged as one cannot be kept as it is written.
        ("int" | "float", _) if rules == Rules::AsWritten => None,
        ("int", None) => whole(text),
        ("float", None) => whole(text).or_else(|| fraction(text)),
        ("timestamp", None) if rules == Rules::AsWritten => Some(Value::from(text)),
        ("timestamp", None) => moment::read(text).map(Value::String),
        _ => None,
    }
}

/// The name that a value gives a member, as JavaScript's `String(value)`.
pub(super) fn key(value: &Value, text: &str, rules: Rules) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(read) if rules == Rules::JsYaml => written(read),
        // A date, too, names a member by how it is written.
        _ => text.to_owned(),
    }
}

/// A number as JavaScript prints it, or with all its digits where a double has fewer.
pub(super) fn written(read: &Number) -> String {
    if read.is_f64() { read.as_f64().map_or_else(|| read.to_string(), number::js) } else { read.to_string() }
}

fn word(text: &str) -> Option<Value> {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Some(Value::Null),
        "true" | "True" | "TRUE" => Some(Value::Bool(true)),
        "false" | "False" | "FALSE" => Some(Value::Bool(false)),
        _ => None,
    }
}

/// Whether an unquoted text would be read as something else than itself.
pub(super) fn is_other(text: &str) -> bool {
    // Versions of js-yaml disagree about `1_000`; in quotes it is a text for all.
    let without = text.replace('_', "");
    let is_number = |text: &str| js_number(text).is_some();
    text == "<<" || word(text).is_some() || is_number(text) || is_number(&without) || moment::is_one(text)
}

fn js_number(text: &str) -> Option<Value> {
    if !text.ends_with(|c: char| c.is_ascii_hexdigit() || matches!(c, '.' | 'f' | 'F' | 'n' | 'N')) {
        return None;
    }
    whole(text).or_else(|| fraction(text))
}

/// `0b1`, `0x1f`, `0o17`, `017` (which is 17), `-3`.
fn whole(text: &str) -> Option<Value> {
    let (is_negative, digits) = match text.strip_prefix(['-', '+']) {
        Some(digits) => (text.starts_with('-'), digits),
        None => (false, text),
    };
    let (digits, radix) = match digits.get(..2) {
        Some("0b") => (digits.get(2..)?, 2),
        Some("0x") => (digits.get(2..)?, 16),
        Some("0o") => (digits.get(2..)?, 8),
        _ => (digits, 10),
    };
    if digits.is_empty() || !digits.chars().all(|c| c.is_digit(radix)) {
        return None;
    }
    Some(match u64::from_str_radix(digits, radix) {
        Ok(size) if !is_negative => Value::from(size),
        Ok(size) if size <= i64::MAX as u64 => Value::from(-(size as i64)),
        // JavaScript has these as doubles.
        _ => {
            let size = digits
                .chars()
                .filter_map(|c| c.to_digit(radix))
                .fold(0.0, |size, digit| size * f64::from(radix) + f64::from(digit));
            let size = if radix == 10 { digits.parse().unwrap_or(size) } else { size };
            double(if is_negative { -size } else { size })
        }
    })
}

/// `1.`, `.5`, `1e3`, `.inf`, `.nan`; a sign stands before a digit or before `.inf` only.
fn fraction(text: &str) -> Option<Value> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN") {
        // JSON has none of these; JavaScript writes null.
        return Some(Value::Null);
    }
    let is_signed = unsigned.len() < text.len();
    let first = unsigned.bytes().next()?;
    if !(first.is_ascii_digit() || (first == b'.' && !is_signed)) {
        return None;
    }
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent.strip_prefix(['-', '+']).unwrap_or(exponent))),
        None => (unsigned, None),
    };
    let (whole, part) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let is_one = is_digits(whole)
        && is_digits(part)
        && !(whole.is_empty() && part.is_empty())
        && exponent.is_none_or(|exponent| !exponent.is_empty() && is_digits(exponent));
    is_one.then(|| text.parse().ok().map(double)).flatten()
}

/// A double; JSON has none that are infinite.
fn double(number: f64) -> Value {
    Number::from_f64(number).map_or(Value::Null, Value::Number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn unquoted_texts_mean_what_they_mean_to_js_yaml() {
        for (text, meaning) in [
            ("", json!(null)),
            ("~", json!(null)),
            ("Null", json!(null)),
            ("nUll", json!("nUll")),
            ("TRUE", json!(true)),
            ("tRue", json!("tRue")),
            ("yes", json!("yes")),
            ("off", json!("off")),
            ("y", json!("y")),
            ("12:30:45", json!("12:30:45")),
            ("0", json!(0)),
            ("-0", json!(0)),
            ("017", json!(17)),
            ("0o17", json!(15)),
            ("0x1F", json!(31)),
            ("-0b11", json!(-3)),
            ("0O17", json!("0O17")),
            ("+7", json!(7)),
            ("1_000", json!("1_000")),
            ("18446744073709551615", json!(18_446_744_073_709_551_615_u64)),
            ("100000000000000000000", json!(1e20)),
            ("1.10", json!(1.1)),
            ("1.", json!(1.0)),
            (".5", json!(0.5)),
            ("-.5", json!("-.5")),
            (".", json!(".")),
            ("1e3", json!(1000.0)),
            ("1.e-7", json!(1e-7)),
            ("1e", json!("1e")),
            ("e1", json!("e1")),
            ("1e999", json!(null)),
            ("-.inf", json!(null)),
            (".nan", json!(null)),
            ("-.nan", json!("-.nan")),
            ("1.2.3", json!("1.2.3")),
            ("2025-01-15", json!("2025-01-15T00:00:00.000Z")),
            ("2025-01", json!("2025-01")),
            ("=", json!("=")),
        ] {
            assert_eq!(value(text, Rules::JsYaml), meaning, "{text}");
        }
    }

    #[test]
    fn what_would_be_read_as_something_else_is_known() {
        for text in ["", "~", "true", "1", "1_000", "0x_f", ".5", "1e3", ".inf", "2025-01-15", "<<"] {
            assert!(is_other(text), "{text}");
        }
        for text in ["yes", "a", "-.5", "1.2.3", "2025-01", "0xg", "_", "e", "f", "<"] {
            assert!(!is_other(text), "{text}");
        }
    }
}
