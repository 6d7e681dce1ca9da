//! Tells a file's front matter from its body, and reads it.
//!
//! Front matter is YAML between `---` lines (the second may be `...`) or TOML between `+++` lines, at the very start. A file that opens
//! one and never closes it is refused rather than taken for text: its keys would end up in front of readers.

use serde_json::{Map, Value};
use serde_saphyr::options::NonFiniteFloatPolicy;

/// The two parts of a file.
#[derive(Debug, PartialEq)]
pub(super) struct Parts<'t> {
    /// Keys and values, in the author's order.
    pub(super) matter: Map<String, Value>,
    /// Everything after, without the blank lines before it.
    pub(super) body: &'t str,
}

/// Splits the text of a file.
///
/// Fails with the reason when the front matter is not closed, does not parse, or has no keys.
pub(super) fn split(text: &str) -> Result<Parts<'_>, String> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let (matter, body) = match first.trim_end() {
        "---" => {
            let (matter, body) = cut(rest, &["---", "..."])?;
            (yaml(matter)?, body)
        }
        "+++" => {
            let (matter, body) = cut(rest, &["+++"])?;
            (toml(matter)?, body)
        }
        _ => (Map::new(), text),
    };
    Ok(Parts { matter, body: without_blank_lines(body) })
}

/// What stands before and after the line that closes the front matter.
fn cut<'t>(text: &'t str, closing: &[&str]) -> Result<(&'t str, &'t str), String> {
    let mut end = 0;
    for line in text.split_inclusive('\n') {
        let next = end + line.len();
        if closing.contains(&line.trim_end()) {
            return Ok((text.get(..end).unwrap_or_default(), text.get(next..).unwrap_or_default()));
        }
        end = next;
    }
    Err("its front matter is never closed".to_owned())
}

fn without_blank_lines(mut body: &str) -> &str {
    while let Some(("", rest)) = body.split_once('\n').map(|(line, rest)| (line.trim(), rest)) {
        body = rest;
    }
    body
}

fn yaml(text: &str) -> Result<Map<String, Value>, String> {
    let is_bare = |line: &str| line.trim().is_empty() || line.trim_start().starts_with('#');
    if text.lines().all(is_bare) {
        return Ok(Map::new());
    }
    // As YAML 1.2 has it: `no` is a word, and nothing is taken for a number that would not come back as it was written.
    let options = serde_saphyr::options! {
        strict_booleans: true,
        leading_zero_numbers_as_strings: true,
        underscored_numbers_as_strings: true,
        non_finite_float_policy: NonFiniteFloatPolicy::AsString,
        with_snippet: false,
    };
    match serde_saphyr::from_str_with_options(text, options).map_err(|error| unreadable("YAML", &error))? {
        Value::Object(matter) => Ok(matter),
        Value::Null => Ok(Map::new()),
        _ => Err("its front matter is not a list of keys and values".to_owned()),
    }
}

fn toml(text: &str) -> Result<Map<String, Value>, String> {
    let table: toml::Table = text.parse().map_err(|error| unreadable("TOML", &error))?;
    Ok(members(table))
}

/// The reason on one line, as much of it as helps.
fn unreadable(language: &str, error: &dyn std::fmt::Display) -> String {
    let text = error.to_string();
    let line = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ");
    let short: String = line.chars().take(300).collect();
    format!("its front matter is not {language}: {short}")
}

fn members(table: toml::Table) -> Map<String, Value> {
    table.into_iter().map(|(key, value)| (key, json(value))).collect()
}

