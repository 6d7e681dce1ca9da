//! A secret becomes a principal. Called by the auth component alone.

use crate::secret::{SECRET_MAX, hash};
use weft_domain::{Error, Principal, Result, SiteId, Timestamp};
use weft_storage::Store;

pub use weft_domain::CredentialSort;

/// The principal that a secret of this sort stands for on a site. Only what is good for a single site need not be told which.
///
/// # Errors
/// `Unauthenticated` when there is none, it has ended or is disabled, or its account is, or `site` is needed and not given; `Forbidden`
/// when it is not good for that site; `NotFound` when an administrator of the installation asks for a site that is not there;
/// `Unavailable`.
pub async fn verify(
    store: &Store<'_>,
    sort: CredentialSort,
    secret: &str,
    site: Option<SiteId>,
    now: Timestamp,
) -> Result<Principal> {
    if secret.is_empty() || secret.len() > SECRET_MAX {
        return Err(Error::Unauthenticated);
    }
    weft_storage::verify::principal(store, sort, hash(secret), site, now).await
}
