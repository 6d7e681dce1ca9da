//! An entry: one piece of content of one content type.
//!
//! Its `data` is a JSON object that Weft keeps as text: each field is checked on a write, and a
//! read returns the text unchanged. `revision` increases by one with every write and guards
//! concurrent writes. The state before a write is kept as a version; the present state is the
//! newest version.
//!
//! A published entry may have a *draft* beside its `data`: edits that visitors do not see until
//! they are published (docs/decisions/014). The live revision is the revision of the last write
//! that changed what visitors see.

use serde::{Deserialize, Serialize};

/// The number of digits of an id in a validator: the end of an id is its random part.
const TAG_DIGITS: usize = 8;

/// The strong validator of a row and its revision: `<last 8 digits of the id>-<revision>`.
#[must_use]
pub fn tag(id: &str, revision: i64) -> String {
    let end = id.len().checked_sub(TAG_DIGITS).and_then(|at| id.get(at..)).unwrap_or(id);
    format!("{end}-{revision}")
}

/// The end of the id and the revision in a validator that [`tag`] built; `None` for any other text.
#[must_use]
pub fn parse_tag(text: &str) -> Option<(&str, i64)> {
    let (id, revision) = text.split_once('-')?;
    let is_hex = id.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
    let is_number =
        revision.bytes().all(|b| b.is_ascii_digit()) && (revision == "0" || !revision.starts_with('0'));
    if id.len() != TAG_DIGITS || !is_hex || !is_number {
        return None;
    }
    Some((id, revision.parse().ok()?))
}

/// The publication state of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Not published yet.
    Draft,
    /// Visible to visitors.
    Published,
    /// No longer visible to visitors.
    Archived,
}

impl Status {
    /// Every status.
    pub const ALL: [Self; 3] = [Self::Draft, Self::Published, Self::Archived];

    /// As stored and shown.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Published => "published",
            Self::Archived => "archived",
        }
    }

    /// The status of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == name)
    }
}

/// Which entries a query returns. Part of every reading statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Visibility {
    /// What visitors see.
    Published,
    /// Everything, with a draft's data in place of the published data. Only `service` hands it out,
    /// to principals with the permission.
    All,
}

/// How to find one entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Selector {
    /// By its id.
    Id(crate::EntryId),
    /// By its content type's name and its slug.
    Slug {
        /// The content type's name.
        collection: String,
        /// The slug.
        slug: String,
    },
}

/// A precondition of a write on the entry's present state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guard {
    /// No precondition.
    Any,
    /// The entry must still have this revision.
    Revision(i64),
    /// The live revision must still be this one, whatever the draft is; the entry's own revision is
    /// accepted as well.
    Live(i64),
}

/// The longest slug, in bytes.
pub const SLUG_MAX: usize = 200;

/// The longest `data`, in bytes of JSON.
pub const DATA_MAX: usize = 1024 * 1024;
