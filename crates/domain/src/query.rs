//! Queries of entries: filters, sorts, pages. One language with one meaning for every dialect.
//!
//! **Values.** A filter compares an entry's value with a literal, which is text on the wire. The
//! value of a base column is text. The value of a data field is its JSON value: a number is a
//! number, a string is text, `true` and `false` are the texts `true` and `false`, an array or
//! object is its JSON text, `null` and a missing member are null.
//!
//! **Comparison.** A number is compared with a literal that parses as a number; text is compared
//! with the literal's text, byte by byte. Other pairs never match. A declared field is compared by
//! its type, also where a stored value has another type. Null matches only `Null`: as in SQL, `Ne`
//! and `NotIn` do not match it. `Contains` and `StartsWith` compare the value's text; `Contains`
//! ignores case (`letters`).
//!
//! **Order.** Null first, then numbers, then text; descending is the exact reverse. Ties are broken
//! by the order of creation (after a data field: `createdAt` first), in the direction of the last
//! key.
//!
//! `matches` defines the meaning; `storage` compiles it to SQL; a differential test compares the
//! two.

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
/// The longest search text, in bytes.
pub const CONTAINS_MAX: usize = 1000;
/// The most values in one list.
pub const LIST_MAX: usize = 100;
/// The most keys in a sort.
pub const SORT_MAX: usize = 6;

/// The column of a condition or a sort key.
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
    /// The account that created it.
    AuthorId,
    /// The time of publication.
    PublishedAt,
    /// The time of creation.
    CreatedAt,
    /// The time of the last write.
    UpdatedAt,
    /// A member of `data`.
    Data(FieldPath),
}

/// The value that a condition compares with.
#[derive(Debug, Clone, PartialEq)]
pub struct Literal {
    text: String,
}

impl Literal {
    /// A literal, as sent on the wire.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into() }
    }

    /// Its text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The literal as a number, if it parses as a finite JSON number.
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
    /// All of them; an empty list is true.
    And(Vec<Filter>),
    /// Any of them; an empty list is false.
    Or(Vec<Filter>),
    /// One column, compared.
    Is(Column, Op),
}

/// One key of a sort.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SortKey {
    /// The column.
    pub column: Column,
    /// Whether the greatest value comes first.
    pub descending: bool,
}

/// The requested page.
#[derive(Debug, Clone, PartialEq)]
pub enum Page {
    /// By number, from 1. Deep pages cost more.
    Number(u32),
    /// After an entry, given by its sort keys and its position in the order of creation; from the
    /// start, if `None`. The cost does not depend on the position.
    After(Option<Cursor>),
}

/// The position of an entry in a sorted list.
#[derive(Debug, Clone, PartialEq)]
pub struct Cursor {
    /// The values of the sort keys.
    pub values: Vec<Value>,
    /// The position in the order of creation.
    pub key: i64,
}

/// The requested members of a document.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum MemberSelection {
    /// All members.
    #[default]
    All,
    /// Only these.
    Only(Vec<String>),
    /// All except these.
    Except(Vec<String>),
}

/// The requested parts of an entry: members of the document, and members of its `data`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Projection {
    /// Of the document, by wire name.
    pub document: MemberSelection,
    /// Of `data`, by field name.
    pub data: MemberSelection,
}

/// A query.
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    /// Only this content type.
    pub collection: Option<String>,
    /// Only these statuses; empty for all visible ones.
    pub statuses: Vec<Status>,
    /// The visibility of the principal.
    pub visibility: Visibility,
    /// The filter.
    pub filter: Option<Filter>,
    /// The sort keys; newest first, if empty.
    pub sort: Vec<SortKey>,
    /// The page.
    pub page: Page,
    /// The most entries of the page, from 1.
    pub limit: u32,
    /// Whether to count all matches.
    pub count: bool,
    /// The requested parts of each entry.
    pub projection: Projection,
}
