//! `color`: a JSON string, `#rgb`, `#rrggbb` or `#rrggbbaa` in hexadecimal digits of either case.

use super::fault::Fault;
use super::rule::Rule;
use super::value::{self, Shape};

/// The rule of a field of this type.
#[derive(Debug)]
pub(super) struct Color;

impl Rule for Color {
    fn shape(&self) -> Shape {
        Shape::Text
    }

    fn check(&self, raw: &str) -> Result<(), Fault> {
        let text = value::text(raw).ok_or_else(|| Fault::kind("must be a text: a colour such as #1a2b3c"))?;
        let is_color = text.strip_prefix('#').is_some_and(|digits| {
            matches!(digits.len(), 3 | 6 | 8) && digits.bytes().all(|b| b.is_ascii_hexdigit())
        });
        if is_color { Ok(()) } else { Err(Fault::format("must be a colour such as #1a2b3c")) }
    }
}

#[cfg(test)]
mod tests {
    use super::super::guard::{accepts, field, refuses};

    #[test]
    fn is_a_hexadecimal_colour() {
        let color = field("color", "{}");
        accepts(&color, &[r##""#fff""##, r##""#1a2B3c""##, r##""#1a2b3c80""##, r#""""#]);
        for bad in ["fff", "#ff", "#fffff", "#ggg", "red", "#fff ", "#éa"] {
            refuses(&color, &[(&format!("\"{bad}\""), "format")]);
        }
        refuses(&color, &[("255", "type"), ("[]", "type")]);
    }
}
