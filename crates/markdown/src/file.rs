//! A file's front matter and body: told apart, and put together again.
//!
//! The rules are samduke-cms's. A front matter begins with the file, at a line `---`, and ends at
//! the first later line that begins with `---`, whatever follows there. A byte order mark, a blank
//! line or a space before or after the first fence: then the file has none, and is all body. Lines
//! may end in CR LF. The body is everything after the fence, its first newline excepted.
//!
//! Written is one form only, so that a file's hash says what is in it: members that are null or
//! empty texts are left out, the YAML is what js-yaml writes (`yaml::write`), and the body loses
//! the white space before it and gains a newline after it, unless nothing is left of it. So a body
//! that was read and is written back grows by one newline, as it does there.

use serde_json::{Map, Value};

use crate::FILE_MAX;
use crate::yaml::{self, Rules, YamlError};

/// A file in two parts, unread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parts<'t> {
    /// The YAML between the fences, with its last newline, which a text that ends it may need;
    /// `None` when the file has no front matter.
    pub matter: Option<&'t str>,
    /// What follows.
    pub body: &'t str,
}

/// Tells the parts of a file apart. Never fails: a front matter that is not closed is none.
#[must_use]
pub fn split(file: &str) -> Parts<'_> {
    let none = Parts { matter: None, body: file };
    let Some(rest) = file.strip_prefix("---\n").or_else(|| file.strip_prefix("---\r\n")) else { return none };
    let Some((matter, after)) = rest.find("\n---").and_then(|end| rest.split_at_checked(end + 1)) else {
        return none;
    };
    let after = after.strip_prefix("---").unwrap_or(after);
    let body = after.strip_prefix("\r\n").or_else(|| after.strip_prefix('\n')).unwrap_or(after);
    Parts { matter: Some(matter), body }
}

/// A file that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Document<'t> {
    /// What the front matter says: most often an object, but a list or a plain value is answered
    /// as it is. An object without members where there is no front matter, or an empty one.
    pub frontmatter: Value,
    /// What follows, as it stands.
    pub body: &'t str,
}

/// Reads a file.
///
/// # Errors
/// When the file has more than [`FILE_MAX`] bytes, and when the front matter is no YAML or goes
/// beyond the bounds ([`yaml::read`]).
pub fn read(file: &str) -> Result<Document<'_>, YamlError> {
    if file.len() > FILE_MAX {
        return Err(YamlError::TooLong);
    }
    let Parts { matter, body } = split(file);
    let read = matter.map(|matter| yaml::read(matter, Rules::JsYaml)).transpose()?;
    let frontmatter = match read {
        None | Some(Value::Null) => Value::Object(Map::new()),
        Some(value) => value,
    };
    Ok(Document { frontmatter, body })
}

/// Writes a file of the members of its front matter, each a name and a JSON text, and its body.
///
/// # Errors
/// When a value is no JSON.
pub fn render<'a>(
    members: impl IntoIterator<Item = (&'a str, &'a str)>,
    body: &str,
) -> Result<String, serde_json::Error> {
    let is_told = |(_, value): &(&str, &str)| !matches!(value.trim(), "null" | "\"\"");
    let members: Vec<_> = members.into_iter().filter(is_told).collect();
    let mut file = String::with_capacity(body.len() + 256);
    file.push_str("---\n");
    yaml::write(&members, &mut file)?;
    file.push_str("---\n\n");
    let body = without_leading_space(body);
    if !body.is_empty() {
        file.push_str(body);
        file.push('\n');
    }
    Ok(file)
}

/// What [`read`] gives as the body of a file that [`render`] wrote of this one.
#[must_use]
pub fn body_read_back(body: &str) -> String {
    match without_leading_space(body) {
        "" => "\n".to_owned(),
        body => format!("\n{body}\n"),
    }
}

/// The text without the white space before it, as JavaScript's `trimStart` has it.
#[must_use]
pub fn without_leading_space(body: &str) -> &str {
    body.trim_start_matches(|c: char| c == '\u{feff}' || (c.is_whitespace() && c != '\u{85}'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn parts_are_told_apart() {
        for (file, matter, body) in [
            ("", None, ""),
            ("text", None, "text"),
            ("---\na: 1\n---\nbody", Some("a: 1\n"), "body"),
            ("---\r\na: 1\r\n---\r\nbody\r\n", Some("a: 1\r\n"), "body\r\n"),
            ("---\n---\nbody", None, "---\n---\nbody"),
            ("---\n\n---\nbody", Some("\n"), "body"),
            ("\u{feff}---\na: 1\n---\nbody", None, "\u{feff}---\na: 1\n---\nbody"),
            (" ---\na: 1\n---\n", None, " ---\na: 1\n---\n"),
            ("\n---\na: 1\n---\n", None, "\n---\na: 1\n---\n"),
            ("--- \na: 1\n---\n", None, "--- \na: 1\n---\n"),
            ("---\na: 1\n", None, "---\na: 1\n"),
            ("---\na: 1\n---text", Some("a: 1\n"), "text"),
            ("---\na: 1\n----\nx", Some("a: 1\n"), "-\nx"),
            ("---\na: 1\n...\nb\n---\nx", Some("a: 1\n...\nb\n"), "x"),
            ("---\na: 1\n---", Some("a: 1\n"), ""),
            ("---\na: 1\n---\n\nBody\n\n", Some("a: 1\n"), "\nBody\n\n"),
        ] {
            assert_eq!(split(file), Parts { matter, body }, "{file:?}");
        }
    }

    #[test]
    fn a_file_that_is_written_reads_back_with_a_leading_newline() {
        let file = render([("title", "\"A\""), ("n", "null"), ("e", "\"\"")], "\n\nBody\n").unwrap();
        assert_eq!(file, "---\ntitle: A\n---\n\nBody\n\n");
        let read = read(&file).unwrap();
        assert_eq!(read.frontmatter, json!({ "title": "A" }));
        assert_eq!(read.body, "\nBody\n\n");
    }

    #[test]
    fn newlines_that_end_the_last_value_stay() {
        for text in ["\n", "a\n", "a\n\n", "a\n\n\n"] {
            let file = render([("x", serde_json::to_string(text).unwrap().as_str())], "").unwrap();
            assert_eq!(read(&file).unwrap().frontmatter, json!({ "x": text }), "{file}");
        }
    }

    #[test]
    fn what_is_no_object_is_answered_as_it_is() {
        for (matter, value) in [("- a\n- 1", json!(["a", 1])), ("text", json!("text")), ("# none", json!({}))]
        {
            assert_eq!(read(&format!("---\n{matter}\n---\n")).unwrap().frontmatter, value);
        }
        assert!(read("---\na: [\n---\n").is_err());
        assert_eq!(read("\u{feff}---\na: 1\n---\n").unwrap().frontmatter, json!({}));
    }

    #[test]
    fn a_file_that_is_too_long_is_not_read() {
        let file = |size: usize| format!("---\na: 1\n---\n{}", "x".repeat(size - 13));
        assert_eq!(read(&file(FILE_MAX)).unwrap().frontmatter, json!({ "a": 1 }));
        assert_eq!(read(&file(FILE_MAX + 1)), Err(YamlError::TooLong));
    }

    #[test]
    fn leading_space_is_javascripts() {
        for (text, rest) in [
            ("\u{feff}\u{a0}\u{2028}\u{3000}\t\r\n x ", "x "),
            ("\u{85}x", "\u{85}x"),
            ("\u{200b}x", "\u{200b}x"),
            ("\u{1c}x", "\u{1c}x"),
        ] {
            assert_eq!(without_leading_space(text), rest);
        }
    }
}
