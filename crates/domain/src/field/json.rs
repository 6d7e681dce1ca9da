//! `json`: any JSON. Also the type of every field whose type name Weft does not know.

use super::fault::Fault;
use super::rule::Rule;
use super::value::Shape;

/// The rule of a field of this type.
#[derive(Debug)]
pub(super) struct Json;

impl Rule for Json {
    fn shape(&self) -> Shape {
        Shape::Other
    }

    fn check(&self, _: &str) -> Result<(), Fault> {
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
