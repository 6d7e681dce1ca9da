//! The members of a command, read one by one; what is wrong with them is noted.

use super::INVALID;
use crate::error::{Refusal, forbidden_key, invalid_command};
use crate::{forbidden, grammar};
use serde::Deserialize;
use std::borrow::Cow;
use weft_domain::Violation;
use weft_domain::json::Object;

/// The members of a command, and what is wrong with those that were read.
pub(super) struct Members<'b> {
    object: Object<'b>,
    issues: Vec<Violation>,
    forbidden: Option<String>,
}

impl<'b> Members<'b> {
    pub(super) const fn new(object: Object<'b>) -> Self {
        Self { object, issues: Vec::new(), forbidden: None }
    }

    /// A member's JSON text; null is one.
    pub(super) fn raw(&self, name: &str) -> Option<&'b str> {
        self.object.iter().find(|(known, _)| known == name).map(|(_, raw)| raw.get())
    }

    /// A member's JSON text; null is none.
    pub(super) fn present(&self, name: &str) -> Option<&'b str> {
        self.raw(name).filter(|raw| *raw != "null")
    }

    pub(super) fn blame(&mut self, path: impl Into<String>, message: &str) {
        self.blame_as(path, INVALID, message);
    }

    pub(super) fn blame_as(&mut self, path: impl Into<String>, code: &'static str, message: &str) {
        self.issues.push(Violation::new(path, code, message));
    }

    /// Notes a forbidden key.
    pub(super) fn forbid(&mut self, key: String) {
        self.forbidden.get_or_insert(key);
    }

    /// Notes the first forbidden key of a document.
    pub(super) fn forbid_keys_of(&mut self, json: &str) {
        if let Some(key) = forbidden::key_in(json) {
            self.forbid(key);
        }
    }

    pub(super) fn collection(&mut self, name: &str) -> String {
        let found = self.raw(name).and_then(text).and_then(|text| grammar::collection(&text));
        self.required(found, name, "Invalid collection")
    }

    pub(super) fn id(&mut self, name: &str) -> String {
        let found = self.raw(name).and_then(text).and_then(|text| grammar::id(&text));
        self.required(found, name, "Invalid id")
    }

    pub(super) fn expected(&mut self) -> Option<i64> {
        let raw = self.raw("expectedRevision")?;
        let expected = whole(raw);
        if expected.is_none() {
            self.blame("expectedRevision", "expectedRevision must be a non-negative integer");
        }
        expected
    }

    /// The value, or the issue that there is none.
    pub(super) fn required<T: Default>(&mut self, found: Option<T>, path: &str, message: &str) -> T {
        found.unwrap_or_else(|| {
            self.blame(path, message);
            T::default()
        })
    }

    /// What was read, if nothing was wrong.
    pub(super) fn finish<T>(self, read: Option<T>) -> Result<T, Refusal> {
        match (read, self.forbidden) {
            (Some(read), None) if self.issues.is_empty() => Ok(read),
            (_, Some(key)) if self.issues.is_empty() => Err(forbidden_key(&key)),
            _ => Err(invalid_command(self.issues)),
        }
    }
}

#[derive(Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

/// A text.
pub(super) fn text(raw: &str) -> Option<Cow<'_, str>> {
    serde_json::from_str::<Text<'_>>(raw).ok().map(|text| text.0)
}

/// A whole number, 0 or more, however it is spelt; as exact as JavaScript has it.
pub(super) fn whole(raw: &str) -> Option<i64> {
    let number =
        raw.parse::<f64>().ok().filter(|_| raw.starts_with(|c: char| c.is_ascii_digit() || c == '-'))?;
    #[expect(clippy::cast_possible_truncation, reason = "checked to be whole and in range")]
    (number.fract() == 0.0 && (0.0..=9_007_199_254_740_991.0).contains(&number)).then_some(number as i64)
}
