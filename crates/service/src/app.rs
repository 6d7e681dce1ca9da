//! The way to the use cases.

use crate::accounts::{Anonymous, Own};
use crate::installation::Installation;
use crate::rights::{Admin, Developer, Publisher, Reader, Right, Writer};
use crate::schemas::Schemas;
use weft_domain::entry::Visibility;
use weft_domain::{Caller, Ctx, Error, Result, Role};
use weft_storage::Store;

/// Weft, for the length of one request.
pub struct App<'a> {
    pub(crate) store: Store<'a>,
    pub(crate) schemas: &'a Schemas,
}

impl<'a> App<'a> {
    /// Over a database whose schema is up to date, and the instance's memory of content types.
    #[must_use]
    pub const fn new(store: Store<'a>, schemas: &'a Schemas) -> Self {
        Self { store, schemas }
    }

    /// Reads what is published; drafts too with `Visibility::All`, which needs the admin scope.
    ///
    /// # Errors
    /// `Unauthenticated`; `Forbidden` without the scope.
    pub fn reader<'c>(&'c self, ctx: &'c Ctx, visibility: Visibility) -> Result<Reader<'c>> {
        let right = Right::of(self, ctx)?;
        if !right.principal.scopes.read {
            return Err(Error::Forbidden { needs: "the read scope" });
        }
        if visibility == Visibility::All && !right.principal.scopes.admin {
            return Err(Error::Forbidden { needs: "the admin scope" });
        }
        Ok(Reader { right, visibility })
    }

    /// Writes entries: the write scope, and an editor at least.
    ///
    /// # Errors
    /// `Unauthenticated`, `Forbidden`.
    pub fn writer<'c>(&'c self, ctx: &'c Ctx) -> Result<Writer<'c>> {
        self.write_right(ctx, Role::Editor, "the role editor").map(|right| Writer { right })
    }

    /// Publishes entries: the write scope, and an editor at least.
    ///
    /// # Errors
    /// `Unauthenticated`, `Forbidden`.
    pub fn publisher<'c>(&'c self, ctx: &'c Ctx) -> Result<Publisher<'c>> {
        self.write_right(ctx, Role::Editor, "the role editor").map(|right| Publisher { right })
    }

    /// Changes content types: the write scope, and a developer at least.
    ///
    /// # Errors
    /// `Unauthenticated`, `Forbidden`.
    pub fn developer<'c>(&'c self, ctx: &'c Ctx) -> Result<Developer<'c>> {
        self.write_right(ctx, Role::Developer, "the role developer").map(|right| Developer { right })
    }

    /// Manages credentials: the admin scope, and an administrator.
    ///
    /// # Errors
    /// `Unauthenticated`, `Forbidden`.
    pub fn admin<'c>(&'c self, ctx: &'c Ctx) -> Result<Admin<'c>> {
        let right = Right::of(self, ctx)?;
        if !right.principal.scopes.admin {
            return Err(Error::Forbidden { needs: "the admin scope" });
        }
        right.at_least(Role::Admin, "the role admin").map(|right| Admin { right })
    }

    /// The caller's own account and session.
    ///
    /// # Errors
    /// `Unauthenticated`.
    pub fn account<'c>(&'c self, ctx: &'c Ctx) -> Result<Own<'c>> {
        Right::of(self, ctx).map(|right| Own { right })
    }

    /// What is above the sites: accounts, sites, the keys of accounts. Each method has its own right, which the caller's role gives.
    #[must_use]
    pub const fn installation<'c>(&'c self, ctx: &'c Ctx, caller: &'c Caller) -> Installation<'c> {
        Installation { store: &self.store, ctx, caller }
    }

    /// What needs no credential: onboarding and login.
    #[must_use]
    pub const fn anonymous<'c>(&'c self, ctx: &'c Ctx) -> Anonymous<'c> {
        Anonymous { store: &self.store, ctx }
    }

    fn write_right<'c>(&'c self, ctx: &'c Ctx, role: Role, needs: &'static str) -> Result<Right<'c>> {
        let right = Right::of(self, ctx)?;
        if !right.principal.scopes.write {
            return Err(Error::Forbidden { needs: "the write scope" });
        }
        right.at_least(role, needs)
    }
}
