//! The entry point of the use cases.

use crate::accounts::{Anonymous, Own};
use crate::entries::Registrar;
use crate::installation::Installation;
use crate::repos::ConfigReader;
use crate::rights::{Admin, Deleter, Developer, Publisher, Reader, Right, Writer};
use crate::schemas::Schemas;
use crate::secrets::Secrets;
use crate::webhooks::Outbox;
use weft_domain::entry::Visibility;
use weft_domain::{Caller, Ctx, Permission, Result};
use weft_storage::Store;

/// Weft during one request.
pub struct App<'a> {
    pub(crate) store: Store<'a>,
    pub(crate) schemas: &'a Schemas,
    pub(crate) secrets: &'a dyn Secrets,
}

impl<'a> App<'a> {
    /// Creates it from a database with an up-to-date schema, the instance's cache of content types,
    /// and the implementation of secrets.
    #[must_use]
    pub const fn new(store: Store<'a>, schemas: &'a Schemas, secrets: &'a dyn Secrets) -> Self {
        Self { store, schemas, secrets }
    }

    /// Reads published content; with `Visibility::All` also drafts.
    ///
    /// # Errors
    /// `Unauthenticated`; `Forbidden` without the permission to read, or to read drafts.
    pub fn reader<'c>(&'c self, ctx: &'c Ctx, visibility: Visibility) -> Result<Reader<'c>> {
        let right = Right::to(self, ctx, Permission::Read)?;
        if visibility == Visibility::All {
            right.principal.may(Permission::Drafts)?;
        }
        Ok(Reader { right, visibility })
    }

    /// Registers the components of pages, and shows entries to a reader of this visibility. It
    /// creates content types and entries without content and changes no content, so the permission
    /// to read is enough.
    ///
    /// # Errors
    /// As for [`App::reader`].
    pub fn registrar<'c>(&'c self, ctx: &'c Ctx, visibility: Visibility) -> Result<Registrar<'c>> {
        self.reader(ctx, visibility).map(|reader| Registrar { reader })
    }

    /// Reads the configuration of the site.
    ///
    /// # Errors
    /// `Unauthenticated`, `Forbidden`.
    pub fn config_reader<'c>(&'c self, ctx: &'c Ctx) -> Result<ConfigReader<'c>> {
        Right::to(self, ctx, Permission::ReadConfig).map(|right| ConfigReader { right })
    }

    /// Writes entries.
    ///
    /// # Errors
    /// `Unauthenticated`, `Forbidden`.
    pub fn writer<'c>(&'c self, ctx: &'c Ctx) -> Result<Writer<'c>> {
        Right::to(self, ctx, Permission::Write).map(|right| Writer { right })
    }

    /// Publishes entries.
    ///
    /// # Errors
    /// `Unauthenticated`, `Forbidden`.
    pub fn publisher<'c>(&'c self, ctx: &'c Ctx) -> Result<Publisher<'c>> {
        Right::to(self, ctx, Permission::Publish).map(|right| Publisher { right })
    }

    /// Deletes entries.
    ///
    /// # Errors
    /// `Unauthenticated`, `Forbidden`.
    pub fn deleter<'c>(&'c self, ctx: &'c Ctx) -> Result<Deleter<'c>> {
        Right::to(self, ctx, Permission::Delete).map(|right| Deleter { right })
    }

    /// Changes content types, which affects entries of every page.
    ///
    /// # Errors
    /// `Unauthenticated`; `Forbidden`, also for an account that is limited to pages.
    pub fn developer<'c>(&'c self, ctx: &'c Ctx) -> Result<Developer<'c>> {
        Developer::of(Right::of(self, ctx)?)
    }

    /// Manages credentials and webhooks.
    ///
    /// # Errors
    /// `Unauthenticated`, `Forbidden`.
    pub fn admin<'c>(&'c self, ctx: &'c Ctx) -> Result<Admin<'c>> {
        Right::to(self, ctx, Permission::Admin).map(|right| Admin { right })
    }

    /// The caller's own account and session.
    ///
    /// # Errors
    /// `Unauthenticated`.
    pub fn account<'c>(&'c self, ctx: &'c Ctx) -> Result<Own<'c>> {
        Right::of(self, ctx).map(|right| Own { right })
    }

    /// The use cases above the sites: accounts, sites, the keys of accounts. Each method requires
    /// its own role of the caller.
    #[must_use]
    pub const fn installation<'c>(&'c self, ctx: &'c Ctx, caller: &'c Caller) -> Installation<'c> {
        Installation { store: &self.store, secrets: self.secrets, ctx, caller }
    }

    /// The use cases without a credential: onboarding and login.
    #[must_use]
    pub const fn anonymous<'c>(&'c self, ctx: &'c Ctx) -> Anonymous<'c> {
        Anonymous { store: &self.store, secrets: self.secrets, ctx }
    }
    /// The outbox: what a tick works on.
    #[must_use]
    pub const fn outbox(&self) -> Outbox<'_> {
        Outbox { store: &self.store }
    }
}
