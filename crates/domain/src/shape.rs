//! What one document looks like on a dialect's wire: which members, under which names, in which
//! order.
//!
//! A dialect states its shape as a constant; `storage` lets SQLite write the JSON accordingly, with
//! `data` passed through as it is stored. Rows are dear at a guest's boundary and parsing is dear
//! inside of it; one ready text is neither.

/// Where a member's value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Source {
    /// The entry's id.
    Id,
    /// The content type's name.
    Type,
    /// The slug.
    Slug,
    /// The status.
    Status,
    /// The revision, a number; to visitors, that of what they see.
    Revision,
    /// The account that made it, or null.
    AuthorId,
    /// When it became visible, or null.
    PublishedAt,
    /// When it was made.
    CreatedAt,
    /// When what visitors see was last written.
    UpdatedAt,
    /// The JSON object itself; the draft's, for those who see drafts.
    Data,
    /// The page that it stands on, or null.
    Page,
    /// Its instance key on that page, or null.
    Instance,
    /// The id of the component that it is an instance of, or null.
    Component,
    /// Whether a draft stands beside what is published.
    HasDraft,
}

/// A dialect's document: (wire name, source), in order. Wire names are plain identifiers.
pub type Shape = &'static [(&'static str, Source)];

/// Where a member of a version's document comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum VersionSource {
    /// The version's own id.
    Id,
    /// The entry's id.
    EntryId,
    /// The revision that it was, a number.
    Number,
    /// The status that the entry had; `draft` for a draft beside what was published.
    Status,
    /// The data that the entry had.
    Data,
    /// When it was made.
    CreatedAt,
    /// The account that made it, or null.
    CreatedBy,
}

/// A dialect's version document.
pub type VersionShape = &'static [(&'static str, VersionSource)];
