//! `slug`: a JSON string that can stand in an address unescaped; `crate::slug` defines the
//! characters. Length and pattern as in `text`.

use super::failure::Failure;
use super::rule::Rule;
use super::settings::Settings;
use super::text::Text;
use super::value::EmptyForm;

/// The rule of a field of this type.
#[derive(Debug)]
pub(super) struct Slug(Text);

impl Slug {
    /// From the settings of a text.
    pub(super) fn read(settings: &mut Settings<'_>) -> Self {
        Self(Text::read(settings))
    }
}

impl Rule for Slug {
    fn empty_form(&self) -> EmptyForm {
        EmptyForm::Text
    }

    fn check(&self, raw: &str) -> Result<(), Failure> {
        let text = self.0.accept(raw)?;
        if crate::slug::is_slug(&text) {
            return Ok(());
        }
        Err(Failure::format("must consist of letters a to z, digits, - _ . ~ and / between parts"))
    }
}

#[cfg(test)]
mod tests {
    use super::super::guard::{accepts, field, refuses};

    #[test]
    fn is_plain() {
        let slug = field("slug", r#"{"maxLength":10}"#);
        accepts(&slug, &[r#""hello-1""#, r#""a/b""#, r#""""#]);
        refuses(
            &slug,
            &[(r#""a b""#, "format"), (r#""ä""#, "format"), (r#""/a""#, "format"), (r#""..""#, "format")],
        );
        refuses(&slug, &[(r#""hello-world""#, "maxLength"), ("1", "type")]);
    }
}
