//! `json`: any JSON. Also the type of every field whose type name Weft does not know.

use super::failure::Failure;
use super::rule::Rule;
use super::value::EmptyForm;

/// The rule of a field of this type.
#[derive(Debug)]
pub(super) struct Json;

impl Rule for Json {
    fn empty_form(&self) -> EmptyForm {
        EmptyForm::Other
    }

    fn check(&self, _: &str) -> Result<(), Failure> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::guard::{accepts, field};

    #[test]
    fn anything_goes() {
        for kind in ["json", "hologram"] {
            accepts(&field(kind, "{}"), &["null", "1", r#""""#, "[]", r#"{"a":[1,{"b":null}]}"#, "true"]);
        }
    }
}
