//! Values: the stored JSON ↔ the text that SnowCMS sends and shows.
//!
//! The original's checks run first, in its order and with its messages; then the field's own check,
//! shared by all dialects: a pattern, an e-mail address, the members of a group. References to
//! files and entries are checked elsewhere (`reference`).
//!
//! With `parse_over`, a text that is sent back as it was shown leaves the stored value unchanged.
//! Without the stored value, `parse` returns the same JSON, except: `""` becomes missing; a file
//! with several members keeps its id or address only; a plain string in a rich text becomes a
//! document; of several options with one text, the first is chosen; an invalid value is rejected.

use super::form::Form;
use super::{array, key_value, media, raw, relational, rich_text, select, slug, text};
use weft_domain::Timestamp;
use weft_domain::field::Field;
use weft_domain::json;

/// A value as JSON text, or the error message.
pub(super) type ParseResult = Result<String, String>;

/// The context of parsing.
pub(super) struct ParseContext<'a> {
    /// The input's name for people, for messages.
    pub(super) label: &'a str,
    /// The time of the request.
    pub(super) now: Timestamp,
}

impl ParseContext<'_> {
    fn broken(&self, at: &str, message: &str) -> String {
        let at = if at.is_empty() { String::new() } else { format!(" at {at}") };
        format!("Invalid value for input \"{}\"{at}: {message}", self.label)
    }
}

/// The shown text of a stored value, given as JSON text. `None` for `null`, and for an input
/// without values.
#[must_use]
pub fn serialise(field: &Field, stored: &str) -> Option<String> {
    let stored = stored.trim();
    if raw::is_null(stored) { None } else { written(&Form::of(field), stored) }
}

/// Parses a text as JSON text; `None` for no value. `sent` is `None` for an absent member.
///
/// # Errors
/// The answer, when a required value is missing or a value is invalid.
pub fn parse(field: &Field, sent: Option<&str>, now: Timestamp) -> Result<Option<String>, String> {
    let form = Form::of(field);
    if matches!(form, Form::Nothing) {
        return Ok(None);
    }
    let Some(text) = sent.filter(|text| !is_nothing(&form, text)) else {
        return if field.required {
            Err(format!("Required input \"{}\" does not have a value", field.label))
        } else {
            Ok(None)
        };
    };
    let context = ParseContext { label: &field.label, now };
    let value = read(field, &form, text, &context)?;
    match field.check(Some(&value)) {
        Some(violation) => {
            let path = violation.path.strip_prefix("data.").unwrap_or(&violation.path);
            let at = path.strip_prefix(field.name.as_str()).unwrap_or(path);
            Err(context.broken(at.trim_start_matches('.'), &violation.message))
        }
        None => Ok(Some(value)),
    }
}

/// Whether a text means no value. The original's interface writes `null` for an untouched document,
/// list or set of pairs; for other types `null` is an ordinary or an invalid text.
pub(super) fn is_nothing(form: &Form, text: &str) -> bool {
    let is_json = matches!(form, Form::RichText | Form::Pairs | Form::List(_));
    text.is_empty() || (is_json && raw::is_null(text))
}

/// As `parse`, over the stored value: an unchanged text leaves its value as it is.
///
/// # Errors
/// As `parse`.
pub fn parse_over(
    field: &Field,
    sent: Option<&str>,
    stored: Option<&str>,
    now: Timestamp,
) -> Result<Option<String>, String> {
    let is_unchanged = |stored: &&str| {
        sent.is_some() && serialise(field, stored).as_deref() == sent && field.check(Some(stored)).is_none()
    };
    match stored.filter(is_unchanged) {
        Some(stored) => Ok(Some(stored.to_owned())),
        None => parse(field, sent, now),
    }
}

/// The text of a value in that form; `None` for `null`, where that is not a value.
pub(super) fn written(form: &Form, stored: &str) -> Option<String> {
    if raw::is_null(stored) && !matches!(form, Form::Anything) {
        return None;
    }
    Some(match form {
        Form::Text
        | Form::Slug
        | Form::Address
        | Form::Number
        | Form::Checkbox
        | Form::Select
        | Form::Relation => raw::plain(stored).into_owned(),
        Form::RichText => rich_text::serialise(stored),
        Form::Media => media::name(stored).unwrap_or(stored.into()).into_owned(),
        Form::Pairs => key_value::serialise(stored),
        Form::Json => stored.to_owned(),
        Form::Anything => array::serialise_anything(stored),
        Form::List(item) => array::serialise(item, stored),
        Form::Nothing => return None,
    })
}

/// Parses a non-empty text in that form.
pub(super) fn read(field: &Field, form: &Form, sent: &str, context: &ParseContext<'_>) -> ParseResult {
    match form {
        Form::Text => text::parse(field, sent),
        Form::Slug => slug::parse(field, sent, context.now),
        Form::Address => Ok(json::quote(sent)),
        Form::Number => match raw::json(sent).filter(|number| raw::number(number).is_some()) {
            Some(number) => Ok(number.to_owned()),
            None => Err(context.broken("", "must be a number")),
        },
        Form::Checkbox => Ok(String::from(if sent == "true" { "true" } else { "false" })),
        Form::Select => select::parse(field, sent),
        Form::RichText => rich_text::parse(sent),
        Form::Media => media::parse(sent),
        Form::Relation => relational::parse(sent),
        Form::Pairs => key_value::parse(field, sent),
        Form::Json => {
            raw::json(sent).map(ToOwned::to_owned).ok_or_else(|| context.broken("", "must be JSON"))
        }
        Form::Anything => Ok(array::parse_anything(sent)),
        Form::List(item) => array::parse(field, item, sent, context),
        Form::Nothing => Ok(String::from("null")),
    }
}
