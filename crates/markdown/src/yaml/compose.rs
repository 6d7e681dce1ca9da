//! Makes values of the parser's events.
//!
//! Anchors are kept as values and copied for each alias. Both count against [`COPIES_MAX`], so that
//! neither a chain of aliases nor a tower of anchors can take more memory than the bound.

use std::collections::HashMap;

use granit_parser::{Event, Parser, ScalarStyle, StrInput, Tag};
use serde_json::{Map, Value};

use super::{Rules, YamlError, plain};

/// The deepest nesting, lists and maps together.
pub const DEPTH_MAX: usize = 100;

/// How many bytes the values of anchors and aliases may take.
pub const COPIES_MAX: usize = 1024 * 1024;

/// What a value takes beside its text.
const NODE: usize = 32;

/// Reads one document; `Null` when there is none.
///
/// # Errors
/// [`YamlError`], for the first thing found.
pub fn read(text: &str, rules: Rules) -> Result<Value, YamlError> {
    let mut composer =
        Composer { parser: Parser::new_from_str(text), rules, anchors: HashMap::new(), copied: 0 };
    let mut document = None;
    while let Some(event) = composer.next()? {
        match event {
            Event::StreamEnd => break,
            Event::DocumentStart(..) if document.is_some() => return Err(YamlError::Documents),
            Event::StreamStart | Event::DocumentStart(..) | Event::DocumentEnd => {}
            event => document = Some(composer.node(event, 0)?.value),
        }
    }
    Ok(document.unwrap_or_default())
}

struct Composer<'t> {
    parser: Parser<'t, StrInput<'t>>,
    rules: Rules,
    /// By the parser's number of the anchor; `None` while what it names is being read.
    anchors: HashMap<usize, Option<Node>>,
    copied: usize,
}

/// A value, and what it is as a key.
#[derive(Clone)]
struct Node {
    value: Value,
    /// As JavaScript's `String(value)`; `None` for lists and maps.
    key: Option<String>,
    /// Whether it is an unquoted `<<`.
    is_merge: bool,
}

