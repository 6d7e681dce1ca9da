//! `boolean`: `true` or `false`. `false` is a value: a required field may have it.

use super::failure::Failure;
use super::rule::Rule;
use super::value::EmptyForm;

/// The rule of a field of this type.
#[derive(Debug)]
pub(super) struct Boolean;

impl Rule for Boolean {
    fn empty_form(&self) -> EmptyForm {
        EmptyForm::Other
    }

    fn check(&self, raw: &str) -> Result<(), Failure> {
        if matches!(raw, "true" | "false") { Ok(()) } else { Err(Failure::kind("must be true or false")) }
    }

    fn literal(&self, text: &str) -> Result<Option<String>, &'static str> {
        if matches!(text, "true" | "false") { Ok(None) } else { Err("must be true or false") }
    }
}

#[cfg(test)]
mod tests {
    use super::super::guard::{accepts, field, refuses};

    #[test]
    fn is_true_or_false() {
        let boolean = field("boolean", "{}");
        accepts(&boolean, &["true", "false", " true\n"]);
        refuses(&boolean, &[("1", "type"), (r#""true""#, "type"), (r#""""#, "type"), ("[]", "type")]);
        accepts(&boolean.with("required", "true").unwrap(), &["false"]);
    }
}
