//! Events: what happened to content, for subscribers.
//!
//! A write leaves an event in the outbox, in the same transaction as the write itself; delivery is
//! a separate job. To add a kind: add it here, then to the trigger that writes it
//! (`storage/migrations`).

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// An entry was created.
    Create,
    /// The data, slug or status of an entry were edited.
    Update,
    /// A draft was saved beside the published data; visitors do not see it.
    Draft,
    /// An entry became visible.
    Publish,
    /// An entry became invisible.
    Unpublish,
    /// The data of an earlier version was restored.
    Restore,
    /// An entry was deleted.
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
