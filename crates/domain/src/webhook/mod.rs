//! Webhooks: which events a receiver may subscribe to, and which addresses it may have.

mod address;

pub use address::{InsecureHosts, Scheme, check_url};

/// An event as receivers know it. What happened to an entry (`event::Event`) becomes one of these;
/// an entry that was created published is both a creation and a publication.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Announcement {
    /// An entry was created.
    Create,
    /// An entry was edited, its draft included, or restored.
    Update,
    /// An entry became visible, or its draft did.
    Publish,
    /// An entry became invisible.
    Unpublish,
    /// An entry was deleted.
    Delete,
}

impl Announcement {
    /// Every event, in the order of an entry's life.
    pub const ALL: [Self; 5] = [Self::Create, Self::Update, Self::Publish, Self::Unpublish, Self::Delete];

    /// The event of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|event| event.as_str() == name)
    }

    /// The name on the wire and in the store (R3's documentation of webhooks).
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Create => "entry.create",
            Self::Update => "entry.update",
            Self::Publish => "entry.publish",
            Self::Unpublish => "entry.unpublish",
            Self::Delete => "entry.delete",
        }
    }
}

/// What a receiver gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReceiverKind {
    /// R3's webhooks: signed JSON.
    Webhook,
    /// SnowCMS's hook of a site: a request without a body.
    SiteHook,
    /// InlineCMS's deploy hook: asks to build the site anew.
    Deploy,
    /// InlineCMS's deploy hook of a repository on GitHub.
    Github,
    /// InlineCMS's CDN: asks to forget a page.
    Purge,
}

impl ReceiverKind {
    /// Every kind.
    pub const ALL: [Self; 5] = [Self::Webhook, Self::SiteHook, Self::Deploy, Self::Github, Self::Purge];

    /// The kind of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    /// The name in the store.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Webhook => "webhook",
            Self::SiteHook => "site-hook",
            Self::Deploy => "deploy",
            Self::Github => "github",
            Self::Purge => "purge",
        }
    }
}

/// The name of the event that a test sends.
pub const TEST_EVENT: &str = "webhook.test";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_they_are_written() {
        for event in Announcement::ALL {
            assert_eq!(Announcement::parse(event.as_str()), Some(event));
        }
        for kind in ReceiverKind::ALL {
            assert_eq!(ReceiverKind::parse(kind.as_str()), Some(kind));
        }
        assert_eq!(ReceiverKind::parse(""), None);
        for other in ["", "entry", "entry.*", "Entry.create", "entry.restore", TEST_EVENT] {
            assert_eq!(Announcement::parse(other), None, "{other}");
        }
    }
}
