//! Autosaves (SnowCMS's drafts): the unsaved input of an editor, stored unchanged. Reading and
//! writing them requires the permission to write entries.
//!
//! A draft is checked only for this: its fields are fields of its content type, its entry belongs
//! to that content type, and it is not larger than an entry. It becomes an entry when the client
//! sends its texts as an entry.

use crate::rights::Writer;
use std::borrow::Cow;
use weft_domain::entry::DATA_MAX;
use weft_domain::{Collection, CollectionId, DraftId, Error, Result, json};
use weft_storage::drafts::{self, Change, DraftLocation};

pub use weft_storage::drafts::{Draft, Listing as DraftListing};

/// The texts of a draft, by the names of their fields.
pub type Texts<'a> = [(Cow<'a, str>, Cow<'a, str>)];

/// A change to a draft.
#[derive(Debug, Clone, Copy)]
pub enum DraftChange<'a> {
    /// Creates it.
    Create {
        /// The id of its entry.
        entry: Option<&'a str>,
        /// Its texts.
        texts: &'a Texts<'a>,
    },
    /// Replaces its texts.
    Update {
        /// Its new texts.
        texts: &'a Texts<'a>,
    },
    /// Deletes it.
    Delete,
}

impl Writer<'_> {
    /// A page of a content type's drafts, and their total.
    ///
    /// # Errors
    /// `NotFound(Collection)`, `Outdated`, `Unavailable`.
    pub async fn drafts(&self, of: CollectionId, asked: DraftListing<'_>) -> Result<(Vec<Draft>, u64)> {
        drafts::list(self.right.store, self.location(of), asked).await
    }

    /// Finds a draft.
    ///
    /// # Errors
    /// `NotFound(Draft)`, `Outdated`, `Unavailable`.
    pub async fn draft(&self, of: CollectionId, id: DraftId) -> Result<Draft> {
        drafts::find(self.right.store, self.location(of), id).await
    }

    /// Changes a draft.
    ///
    /// # Errors
    /// `NotFound` for the content type, the draft or the entry of a new draft; `Invalid`,
    /// `TooLarge`, `Outdated`, `Unavailable`.
    pub async fn change_draft(&self, of: CollectionId, id: DraftId, change: DraftChange<'_>) -> Result<()> {
        let right = &self.right;
        let texts = match change {
            DraftChange::Create { texts, .. } | DraftChange::Update { texts } => Some(texts),
            DraftChange::Delete => None,
        };
        let data = match texts {
            Some(texts) => {
                let collection = self.collection_by_id(of).await?;
                checked(&collection, texts)?
            }
            None => String::new(),
        };
        let (author, now) = (right.principal.account.to_string(), right.ctx.now.to_string());
        let change = match change {
            DraftChange::Create { entry, .. } => Change::Create { entry, author: &author, data: &data },
            DraftChange::Update { .. } => Change::Update { data: &data },
            DraftChange::Delete => Change::Delete,
        };
        drafts::change(right.store, self.location(of), id, &now, change).await
    }

    const fn location(&self, collection: CollectionId) -> DraftLocation<'_> {
        DraftLocation { scope: &self.right.scope, collection }
    }
}

/// The texts as a JSON object.
fn checked(collection: &Collection, texts: &Texts<'_>) -> Result<String> {
    if let Some((name, _)) = texts.iter().find(|(name, _)| collection.schema.field(name).is_none()) {
        return Err(Error::invalid(format!("data.{name}"), "unknown", "is not a field of the content type"));
    }
    let quoted: Vec<String> = texts.iter().map(|(_, text)| json::quote(text)).collect();
    let members = texts.iter().zip(&quoted).map(|((name, _), text)| (name.as_ref(), text.as_str()));
    let data = json::object(members);
    if data.len() > DATA_MAX { Err(Error::TooLarge { limit: DATA_MAX, of: "bytes" }) } else { Ok(data) }
}
