//! A broken rule of a value.
//!
//! A rule does not know the path of its value: the failure is passed outwards, and each group or
//! list adds its own path segment, so that valid values cost no path.

use crate::Violation;

/// A broken rule, with the path below the field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Failure {
    /// The path below the checked value: empty, `.title`, `[2].name`.
    pub(super) path: String,
    /// The code, for programs.
    pub(super) code: &'static str,
    /// The message, for people.
    pub(super) message: String,
}

impl Failure {
    /// A failure of the value itself.
    pub(super) fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { path: String::new(), code, message: message.into() }
    }

    /// The value is of another type.
    pub(super) fn kind(message: impl Into<String>) -> Self {
        Self::new("type", message)
    }

    /// The value is a string in the wrong format.
    pub(super) fn format(message: impl Into<String>) -> Self {
        Self::new("format", message)
    }

    /// Adds the name of the member that holds the value.
    pub(super) fn in_member(self, name: &str) -> Self {
        Self { path: format!(".{name}{}", self.path), ..self }
    }

    /// Adds the index of the item that holds the value.
    pub(super) fn in_item(self, index: usize) -> Self {
        Self { path: format!("[{index}]{}", self.path), ..self }
    }

    /// The failure as a violation, below `root`.
    pub(super) fn at(self, root: &str) -> Violation {
        Violation::new(format!("{root}{}", self.path), self.code, self.message)
    }
}
