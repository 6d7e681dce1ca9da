//! Reads the members of a JSON object one by one and collects all violations.
//!
//! Members stay raw JSON text until they are read; no tree is built. Unknown members are ignored.
//! `null` counts as absent.

use crate::fault::Fault;
use serde::Deserialize;
use std::borrow::Cow;
use weft_domain::json::{self, Object};
use weft_domain::{Error, Violation};

/// The members of a body, and the violations found so far. No `Debug`: bodies contain passwords.
pub struct Members<'b> {
    object: Object<'b>,
    /// The prefix of paths in violations: empty, or `admin.`.
    prefix: String,
    violations: Vec<Violation>,
}

#[derive(Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

impl<'b> Members<'b> {
    /// The members of the JSON object in `text`; see [`crate::body::json`].
    ///
    /// # Errors
    /// `Malformed` when it is not a JSON object.
    pub fn read(text: &'b str) -> Result<Self, Fault> {
        let object = json::members(text).map_err(|error| {
            // Keeps the position of a syntax error, but not the message for a wrong type, which
            // would repeat the value.
            let what = error.to_string();
            let is_repeating = what.starts_with("invalid type");
            Fault::Malformed(if is_repeating { "the body must be a JSON object".to_owned() } else { what })
        })?;
        Ok(Self { object, prefix: String::new(), violations: Vec::new() })
    }

    /// Adds a violation for a member.
    pub fn blame(&mut self, name: &str, code: &'static str, message: impl Into<String>) {
        let path = format!("{}{name}", self.prefix);
        self.violations.push(Violation::new(path, code, message));
    }

    /// Adds a violation for a missing member, unless the member has one already.
    pub fn missing(&mut self, name: &str) {
        let path = format!("{}{name}", self.prefix);
        if self.violations.iter().all(|violation| violation.path != path) {
            self.violations.push(Violation::new(path, "required", "is required"));
        }
    }

    /// A member's JSON text, if it is present and not null.
    #[must_use]
    pub fn raw(&self, name: &str) -> Option<&'b str> {
        self.present(name).filter(|raw| *raw != "null")
    }

    /// A string.
    pub fn text(&mut self, name: &str) -> Option<Cow<'b, str>> {
        let raw = self.raw(name)?;
        let text = serde_json::from_str::<Text<'b>>(raw);
        if text.is_err() {
            self.blame(name, "type", "must be a text");
        }
        text.ok().map(|text| text.0)
    }

    /// A required string; empty, with a violation, when it is missing.
    pub fn required_text(&mut self, name: &str) -> Cow<'b, str> {
        self.text(name).unwrap_or_else(|| {
            self.missing(name);
            Cow::Borrowed("")
        })
    }

    /// A string that null removes: `None` when absent, `Some(None)` when null.
    pub fn removable_text(&mut self, name: &str) -> Option<Option<String>> {
        self.present(name)?;
        Some(self.text(name).map(Cow::into_owned))
    }

    /// An object, as it was sent.
    pub fn object(&mut self, name: &str) -> Option<Object<'b>> {
        let raw = self.raw(name)?;
        let object = json::members(raw);
        if object.is_err() {
            self.blame(name, "type", "must be an object");
        }
        object.ok()
    }

    /// Reads a required object with `read`; the violations of its members are added with the
    /// object's name as prefix. An absent object gets one violation and is then read as an empty
    /// one.
    pub fn required_object<T>(&mut self, name: &str, read: impl FnOnce(&mut Members<'b>) -> T) -> T {
        let object = self.object(name);
        let is_there = object.is_some();
        if !is_there {
            self.missing(name);
        }
        let prefix = format!("{}{name}.", self.prefix);
        let mut inner = Members { object: object.unwrap_or_default(), prefix, violations: Vec::new() };
        let result = read(&mut inner);
        if is_there {
            self.violations.append(&mut inner.violations);
        }
        result
    }

    /// Ends the reading.
    ///
    /// # Errors
    /// `Invalid`, with all violations.
    pub fn finish(self) -> Result<(), Fault> {
        if self.violations.is_empty() { Ok(()) } else { Err(Error::Invalid(self.violations).into()) }
    }

    fn present(&self, name: &str) -> Option<&'b str> {
        self.object.iter().find(|(known, _)| known == name).map(|(_, raw)| raw.get())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(members: Members<'_>) -> String {
        match members.finish() {
            Ok(()) => String::new(),
            Err(Fault::Domain(Error::Invalid(found))) => {
                let found: Vec<_> = found.iter().map(|v| format!("{} {}", v.path, v.code)).collect();
                found.join(", ")
            }
            Err(other) => format!("{other:?}"),
        }
    }

    #[test]
    fn members_are_read_as_they_are_asked_for() {
        let mut members = Members::read(r#"{"a":"x\n","b":null,"c":{"d":[1, 2]},"e":7}"#).ok().unwrap();
        assert_eq!(members.required_text("a"), "x\n");
        assert_eq!((members.text("b"), members.text("z")), (None, None));
        assert_eq!((members.removable_text("b"), members.removable_text("z")), (Some(None), None));
        assert_eq!(members.raw("c"), Some(r#"{"d":[1, 2]}"#));
        assert_eq!(members.object("c").unwrap().len(), 1);
        assert_eq!(wrong(members), "");
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let mut members = Members::read(r#"{"a":1,"c":[],"in":{"p":1,"q":null}}"#).ok().unwrap();
        assert_eq!(members.required_text("a"), "");
        assert_eq!(members.required_text("b"), "");
        assert!(members.object("c").is_none());
        members.required_object("in", |inner| {
            inner.required_text("p");
            inner.required_text("q");
        });
        members.required_object("out", |inner| inner.required_text("p"));
        assert_eq!(wrong(members), "a type, b required, c type, in.p type, in.q required, out required");
    }

    #[test]
    fn what_is_no_object_is_malformed() {
        for text in ["", "[]", "\"secret\"", "{", r#"{"a":1} x"#, r#"{"a":secret}"#] {
            let Err(Fault::Malformed(what)) = Members::read(text) else { panic!("{text}") };
            assert!(!what.contains("secret"), "{what}");
        }
    }
}
