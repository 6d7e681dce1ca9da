//! What a rule says about a value that breaks it.
//!
//! A rule does not know where its value stands: the fault travels outwards and each group or list
//! that it passes puts its own step before the path, so that nothing is spent on paths as long as
//! all is well.

use crate::Violation;

/// The rule that was broken, and where below the field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Failure {
    /// Below the value that was checked: empty, `.title`, `[2].name`.
    pub(super) path: String,
    /// For programs.
    pub(super) code: &'static str,
    /// For people: states the rule.
    pub(super) message: String,
}

impl Failure {
    /// At the value itself.
    pub(super) fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { path: String::new(), code, message: message.into() }
    }

    /// The value is of another type.
    pub(super) fn kind(message: impl Into<String>) -> Self {
        Self::new("type", message)
    }

    /// The value is a text that does not read as what it should be.
    pub(super) fn format(message: impl Into<String>) -> Self {
        Self::new("format", message)
    }

    /// The same, seen from the object that has the value as a member.
    pub(super) fn in_member(self, name: &str) -> Self {
        Self { path: format!(".{name}{}", self.path), ..self }
    }

    /// The same, seen from the list that has the value as an item.
    pub(super) fn in_item(self, index: usize) -> Self {
        Self { path: format!("[{index}]{}", self.path), ..self }
    }

    /// The same, as the caller sees it.
    pub(super) fn at(self, root: &str) -> Violation {
        Violation::new(format!("{root}{}", self.path), self.code, self.message)
    }
}
