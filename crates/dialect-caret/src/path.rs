//! The path of a field inside of an entry, and setting a value there.
//!
//! `hero.cards.0.title` leads through objects and arrays. What is missing on the way is made: an
//! array where the next segment is a number, else an object; a plain value that stands in the way
//! gives way. The original lets a name that is set on an array vanish, and ends its process at
//! paths of thousands of segments; here both are refused. Everything beside the path stays the text
//! that it was.

use crate::grammar::is_forbidden;
use serde_json::value::RawValue;
use std::borrow::Cow;
use weft_domain::json::{self, Object};

/// The most segments of a path. What is stored is nested 64 levels deep at most.
const SEGMENTS_MAX: usize = 32;
/// The longest first segment: the name of a member of an entry's data.
const NAME_MAX: usize = 64;
/// The highest index that a path may name: what is missing before it becomes null.
const INDEX_MAX: usize = 9_999;

/// Where a value is to be set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldPath {
    segments: Vec<String>,
}

/// Why a text is no path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// It is empty, too long, or its first segment can be no member's name.
    Malformed,
    /// It has this forbidden key.
    Forbidden(String),
}

/// Why nothing can be set there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Blocked {
    /// A name where an array needs an index, or an index that is too high.
    NotAnIndex,
    /// An object with more members than are looked into.
    TooMany,
}

impl FieldPath {
    /// Reads a path.
    ///
    /// # Errors
    /// [`Refused`].
    pub fn parse(text: &str) -> Result<Self, Refused> {
        let text = text.trim();
        let segments: Vec<&str> = text.split('.').take(SEGMENTS_MAX + 1).collect();
        let is_name = |name: &str| (1..=NAME_MAX).contains(&name.len()) && !name.contains(['"', '\\', '\0']);
        if let Some(key) = text.split('.').find(|key| is_forbidden(key)) {
            return Err(Refused::Forbidden(key.to_owned()));
        }
        if segments.len() > SEGMENTS_MAX
            || text.contains('\0')
            || !segments.first().is_some_and(|name| is_name(name))
        {
            return Err(Refused::Malformed);
        }
        Ok(Self { segments: segments.into_iter().map(str::to_owned).collect() })
    }

    /// The segments.
    pub fn segments(&self) -> impl Iterator<Item = &str> {
        self.segments.iter().map(String::as_str)
    }

    /// The member of the data that the path leads into, and what it becomes when `value`, JSON
    /// text, is set there.
    ///
    /// # Errors
    /// [`Blocked`].
    pub fn set(&self, data: Option<&Object<'_>>, value: &str) -> Result<(&str, String), Blocked> {
        let Some((first, rest)) = self.segments.split_first() else { return Err(Blocked::NotAnIndex) };
        let present = data.and_then(|data| data.iter().find(|(name, _)| name == first));
        let member = place(present.map(|(_, raw)| raw.get()), rest, value)?;
        Ok((first, member))
    }
}

fn is_index(segment: &str) -> bool {
    !segment.is_empty() && segment.bytes().all(|byte| byte.is_ascii_digit())
}

/// What a value becomes when another one is set inside of it. As deep as the path is long.
fn place(present: Option<&str>, rest: &[String], value: &str) -> Result<String, Blocked> {
    let Some((key, rest)) = rest.split_first() else { return Ok(value.to_owned()) };
    let present = present.map(str::trim_ascii).unwrap_or_default();
    if present.starts_with('[') || (!present.starts_with('{') && is_index(key)) {
        in_array(present, key, rest, value)
    } else {
        in_object(present, key, rest, value)
    }
}

fn in_object(present: &str, key: &str, rest: &[String], value: &str) -> Result<String, Blocked> {
    let text = if present.starts_with('{') { present } else { "{}" };
    let members = json::members(text).map_err(|_| Blocked::TooMany)?;
    let old = members.iter().find(|(name, _)| name == key).map(|(_, raw)| raw.get());
    let new = place(old, rest, value)?;
    let kept = members
        .iter()
        .map(|(name, raw)| if name == key { (key, new.as_str()) } else { (name.as_ref(), raw.get()) });
    Ok(json::object(kept.chain(old.is_none().then_some((key, new.as_str())))))
}

