//! `rich-text`: a TipTap document. Stored as it was sent, checked to be a document; its length is
//! not checked, as in the original.
//!
//! Other dialects store plain texts in the same field type; they are shown as a document with a
//! paragraph per line.

use super::raw;
use super::value::ParseResult;
use weft_domain::field::{Field, FieldType};
use weft_domain::json;

/// The default settings.
pub(super) const DEFAULTS: &str = r#"{"maxLength":0}"#;

/// The document as a text: as stored, or a plain text as a document with a paragraph per line.
#[must_use]
pub fn serialise(stored: &str) -> String {
    let Some(text) = raw::text(stored) else { return stored.to_owned() };
    if text.is_empty() {
        return String::new();
    }
    let paragraph = |line: &str| match line {
        "" => String::from(r#"{"type":"paragraph"}"#),
        line => {
            format!(r#"{{"type":"paragraph","content":[{{"type":"text","text":{}}}]}}"#, json::quote(line))
        }
    };
    format!(r#"{{"type":"doc","content":{}}}"#, raw::array(text.lines().map(paragraph)))
}

/// Parses a document.
pub(super) fn parse(text: &str) -> ParseResult {
    let document = raw::json(text).filter(|document| {
        document.starts_with('{') && Field::new("", FieldType::RichText).check(Some(document)).is_none()
    });
    document.map(ToOwned::to_owned).ok_or_else(|| "Invalid Rich Text Input data".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_documents_are_documents() {
        let document = r#"{ "type":"doc", "content":[] }"#;
        assert_eq!(parse(document).unwrap(), document);
        for bad in ["x", "\"x\"", "[]", "{}", "null", r#"{"type":"paragraph"}"#, r#"{"type":"doc""#] {
            assert_eq!(parse(bad), Err("Invalid Rich Text Input data".to_owned()), "{bad}");
        }
        assert!(parse(&format!(r#"{{"type":"doc","content":{}"#, "[".repeat(100))).is_err());
    }

    #[test]
    fn texts_show_as_paragraphs() {
        assert_eq!(
            serialise(r#""a \"b\"\n\nc""#),
            r#"{"type":"doc","content":[{"type":"paragraph","content":[{"type":"text","text":"a \"b\""}]},{"type":"paragraph"},{"type":"paragraph","content":[{"type":"text","text":"c"}]}]}"#
        );
        assert!(parse(&serialise(r#""a""#)).is_ok());
        assert_eq!(serialise("\"\""), "");
        assert_eq!(serialise("7"), "7");
    }
}
