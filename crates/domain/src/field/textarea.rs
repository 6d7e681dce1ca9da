//! `textarea`: a JSON string, edited in several lines. It has the rules of `text`.

use super::failure::Failure;
use super::rule::Rule;
use super::settings::Settings;
use super::text::Text;
use super::value::EmptyForm;

/// The rule of a field of this type.
#[derive(Debug)]
pub(super) struct Textarea(Text);

impl Textarea {
    /// From the settings of a text.
    pub(super) fn read(settings: &mut Settings<'_>) -> Self {
        Self(Text::read(settings))
    }
}

impl Rule for Textarea {
    fn empty_form(&self) -> EmptyForm {
        EmptyForm::Text
    }

    fn check(&self, raw: &str) -> Result<(), Failure> {
        self.0.check(raw)
    }
}

#[cfg(test)]
mod tests {
    use super::super::guard::{accepts, field, refuses};

    #[test]
    fn is_a_text_of_several_lines() {
        let textarea = field("textarea", r#"{"maxLength":3}"#);
        accepts(&textarea, &[r#""a\nb""#, r#""""#]);
        refuses(&textarea, &[(r#""a\nbc""#, "maxLength"), ("1", "type")]);
    }
}