fn in_array(present: &str, key: &str, rest: &[String], value: &str) -> Result<String, Blocked> {
    let index = key.parse::<usize>().ok().filter(|index| is_index(key) && *index <= INDEX_MAX);
    let index = index.ok_or(Blocked::NotAnIndex)?;
    let items: Vec<&RawValue> = serde_json::from_str(present).unwrap_or_default();
    let new = place(items.get(index).map(|raw| raw.get()), rest, value)?;
    let mut texts: Vec<Cow<'_, str>> = items.iter().map(|raw| Cow::Borrowed(raw.get())).collect();
    if texts.len() <= index {
        texts.resize(index + 1, Cow::Borrowed("null"));
    }
    if let Some(slot) = texts.get_mut(index) {
        *slot = Cow::Owned(new);
    }
    Ok(format!("[{}]", texts.join(",")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn set(data: &str, path: &str, value: &str) -> Result<String, Blocked> {
        let data = json::members(data).unwrap();
        let path = FieldPath::parse(path).unwrap();
        path.set(Some(&data), value).map(|(name, member)| format!("{name}={member}"))
    }

    #[test]
    fn values_are_set_where_the_path_leads() {
        for (data, path, member) in [
            ("{}", "a", "a=7"),
            (r#"{"a":1}"#, " a ", "a=7"),
            ("{}", "a.b", r#"a={"b":7}"#),
            ("{}", "a.0", "a=[7]"),
            ("{}", "a.2.b", r#"a=[null,null,{"b":7}]"#),
            ("{}", "a.b.0.0", r#"a={"b":[[7]]}"#),
            (r#"{"a":{"x":1.10,"b":{"c":[]}}}"#, "a.b.d", r#"a={"x":1.10,"b":{"c":[],"d":7}}"#),
            (r#"{"a":{ "b" : 1, "c":2}}"#, "a.b", r#"a={"b":7,"c":2}"#),
            (r#"{"a":[1,{"b":2},3]}"#, "a.1.b", r#"a=[1,{"b":7},3]"#),
            (r#"{"a":[1]}"#, "a.01", "a=[1,7]"),
            (r#"{"a":{"x":1}}"#, "a.0", r#"a={"x":1,"0":7}"#),
            (r#"{"a":"text"}"#, "a.b", r#"a={"b":7}"#),
            (r#"{"a":null}"#, "a.0", "a=[7]"),
            (r#"{"a":{"b":true}}"#, "a.b.c", r#"a={"b":{"c":7}}"#),
            ("{}", "a..b", r#"a={"":{"b":7}}"#),
        ] {
            assert_eq!(set(data, path, "7").as_deref(), Ok(member), "{data} {path}");
        }
    }

    #[test]
    fn nothing_is_lost_on_an_array() {
        assert_eq!(set(r#"{"a":[1]}"#, "a.b", "7"), Err(Blocked::NotAnIndex));
        assert_eq!(set(r#"{"a":[1]}"#, "a.", "7"), Err(Blocked::NotAnIndex));
        assert_eq!(set("{}", "a.10000", "7"), Err(Blocked::NotAnIndex));
        assert_eq!(set("{}", "a.99999999999999999999999", "7"), Err(Blocked::NotAnIndex));
        assert!(set("{}", "a.9999", "7").is_ok());
    }

    #[test]
    fn paths_are_checked_before_anything_is_read() {
        let long = vec!["a"; SEGMENTS_MAX + 1].join(".");
        for bad in ["", " ", ".", ".a", "a\"b", "a\\b", &long, &"a.".repeat(2000), &"x".repeat(65)] {
            assert_eq!(FieldPath::parse(bad), Err(Refused::Malformed), "{bad}");
        }
        for key in ["__proto__", "prototype", "constructor"] {
            for path in [key.to_owned(), format!("a.{key}"), format!("{key}.a"), format!("{long}.{key}")] {
                assert_eq!(FieldPath::parse(&path), Err(Refused::Forbidden(key.to_owned())), "{path}");
            }
        }
        assert!(FieldPath::parse("a.__proto").is_ok());
        assert!(FieldPath::parse(&vec!["a"; SEGMENTS_MAX].join(".")).is_ok());
    }

    proptest! {
        #[test]
        fn what_is_set_is_there_and_is_json(path in "[a-c0-2]{1,2}(\\.[a-c0-2]{1,2}){0,5}", other in "[a-c0-2]{1,2}(\\.[a-c0-2]{1,2}){0,5}") {
            let (path, other) = (FieldPath::parse(&path).unwrap(), FieldPath::parse(&other).unwrap());
            let (name, first) = other.set(None, "1").unwrap();
            let text = json::object([(name, first.as_str())]);
            let data = json::members(&text).unwrap();
            if let Ok((name, member)) = path.set(Some(&data), "\"x\"") {
                let member: serde_json::Value = serde_json::from_str(&member).unwrap();
                let mut at = &member;
                for segment in path.segments().skip(1) {
                    at = match at {
                        serde_json::Value::Array(items) => &items[segment.parse::<usize>().unwrap()],
                        object => &object[segment],
                    };
                }
                prop_assert_eq!(at, &serde_json::json!("x"));
                prop_assert_eq!(Some(name), path.segments().next());
            }
        }
    }
}
