//! Sessions above the sites, with all rights of their account on all its sites. `weft-secrets`
//! creates them.

use crate::demands::Standing;
use crate::store::Store;
use sqlx_libsql::Statement;
use weft_domain::{CredentialId, Error, Result};

/// Deletes a session.
///
/// # Errors
/// `Unauthenticated` if it has already ended; `Outdated`.
pub async fn delete(store: &Store<'_>, standing: &Standing, id: CredentialId) -> Result<()> {
    let delete = "DELETE FROM credentials WHERE id = ?1 AND kind = 'session'";
    let delete = Statement::new(delete).bind(id.to_string());
    match store.batch(vec![standing.demand(), delete]).await?.last() {
        Some(last) if last.changes > 0 => Ok(()),
        _ => Err(Error::Unauthenticated),
    }
}
