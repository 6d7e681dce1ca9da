//! Sites, managed above the sites: SnowCMS's websites.

use super::{Installation, named};
use crate::repos::repo_name;
use weft_domain::{Error, Kind, Result, Role, SiteId};
use weft_storage::Page;
use weft_storage::sites::{self, Deletion, Site};

/// The maximum length of a hook, in bytes.
const HOOK_MAX: usize = 2048;

/// The name and the webhook of a site.
#[derive(Debug, Clone, Copy)]
pub struct SiteText<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its webhook, a URL that is checked when it is called; empty means none.
    pub hook: Option<&'a str>,
}

impl SiteText<'_> {
    fn checked(&self, id: SiteId) -> Result<Site> {
        let name = named(self.name)?.to_owned();
        let hook = self.hook.map(str::trim).filter(|hook| !hook.is_empty());
        if hook.is_some_and(|hook| hook.len() > HOOK_MAX) {
            return Err(Error::invalid("hook", "length", format!("must have at most {HOOK_MAX} bytes")));
        }
        Ok(Site { id, name, hook: hook.map(str::to_owned) })
    }
}

impl Installation<'_> {
    /// A page of the caller's sites, oldest first, and their total; for an administrator all sites.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn sites(&self, page: Page) -> Result<(Vec<Site>, u64)> {
        let own = (!self.caller.is_admin()).then_some(self.caller.sites.as_slice());
        sites::list(self.store, own, page).await
    }

    /// Finds a site.
    ///
    /// # Errors
    /// `Forbidden` if it is not a site of the caller, whether it exists or not; `NotFound`,
    /// `Unavailable`.
    pub async fn site(&self, id: SiteId) -> Result<Site> {
        self.reach(id)?;
        sites::find(self.store, id).await?.ok_or(Error::NotFound(Kind::Site))
    }

    /// Creates a site without members. For administrators.
    ///
    /// # Errors
    /// `Forbidden`; `Invalid` with the path `name` or `hook`; `Outdated`, `Unavailable`.
    pub async fn create_site(&self, new: SiteText<'_>) -> Result<Site> {
        self.administrator()?;
        let site = new.checked(SiteId::new(self.ctx.new_uuid()))?;
        let repo = repo_name(&site.name);
        sites::add(self.store, &self.standing(), &site, &repo, &self.ctx.now.to_string()).await?;
        Ok(site)
    }

    /// Replaces the name and the webhook of a site. For its developers.
    ///
    /// # Errors
    /// `Forbidden`, as for [`Self::site`]; `Invalid` with the path `name` or `hook`; `NotFound`,
    /// `Outdated`, `Unavailable`.
    pub async fn update_site(&self, id: SiteId, text: SiteText<'_>) -> Result<Site> {
        self.caller.at_least(Role::Developer, "the role developer")?;
        self.reach(id)?;
        let site = text.checked(id)?;
        sites::update(self.store, &self.standing(), &site, !self.caller.is_admin()).await?;
        Ok(site)
    }

    /// Deletes a site with all its data. For administrators.
    ///
    /// # Errors
    /// `Forbidden`, `NotFound`, `Outdated`, `Unavailable`.
    pub async fn delete_site(&self, id: SiteId) -> Result<()> {
        self.administrator()?;
        let (actor, now) = (self.caller.account.to_string(), self.ctx.now.to_string());
        let noted = Deletion { actor: &actor, at: &now, request: &self.ctx.request_id };
        sites::delete(self.store, &self.standing(), id, &noted).await
    }

    fn reach(&self, site: SiteId) -> Result<()> {
        if self.caller.reaches(site) {
            Ok(())
        } else {
            Err(Error::Forbidden { needs: "access to this site" })
        }
    }
}