impl<'t> Composer<'t> {
    /// The next event that says something of the content; `None` at the end.
    fn next(&mut self) -> Result<Option<Event<'t>>, YamlError> {
        match self.parser.next_event() {
            None => Ok(None),
            Some(Ok((event, _))) => Ok(Some(event)),
            Some(Err(error)) => Err(YamlError::Syntax(error.to_string())),
        }
    }

    fn inner(&mut self) -> Result<Event<'t>, YamlError> {
        self.next()?.ok_or_else(|| YamlError::Syntax("ends too early".to_owned()))
    }

    /// Recurses [`DEPTH_MAX`] times at most.
    fn node(&mut self, event: Event<'t>, depth: usize) -> Result<Node, YamlError> {
        if depth > DEPTH_MAX {
            return Err(YamlError::TooDeep);
        }
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let node = self.scalar(&text, style, tag.as_deref())?;
                self.keep(anchor, node)
            }
            Event::SequenceStart(_, anchor, tag) => {
                check_tag(tag.as_deref(), &["seq", "omap", "pairs"], self.rules)?;
                self.open(anchor);
                let value = self.list(depth)?;
                self.keep(anchor, Node { value, key: None, is_merge: false })
            }
            Event::MappingStart(_, anchor, tag) => {
                check_tag(tag.as_deref(), &["map", "set"], self.rules)?;
                self.open(anchor);
                let value = self.map(depth)?;
                self.keep(anchor, Node { value, key: None, is_merge: false })
            }
            Event::Alias(anchor) => {
                let node = self.anchors.get(&anchor).and_then(Option::as_ref);
                let node = node.ok_or(YamlError::Circle)?.clone();
                self.count(&node)?;
                Ok(node)
            }
            event => Err(YamlError::Syntax(format!("has {event:?} out of place"))),
        }
    }

    fn scalar(&self, text: &str, style: ScalarStyle, tag: Option<&Tag>) -> Result<Node, YamlError> {
        let rules = self.rules;
        let is_plain = style == ScalarStyle::Plain;
        let (value, is_merge) = match tag.map(|tag| (tag, name_of(tag))) {
            None if is_plain => (plain::value(text, rules), text == "<<"),
            None | Some((_, Some("" | "str" | "binary"))) => (Value::from(text), false),
            Some((_, Some("merge"))) if text == "<<" => (Value::from(text), true),
            Some((tag, Some(name))) => {
                let value = plain::tagged(name, text, rules);
                (value.ok_or_else(|| YamlError::Tag(shown(tag)))?, false)
            }
            Some((_, None)) if rules == Rules::AsWritten => {
                (if is_plain { plain::value(text, rules) } else { Value::from(text) }, false)
            }
            Some((tag, None)) => return Err(YamlError::Tag(shown(tag))),
        };
        let key = plain::key(&value, text, rules);
        Ok(Node { value, key: Some(key), is_merge })
    }

    fn list(&mut self, depth: usize) -> Result<Value, YamlError> {
        let mut items = Vec::new();
        loop {
            match self.inner()? {
                Event::SequenceEnd => return Ok(Value::Array(items)),
                event => items.push(self.node(event, depth + 1)?.value),
            }
        }
    }

    fn map(&mut self, depth: usize) -> Result<Value, YamlError> {
        let mut members = Map::new();
        // Names that only a merge has given: the map's own may still replace them.
        let mut merged: HashMap<String, ()> = HashMap::new();
        loop {
            let event = self.inner()?;
            if event == Event::MappingEnd {
                return Ok(Value::Object(members));
            }
            let key = self.node(event, depth + 1)?;
            let event = self.inner()?;
            let value = self.node(event, depth + 1)?.value;
            if key.is_merge {
                for source in if let Value::Array(sources) = value { sources } else { vec![value] } {
                    let Value::Object(source) = source else { return Err(YamlError::Merge) };
                    for (name, value) in source {
                        if !members.contains_key(&name) {
                            merged.insert(name.clone(), ());
                            members.insert(name, value);
                        }
                    }
                }
                continue;
            }
            let is_odd = self.rules == Rules::AsWritten && key.value.is_null();
            let name = key.key.filter(|_| !is_odd).ok_or(YamlError::OddKey)?;
            if members.contains_key(&name) && merged.remove(&name).is_none() {
                return Err(YamlError::RepeatedKey(name));
            }
            members.insert(name, value);
        }
    }

    /// Remembers that what has this anchor is being read.
    fn open(&mut self, anchor: usize) {
        if anchor != 0 {
            self.anchors.insert(anchor, None);
        }
    }

    fn keep(&mut self, anchor: usize, node: Node) -> Result<Node, YamlError> {
        if anchor != 0 {
            self.count(&node)?;
            self.anchors.insert(anchor, Some(node.clone()));
        }
        Ok(node)
    }

    fn count(&mut self, node: &Node) -> Result<(), YamlError> {
        self.copied = self.copied.saturating_add(size_of(&node.value));
        if self.copied > COPIES_MAX { Err(YamlError::TooManyCopies) } else { Ok(()) }
    }
}

fn size_of(value: &Value) -> usize {
    NODE + match value {
        Value::String(text) => text.len(),
        Value::Array(items) => items.iter().map(size_of).sum(),
        Value::Object(members) => members.iter().map(|(name, value)| name.len() + size_of(value)).sum(),
        Value::Null | Value::Bool(_) | Value::Number(_) => 0,
    }
}

/// The tag's name among those of YAML, `""` for `!` alone; `None` for others.
fn name_of(tag: &Tag) -> Option<&str> {
    const YAML: [&str; 12] =
        ["str", "int", "float", "bool", "null", "timestamp", "merge", "binary", "seq", "map", "set", "omap"];
    if tag.handle().is_empty() && tag.suffix() == "!" || tag.handle() == "!" && tag.suffix().is_empty() {
        return Some("");
    }
    let name = tag.suffix_in_namespace("tag:yaml.org,2002:")?;
    YAML.into_iter().chain(["pairs"]).find(|known| *known == name)
}

fn shown(tag: &Tag) -> String {
    tag.original().chars().take(60).collect()
}

/// Whether a list or a map may have this tag.
fn check_tag(tag: Option<&Tag>, known: &[&str], rules: Rules) -> Result<(), YamlError> {
    let Some(tag) = tag else { return Ok(()) };
    match name_of(tag) {
        Some(name) if name.is_empty() || known.contains(&name) => Ok(()),
        None if rules == Rules::AsWritten => Ok(()),
        _ => Err(YamlError::Tag(shown(tag))),
    }
}

#[cfg(test)]
mod tests;
