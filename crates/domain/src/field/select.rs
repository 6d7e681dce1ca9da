//! `select`: the value of one of the `options`; a JSON string, number or boolean. Without options,
//! any string.

use super::failure::Failure;
use super::options::Options;
use super::rule::Rule;
use super::settings::Settings;
use super::value::EmptyForm;

/// The rule of a field of this type.
#[derive(Debug)]
pub(super) struct Select {
    options: Options,
}

impl Select {
    /// From `options`.
    pub(super) fn read(settings: &mut Settings<'_>) -> Self {
        Self { options: Options::read(settings) }
    }
}

impl Rule for Select {
    fn empty_form(&self) -> EmptyForm {
        EmptyForm::Text
    }

    fn check(&self, raw: &str) -> Result<(), Failure> {
        self.options.accept(raw).map(drop)
    }
}

#[cfg(test)]
mod tests {
    use super::super::guard::{accepts, definition, field, refuses};

    #[test]
    fn is_one_of_the_options() {
        let select =
            field("select", r#"{"options":["red",{"label":"Grün","value":"gr\u00fcn"},{"value":3}]}"#);
        accepts(&select, &[r#""red""#, r#""r\u0065d""#, r#""grün""#, "3", r#""""#]);
        refuses(
            &select,
            &[(r#""Grün""#, "option"), (r#""3""#, "option"), ("[]", "type"), (r#"["red"]"#, "type")],
        );
    }

    #[test]
    fn without_options_any_text_will_do() {
        for config in ["{}", r#"{"options":[]}"#] {
            accepts(&field("select", config), &[r#""a""#]);
            refuses(&field("select", config), &[("1", "type"), ("{}", "type")]);
        }
    }

    #[test]
    fn bad_options_are_named() {
        assert_eq!(definition("select", r#"{"options":{"a":"b"}}"#), ["config.options"]);
        assert_eq!(
            definition("select", r#"{"options":["a",{"label":"b"},null,["c","C"]]}"#),
            ["config.options[1]", "config.options[2]", "config.options[3]"]
        );
    }
}
