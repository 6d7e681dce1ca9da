//! The captures of a path: found by the pattern, decoded, parsed as the types of the endpoint.

use crate::fault::Fault;
use crate::path;
use std::borrow::Cow;
use weft_domain::{Error, Kind};

/// The most captures of a pattern.
const NAMES_MAX: usize = 4;

/// The captures of a path, in order.
#[derive(Debug, Clone, Copy, Default)]
pub struct Captures<'p> {
    /// Still percent-encoded.
    segments: [&'p str; NAMES_MAX],
    found: usize,
    taken: usize,
}

impl Captures<'_> {
    /// The next capture. Invalid text (a malformed escape, not UTF-8, U+0000) becomes U+FFFD, which
    /// no name and no slug contains.
    ///
    /// # Errors
    /// `NotFound` for a malformed id.
    pub fn take<T: Capture>(&mut self) -> Result<T, Fault> {
        let segment = self.segments.get(self.taken).copied().unwrap_or_default();
        self.taken += 1;
        T::capture(path::decode(segment).unwrap_or(Cow::Borrowed("\u{fffd}")))
    }
}

/// A type that a path can capture.
pub trait Capture: Sized {
    /// Parses the decoded text.
    ///
    /// # Errors
    /// `NotFound` when the text cannot name anything.
    fn capture(text: Cow<'_, str>) -> Result<Self, Fault>;
}

impl Capture for String {
    fn capture(text: Cow<'_, str>) -> Result<Self, Fault> {
        Ok(text.into_owned())
    }
}

macro_rules! ids {
    ($($id:ty: $kind:ident),+ $(,)?) => {$(
        impl Capture for $id {
            /// A malformed id never matches.
            fn capture(text: Cow<'_, str>) -> Result<Self, Fault> {
                text.parse().map_err(|_| Error::NotFound(Kind::$kind).into())
            }
        }
    )+};
}

ids! {
    weft_domain::AccountId: Account,
    weft_domain::CollectionId: Collection,
    weft_domain::CredentialId: Credential,
    weft_domain::AutosaveId: Autosave,
    weft_domain::DeliveryId: Delivery,
    weft_domain::EntryId: Entry,
    weft_domain::SiteId: Site,
    weft_domain::VersionId: Version,
    weft_domain::WebhookId: Webhook,
}

/// The captures of a path, if it matches the pattern.
pub(super) fn capture<'p>(pattern: &str, path: &'p str) -> Option<Captures<'p>> {
    let mut captures = Captures::default();
    let (mut pattern, mut path) = (Some(pattern), Some(path));
    while let Some(parts) = pattern {
        let (part, later) = cut(parts);
        let (segment, rest) = if part.ends_with('*') { (path?, None) } else { cut(path?) };
        (pattern, path) = (later, rest);
        if !part.starts_with(':') {
            if part != segment {
                return None;
            }
        } else if segment.is_empty() {
            return None;
        } else if let Some(place) = captures.segments.get_mut(captures.found) {
            *place = segment;
            captures.found += 1;
        }
    }
    path.is_none().then_some(captures)
}

/// The text before the first slash, and what comes after it, if there is one.
fn cut(text: &str) -> (&str, Option<&str>) {
    match text.bytes().position(|byte| byte == b'/') {
        Some(at) => (text.get(..at).unwrap_or_default(), text.get(at + 1..)),
        None => (text, None),
    }
}
