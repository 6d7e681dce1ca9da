//! Handles: what a principal that was checked may do. Made by `App` alone.

use crate::app::App;
use crate::schemas::{Collections, Schemas};
use crate::secrets::Secrets;
use std::sync::Arc;
use weft_domain::entry::Visibility;
use weft_domain::{Ctx, EntryId, Error, Kind, Permission, Principal, Result};
use weft_storage::collections::{self, By, Stored};
use weft_storage::entries::pages;
use weft_storage::{Scope, Store};

/// What every handle holds.
#[derive(Clone)]
pub(crate) struct Right<'a> {
    pub(crate) store: &'a Store<'a>,
    pub(crate) schemas: &'a Schemas,
    pub(crate) secrets: &'a dyn Secrets,
    pub(crate) ctx: &'a Ctx,
    pub(crate) principal: &'a Principal,
    pub(crate) scope: Scope,
    /// What the API that writes calls its write, if it has a name of its own for it.
    pub(crate) note: Option<&'static str>,
}

/// Reads entries and content types.
pub struct Reader<'a> {
    pub(crate) right: Right<'a>,
    pub(crate) visibility: Visibility,
}

/// Writes entries.
pub struct Writer<'a> {
    pub(crate) right: Right<'a>,
}

/// Publishes entries.
pub struct Publisher<'a> {
    pub(crate) right: Right<'a>,
}

/// Deletes entries.
pub struct Deleter<'a> {
    pub(crate) right: Right<'a>,
}

/// Changes content types.
pub struct Developer<'a> {
    pub(crate) right: Right<'a>,
}

/// Manages credentials and webhooks.
pub struct Admin<'a> {
    pub(crate) right: Right<'a>,
}

impl<'a> Writer<'a> {
    /// The same, whose writes are called so in the history.
    #[must_use]
    pub const fn noted(mut self, note: &'static str) -> Self {
        self.right.note = Some(note);
        self
    }

    /// Deletes entries, for who may write them.
    ///
    /// # Errors
    /// `Forbidden`.
    pub fn deleter(self) -> Result<Deleter<'a>> {
        self.right.principal.may(Permission::Delete)?;
        Ok(Deleter { right: self.right })
    }

    /// Changes content types, for who may write entries.
    ///
    /// # Errors
    /// `Forbidden`, also for an account that is limited to pages.
    pub fn developer(self) -> Result<Developer<'a>> {
        Developer::of(self.right)
    }
}

impl<'a> Developer<'a> {
    /// Checks the right: content types are of every page.
    pub(crate) fn of(right: Right<'a>) -> Result<Self> {
        right.principal.may(Permission::Config)?;
        right.principal.may_write_page(None)?;
        Ok(Self { right })
    }
}

impl Deleter<'_> {
    /// The same, whose deletions are called so in the history.
    #[must_use]
    pub const fn noted(mut self, note: &'static str) -> Self {
        self.right.note = Some(note);
        self
    }
}

impl<'a> Right<'a> {
    pub(crate) fn of(app: &'a App<'a>, ctx: &'a Ctx) -> Result<Self> {
        let principal = ctx.principal()?;
        Ok(Self {
            store: &app.store,
            schemas: app.schemas,
            secrets: app.secrets,
            ctx,
            principal,
            scope: Scope::from(principal),
            note: None,
        })
    }

    /// Of a principal that has the permission.
    pub(crate) fn to(app: &'a App<'a>, ctx: &'a Ctx, permission: Permission) -> Result<Self> {
        let right = Self::of(app, ctx)?;
        right.principal.may(permission)?;
        Ok(right)
    }

    /// That the principal may write this entry, by the page that it stands on. Only a principal
    /// that is limited to pages costs a statement; as an entry keeps its place, nothing comes
    /// between this and the write.
    ///
    /// # Errors
    /// `Forbidden`, `NotFound`, `Outdated`.
    pub(crate) async fn may_write(&self, id: EntryId) -> Result<()> {
        self.may_write_all(&[id]).await.map_err(|(_, error)| error)
    }

    /// That the principal may write all of these entries; else the first that it may not, if it is
    /// one of them.
    ///
    /// # Errors
    /// As for [`Right::may_write`].
    pub(crate) async fn may_write_all(&self, ids: &[EntryId]) -> Result<(), (Option<usize>, Error)> {
        if self.principal.allowed_paths.are_all() || ids.is_empty() {
            return Ok(());
        }
        let pages = pages::pages(self.store, &self.scope, ids).await.map_err(|error| (None, error))?;
        for (at, page) in pages.iter().enumerate() {
            let page = page.as_ref().ok_or((Some(at), Error::NotFound(Kind::Entry)))?;
            self.principal.may_write_page(page.as_deref()).map_err(|error| (Some(at), error))?;
        }
        Ok(())
    }

    /// The random end of the site's id: it tells the validators of two sites' answers apart.
    pub(crate) fn site_end(&self) -> String {
        self.principal.site.to_string().split_off(28)
    }

    /// The site's content types, as the instance remembers them.
    pub(crate) async fn collections(&self) -> Result<Collections> {
        match self.schemas.find(self.scope.site) {
            Some(known) => Ok(known),
            None => self.collections_anew().await,
        }
    }

    /// The site's content types, as they are now.
    pub(crate) async fn collections_anew(&self) -> Result<Collections> {
        let current = collections::list(self.store, &self.scope).await?;
        let current: Collections = current.into_iter().map(Arc::new).collect();
        self.schemas.remember(self.scope.site, &current);
        Ok(current)
    }

    /// Finds a content type, without the cache, and updates the cache.
    ///
    /// # Errors
    /// `NotFound`, `Outdated`, `Unavailable`.
    pub(crate) async fn current_collection(&self, by: By<'_>) -> Result<Arc<Stored>> {
        let found = collections::find(self.store, &self.scope, by).await?.map(Arc::new);
        self.schemas.remember_one(self.scope.site, by, found.as_ref());
        found.ok_or(Error::NotFound(Kind::Collection))
    }

    /// A content type by name; looks again before it says that there is none.
    pub(crate) async fn collection(&self, name: &str) -> Result<Option<Arc<Stored>>> {
        // They are in the order of their names.
        let named = |known: &Collections| {
            let at = known.binary_search_by(|stored| stored.collection.name.as_str().cmp(name)).ok()?;
            known.get(at).cloned()
        };
        let remembered = self.schemas.find(self.scope.site);
        match remembered.as_ref().and_then(named) {
            Some(stored) => Ok(Some(stored)),
            None => Ok(named(&self.collections_anew().await?)),
        }
    }
}
