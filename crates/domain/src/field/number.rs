//! `number`: a JSON number, finite as a double.
//!
//! `min` and `max` are inclusive; `integer` requires a whole number, in any notation (`2.0` is
//! one). `step` is a hint for editors and is not checked. The digits are stored as they were sent
//! (`1.10`); comparison is numeric.

use super::failure::Failure;
use super::rule::Rule;
use super::settings::Settings;
use super::value::EmptyForm;
use crate::query::Literal;

/// The rule of a field of this type.
#[derive(Debug)]
pub(super) struct Number {
    min: Option<f64>,
    max: Option<f64>,
    integer: bool,
}

impl Number {
    /// From `min`, `max` and `integer`.
    pub(super) fn read(settings: &mut Settings<'_>) -> Self {
        let number = Self {
            min: settings.number("min"),
            max: settings.number("max"),
            integer: settings.flag("integer"),
        };
        settings.ordered(("min", number.min.as_ref()), ("max", number.max.as_ref()));
        number
    }
}

impl Rule for Number {
    fn empty_form(&self) -> EmptyForm {
        EmptyForm::Other
    }

    fn check(&self, raw: &str) -> Result<(), Failure> {
        let number = serde_json::from_str::<f64>(raw)
            .ok()
            .filter(|number| number.is_finite())
            .ok_or_else(|| Failure::kind("must be a number"))?;
        if self.integer && number.fract() != 0.0 {
            return Err(Failure::new("integer", "must be a whole number"));
        }
        match (self.min, self.max) {
            (Some(min), _) if number < min => Err(Failure::new("min", format!("must be at least {min}"))),
            (_, Some(max)) if number > max => Err(Failure::new("max", format!("must be at most {max}"))),
            _ => Ok(()),
        }
    }

    fn literal(&self, text: &str) -> Result<Option<String>, &'static str> {
        Literal::new(text).number().map(|_| None).ok_or("must be a number")
    }
}

#[cfg(test)]
mod tests {
    use super::super::guard::{accepts, definition, field, refuses};

    #[test]
    fn is_a_finite_number() {
        let number = field("number", "{}");
        accepts(&number, &["0", "-1.5", "1e3", "12345678901234567890", " 7 "]);
        refuses(
            &number,
            &[(r#""1""#, "type"), ("1e400", "type"), ("true", "type"), (r#""""#, "type"), ("[]", "type")],
        );
    }

    #[test]
    fn bounds_include_their_ends() {
        let number = field("number", r#"{"min":-1,"max":2.5,"integer":true}"#);
        accepts(&number, &["-1", "2", "2.0", "-0"]);
        refuses(&number, &[("-2", "min"), ("3", "max"), ("1.5", "integer")]);
    }

    #[test]
    fn bad_settings_are_named() {
        assert_eq!(
            definition("number", r#"{"min":"0","max":[],"integer":1}"#),
            ["config.min", "config.max", "config.integer"]
        );
        assert_eq!(definition("number", r#"{"min":2,"max":1}"#), ["config.min"]);
        assert!(definition("number", r#"{"min":2,"max":2,"step":"any"}"#).is_empty());
    }
}
