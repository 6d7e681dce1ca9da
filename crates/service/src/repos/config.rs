//! The configuration of a site, as `cms.config.json` of samduke-cms describes it.

use super::directory;
use crate::rights::Right;
use weft_domain::{Collection, Error, Kind, Result};
use weft_storage::sites;

/// Reads the configuration of a site.
pub struct ConfigReader<'a> {
    pub(crate) right: Right<'a>,
}

/// The configuration of a site.
#[derive(Debug)]
pub struct SiteConfig {
    /// The site's name.
    pub name: String,
    /// Its content types, by name, each with its directory.
    pub collections: Vec<(Collection, String)>,
}

impl ConfigReader<'_> {
    /// Reads the current configuration of the site.
    ///
    /// # Errors
    /// `NotFound` if the site does not exist, `Outdated`, `Unavailable`.
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
