//! `multiSelect`: a JSON array of values of the `options` (see `select`), each at most once;
//! `minItems`, `maxItems`.

use super::failure::Failure;
use super::items::Items;
use super::options::Options;
use super::rule::Rule;
use super::settings::Settings;
use super::value::EmptyForm;
use std::collections::BTreeSet;

/// The rule of a field of this type.
#[derive(Debug)]
pub(super) struct MultiSelect {
    items: Items,
    options: Options,
}

impl MultiSelect {
    /// From `options`, `minItems` and `maxItems`.
    pub(super) fn read(settings: &mut Settings<'_>) -> Self {
        Self { items: Items::read(settings), options: Options::read(settings) }
    }
}

impl Rule for MultiSelect {
    fn empty_form(&self) -> EmptyForm {
        EmptyForm::List
    }

    fn check(&self, raw: &str) -> Result<(), Failure> {
        let mut seen = BTreeSet::new();
        for (i, item) in self.items.accept(raw)?.into_iter().enumerate() {
            let value = self.options.accept(item.get()).map_err(|failure| failure.in_item(i))?;
            if !seen.insert(value) {
                return Err(Failure::new("unique", "must not be chosen twice").in_item(i));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::guard::{accepts, definition, field, refuses};

    #[test]
    fn is_some_of_the_options() {
        let multi = field("multiSelect", r#"{"options":["a","b","c"],"minItems":1,"maxItems":2}"#);
        accepts(&multi, &[r#"["a"]"#, r#"["c" , "a"]"#, "[]"]);
        refuses(
            &multi,
            &[(r#"["d"]"#, "option"), (r#"["a","\u0061"]"#, "unique"), (r#"["a","b","c"]"#, "maxItems")],
        );
        refuses(&multi, &[(r#""a""#, "type"), (r#""""#, "type"), (r#"[["a"]]"#, "type"), ("{}", "type")]);
        let violation = multi.check(Some(r#"["a","x"]"#)).unwrap();
        assert_eq!(violation.path, "data.x[1]");
    }

    #[test]
    fn bad_settings_are_named() {
        assert_eq!(definition("multiSelect", r#"{"minItems":3,"maxItems":2}"#), ["config.minItems"]);
        assert_eq!(definition("multiSelect", r#"{"maxItems":"2"}"#), ["config.maxItems"]);
    }
}
