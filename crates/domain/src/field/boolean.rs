//! `boolean`: `true` or `false`. `false` is a value: a required field may have it.

use super::fault::Fault;
use super::rule::Rule;
use super::value::Shape;

/// The rule of a field of this type.
#[derive(Debug)]
pub(super) struct Boolean;

impl Rule for Boolean {
    fn shape(&self) -> Shape {
        Shape::Other
    }

    fn check(&self, raw: &str) -> Result<(), Fault> {
        if matches!(raw, "true" | "false") { Ok(()) } else { Err(Fault::kind("must be true or false")) }
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
