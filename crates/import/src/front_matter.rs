//! Separates the front matter of a file from its body, and parses it.
//!
//! Front matter is YAML between `---` lines (the last may be `...`), TOML between `+++` lines, JSON
//! between `;;;` lines, or a JSON object that ends its line; `---yaml`, `---toml` and `---json`
//! name the language. Only blank lines and a byte order mark may come before it.
//!
//! Text that looks like front matter but does not parse is refused (`malformed`) and not treated as
//! body: its keys would be published in the body, and one of them may be `draft`.

mod exact_numbers;
mod malformed;

use serde_json::{Map, Value};
use weft_markdown::yaml::{self, Rules};

/// The two parts of a file.
#[derive(Debug, PartialEq)]
pub(super) struct Parts<'t> {
    /// The keys and values, in their order in the file.
    pub(super) matter: Map<String, Value>,
    /// The text after the front matter, without leading blank lines.
    pub(super) body: &'t str,
}

/// The opening of a front matter, which tells its language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Opening {
    /// YAML, up to `---` or `...`.
    Yaml,
    /// TOML, up to this line.
    Toml(&'static str),
    /// JSON, up to this line; the braces may be missing.
    Json(&'static str),
    /// A JSON object, up to its brace.
    Object,
}

/// Splits the text of a file.
///
/// Returns the reason as an error if the front matter is not closed, does not parse, or has no
/// keys, and if the text begins with what is probably front matter in an unsupported format.
pub(super) fn split(text: &str) -> Result<Parts<'_>, String> {
    let start = text.trim_start_matches(is_invisible);
    let (first, rest) = start.split_once('\n').unwrap_or((start, ""));
    let Some(opening) = opening(first.trim_end(), rest)? else {
        malformed::check_text(start)?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        return Ok(Parts { matter: Map::new(), body: without_blank_lines(text) });
    };
    let before = text.strip_suffix(start).unwrap_or_default();
    malformed::check_indentation(before, rest)?;
    let (matter, body) = match opening {
        Opening::Yaml => {
            let (matter, body) = cut(rest, &["---", "..."])?;
            (yaml_members(matter)?, body)
        }
        Opening::Toml(closing) => {
            let (matter, body) = cut(rest, &[closing])?;
            (toml(matter)?, body)
        }
        Opening::Json(closing) => {
            let (matter, body) = cut(rest, &[closing])?;
            (json_members(matter)?, body)
        }
        Opening::Object => json_object(start)?,
    };
    malformed::check_body(body.trim_start_matches(is_invisible))?;
    Ok(Parts { matter, body: without_blank_lines(body) })
}

/// Whether a character is white space or invisible in editors.
fn is_invisible(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}' | '\u{2060}')
}

/// Parses the first line; returns `None` if it opens no front matter.
fn opening(first: &str, rest: &str) -> Result<Option<Opening>, String> {
    malformed::check_first_line(first, rest)?;
    let fence = first.get(..3).unwrap_or_default();
    let language = first.get(3..).unwrap_or_default().trim().to_ascii_lowercase();
    Ok(match (fence, language.as_str()) {
        ("---", "" | "yaml" | "yml") => Some(Opening::Yaml),
        ("---", "toml") => Some(Opening::Toml("---")),
        ("---", "json") => Some(Opening::Json("---")),
        ("+++", "" | "toml") => Some(Opening::Toml("+++")),
        (";;;", "" | "json") => Some(Opening::Json(";;;")),
        _ if first.starts_with('{') => {
            let inside = first.get(1..).unwrap_or_default().trim_start();
            let inside = if inside.is_empty() { rest.trim_start() } else { inside };
            inside.starts_with(['"', '}']).then_some(Opening::Object)
        }
        _ => None,
    })
}

/// Splits the text at the line that closes the front matter.
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

fn yaml_members(text: &str) -> Result<Map<String, Value>, String> {
    let is_bare = |line: &str| line.trim().is_empty() || line.trim_start().starts_with('#');
    if text.lines().all(is_bare) {
        return Ok(Map::new());
    }
    match yaml::read(text, Rules::AsWritten).map_err(|error| unreadable("YAML", &error))? {
        Value::Object(matter) => Ok(matter),
        Value::Null => Ok(Map::new()),
        _ => Err(NO_KEYS.to_owned()),
    }
}

const NO_KEYS: &str = "its front matter is not a list of keys and values";

fn toml(text: &str) -> Result<Map<String, Value>, String> {
    let table = toml::de::DeTable::parse(text).map_err(|error| unreadable("TOML", &error))?;
    exact_numbers::toml_members(text, table.get_ref())
        .map_err(|error| format!("its front matter is not TOML: {error}"))
}

/// JSON between two fences, with or without braces; a comma may follow the last member (Hexo).
fn json_members(text: &str) -> Result<Map<String, Value>, String> {
    let text = text.trim();
    let text = if text.starts_with(['{', '[']) {
        text.to_owned()
    } else {
        format!("{{{}}}", text.strip_suffix(',').unwrap_or(text))
    };
    json(&text)
}

/// Parses a JSON object at the start of a text; returns it and the text after its line.
fn json_object(text: &str) -> Result<(Map<String, Value>, &str), String> {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<&serde_json::value::RawValue>();
    let first = values.next().ok_or_else(|| NO_KEYS.to_owned())?;
    let object = first.map_err(|error| unreadable("JSON", &error))?;
    let after = text.get(values.byte_offset()..).unwrap_or_default();
    let (end, body) = after.split_once('\n').unwrap_or((after, ""));
    if !end.trim().is_empty() {
        return Err("begins with a JSON object that does not end its line".to_owned());
    }
    Ok((json(object.get())?, body))
}

fn json(text: &str) -> Result<Map<String, Value>, String> {
    let value: Value = serde_json::from_str(text).map_err(|error| unreadable("JSON", &error))?;
    let Value::Object(_) = value else { return Err(NO_KEYS.to_owned()) };
    match exact_numbers::json(text).map_err(|error| unreadable("JSON", &error))? {
        Value::Object(members) => Ok(members),
        _ => Err(NO_KEYS.to_owned()),
    }
}

/// The reason of a parse error, on one line and shortened.
fn unreadable(language: &str, error: &dyn std::fmt::Display) -> String {
    let text = error.to_string();
    let line = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ");
    let short: String = line.chars().take(300).collect();
    format!("its front matter is not {language}: {short}")
}

#[cfg(test)]
mod tests;
