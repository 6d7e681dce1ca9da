//! The name of a data field, or of a member inside it: `price`, `seo.title`.
//!
//! The closed alphabet excludes SQL and JSON path syntax; the path is bound as a value
//! nevertheless.

use std::fmt;

/// The most segments of a path.
pub const PATH_MAX: usize = 4;

/// A path into `data`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct FieldPath {
    text: String,
}

impl FieldPath {
    /// Reads `a` or `a.b`, each name of 1 to 64 of `A-Z a-z 0-9 _ -`, at most [`PATH_MAX`] of them.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut segments = 0;
        for segment in text.split('.') {
            segments += 1;
            if segments > PATH_MAX || !is_field_name(segment) {
                return None;
            }
        }
        Some(Self { text: text.to_owned() })
    }

    /// As it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The names, outermost first.
    pub fn segments(&self) -> impl Iterator<Item = &str> {
        self.text.split('.')
    }

    /// The field's name, if the path has one segment.
    #[must_use]
    pub fn field(&self) -> Option<&str> {
        (!self.text.contains('.')).then_some(self.text.as_str())
    }

    /// As an SQLite JSON path: `$."a"."b"`.
    #[must_use]
    pub fn json_path(&self) -> String {
        let mut path = String::from("$");
        for segment in self.segments() {
            path.push_str(".\"");
            path.push_str(segment);
            path.push('"');
        }
        path
    }
}

/// Whether a text can name a field: 1 to 64 of `A-Z a-z 0-9 _ -`.
#[must_use]
pub fn is_field_name(name: &str) -> bool {
    (1..=64).contains(&name.len())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
}

impl fmt::Display for FieldPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_what_tries_to_be_more_than_a_name() {
        for bad in ["", ".", "a.", "a\"b", "a'b", "a b", "$.a", "a[0]", "a.b.c.d.e", "ä", "a\0"] {
            assert_eq!(FieldPath::parse(bad), None, "{bad:?}");
        }
        assert_eq!(FieldPath::parse("seo.title").unwrap().json_path(), "$.\"seo\".\"title\"");
    }
}
