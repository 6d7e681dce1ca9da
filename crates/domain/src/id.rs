//! Ids: UUIDs, one newtype per kind, so that the compiler rejects an entry's id where a site's is
//! expected.
//!
//! `Ctx` creates them (version 7: ordered by time, which keeps new index entries at the right edge
//! of their B-tree). Parsing accepts digits of either case; the written form is lower case (RFC
//! 9562). Braces, a `urn:uuid:` prefix and a missing hyphen are rejected.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

/// The text is not a hyphenated UUID.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a UUID")]
pub struct InvalidId;

/// Parses an id of a kind that has no type of its own.
///
/// # Errors
/// [`InvalidId`].
pub fn parse(text: &str) -> Result<Uuid, InvalidId> {
    // Only the hyphenated form has this length.
    if text.len() == 36 { Uuid::try_parse(text).map_err(|_| InvalidId) } else { Err(InvalidId) }
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(Uuid);

        impl $name {
            /// Wraps the UUID.
            #[must_use]
            pub const fn new(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// The UUID's bytes.
            #[must_use]
            pub const fn as_bytes(&self) -> &[u8; 16] {
                self.0.as_bytes()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.as_hyphenated().fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;
            fn from_str(text: &str) -> Result<Self, InvalidId> {
                parse(text).map(Self)
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidId;
            fn try_from(text: String) -> Result<Self, InvalidId> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.to_string()
            }
        }
    };
}

id! {
    /// A site (tenant).
    SiteId
}
id! {
    /// An account.
    AccountId
}
id! {
    /// A session or an API key; never its secret.
    CredentialId
}
id! {
    /// A content type.
    CollectionId
}
id! {
    /// An entry: R3's document.
    EntryId
}
id! {
    /// A version of an entry.
    VersionId
}
id! {
    /// An autosave.
    AutosaveId
}
id! {
    /// A webhook.
    WebhookId
}
id! {
    /// The delivery of an event to a receiver; also the id of the message.
    DeliveryId
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_read_in_either_case() {
        let id = "018f3f70-1c2d-7abc-8def-0123456789ab";
        assert_eq!(id.parse::<EntryId>().unwrap().to_string(), id);
        assert_eq!("018F3F70-1c2d-7ABC-8DEF-0123456789AB".parse::<EntryId>().unwrap().to_string(), id);
        for other in [
            "",
            "x",
            "018f3f701c2d7abc8def0123456789ab",
            "{018f3f70-1c2d-7abc-8def-0123456789ab}",
            "urn:uuid:018f3f70-1c2d-7abc-8def-0123456789ab",
            "018f3f70-1c2d-7abc-8def-0123456789a ",
            "018f3f701c2d-7abc-8def-0123456789ab0",
            "018f3f701c2d7abc8def0123456789ab0000",
        ] {
            assert_eq!(other.parse::<EntryId>(), Err(InvalidId), "{other}");
        }
    }
}