fn json(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::String(text),
        toml::Value::Integer(number) => Value::from(number),
        toml::Value::Float(number) if number.is_finite() => Value::from(number),
        toml::Value::Float(number) => Value::String(number.to_string()),
        toml::Value::Boolean(flag) => Value::Bool(flag),
        toml::Value::Datetime(when) => Value::String(when.to_string()),
        toml::Value::Array(items) => Value::Array(items.into_iter().map(json).collect()),
        toml::Value::Table(table) => Value::Object(members(table)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(text: &str) -> (Value, &str) {
        let parts = split(text).unwrap();
        (Value::Object(parts.matter), parts.body)
    }

    #[test]
    fn parts_are_told_apart() {
        for (text, matter, body) in [
            ("", json!({}), ""),
            ("Hello", json!({}), "Hello"),
            ("\n\n Hello\n", json!({}), " Hello\n"),
            ("---\na: 1\n---\nHello", json!({ "a": 1 }), "Hello"),
            ("\u{feff}--- \r\na: 1\r\n---\r\n\r\nHello\r\n", json!({ "a": 1 }), "Hello\r\n"),
            ("---\na: 1\n...\nx\n---\ny", json!({ "a": 1 }), "x\n---\ny"),
            ("---\n---\nx", json!({}), "x"),
            ("---\n# none\n---\nx", json!({}), "x"),
            ("---\na: 1\n---", json!({ "a": 1 }), ""),
            ("+++\na = 1\n+++\nx", json!({ "a": 1 }), "x"),
            ("----\nx\n----\n", json!({}), "----\nx\n----\n"),
            ("x\n---\na: 1\n---\n", json!({}), "x\n---\na: 1\n---\n"),
        ] {
            assert_eq!(read(text), (matter, body), "{text:?}");
        }
    }

    #[test]
    fn yaml_values_keep_their_kind() {
        for (yaml, value) in [
            ("text", json!("text")),
            ("\"1\"", json!("1")),
            ("'true'", json!("true")),
            ("1", json!(1)),
            ("-1.5", json!(-1.5)),
            ("true", json!(true)),
            ("", json!(null)),
            ("~", json!(null)),
            ("2024-02-29", json!("2024-02-29")),
            ("2024-02-29 10:00:00 +0200", json!("2024-02-29 10:00:00 +0200")),
            ("[a, b]", json!(["a", "b"])),
            ("{ b: 1, a: [2] }", json!({ "b": 1, "a": [2] })),
            ("|\n  a\n  b", json!("a\nb\n")),
            (".nan", json!(".nan")),
            ("no", json!("no")),
            ("007", json!("007")),
            ("1_000", json!("1_000")),
        ] {
            assert_eq!(read(&format!("---\nx: {yaml}\n---\n")).0, json!({ "x": value }), "{yaml}");
        }
        assert_eq!(read("---\n2024: a\ntrue: b\n---\n").0, json!({ "2024": "a", "true": "b" }));
        assert_eq!(read("---\na: &x [1]\nb: *x\n---\n").0, json!({ "a": [1], "b": [1] }));
    }

    #[test]
    fn toml_values_become_json() {
        let text = "+++\na = 'x'\nb = 1.5\nc = 2024-02-29\nd = 2024-02-29T10:00:00Z\ne = [1, true]\n[f]\ng = 'h'\n+++\n";
        let expected = json!({
            "a": "x", "b": 1.5, "c": "2024-02-29", "d": "2024-02-29T10:00:00Z", "e": [1, true], "f": { "g": "h" },
        });
        assert_eq!(read(text).0, expected);
    }

    #[test]
    fn what_is_wrong_is_told_on_one_line() {
        for (text, reason) in [
            ("---\na: 1\n", "its front matter is never closed"),
            ("+++\na = 1\n---\n", "its front matter is never closed"),
            ("---\na: [1\n---\n", "its front matter is not YAML: "),
            ("---\na: 1\na: 2\n---\n", "its front matter is not YAML: "),
            ("---\n- a\n---\n", "its front matter is not a list of keys and values"),
            ("---\nHello\n---\n", "its front matter is not a list of keys and values"),
            ("+++\na = \n+++\n", "its front matter is not TOML: "),
        ] {
            let error = split(text).unwrap_err();
            assert!(error.starts_with(reason), "{text:?}: {error}");
            assert!(!error.contains('\n'), "{error}");
        }
    }

    #[test]
    fn aliases_cannot_grow_without_bounds() {
        let mut text = String::from("---\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for i in 1..12 {
            let before = i - 1;
            text.push_str(&format!("a{i}: &a{i} [{}]\n", vec![format!("*a{before}"); 10].join(", ")));
        }
        text.push_str("---\n");
        assert!(split(&text).is_err());
    }
}
