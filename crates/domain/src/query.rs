//! How entries are asked for: filters, sorts, pages. One language for every dialect, with one
//! meaning.
//!
//! **Values.** A filter compares an entry's value with a literal, which on the wire is always text.
//! The value of a base column is text. The value of a data field is what stands in the JSON: a
//! number is a number, a string is text, `true` and `false` are the texts `true` and `false`, an
//! array or object is its JSON text, `null` and a missing member are null.
//!
//! **Comparing.** A number is compared with a literal that reads as a number; text is compared with
//! the literal's text, byte by byte. Other pairs never match. A field that the content type
//! declares is compared as its type says, whatever a stray value is. Null matches nothing but
//! `Null`: as in SQL, also `Ne` and `NotIn` pass over it. `Contains` and `StartsWith` look at the
//! value's text; `Contains` takes no notice of case (`letters`).
//!
//! **Sorting.** Null first, then numbers, then text; descending is the exact reverse. Between
//! equals decides the order in which entries were made (after a data field: `createdAt` first), in
//! the direction of the last key.
//!
//! `matches` states the meaning; `storage` compiles it to SQL; the differential test holds the two
//! together.

mod compare;
mod letters;
mod path;
mod typed;

pub use compare::{Columns, Comparison, Value, matches, order};
pub use letters::{fold, spellings};
pub use path::{FieldPath, PATH_MAX, is_field_name};
pub use typed::typed;

use crate::entry::{Status, Visibility};

/// The most levels of `And` and `Or` in a filter.
pub const DEPTH_MAX: usize = 8;
/// The most conditions in a filter.
pub const CONDITIONS_MAX: usize = 64;
/// The longest text that is looked for in values, in bytes.
pub const CONTAINS_MAX: usize = 1000;
/// The most values in one list.
pub const LIST_MAX: usize = 100;
/// The most keys in a sort.
pub const SORT_MAX: usize = 6;

/// What a condition or a sort looks at.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Column {
    /// The id.
    Id,
    /// The content type's name.
    Type,
    /// The slug.
    Slug,
    /// The status.
    Status,
    /// The account that made it.
    AuthorId,
    /// When it became visible.
    PublishedAt,
    /// When it was made.
    CreatedAt,
    /// When it was last written.
    UpdatedAt,
    /// A member of `data`.
    Data(FieldPath),
}

/// What a value is compared with.
#[derive(Debug, Clone, PartialEq)]
pub struct Literal {
    text: String,
}

impl Literal {
    /// The literal, as it stood on the wire.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into() }
    }

    /// Its text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// It as a number, if it reads as a finite JSON number.
    #[must_use]
    pub fn number(&self) -> Option<f64> {
        let first = self.text.bytes().next()?;
        if !(first.is_ascii_digit() || first == b'-') {
            return None;
        }
        serde_json::from_str::<f64>(&self.text).ok().filter(|n| n.is_finite())
    }
}

/// A comparison.
#[derive(Debug, Clone, PartialEq)]
pub enum Op {
    /// Equal.
    Eq(Literal),
    /// Not null and not equal.
    Ne(Literal),
    /// Greater.
    Gt(Literal),
    /// Greater or equal.
    Gte(Literal),
    /// Less.
    Lt(Literal),
    /// Less or equal.
    Lte(Literal),
    /// Equal to one of them.
    In(Vec<Literal>),
    /// Not null and equal to none of them.
    NotIn(Vec<Literal>),
    /// Its text contains this text, whatever the case.
    Contains(String),
    /// Its text starts with this text.
    StartsWith(String),
    /// Null or missing.
    Null,
    /// Neither null nor missing.
    NotNull,
}

/// A condition on entries.
#[derive(Debug, Clone, PartialEq)]
pub enum Filter {
    /// All of them; none is true.
    And(Vec<Filter>),
    /// One of them; none is false.
    Or(Vec<Filter>),
    /// One column, compared.
    Is(Column, Op),
}

/// One key of a sort.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SortKey {
    /// By what.
    pub column: Column,
    /// Greatest first.
    pub descending: bool,
}

/// Which part of the result.
#[derive(Debug, Clone, PartialEq)]
pub enum Page {
    /// By number, from 1. Costs more the deeper it is.
    Number(u32),
    /// After an entry, by the values of its sort keys and its place in order of creation; from the
    /// start, if `None`. Costs the same everywhere.
    After(Option<Cursor>),
}

/// The place of an entry in a sorted list.
#[derive(Debug, Clone, PartialEq)]
pub struct Cursor {
    /// The values of the sort keys.
    pub values: Vec<Value>,
    /// The place in order of creation.
    pub key: i64,
}

/// Which members of the answer's documents are wanted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum MemberSelection {
    /// All of them.
    #[default]
    All,
    /// These only.
    Only(Vec<String>),
    /// All but these.
    Except(Vec<String>),
}

/// Which parts of an entry the caller wants to see: wire members of the document, and members of
/// its `data`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Projection {
    /// Of the document, by wire name.
    pub document: MemberSelection,
    /// Of `data`, by field name.
    pub data: MemberSelection,
}

/// A question.
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    /// Of this content type only.
    pub collection: Option<String>,
    /// Of these statuses only; none named means all that the caller may see.
    pub statuses: Vec<Status>,
    /// What the caller may see.
    pub visibility: Visibility,
    /// Further conditions.
    pub filter: Option<Filter>,
    /// In this order; newest made first, if empty.
    pub sort: Vec<SortKey>,
    /// This part.
    pub page: Page,
    /// At most so many, from 1.
    pub limit: u32,
    /// Whether to count all that match.
    pub count: bool,
    /// What to show of each.
    pub projection: Projection,
}
