//! The start and end tag of an element.
//!
//! Names are literals of this crate and values are escaped, so a tag is always well-formed. Equal
//! tags are the same mark, which is how adjacent texts share one.

use super::escape;

/// An element without its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tag {
    name: &'static str,
    attributes: String,
}

impl Tag {
    /// An element without attributes.
    pub(super) const fn new(name: &'static str) -> Self {
        Self { name, attributes: String::new() }
    }

    /// Adds an attribute.
    pub(super) fn with(mut self, name: &'static str, value: &str) -> Self {
        self.attributes.push(' ');
        self.attributes.push_str(name);
        self.attributes.push_str("=\"");
        escape::push(&mut self.attributes, value);
        self.attributes.push('"');
        self
    }

    /// Adds an attribute, if it has a value.
    pub(super) fn with_some(self, name: &'static str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// Adds a boolean attribute.
    pub(super) fn flag(mut self, name: &'static str, set: bool) -> Self {
        if set {
            self.attributes.push(' ');
            self.attributes.push_str(name);
        }
        self
    }

    /// Writes the start tag; an element without content has no end tag.
    pub(super) fn open(&self, html: &mut String) {
        html.push('<');
        html.push_str(self.name);
        html.push_str(&self.attributes);
        html.push('>');
    }

    /// Writes the end tag.
    pub(super) fn close(&self, html: &mut String) {
        html.push_str("</");
        html.push_str(self.name);
        html.push('>');
    }
}

#[cfg(test)]
mod tests {
    use super::Tag;

    #[test]
    fn values_are_escaped() {
        let tag =
            Tag::new("a").with("href", "\"><b>").with_some("rel", None).flag("x", true).flag("y", false);
        let mut html = String::new();
        tag.open(&mut html);
        tag.close(&mut html);
        assert_eq!(html, "<a href=\"&quot;&gt;&lt;b&gt;\" x></a>");
    }
}
