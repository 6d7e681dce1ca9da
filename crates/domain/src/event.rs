//! What happened to content, for those who listen.
//!
//! A write leaves an event in the outbox, in the same transaction as the write itself; sending is
//! somebody else's work. To add a kind: here, then in the trigger that writes it
//! (`storage/migrations`).

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// An entry was made.
    Create,
    /// Its data, slug or status were changed by hand.
    Update,
    /// Edits of it were kept beside what is published; visitors see none of them.
    Draft,
    /// It became visible.
    Publish,
    /// It became invisible.
    Unpublish,
    /// An earlier version's data was put back.
    Restore,
    /// It is gone.
    Delete,
}

impl Event {
    /// Every kind.
    pub const ALL: [Self; 7] = [
        Self::Create,
        Self::Update,
        Self::Draft,
        Self::Publish,
        Self::Unpublish,
        Self::Restore,
        Self::Delete,
    ];

    /// The event of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|event| event.as_str() == name)
    }

    /// As stored: the verb.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Update => "update",
            Self::Draft => "draft",
            Self::Publish => "publish",
            Self::Unpublish => "unpublish",
            Self::Restore => "restore",
            Self::Delete => "delete",
        }
    }
}
