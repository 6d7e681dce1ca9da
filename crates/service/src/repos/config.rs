//! The configuration of a site, as `cms.config.json` of samduke-cms describes it.

use super::directory;
use crate::rights::Right;
use weft_domain::{Collection, Result};
use weft_storage::collections::{self, Stored};

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
    /// `Outdated`, `Unavailable`.
    pub async fn config(&self) -> Result<SiteConfig> {
        let right = &self.right;
        let (name, all) = collections::list_with_site(right.store, &right.scope).await?;
        let with_directory = |stored: Stored| {
            let directory = directory(&stored.collection.name);
            (stored.collection, directory)
        };
        Ok(SiteConfig { name, collections: all.into_iter().map(with_directory).collect() })
    }
}
