//! Reads the members of a JSON object one by one and collects all violations.

use super::invalid;
use serde::Deserialize;
use std::borrow::Cow;
use weft_domain::json::{self, Object};
use weft_domain::{Error, Violation};
use weft_http::Fault;

/// The members of a body, and the violations found so far.
pub(super) struct Members<'b> {
    object: Object<'b>,
    violations: Vec<Violation>,
    /// Whether a member is an object with too many members.
    has_too_many: bool,
}

const TOO_MANY: Error = Error::TooLarge { limit: json::MEMBERS_MAX, of: "members" };

#[derive(Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

impl<'b> Members<'b> {
    /// The members of the JSON object in `text`.
    pub(super) fn read(text: &'b str) -> Result<Self, Fault> {
        let object = json::members(text).map_err(|error| match json::has_too_many(&error) {
            true => Fault::Domain(TOO_MANY),
            false => Fault::Malformed(error.to_string()),
        })?;
        Ok(Self { object, violations: Vec::new(), has_too_many: false })
    }

    /// Adds a violation.
    pub(super) fn blame(&mut self, path: impl Into<String>, code: &'static str, message: &str) {
        self.violations.push(Violation::new(path, code, message));
    }

    /// Adds a violation for a missing member.
    pub(super) fn missing(&mut self, name: &str) {
        if self.violations.iter().all(|violation| violation.path != name) {
            self.blame(name, "required", "is required");
        }
    }

    /// A member's JSON text, if it is present and not null.
    pub(super) fn raw(&self, name: &str) -> Option<&'b str> {
        self.present(name).filter(|raw| *raw != "null")
    }

    /// A string.
    pub(super) fn text(&mut self, name: &str) -> Option<Cow<'b, str>> {
        let raw = self.raw(name)?;
        let text = serde_json::from_str::<Text<'b>>(raw);
        if text.is_err() {
            self.blame(name, "type", "must be a text");
        }
        text.ok().map(|text| text.0)
    }

    /// A required string; empty, with a violation, when it is missing.
    pub(super) fn required_text(&mut self, name: &str) -> Cow<'b, str> {
        self.text(name).unwrap_or_else(|| {
            self.missing(name);
            Cow::Borrowed("")
        })
    }

    /// A string that null removes.
    pub(super) fn removable_text(&mut self, name: &str) -> Option<Option<String>> {
        self.present(name)?;
        Some(self.text(name).map(Cow::into_owned))
    }

    /// An object.
    pub(super) fn object(&mut self, name: &str) -> Option<Object<'b>> {
        let raw = self.raw(name)?;
        let object = json::members(raw);
        match &object {
            Err(error) if json::has_too_many(error) => self.has_too_many = true,
            Err(_) => self.blame(name, "type", "must be an object"),
            Ok(_) => {}
        }
        object.ok()
    }

    /// Ends the reading; all violations are one error.
    pub(super) fn finish(&mut self) -> Result<(), Fault> {
        if self.has_too_many {
            return Err(TOO_MANY.into());
        }
        invalid(std::mem::take(&mut self.violations))
    }

    fn present(&self, name: &str) -> Option<&'b str> {
        self.object.iter().find(|(known, _)| known == name).map(|(_, raw)| raw.get())
    }
}
