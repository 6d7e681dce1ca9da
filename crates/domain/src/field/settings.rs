//! Reads the settings of a definition: `maxLength`, `options`, `multiple`, …
//!
//! R3 does not document the members of its `config`, so the usual names are accepted, in `config`
//! or beside it (`config` takes precedence), and all other names are kept and ignored. A setting of
//! the wrong type is a violation of the definition and then counts as absent, so that every stored
//! definition compiles.

use super::Field;
use super::value;
use crate::Violation;
use crate::json::{self, Object};
use crate::schema::FIELDS_MAX;
use serde_json::value::RawValue;
use std::borrow::Cow;

/// The deepest nesting of groups and arrays.
pub const NESTING_MAX: usize = 6;

/// The members of a definition, in the order in which they were sent.
pub(super) type Members = [(String, Box<RawValue>)];

/// The member of that name; `null` counts as absent.
pub(super) fn member<'a>(members: &'a Members, name: &str) -> Option<&'a str> {
    members.iter().find(|(known, _)| known == name).map(|(_, raw)| raw.get()).filter(|raw| *raw != "null")
}

/// The settings of one definition, and its violations.
#[derive(Debug)]
pub(super) struct Settings<'a> {
    config: Object<'a>,
    members: &'a Members,
    depth: usize,
    found: Vec<Violation>,
}

impl<'a> Settings<'a> {
    /// The settings of a definition at nesting level `depth`.
    pub(super) fn new(members: &'a Members, depth: usize) -> Self {
        let mut settings = Self { config: Vec::new(), members, depth, found: Vec::new() };
        match member(members, "config").map(json::members) {
            Some(Ok(config)) => settings.config = config,
            Some(Err(_)) => settings.found.push(Violation::new("config", "type", "must be an object")),
            None => {}
        }
        settings
    }

    /// The violations.
    pub(super) fn into_violations(self) -> Vec<Violation> {
        self.found
    }

    /// Adds a violation of a setting.
    pub(super) fn refuse(&mut self, name: &str, code: &'static str, message: impl Into<String>) {
        let path = self.path(name);
        self.found.push(Violation::new(path, code, message));
    }

    /// The nesting level of the definition.
    pub(super) const fn depth(&self) -> usize {
        self.depth
    }

    /// The JSON text of a setting; `null` counts as absent.
    pub(super) fn raw(&self, name: &str) -> Option<&'a str> {
        self.configured(name).or_else(|| member(self.members, name))
    }

    /// A number of characters or items.
    pub(super) fn count(&mut self, name: &str) -> Option<usize> {
        self.parsed(name, "must be a whole number, 0 or more", |raw| {
            let number = raw.parse::<f64>().ok()?;
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "checked to be whole, not negative and small"
            )]
            (number.fract() == 0.0 && (0.0..=1e9).contains(&number)).then_some(number as usize)
        })
    }

    /// A number.
    pub(super) fn number(&mut self, name: &str) -> Option<f64> {
        self.parsed(name, "must be a number", |raw| {
            serde_json::from_str::<f64>(raw).ok().filter(|n| n.is_finite())
        })
    }

    /// A switch; off when absent.
    pub(super) fn flag(&mut self, name: &str) -> bool {
        self.parsed(name, "must be true or false", |raw| match raw {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        })
        .unwrap_or_default()
    }

    /// A text.
    pub(super) fn text(&mut self, name: &str) -> Option<Cow<'a, str>> {
        self.parsed(name, "must be a text", value::text)
    }

    /// A list.
    pub(super) fn list(&mut self, name: &str) -> Option<Vec<&'a RawValue>> {
        self.parsed(name, "must be a list", value::items)
    }

    /// The result of `parse`; `message` states the requirement.
    pub(super) fn parsed<T>(
        &mut self,
        name: &str,
        message: &str,
        parse: impl FnOnce(&'a str) -> Option<T>,
    ) -> Option<T> {
        let parsed = parse(self.raw(name)?);
        if parsed.is_none() {
            self.refuse(name, "type", message);
        }
        parsed
    }

    /// Adds a violation if a lower bound exceeds an upper one.
    pub(super) fn ordered<T: PartialOrd>(&mut self, low: (&str, Option<&T>), high: (&str, Option<&T>)) {
        if let (Some(least), Some(most)) = (low.1, high.1)
            && least > most
        {
            self.refuse(low.0, "min", format!("must not be more than {}", high.0));
        }
    }

    /// The fields that a group or the items of a list have.
    pub(super) fn fields(&mut self) -> Vec<Field> {
        let mut fields: Vec<Field> = Vec::new();
        if self.raw("fields").is_none() || self.is_too_deep("fields") {
            return fields;
        }
        let defined = self.list("fields").unwrap_or_default();
        if defined.len() > FIELDS_MAX {
            self.refuse("fields", "max", format!("at most {FIELDS_MAX} fields"));
        }
        for (i, raw) in defined.into_iter().take(FIELDS_MAX).enumerate() {
            let at = format!("fields[{i}]");
            let Ok(field) = Field::read(raw.get(), self.depth + 1) else {
                self.refuse(&at, "type", "must be an object");
                continue;
            };
            if fields.iter().any(|earlier| earlier.name == field.name) {
                self.refuse(&format!("{at}.name"), "unique", format!("\"{}\" is defined twice", field.name));
            }
            self.absorb(&at, field.definition_violations());
            fields.push(field);
        }
        fields
    }

    /// Adds the violations of an inner definition.
    pub(super) fn absorb(&mut self, at: &str, violations: Vec<Violation>) {
        for violation in violations {
            self.refuse(&format!("{at}.{}", violation.path), violation.code, violation.message);
        }
    }

    /// Whether the nesting limit is reached, which adds a violation.
    pub(super) fn is_too_deep(&mut self, name: &str) -> bool {
        let too_deep = self.depth >= NESTING_MAX;
        if too_deep {
            self.refuse(name, "max", format!("fields are defined more than {NESTING_MAX} levels deep"));
        }
        too_deep
    }

    fn configured(&self, name: &str) -> Option<&'a str> {
        self.config
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, raw)| raw.get())
            .filter(|raw| *raw != "null")
    }

    fn path(&self, name: &str) -> String {
        let root = name.split(['[', '.']).next().unwrap_or_default();
        if self.configured(root).is_some() { format!("config.{name}") } else { name.to_owned() }
    }
}
