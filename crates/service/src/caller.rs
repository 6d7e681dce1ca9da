//! A secret becomes a caller, who asks above the sites. Called by the auth component alone, for every request anew.

use crate::secret::{SECRET_MAX, hash};
use weft_domain::{Caller, CredentialId, CredentialSort, Error, Result, Timestamp};
use weft_storage::{Store, verify};

/// The caller that a secret of this sort stands for. Where a token names its credential, both must fit.
///
/// # Errors
/// `Unauthenticated` when there is none, it has ended or is disabled, or its account is; when it is a key of one site. `Unavailable`.
pub async fn caller(
    store: &Store<'_>,
    sort: CredentialSort,
    id: Option<CredentialId>,
    secret: &str,
    now: Timestamp,
) -> Result<Caller> {
    if secret.is_empty() || secret.len() > SECRET_MAX {
        return Err(Error::Unauthenticated);
    }
    verify::caller(store, sort, id, hash(secret), now).await?.ok_or(Error::Unauthenticated)
}
