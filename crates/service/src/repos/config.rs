//! What `cms.config.json` of a site would say.

use super::directory;
use crate::rights::Right;
use weft_domain::{Collection, Error, Kind, Result};
use weft_storage::sites;

/// Reads how a site is configured.
pub struct ConfigReader<'a> {
    pub(crate) right: Right<'a>,
}

/// How a site is configured.
#[derive(Debug)]
pub struct SiteConfig {
    /// The site's name.
    pub name: String,
    /// Its content types, by name, each with its directory.
    pub collections: Vec<(Collection, String)>,
}

impl ConfigReader<'_> {
    /// How the site is configured now.
    ///
    /// # Errors
    /// `NotFound` when the site is gone, `Outdated`, `Unavailable`.
    pub async fn config(&self) -> Result<SiteConfig> {
        let right = &self.right;
        let all = right.collections_anew().await?;
        let site =
            sites::find(right.store, right.principal.site).await?.ok_or(Error::NotFound(Kind::Site))?;
        let with_directory = |collection: &Collection| (collection.clone(), directory(&collection.name));
        let collections = all.iter().map(|stored| with_directory(&stored.collection)).collect();
        Ok(SiteConfig { name: site.name, collections })
    }
}
