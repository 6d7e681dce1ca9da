//! The shape of a document: the members of a dialect's JSON document, with their names and order.
//!
//! A dialect declares its shape as a constant, and `storage` lets SQLite write the JSON
//! accordingly, with `data` unchanged. Returning rows to a guest is expensive, and so is parsing
//! inside a guest; one finished text avoids both.

/// The source of a member's value.
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
    /// The revision, a number; the live revision for visitors.
    Revision,
    /// The account that created the entry, or null.
    AuthorId,
    /// The time of publication, or null.
    PublishedAt,
    /// The time of creation.
    CreatedAt,
    /// The time of the last write that changed what visitors see.
    UpdatedAt,
    /// The data object; the draft's data for readers of drafts.
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

/// The shape of a dialect's document: (wire name, source), in order. Wire names are plain
/// identifiers.
pub type Shape = &'static [(&'static str, Source)];

/// The source of a member of a version's document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum VersionSource {
    /// The version's own id.
    Id,
    /// The entry's id.
    EntryId,
    /// The version's revision, a number.
    Number,
    /// The entry's status at that version; `draft` for a draft beside the published data.
    Status,
    /// The entry's data at that version.
    Data,
    /// The time of creation.
    CreatedAt,
    /// The account that created it, or null.
    CreatedBy,
}

/// The shape of a dialect's version document.
pub type VersionShape = &'static [(&'static str, VersionSource)];
