//! `richText`: a TipTap (ProseMirror) document, `{"type":"doc","content":[…]}`, or a plain JSON
//! string.
//!
//! R3 writes documents; other dialects write HTML or Markdown into the same field, as a string. The
//! contents of a document are not checked: unknown nodes are kept, and lengths are not counted.

use super::failure::Failure;
use super::rule::Rule;
use super::value::{self, EmptyForm};
use crate::json;

/// The rule of a field of this type.
#[derive(Debug)]
pub(super) struct RichText;

impl Rule for RichText {
    fn empty_form(&self) -> EmptyForm {
        EmptyForm::Text
    }

    fn check(&self, raw: &str) -> Result<(), Failure> {
        let wanted = || Failure::kind("must be a document ({\"type\":\"doc\", …}) or a text");
        if raw.starts_with('"') {
            return value::text(raw).map(drop).ok_or_else(wanted);
        }
        let members = json::members(raw).map_err(|_| wanted())?;
        let is_document = |(name, value): &(_, &serde_json::value::RawValue)| {
            name == "type" && value::text(value.get()).is_some_and(|kind| kind == "doc")
        };
        if members.iter().any(is_document) { Ok(()) } else { Err(wanted()) }
    }
}

#[cfg(test)]
mod tests {
    use super::super::guard::{accepts, field, refuses};

    #[test]
    fn is_a_document_or_a_text() {
        let rich = field("richText", "{}");
        accepts(
            &rich,
            &[r#"{"type":"doc"}"#, r#"{"content":[{"type":"x"}],"type":"doc"}"#, r#""<p>a</p>""#, r#""""#],
        );
        refuses(&rich, &[("{}", "type"), (r#"{"type":"paragraph"}"#, "type"), ("[]", "type"), ("1", "type")]);
        refuses(&rich, &[(r#"{"content":[{"type":"doc"}]}"#, "type")]);
    }
}
