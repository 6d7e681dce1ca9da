//! An entry: one piece of content of one content type.
//!
//! Its `data` is a JSON object that Weft keeps as text: it is checked field by field when it comes
//! in and passes through untouched when it goes out. `revision` rises by one with every write and
//! guards concurrent ones. The state an entry had before a write is kept as a version; its present
//! state is its newest version.
//!
//! A published entry may have a *draft* beside its `data`: edits that visitors do not see until
//! they are published (docs/decisions/014). Visitors have a revision of their own, that of the last
//! write that changed what they see.

use serde::{Deserialize, Serialize};

/// How many digits of an id stand in a validator: the end of an id is its random part.
const TAG_DIGITS: usize = 8;

/// The strong validator of the thing of that id at that revision: `<last 8 digits>-<revision>`.
#[must_use]
pub fn tag(id: &str, revision: i64) -> String {
    let end = id.len().checked_sub(TAG_DIGITS).and_then(|at| id.get(at..)).unwrap_or(id);
    format!("{end}-{revision}")
}

/// The last digits of the id and the revision in what [`tag`] made; `None` for any other text.
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

/// Whether visitors see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Not yet.
    Draft,
    /// Yes.
    Published,
    /// No more.
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

/// Which entries a caller sees. Part of every reading statement, never an afterthought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Visibility {
    /// What visitors see.
    Published,
    /// Everything, with a draft's data in place of what is published; only handed out by `service`
    /// to those who may.
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

/// A condition on the present state that a write insists on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guard {
    /// None.
    Any,
    /// It must still have this revision.
    Revision(i64),
    /// What visitors see must still be that of this revision, whatever its draft is by now; the
    /// entry's own revision will do, too.
    Live(i64),
}

/// The longest slug, in bytes.
pub const SLUG_MAX: usize = 200;

/// The longest `data`, in bytes of JSON.
pub const DATA_MAX: usize = 1024 * 1024;
