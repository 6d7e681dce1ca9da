//! A collection, R3's content type: its name, its fields, and the source of its slugs.

use crate::field::Field;
use crate::schema::Schema;
use crate::{CollectionId, Timestamp, Violation};

/// The longest definition of all its fields, in bytes of JSON. Instances keep the definitions of
/// many sites in memory.
pub const DEFINITION_MAX: usize = 1024 * 1024;

/// Where a content type comes from: what its fields are worth to an API that can do without.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Origin {
    /// A developer defined it.
    #[default]
    Registered,
    /// An editor made it, together with its fields.
    Dynamic,
    /// It came about with its first entry, and has no fields.
    Inferred,
}

impl Origin {
    /// Every origin.
    pub const ALL: [Self; 3] = [Self::Registered, Self::Dynamic, Self::Inferred];

    /// As stored and shown.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Registered => "registered",
            Self::Dynamic => "dynamic",
            Self::Inferred => "inferred",
        }
    }

    /// The origin of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|origin| origin.as_str() == name)
    }
}

/// A content type, as stored.
#[derive(Debug, Clone, PartialEq)]
pub struct Collection {
    /// Its id.
    pub id: CollectionId,
    /// The name that queries use; unique within the site, never changed.
    pub name: String,
    /// The name that people see.
    pub label: String,
    /// The description.
    pub description: Option<String>,
    /// The field that slugs are made from.
    pub slug_field: Option<String>,
    /// The field that serves as a title in lists.
    pub title_field: Option<String>,
    /// The name of an icon.
    pub icon: Option<String>,
    /// Whether the site's hook is called when its entries change.
    pub call_hook: bool,
    /// Whether an entry may be created with an earlier date.
    pub backdating: bool,
    /// Whether the values of the slug field must be unique.
    pub unique_slug: bool,
    /// Where it comes from.
    pub origin: Origin,
    /// What its API says of it beyond all this: a JSON object, kept as it is.
    pub details: Option<String>,
    /// Its fields.
    pub schema: Schema,
    /// Increases by one with every change.
    pub revision: i64,
    /// The time of creation (RFC 3339, as stored).
    pub created_at: String,
    /// The time of the last change (RFC 3339, as stored).
    pub updated_at: String,
}

/// A change of a content type. On an update, `None` keeps the present value; `Some(None)` removes
/// an optional text.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CollectionChange {
    /// See [`Collection::label`].
    pub label: Option<String>,
    /// See [`Collection::description`].
    pub description: Option<Option<String>>,
    /// See [`Collection::slug_field`].
    pub slug_field: Option<Option<String>>,
    /// See [`Collection::title_field`].
    pub title_field: Option<Option<String>>,
    /// See [`Collection::icon`].
    pub icon: Option<Option<String>>,
    /// See [`Collection::call_hook`].
    pub call_hook: Option<bool>,
    /// See [`Collection::backdating`].
    pub backdating: Option<bool>,
    /// See [`Collection::unique_slug`]. If absent, a change of the slug field turns the rule off.
    pub unique_slug: Option<bool>,
    /// See [`Collection::origin`]. Where it is not said, fields make an inferred one registered.
    pub origin: Option<Origin>,
    /// See [`Collection::details`].
    pub details: Option<Option<String>>,
    /// All fields; replaces the list as a whole.
    pub schema: Option<Schema>,
}

impl CollectionChange {
    /// The collection after the change, at its next revision.
    #[must_use]
    pub fn apply(self, to: Collection, now: Timestamp) -> Collection {
        // Whoever gives it fields defines it.
        let is_defined = to.origin == Origin::Inferred && self.schema.is_some();
        let origin = if is_defined { Origin::Registered } else { to.origin };
        let keeps_slug = self.slug_field.as_ref().is_none_or(|field| *field == to.slug_field);
        Collection {
            label: self.label.unwrap_or(to.label),
            description: self.description.unwrap_or(to.description),
            slug_field: self.slug_field.unwrap_or(to.slug_field),
            title_field: self.title_field.unwrap_or(to.title_field),
            icon: self.icon.unwrap_or(to.icon),
            call_hook: self.call_hook.unwrap_or(to.call_hook),
            backdating: self.backdating.unwrap_or(to.backdating),
            unique_slug: self.unique_slug.unwrap_or(to.unique_slug && keeps_slug),
            origin: self.origin.unwrap_or(origin),
            details: self.details.unwrap_or(to.details),
            schema: self.schema.unwrap_or(to.schema),
            revision: to.revision + 1,
            updated_at: now.to_string(),
            ..to
        }
    }
}

impl Collection {
    /// The fields that the value index holds, in the order of their index positions: the fields
    /// that ask for it, then the slug field if its values are unique.
    pub fn indexed(&self) -> impl Iterator<Item = &Field> {
        let slug = self.unique_slug_field().filter(|field| !field.indexed && !field.unique);
        self.schema.indexed().chain(slug)
    }

    /// The slug field, if its values must be unique.
    #[must_use]
    pub fn unique_slug_field(&self) -> Option<&Field> {
        self.slug_field.as_deref().filter(|_| self.unique_slug).and_then(|name| self.schema.field(name))
    }

    /// All violations of the definition's rules; an empty list if it is valid. Paths are those of
    /// R3's body: `name`, `label`, `slugField`, `fields[0].type`.
    #[must_use]
    pub fn violations(&self) -> Vec<Violation> {
        let mut found = self.schema.violations();
        let legal = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'-';
        if !(1..=64).contains(&self.name.len()) || !self.name.bytes().all(legal) {
            found.push(Violation::new("name", "format", "1 to 64 letters, digits, - or _"));
        }
        if !(1..=200).contains(&self.label.len()) {
            found.push(Violation::new("label", "length", "1 to 200 bytes"));
        }
        for (path, text, max) in [("description", &self.description, 2000), ("icon", &self.icon, 200)] {
            if text.as_ref().is_some_and(|text| text.len() > max) {
                found.push(Violation::new(path, "maxLength", format!("at most {max} bytes")));
            }
        }
        for (path, name) in [("slugField", &self.slug_field), ("titleField", &self.title_field)] {
            if name.as_ref().is_some_and(|name| self.schema.field(name).is_none()) {
                found.push(Violation::new(path, "unknown", "must name one of the fields"));
            }
        }
        found
    }
}
