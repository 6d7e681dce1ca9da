//! `text`: a JSON string.
//!
//! `minLength` and `maxLength` count characters (Unicode scalar values), not bytes. `pattern` is a
//! regular expression in the syntax of the `regex` crate without Unicode classes: `\d`, `\w` and
//! `\s` are ASCII, as in JavaScript, and there is neither look-around nor back-reference. It may
//! match anywhere in the text; write `^…$` for the whole. Matching takes time in the product of
//! both lengths, which is why the pattern, what it compiles to, and the text it looks at are
//! bounded.

use super::failure::Failure;
use super::rule::Rule;
use super::settings::Settings;
use super::value::{self, EmptyForm};
use regex_lite::{Regex, RegexBuilder};
use std::borrow::Cow;

/// The longest `pattern`, in bytes.
pub const PATTERN_MAX: usize = 500;
/// The most memory that a compiled `pattern` takes, in bytes.
const PATTERN_SIZE_MAX: usize = 64 * 1024;
/// The longest text that a `pattern` looks at, in bytes.
pub const PATTERN_TEXT_MAX: usize = 16 * 1024;

/// Bounds of a text; other types of text have them, too.
#[derive(Debug)]
pub(super) struct Text {
    min: Option<usize>,
    max: Option<usize>,
    pattern: Option<Regex>,
}

impl Text {
    /// From `minLength`, `maxLength` and `pattern`.
    pub(super) fn read(settings: &mut Settings<'_>) -> Self {
        let text = Self {
            min: settings.count("minLength"),
            max: settings.count("maxLength"),
            pattern: pattern(settings),
        };
        settings.ordered(("minLength", text.min.as_ref()), ("maxLength", text.max.as_ref()));
        text
    }

    /// The text, if the value is a string within the bounds.
    pub(super) fn accept<'a>(&self, raw: &'a str) -> Result<Cow<'a, str>, Failure> {
        let text = value::text(raw).ok_or_else(|| Failure::kind("must be a text"))?;
        if let Some(min) = self.min
            && text.chars().take(min).count() < min
        {
            return Err(Failure::new("minLength", format!("must be at least {min} {} long", noun(min))));
        }
        if let Some(max) = self.max
            && text.len() > max
            && text.chars().count() > max
        {
            return Err(Failure::new("maxLength", format!("must be at most {max} {} long", noun(max))));
        }
        if let Some(pattern) = &self.pattern {
            if text.len() > PATTERN_TEXT_MAX {
                return Err(Failure::new(
                    "maxLength",
                    format!("must be at most {PATTERN_TEXT_MAX} bytes long"),
                ));
            }
            if !pattern.is_match(&text) {
                return Err(Failure::new("pattern", format!("must match the pattern {}", pattern.as_str())));
            }
        }
        Ok(text)
    }
}

impl Rule for Text {
    fn empty_form(&self) -> EmptyForm {
        EmptyForm::Text
    }

    fn check(&self, raw: &str) -> Result<(), Failure> {
        self.accept(raw).map(drop)
    }
}

fn pattern(settings: &mut Settings<'_>) -> Option<Regex> {
    let text = settings.text("pattern").filter(|text| !text.is_empty())?;
    if text.len() > PATTERN_MAX {
        settings.refuse("pattern", "maxLength", format!("must be at most {PATTERN_MAX} bytes long"));
        return None;
    }
    match RegexBuilder::new(&text).size_limit(PATTERN_SIZE_MAX).build() {
        Ok(pattern) => Some(pattern),
        Err(error) => {
            settings.refuse("pattern", "pattern", format!("is not a pattern that can be used: {error}"));
            None
        }
    }
}

const fn noun(count: usize) -> &'static str {
    if count == 1 { "character" } else { "characters" }
}

#[cfg(test)]
mod tests {
    use super::super::guard::{accepts, definition, field, refuses};

    #[test]
    fn lengths_count_characters() {
        let text = field("text", r#"{"minLength":2,"maxLength":3}"#);
        accepts(&text, &[r#""ab""#, r#""äöü""#, r#""\u00e4\n""#, r#""👍👍👍""#, r#""""#, "null"]);
        refuses(&text, &[(r#""a""#, "minLength"), (r#""👍""#, "minLength"), (r#""abcd""#, "maxLength")]);
        refuses(&text, &[("1", "type"), ("true", "type"), ("[]", "type"), ("{}", "type")]);
    }

    #[test]
    fn patterns_match_anywhere_unless_anchored() {
        let text = field("text", r#"{"pattern":"^[A-Z]{2}\\d+$"}"#);
        accepts(&text, &[r#""AB1""#]);
        refuses(&text, &[(r#""xAB1""#, "pattern"), (r#""AB٣""#, "pattern")]);
        accepts(&field("text", r#"{"pattern":"b\\/c"}"#), &[r#""ab/cd""#]);
    }

    #[test]
    fn long_texts_are_not_matched() {
        let long = format!("\"{}\"", "a".repeat(16 * 1024 + 1));
        refuses(&field("text", r#"{"pattern":"a"}"#), &[(&long, "maxLength")]);
        accepts(&field("text", "{}"), &[&long]);
    }

    #[test]
    fn bad_settings_are_named() {
        for (config, path) in [
            (r#"{"minLength":"3"}"#, "config.minLength"),
            (r#"{"maxLength":-1}"#, "config.maxLength"),
            (r#"{"maxLength":1.5}"#, "config.maxLength"),
            (r#"{"minLength":4,"maxLength":3}"#, "config.minLength"),
            (r#"{"pattern":"("}"#, "config.pattern"),
            (r#"{"pattern":"(?=a)"}"#, "config.pattern"),
            (r#"{"pattern":"((a{1000}){1000}){1000}"}"#, "config.pattern"),
            (r#"{"pattern":7}"#, "config.pattern"),
        ] {
            assert_eq!(definition("text", config), [path], "{config}");
        }
        assert_eq!(
            definition("text", &format!(r#"{{"pattern":"{}"}}"#, "a".repeat(501))),
            ["config.pattern"]
        );
        assert!(definition("text", r#"{"minLength":null,"maxLength":80.0,"placeholder":7}"#).is_empty());
    }
}
