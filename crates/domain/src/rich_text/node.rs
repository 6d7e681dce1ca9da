//! Parses a document into a tree, in one pass and to a bounded depth.
//!
//! The tree borrows slices of the text: a node takes a hundred bytes, and its attributes are parsed
//! on demand. Values of the wrong type count as missing, and so does everything below [`DEPTH_MAX`]
//! nodes: it is skipped without recursion, so no document overflows a guest's stack.

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;

/// The deepest nesting of nodes, including the document: half of the limit of JSON texts, because
/// each node is also in an array.
pub(super) const DEPTH_MAX: u8 = 50;

/// A node, known or not.
#[derive(Debug, Default)]
pub(super) struct Node<'a> {
    /// Its type; empty when it has none.
    pub(super) kind: Cow<'a, str>,
    /// The text of a text node.
    pub(super) text: Cow<'a, str>,
    /// `attrs`, as written.
    pub(super) attributes: Option<&'a RawValue>,
    /// `marks`, as written.
    pub(super) marks: Option<&'a RawValue>,
    /// The nodes inside.
    pub(super) content: Vec<Node<'a>>,
}

/// Parses a document; `None` for other JSON.
pub(super) fn document(json: &str) -> Option<Node<'_>> {
    let mut reader = serde_json::Deserializer::from_str(json);
    let part = Reader { levels: 2 * DEPTH_MAX }.deserialize(&mut reader).ok()?;
    reader.end().ok()?;
    match part {
        Part::Node(node) if node.kind == "doc" => Some(node),
        _ => None,
    }
}

/// The kinds of JSON values in a document.
enum Part<'a> {
    Text(Cow<'a, str>),
    Node(Node<'a>),
    Nodes(Vec<Node<'a>>),
    Other,
}

impl<'a> Part<'a> {
    fn text(self) -> Cow<'a, str> {
        if let Self::Text(text) = self { text } else { Cow::default() }
    }

    fn nodes(self) -> Vec<Node<'a>> {
        if let Self::Nodes(nodes) = self { nodes } else { Vec::new() }
    }
}

/// Reads one value, down to a limited nesting level.
#[derive(Clone, Copy)]
struct Reader {
    levels: u8,
}

impl<'de> DeserializeSeed<'de> for Reader {
    type Value = Part<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Part<'de>, D::Error> {
        // Below the last level a value is skipped.
        if self.levels == 0 {
            return IgnoredAny::deserialize(deserializer).map(|_| Part::Other);
        }
        deserializer.deserialize_any(Self { levels: self.levels - 1 })
    }
}

impl<'de> Visitor<'de> for Reader {
    type Value = Part<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a part of a document")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Part<'de>, E> {
        Ok(Part::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Part<'de>, E> {
        Ok(Part::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Part<'de>, A::Error> {
        let mut nodes = Vec::new();
        while let Some(part) = items.next_element_seed(self)? {
            if let Part::Node(node) = part {
                nodes.push(node);
            }
        }
        Ok(Part::Nodes(nodes))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Part<'de>, A::Error> {
        #[derive(Deserialize)]
        struct Name<'a>(#[serde(borrow)] Cow<'a, str>);
        let mut node = Node::default();
        while let Some(name) = members.next_key::<Name<'de>>()? {
            match &*name.0 {
                "type" => node.kind = members.next_value_seed(self)?.text(),
                "text" => node.text = members.next_value_seed(self)?.text(),
                "content" => node.content = members.next_value_seed(self)?.nodes(),
                "attrs" => node.attributes = Some(members.next_value()?),
                "marks" => node.marks = Some(members.next_value()?),
                _ => drop(members.next_value::<IgnoredAny>()?),
            }
        }
        Ok(Part::Node(node))
    }

    fn visit_unit<E: Error>(self) -> Result<Part<'de>, E> {
        Ok(Part::Other)
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Part<'de>, E> {
        Ok(Part::Other)
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<Part<'de>, E> {
        Ok(Part::Other)
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<Part<'de>, E> {
        Ok(Part::Other)
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Part<'de>, E> {
        Ok(Part::Other)
    }
}
