//! A secret becomes a principal. Called by the auth component alone.

use crate::secret::hash;
use weft_domain::{Error, Principal, Result, Timestamp};
use weft_storage::{Store, credentials};

pub use weft_storage::credentials::Sort as CredentialSort;

/// The longest secret that is looked at, in bytes.
const SECRET_MAX: usize = 512;

/// The principal that a secret of this sort stands for.
///
/// # Errors
/// `Unauthenticated` when there is none, or it has ended; `Unavailable`.
pub async fn verify(
    store: &Store<'_>,
    sort: CredentialSort,
    secret: &str,
    now: Timestamp,
) -> Result<Principal> {
    if secret.is_empty() || secret.len() > SECRET_MAX {
        return Err(Error::Unauthenticated);
    }
    credentials::verify(store, sort, hash(secret), now).await?.ok_or(Error::Unauthenticated)
}
