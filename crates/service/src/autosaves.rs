//! Autosaves: what an editor has typed so far, kept as it was sent. Whoever may write entries may
//! read and write autosaves; readers see none.
//!
//! They are no drafts: a draft is an entry, or stands beside a published one (docs/decisions/014).
//! SnowCMS calls them drafts on the wire. The fields of an autosave must be fields of its content
//! type, its entry must be of that content type, and it is no larger than an entry. It becomes an
//! entry when the client sends its texts as one.

use crate::rights::Writer;
use std::borrow::Cow;
use weft_domain::entry::DATA_MAX;
use weft_domain::{AutosaveId, Collection, CollectionId, Error, Result, json};
use weft_storage::autosaves::{self, AutosaveLocation, Change};

pub use weft_storage::autosaves::{Autosave, Listing as AutosaveListing};

/// An autosave's texts, by their fields' names.
pub type Texts<'a> = [(Cow<'a, str>, Cow<'a, str>)];

/// A change to an autosave.
#[derive(Debug, Clone, Copy)]
pub enum AutosaveChange<'a> {
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
    /// A page of a content type's autosaves, and how many there are.
    ///
    /// # Errors
    /// `NotFound(Collection)`, `Outdated`, `Unavailable`.
    pub async fn autosaves(
        &self,
        of: CollectionId,
        asked: AutosaveListing<'_>,
    ) -> Result<(Vec<Autosave>, u64)> {
        autosaves::list(self.right.store, self.location(of), asked).await
    }

    /// One autosave.
    ///
    /// # Errors
    /// `NotFound(Autosave)`, `Outdated`, `Unavailable`.
    pub async fn autosave(&self, of: CollectionId, id: AutosaveId) -> Result<Autosave> {
        autosaves::find(self.right.store, self.location(of), id).await
    }

    /// Changes an autosave.
    ///
    /// # Errors
    /// `NotFound` of the content type, the autosave or the entry that a new one is of; `Invalid`,
    /// `TooLarge`, `Outdated`, `Unavailable`.
    pub async fn change_autosave(
        &self,
        of: CollectionId,
        id: AutosaveId,
        change: AutosaveChange<'_>,
    ) -> Result<()> {
        let right = &self.right;
        let texts = match change {
            AutosaveChange::Create { texts, .. } | AutosaveChange::Update { texts } => Some(texts),
            AutosaveChange::Delete => None,
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
            AutosaveChange::Create { entry, .. } => Change::Create { entry, author: &author, data: &data },
            AutosaveChange::Update { .. } => Change::Update { data: &data },
            AutosaveChange::Delete => Change::Delete,
        };
        autosaves::change(right.store, self.location(of), id, &now, change).await
    }

    const fn location(&self, collection: CollectionId) -> AutosaveLocation<'_> {
        AutosaveLocation { scope: &self.right.scope, collection }
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
