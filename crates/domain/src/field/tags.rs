//! `tags`: a JSON array of non-empty strings; `minItems`, `maxItems`. Repeated items are allowed.

use super::failure::Failure;
use super::items::Items;
use super::rule::Rule;
use super::settings::Settings;
use super::value::{self, EmptyForm};

/// The rule of a field of this type.
#[derive(Debug)]
pub(super) struct Tags {
    items: Items,
}

impl Tags {
    /// From `minItems` and `maxItems`.
    pub(super) fn read(settings: &mut Settings<'_>) -> Self {
        Self { items: Items::read(settings) }
    }
}

impl Rule for Tags {
    fn empty_form(&self) -> EmptyForm {
        EmptyForm::List
    }

    fn check(&self, raw: &str) -> Result<(), Failure> {
        self.items.check_each(raw, |item| match value::text(item) {
            Some(tag) if tag.is_empty() => Err(Failure::new("minLength", "must not be empty")),
            Some(_) => Ok(()),
            None => Err(Failure::kind("must be a text")),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::guard::{accepts, field, refuses};

    #[test]
    fn is_a_list_of_words() {
        let tags = field("tags", r#"{"minItems":2,"maxItems":3}"#);
        accepts(&tags, &[r#"["a","b"]"#, r#"["a","a","ü"]"#, "[]"]);
        refuses(&tags, &[(r#"["a"]"#, "minItems"), (r#"["a","b","c","d"]"#, "maxItems")]);
        refuses(
            &tags,
            &[(r#"["a",""]"#, "minLength"), (r#"["a",1]"#, "type"), (r#""a,b""#, "type"), ("{}", "type")],
        );
        assert_eq!(tags.check(Some(r#"["a",1]"#)).unwrap().path, "data.x[1]");
    }
}
