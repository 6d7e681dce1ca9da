//! `color`: a JSON string, `#rgb`, `#rrggbb` or `#rrggbbaa` in hexadecimal digits of either case.
//!
//! It is stored in lower case and in full: `#FFF` and `#ffffffff` become `#ffffff`, which is what
//! `<input type="color">` takes.

use super::failure::Failure;
use super::rule::Rule;
use super::value::{self, EmptyForm};

/// The rule of a field of this type.
#[derive(Debug)]
pub(super) struct Color;

impl Rule for Color {
    fn empty_form(&self) -> EmptyForm {
        EmptyForm::Text
    }

    fn check(&self, raw: &str) -> Result<(), Failure> {
        let text =
            value::text(raw).ok_or_else(|| Failure::kind("must be a text: a colour such as #1a2b3c"))?;
        if is_color(&text) { Ok(()) } else { Err(Failure::format("must be a colour such as #1a2b3c")) }
    }

    fn normalise(&self, raw: &str) -> Option<String> {
        value::normalise_text(raw, normalise)
    }

    fn literal(&self, text: &str) -> Result<Option<String>, &'static str> {
        Ok(normalise(text))
    }
}

fn is_color(text: &str) -> bool {
    text.strip_prefix('#').is_some_and(|digits| {
        matches!(digits.len(), 3 | 6 | 8) && digits.bytes().all(|b| b.is_ascii_hexdigit())
    })
}

/// The canonical form of a colour; `None` for an invalid one.
fn normalise(text: &str) -> Option<String> {
    let digits = text.strip_prefix('#').filter(|_| is_color(text))?.to_ascii_lowercase();
    Some(match digits.len() {
        3 => digits.chars().fold(String::from("#"), |color, digit| color + &format!("{digit}{digit}")),
        8 => format!("#{}", digits.strip_suffix("ff").unwrap_or(&digits)),
        _ => format!("#{digits}"),
    })
}

#[cfg(test)]
mod tests {
    use super::super::guard::{accepts, field, refuses};

    #[test]
    fn a_colour_has_one_spelling() {
        let color = field("color", "{}");
        for (sent, stored) in [
            ("#FFF", "#ffffff"),
            ("#1A2B3C", "#1a2b3c"),
            ("#1a2b3cFF", "#1a2b3c"),
            ("#1A2B3C80", "#1a2b3c80"),
        ] {
            assert_eq!(color.normalise(&format!("\"{sent}\"")), Some(format!("\"{stored}\"")), "{sent}");
            assert_eq!(color.literal(sent).unwrap().as_deref(), Some(stored));
        }
        assert_eq!(color.normalise("\"#1a2b3c\""), None);
        assert_eq!(color.literal("#1a").unwrap(), None);
    }

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
