//! Drafts: what an editor has typed so far, kept as it is. Whoever may write entries may read and
//! write them; readers see none.
//!
//! Nothing is asked of a draft but that its fields are fields of its content type, that the entry
//! it is of is of that content type, and that it is no larger than an entry. It becomes an entry
//! when the client sends its texts as one.

use crate::rights::Writer;
use std::borrow::Cow;
use weft_domain::entry::DATA_MAX;
use weft_domain::{Collection, CollectionId, DraftId, Error, Result, json};
use weft_storage::drafts::{self, Change, DraftLocation};

pub use weft_storage::drafts::{Draft, Listing as DraftListing};

/// A draft's texts, by their fields' names.
pub type Texts<'a> = [(Cow<'a, str>, Cow<'a, str>)];

/// A change to a draft.
#[derive(Debug, Clone, Copy)]
pub enum DraftChange<'a> {
    /// It is begun.
    Create {
        /// The id of the entry that it is of.
        entry: Option<&'a str>,
        /// What it has.
        texts: &'a Texts<'a>,
    },
    /// It has other texts.
    Update {
        /// What it has from now on.
        texts: &'a Texts<'a>,
    },
    /// It goes.
    Delete,
}

impl Writer<'_> {
    /// A page of a content type's drafts, and how many there are.
    ///
    /// # Errors
    /// `NotFound(Collection)`, `Outdated`, `Unavailable`.
    pub async fn drafts(&self, of: CollectionId, asked: DraftListing<'_>) -> Result<(Vec<Draft>, u64)> {
        drafts::list(self.right.store, self.location(of), asked).await
    }

    /// One draft.
    ///
    /// # Errors
    /// `NotFound(Draft)`, `Outdated`, `Unavailable`.
    pub async fn draft(&self, of: CollectionId, id: DraftId) -> Result<Draft> {
        drafts::find(self.right.store, self.location(of), id).await
    }

    /// Changes a draft.
    ///
    /// # Errors
    /// `NotFound` of the content type, the draft or the entry that a new one is of; `Invalid`,
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

/// The texts as an object.
fn checked(collection: &Collection, texts: &Texts<'_>) -> Result<String> {
    if let Some((name, _)) = texts.iter().find(|(name, _)| collection.schema.field(name).is_none()) {
        return Err(Error::invalid(format!("data.{name}"), "unknown", "is no field of the content type"));
    }
    let quoted: Vec<String> = texts.iter().map(|(_, text)| json::quote(text)).collect();
    let members = texts.iter().zip(&quoted).map(|((name, _), text)| (name.as_ref(), text.as_str()));
    let data = json::object(members);
    if data.len() > DATA_MAX { Err(Error::TooLarge { limit: DATA_MAX, of: "bytes" }) } else { Ok(data) }
}
