//! The allowed values of a choice: `options`, a list of strings or of `{label, value}`.
//!
//! Numbers and booleans are allowed too. An empty list allows every value.

use super::failure::Failure;
use super::settings::Settings;
use super::value;
use std::borrow::Cow;

/// The most options of a field.
pub const OPTIONS_MAX: usize = 1000;

/// The options, each in the form of [`value::scalar`].
#[derive(Debug)]
pub(super) struct Options {
    allowed: Vec<String>,
}

impl Options {
    /// From `options`.
    pub(super) fn read(settings: &mut Settings<'_>) -> Self {
        let mut allowed = Vec::new();
        let options = settings.list("options").unwrap_or_default();
        if options.len() > OPTIONS_MAX {
            settings.refuse("options", "max", format!("at most {OPTIONS_MAX} options"));
        }
        for (i, option) in options.into_iter().take(OPTIONS_MAX).enumerate() {
            match Self::value_of(option.get()) {
                Some(value) => allowed.push(value),
                None => settings.refuse(&format!("options[{i}]"), "type", "must be a text or {label, value}"),
            }
        }
        Self { allowed }
    }

    /// The value in comparable form, if it is one of the options.
    pub(super) fn accept<'a>(&self, raw: &'a str) -> Result<Cow<'a, str>, Failure> {
        let wanted = match value::scalar(raw) {
            Some(scalar) if raw.starts_with('"') || !self.allowed.is_empty() => scalar,
            _ => return Err(Failure::kind("must be one of the options")),
        };
        if self.allowed.is_empty() || self.allowed.iter().any(|option| *option == wanted) {
            return Ok(wanted);
        }
        Err(Failure::new("option", "must be one of the options"))
    }

    fn value_of(raw: &str) -> Option<String> {
        if raw.starts_with('{') {
            let members = crate::json::members(raw).ok()?;
            let (_, value) = members.iter().find(|(name, _)| name == "value")?;
            return value::scalar(value.get()).map(Cow::into_owned);
        }
        value::scalar(raw).map(Cow::into_owned)
    }
}
