//! What `cms.config.json` of a site would say.

use super::directory;
use crate::rights::Right;
use weft_domain::{Collection, Result};
use weft_storage::collections::{self, Stored};

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
